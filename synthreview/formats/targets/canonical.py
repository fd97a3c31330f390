"""An item's own parts as columns, for tables and for reading on; no vote is lost to a majority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from synthreview.domain import PARTS, Form, Kind, Parts
from synthreview.formats.targets.target import Choices, Row

Record = dict[str, Any]

_DISTRIBUTIONS = {"human_labels": "human_distribution", "model_labels": "model_distribution"}


def columns(kind: Kind, choices: Choices) -> tuple[str, ...]:
    """The columns of a table of a kind: its parts, the distributions of its votes, and what was chosen."""
    parts = [spec.name for spec in PARTS[kind]]
    votes = [_DISTRIBUTIONS[name] for name in parts if name in _DISTRIBUTIONS]
    return (*parts, *votes, *choices.columns)


def jsonl(row: Row, _: Choices) -> list[Record]:
    """The parts that the item has, as they are; distributions as ``{label: share}``."""
    return [{**_parts(row), **shares(row.parts)}]


def csv(row: Row, choices: Choices) -> list[Record]:
    """The same with a value for every column, None where the item has none."""
    return [{**dict.fromkeys(columns(row.kind, choices)), **jsonl(row, choices)[0]}]


def typed(row: Row, choices: Choices) -> list[Record]:
    """The same in the types of Parquet.

    Conversations are lists of ``{"role", "content", "name"}``, distributions of ``{"label", "share"}``.
    """
    [record] = csv(row, choices)
    for spec in PARTS[row.kind]:
        if spec.form is Form.TURNS and record[spec.name] is not None:
            record[spec.name] = [_message(turn) for turn in record[spec.name]]
    for name in _DISTRIBUTIONS.values():
        if record.get(name) is not None:
            record[name] = [{"label": label, "share": share} for label, share in record[name].items()]
    return [record]


def shares(parts: Parts) -> dict[str, dict[str, float]]:
    """The distributions of the votes that an item has, by the name of their column."""
    voted = {name: parts.get(part) for part, name in _DISTRIBUTIONS.items()}
    return {name: distribution(labels) for name, labels in voted.items() if labels is not None}


def distribution(labels: Sequence[str | None]) -> dict[str, float]:
    """Each label's share of the valid votes, the most frequent first, then by name."""
    votes = Counter(label for label in labels if label is not None)
    ordered = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return {label: count / votes.total() for label, count in ordered}


def _parts(row: Row) -> Record:
    names = [spec.name for spec in PARTS[row.kind]]
    return {name: row.parts[name] for name in names if row.parts.get(name) is not None}


def _message(turn: dict[str, str]) -> Record:
    return {"role": turn["role"], "content": turn["text"], "name": turn["speaker"] or None}
