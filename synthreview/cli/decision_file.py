"""Decisions from a JSON Lines file: ``decide --from``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from synthreview.domain import Decision, Verdict
from synthreview.errors import UserError
from synthreview.project import Project

HIGHEST = 2**63 - 1
"""The highest number an item or operation can have."""
LAST_RECORD = 2**32 - 1

_SHAPES: dict[type, str] = {dict: "an object", list: "a list", str: "a text", int: "a whole number"}


def read_decisions(project: Project, file: Path) -> Iterator[Decision]:
    """Decisions of a JSON Lines file; a broken line stops all, and nothing is decided."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UserError(f"'{file}' cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _decision(project, orjson.loads(line))
        except UserError as error:
            raise UserError(f"Line {number} of '{file.name}': {error}") from error
        except ValueError as error:
            raise UserError(
                f"Line {number} of '{file.name}' is no decision ({error}); each line needs an item "
                "(or dataset and position) and a verdict. Nothing was decided."
            ) from error


def _decision(project: Project, fields: Any) -> Decision:
    """A line's decision; ValueError says what is wrong with it."""
    if not isinstance(fields, dict):
        raise ValueError("it is no object")
    verdict = Verdict(_field(fields, "verdict", str))
    edits = _field(fields, "set", dict, {})
    if bool(edits) != (verdict is Verdict.FIX):
        raise ValueError("a fix needs a 'set' with what to change, and only a fix has one")
    reasons = _field(fields, "reasons", list, [])
    if not all(isinstance(reason, str) for reason in reasons):
        raise ValueError("'reasons' holds something that is no text")
    return Decision(
        item=_item(project, fields),
        verdict=verdict,
        edits=edits,
        reasons=tuple(reasons),
        note=_field(fields, "note", str, ""),
        reviewer=_field(fields, "reviewer", str, ""),
    )


def _item(project: Project, fields: dict[str, Any]) -> int:
    if fields.get("item") is not None:
        return _number(fields, "item", HIGHEST)
    unit = None if fields.get("unit") is None else _field(fields, "unit", str)
    return project.item_at(_field(fields, "dataset", str), _number(fields, "position", LAST_RECORD), unit)


def _number(fields: dict[str, Any], name: str, highest: int) -> int:
    number: int = _field(fields, name, int)
    if not 0 <= number <= highest:
        raise ValueError(f"'{name}' is no number there can be")
    return number


def _field(fields: dict[str, Any], name: str, shape: type, default: Any = None) -> Any:
    """A field of exactly this JSON type (true is no number); ValueError when it is another or missing."""
    value = fields.get(name, default)
    if type(value) is not shape:
        raise ValueError(f"'{name}' is not {_SHAPES[shape]}" if name in fields else f"'{name}' is missing")
    return value
