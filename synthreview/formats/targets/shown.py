"""Parts as other annotation tools show them: every part as a text, and what a fix changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synthreview.domain import PARTS, Form, Kind, Parts, PartSpec, Verdict
from synthreview.formats.targets.target import Row

CHOICES = ("a", "b", "tie")
VERDICTS = tuple(verdict.value for verdict in Verdict)

_NAMES = ("annotator", "judge")
_SAID = {verdict.past: verdict.value for verdict in Verdict}


def verdict(row: Row) -> str | None:
    """The verdict as it is given (accept, not accepted), None where there is none."""
    return _SAID.get(row.verdict)


def fixable(kind: Kind) -> list[PartSpec]:
    """The parts whose text a person may mend in another tool."""
    return [spec for spec in PARTS[kind] if spec.form in (Form.TEXT, Form.TURNS) and spec.name not in _NAMES]


def single(kind: Kind) -> PartSpec | None:
    """The part of a kind that is one of a few values, asked as a question: a label or a choice."""
    name = {Kind.TASK_LABEL: "label", Kind.PREFERENCE: "choice"}.get(kind)
    return next((spec for spec in PARTS[kind] if spec.name == name), None)


def as_text(value: Any) -> str:
    """A part as a text: a conversation by its speakers, votes in a row."""
    if isinstance(value, str):
        return value
    if value and all(isinstance(element, dict) for element in value):
        return "\n\n".join(f"{turn['speaker'] or turn['role']}: {turn['text']}" for turn in value)
    return ", ".join("none" if label is None else str(label) for label in value)


def texts(parts: Parts, specs: Sequence[PartSpec]) -> dict[str, str]:
    """Those of the parts that there are, as texts."""
    return {spec.name: as_text(parts[spec.name]) for spec in specs if parts.get(spec.name) is not None}


def fixes(row: Row) -> dict[str, str]:
    """The parts that a fix changed, as texts after it."""
    if row.original is None:
        return {}
    before, after = (texts(parts, PARTS[row.kind]) for parts in (row.original, row.parts))
    return {name: text for name, text in after.items() if before.get(name) != text}
