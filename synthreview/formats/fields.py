"""The paths that records offer to a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from synthreview.formats.paths import escaped
from synthreview.formats.texts import TEXT_KEYS, speaker_key
from synthreview.formats.units import compile_units

_MOST = 200
_DEPTH = 5


def source_fields(records: Sequence[dict[str, Any]], each: str = "") -> tuple[str, ...]:
    """Every path that leads somewhere in some record, in the order of first appearance.

    Where records hold several items (``each``), paths from the item at hand come first.
    """
    found: dict[str, None] = {}
    for record in records:
        for path in (*_of_units(record, each), *_below(record, "", 0)):
            if len(found) >= _MOST:
                return tuple(found)
            found.setdefault(path)
    return tuple(found)


def _of_units(record: dict[str, Any], each: str) -> Iterator[str]:
    units = compile_units(each).of(record)[:2] if each else []
    if units and len(units[0].of) < len(each) - len("[*]"):
        yield "@list"
    for unit in units:
        yield "@"
        for path in _below(unit.found.value, "", 1):
            yield f"@.{path}"


def _below(value: Any, path: str, depth: int) -> Iterator[str]:
    if path:
        yield path
    if depth >= _DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _below(inner, f"{path}.{escaped(key)}" if path else escaped(key), depth + 1)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for element in value[:20]:
            yield from _turn(element, path)
        yield from _below(value[0], f"{path}.0", depth + 1)


def _turn(element: Any, path: str) -> Iterator[str]:
    who = speaker_key(element) if isinstance(element, dict) else None
    said = next((key for key in TEXT_KEYS if who and key in element), None)
    if said:
        yield f"{path}[{who}={element[who]}].{said}"
