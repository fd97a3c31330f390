"""What a rule yields, and how the hits of one item become findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from synthreview.domain import Evidence, Finding, Item, Kind

TEXT_KINDS = (Kind.INSTRUCTION, Kind.PREFERENCE, Kind.FREE_TEXT)
"""Kinds whose long texts share the rules about text as such."""
EVERY_TEXT = (*TEXT_KINDS, Kind.SIMULATION)
"""The same, with the turns of conversations."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule's claim about a span of one part."""

    reason: str
    part: str
    start: int = 0
    end: int | None = None
    score: float = 1.0
    args: Mapping[str, Any] = field(default_factory=dict)
    fix: Mapping[str, Any] = field(default_factory=dict)
    item: int | None = None
    """Another item that proves the claim."""
    note: str = ""
    """What the other items say, a line each, where they are not to be opened."""


@dataclass(frozen=True, slots=True)
class Example:
    """The texts of an instruction item that rules look at."""

    instruction: str
    input: str
    output: str
    context: bool = False
    """Whether earlier turns or a system prompt may hold what the instruction refers to."""

    @classmethod
    def of(cls, item: Item) -> Example:
        """The example of an instruction item; missing parts are empty texts."""
        parts = item.parts
        context = bool(parts.get("history") or parts.get("system") or parts.get("constraints"))
        return cls(item.text("instruction"), item.text("input"), item.text("output"), context)


def findings(item: int, hits: Iterable[Hit]) -> list[Finding]:
    """One finding per reason: the strongest hit speaks, every hit is evidence."""
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.reason, []).append(hit)
    return [_finding(item, group) for group in grouped.values()]


def _finding(item: int, hits: list[Hit]) -> Finding:
    strongest = max(hits, key=lambda hit: hit.score)
    evidence = tuple(Evidence(hit.part, hit.start, hit.end, hit.item, hit.note) for hit in hits)
    fix = {part: value for hit in hits for part, value in hit.fix.items()}
    return Finding(item, strongest.reason, strongest.score, strongest.args, evidence, fix)


def excerpt(text: str, limit: int = 60) -> str:
    """A text on one line, short enough to stand in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
