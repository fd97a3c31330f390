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
    described = compile_units(each) if each else None
    units = described.first(record, 2) if described is not None else []
    if units and described is not None and len(described.lists) > 1:
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
    lead = f"{path}." if path else ""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key:  # a path cannot name the others
                yield from _below(inner, f"{lead}{escaped(key)}", depth + 1)
    elif isinstance(value, list) and value:
        for element in value[:20]:
            yield from _turn(element, path)
        for index, element in enumerate(value[: 1 if path else 2]):  # a pair is a list of two
            yield from _below(element, f"{lead}{index}", depth + 1)


def _turn(element: Any, path: str) -> Iterator[str]:
    who = speaker_key(element) if isinstance(element, dict) else None
    said = next((key for key in TEXT_KEYS if who and key in element), None)
    if said and path:
        yield f"{path}[{who}={element[who]}].{said}"
