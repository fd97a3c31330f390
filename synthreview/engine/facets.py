"""What is stored beside an item so that filters and search need not read its record again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from synthreview.domain import PARTS, Form, Kind, Parts
from synthreview.formats.choices import INVALID
from synthreview.formats.mapping import Reading

VOTING = (Kind.TASK_LABEL, Kind.PREFERENCE, Kind.FREE_TEXT)
"""Kinds whose items carry labels."""

_LABEL_PART = {Kind.PREFERENCE: "choice", Kind.FREE_TEXT: "author"}


def label(kind: Kind, parts: Parts) -> str | None:
    """The item's label: its own, else the one most samples of the model gave."""
    if kind is Kind.TASK_LABEL:
        return parts.get("label") or majority(parts.get("model_labels") or ())
    name = _LABEL_PART.get(kind)
    value = parts.get(name) if name else None
    return value if isinstance(value, str) else None


def stored_label(kind: Kind, reading: Reading) -> str | None:
    """The label that filters find an item by; a word of its own where the source gave none that is valid."""
    found = label(kind, reading.parts)
    return INVALID if found is None and reading.invalid else found


def majority(labels: Any) -> str | None:
    """The most frequent valid label (the first of them on a tie), or None."""
    counts = Counter(value for value in labels if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def votes(kind: Kind, parts: Parts) -> tuple[list[str], list[str]]:
    """The valid labels an item carries: people's, and the model's (or its source's own)."""
    if kind is Kind.TASK_LABEL:
        people = [value for value in parts.get("human_labels") or () if value is not None]
        model = [value for value in parts.get("model_labels") or () if value is not None]
        own = parts.get("label")
        return people, model or ([own] if own is not None else [])
    own, human = label(kind, parts), parts.get("human_choice")
    return [human] if human else [], [own] if own else []


def texts(kind: Kind, parts: Parts) -> Iterator[str]:
    """The texts of an item as a person reads them, in order."""
    for spec in PARTS[kind]:
        value = parts.get(spec.name)
        if spec.form is Form.TEXT and isinstance(value, str):
            yield value
        elif spec.form is Form.TURNS and value:
            for turn in value:
                yield turn["text"]


def length(parts: Parts) -> int:
    """Characters in an item's texts (single labels among them count too)."""
    total = 0
    for value in parts.values():
        if type(value) is str:
            total += len(value)
        elif value and type(value[0]) is dict:
            total += sum(len(turn["text"]) for turn in value)
    return total


def title(kind: Kind, parts: Parts, limit: int = 120) -> str:
    """The item in one line: the text that tells it apart from its neighbours."""
    text = next((text for text in _title_texts(kind, parts) if text.strip()), "")
    # Only the beginning is looked at: a text may be a megabyte long.
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _title_texts(kind: Kind, parts: Parts) -> Iterator[str]:
    main = {
        Kind.INSTRUCTION: "instruction",
        Kind.PREFERENCE: "prompt",
        Kind.SIMULATION: "task",
    }.get(kind, "text")
    value = parts.get(main)
    if isinstance(value, str):
        yield value
    yield from texts(kind, parts)
