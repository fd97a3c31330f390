"""Records that hold several items: which items those are, each with a name that stays the same.

``instances[*]``: each element of a list (or value of an object). ``human_answers[*] + chatgpt_answers[*]``:
of several lists. ``rankings[pairs by model]``: each pair of elements, the two in the order of a value that
names them, so that the same pair has the same name in every file.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from synthreview.errors import UserError
from synthreview.formats.paths import Found, Path, Unit, compile_expression, split_at
from synthreview.translation import tr

MOST_UNITS = 100_000
"""Items one record may hold."""

_APART = " / "
"""Parts the names of a pair where one of them has a slash of its own."""
_ELEMENTS = re.compile(r"(.+)\[\*\]\Z", re.S)
_PAIRS = re.compile(r"(.+)\[pairs(?: by ([^\]]+))?\]\Z", re.S)


@dataclass(frozen=True)
class _Elements:
    path: Path


@dataclass(frozen=True)
class _Pairs:
    path: Path
    by: str


@dataclass(frozen=True)
class Units:
    """Where the items of a record are; ``text`` is how it was written."""

    text: str
    lists: tuple[_Elements | _Pairs, ...]

    def of(self, record: Any) -> list[Unit]:
        """The units of a record, in its order; ValueError when there are too many."""
        found = self.first(record, MOST_UNITS + 1)
        if len(found) > MOST_UNITS:
            raise ValueError(tr("holds more than {most:,} items", most=MOST_UNITS))
        return found

    def first(self, record: Any, most: int) -> list[Unit]:
        """The first units of a record."""
        return list(itertools.islice(self._of(record), most))

    def _of(self, record: Any) -> Iterator[Unit]:
        named = len(self.lists) > 1
        for one in self.lists:
            yield from _pairs(one, record) if isinstance(one, _Pairs) else _elements(one.path, record, named)

    @property
    def removable(self) -> bool:
        """Whether one of them can be taken out of the record without touching another."""
        return all(isinstance(one, _Elements) for one in self.lists)


def compile_units(text: str) -> Units:
    """What ``text`` says; UserError when it is no such expression."""
    return Units(text, tuple(_compile(part) for part in split_at(text, "+")))


def _compile(text: str) -> _Elements | _Pairs:
    pairs, elements = _PAIRS.match(text), _ELEMENTS.match(text)
    match = pairs or elements
    expression = compile_expression(match[1]) if match else None
    if match is None or not isinstance(expression, tuple):
        raise UserError(
            tr(
                "{text!r} does not say which items a record holds; write a list like instances[*], "
                "or rankings[pairs by model].",
                text=text,
            )
        )
    return _Pairs(expression[0], match[2] or "") if pairs else _Elements(expression[0])


def _elements(path: Path, record: Any, named: bool) -> Iterator[Unit]:
    found = path.find(record)
    if found is None:
        return
    for key, value in _members(found.value):
        name = f"{path.text}.{key}" if named else str(key)
        yield Unit(name, Found(value, found.inside((key,))), key, path.text)


def _members(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()


def _pairs(pairs: _Pairs, record: Any) -> Iterator[Unit]:
    found = pairs.path.find(record)
    if found is None or not isinstance(found.value, list) or found.path is None:
        return
    names = [_name(element, pairs.by, index) for index, element in enumerate(found.value)]
    if len(set(names)) < len(names) or any(_APART in name for name in names):
        names = [str(index) for index in range(len(names))]
    order = sorted(range(len(names)), key=names.__getitem__) if pairs.by else list(range(len(names)))
    for first, second in itertools.combinations(order, 2):
        both = Found([found.value[first], found.value[second]], found.path, (first, second))
        between = _APART if "/" in names[first] + names[second] else "/"
        yield Unit(f"{names[first]}{between}{names[second]}", both, f"{first}/{second}", pairs.path.text)


def _name(element: Any, by: str, index: int) -> str:
    value = element.get(by) if by and isinstance(element, dict) else None
    return str(index) if value is None else str(value)
