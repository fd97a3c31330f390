"""Path expressions: where in a source record a part is found.

``output``, ``instances.0.output``, ``chosen.-1.content``: keys and indices joined by dots.
``messages[role=user].content``: the element of a list with that value (roles by any spelling).
``messages[:-1]``: a slice. ``message_*``: numbered keys as a list. ``question + details``: several
texts as one. ``=a``: a constant. A backslash takes the meaning from a character of a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from synthreview.errors import UserError
from synthreview.formats.roles import canonical_role

SourcePath = tuple[str | int, ...]

_STEP = re.compile(r"((?:[^.\[\\]|\\.)+)|\[([^\[\]=]+)=([^\[\]]*)\]|\[(-?\d*):(-?\d*)\]|\[(-?\d+)\]")
_SPECIAL = re.compile(r"([.\[\\*+])")
_INDEX = re.compile(r"-?\d+\Z")


@dataclass(frozen=True)
class Constant:
    """A value that is the same for every record."""

    value: str


@dataclass(frozen=True)
class Key:
    """A key of an object, or an index of a list."""

    name: str


@dataclass(frozen=True)
class Select:
    """The first element of a list whose ``key`` has the value; roles match by any spelling."""

    key: str
    value: str

    def matches(self, element: Any) -> bool:
        """Whether an element is one of those meant."""
        found = element.get(self.key) if isinstance(element, dict) else None
        if found == self.value:
            return True
        return isinstance(found, str) and canonical_role(found) == canonical_role(self.value)


@dataclass(frozen=True)
class Slice:
    """Some of a list's elements, as a list."""

    start: int | None
    stop: int | None


@dataclass(frozen=True)
class Star:
    """The values of keys that differ in a number, by that number, as a list."""

    before: str
    after: str


Step = Key | Select | Slice | Star


class Found(NamedTuple):
    """A value and where it is; ``keys`` are its elements' own keys where it is a slice or a star."""

    value: Any
    path: SourcePath
    keys: Sequence[str | int] | None = None

    def inside(self, below: SourcePath) -> SourcePath | None:
        """The source path of something below the value; None for a list that the source has not."""
        if self.keys is None:
            return self.path + below
        if not below or not isinstance(below[0], int):
            return None
        return (*self.path, self.keys[below[0]], *below[1:])


@dataclass(frozen=True)
class Path:
    """A compiled path; ``key`` is set when it is one plain key, the usual and fast case."""

    text: str
    steps: tuple[Step, ...]
    key: str | None

    def get(self, record: Any) -> Any:
        """The value there, None where the path leads nowhere."""
        found = self.find(record)
        return None if found is None else found.value

    def find(self, record: Any) -> Found | None:
        """The value with its place, None where the path leads nowhere."""
        found = Found(record, ())
        for step in self.steps:
            following = _follow(found, step)
            if following is None:
                return None
            found = following
        return found

    def place_for_new(self, record: Any) -> SourcePath | None:
        """Where a missing value would go: a new key of an object that is there."""
        last = self.steps[-1]
        holder = Path(self.text, self.steps[:-1], None).find(record)
        if isinstance(last, Key) and holder is not None and isinstance(holder.value, dict):
            return holder.inside((last.name,))
        return None


Expression = Constant | tuple[Path, ...]


def _follow(found: Found, step: Step) -> Found | None:
    value = found.value
    if isinstance(step, Key):
        return _key(found, step.name)
    if isinstance(step, Star):
        return _numbered(found, step) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return None
    if isinstance(step, Slice):
        keys = range(len(value))[step.start : step.stop]
        return Found(value[step.start : step.stop], found.path, keys) if found.keys is None else None
    for index, element in enumerate(value):
        if step.matches(element):
            return _at(found, element, index)
    return None


def _key(found: Found, name: str) -> Found | None:
    value = found.value
    if isinstance(value, dict):
        return _at(found, value[name], name) if name in value else None
    if isinstance(value, list) and _INDEX.match(name) and -len(value) <= int(name) < len(value):
        index = int(name) % len(value)
        return _at(found, value[index], index)
    return None


def _at(found: Found, value: Any, key: str | int) -> Found | None:
    path = found.inside((key,))
    return None if path is None else Found(value, path)


def _numbered(found: Found, star: Star) -> Found | None:
    number = re.compile(re.escape(star.before) + r"(\d+)" + re.escape(star.after) + r"\Z")
    numbers = {key: int(match[1]) for key in found.value if (match := number.match(key))}
    keys = sorted(numbers, key=numbers.__getitem__)
    return Found([found.value[key] for key in keys], found.path, keys) if keys else None


def escaped(key: str) -> str:
    """A key as it is written in a path."""
    plain = _SPECIAL.sub(r"\\\1", key)
    return "\\" + plain if plain.startswith("=") else plain


def compile_expression(text: str) -> Expression:
    """A path expression ready for use; UserError when it is not one."""
    if text.startswith("="):
        return Constant(text[1:])
    return tuple(_compile(part.strip()) for part in re.split(r"(?<!\\)\+", text))


def _compile(text: str) -> Path:
    steps = tuple(_steps(text))
    only = steps[0] if len(steps) == 1 else None
    key = only.name if isinstance(only, Key) and not _INDEX.match(only.name) else None
    return Path(text, steps, key)


def _steps(text: str) -> Iterator[Step]:
    at = 0
    while at < len(text) or at == 0:
        match = _STEP.match(text, at)
        if match is None:
            words = "is not a path; join keys and indices by dots, like instances.0.output."
            raise UserError(f"{text!r} {words}")
        yield _step(match)
        at = match.end()
        if text[at : at + 1] == "." and at + 1 < len(text):
            at += 1


def _step(match: re.Match[str]) -> Step:
    key, select, value, start, stop, index = match.groups()
    if key is not None:
        star = re.fullmatch(r"((?:[^*\\]|\\.)*)\*((?:[^*\\]|\\.)*)", key)
        return Star(_plain(star[1]), _plain(star[2])) if star else Key(_plain(key))
    if select is not None:
        return Select(select, value)
    if index is not None:
        return Key(index)
    return Slice(int(start) if start else None, int(stop) if stop else None)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
