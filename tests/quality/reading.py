"""Real data sets as items, read without the package's own readers."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

from synthreview.domain import Item, Kind, Parts

csv.field_size_limit(10**9)


def items(kind: Kind, parts: list[Parts]) -> list[Item]:
    return [Item(position + 1, 1, position, None, kind, one) for position, one in enumerate(parts)]


def json_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def alpaca(path: Path) -> list[Item]:
    records = json.loads(path.read_text(encoding="utf-8"))
    return items(
        Kind.INSTRUCTION, [{name: r[name] for name in ("instruction", "input", "output")} for r in records]
    )


def dolly(folder: Path) -> list[Item]:
    records = json_lines(folder / "dolly/dolly/dev.jsonl") + json_lines(folder / "dolly/dolly/valid.jsonl")
    return items(
        Kind.INSTRUCTION, [{name: r[name] for name in ("instruction", "input", "output")} for r in records]
    )


def label_list(text: str) -> list[str | None]:
    """A stringified list, with commas or without; -1 and nan are invalid."""
    labels = [float(part) for part in text.strip("[]").replace(",", " ").split()]
    return [None if math.isnan(label) or label == -1 else str(label) for label in labels]


def conversations(records: list[dict]) -> list[Item]:
    """ShareGPT or messages records as simulations."""
    made = []
    for record in records:
        turns = record.get("conversations") or record.get("messages")
        texts = [turn.get("value") or turn.get("content") or "" for turn in turns]
        roles = [turn.get("from") or turn.get("role") for turn in turns]
        made.append(
            {"turns": [{"role": role, "text": str(text)} for role, text in zip(roles, texts, strict=True)]}
        )
    return items(Kind.SIMULATION, made)
