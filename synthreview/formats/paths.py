"""Path expressions: where in a source record a part is found.

``output``, ``instances.0.output``, ``chosen.-1.content``: keys and indices joined by dots.
``messages[role=user].content``: the element of a list with that value (roles by any spelling).
``messages[:-1]``: a slice. ``annotations[*].value``: of every element, as one list. ``message_*``:
numbered keys as a list. ``question + details``: several texts as one, several votes as a list.
``score_a - score_b``: the difference of two numbers. ``chosen[dialogue].-1.text``: of a dialogue that is
written as one text. ``=a``: a constant.

Where a record holds several items, ``@`` is the one at hand (``@.output``), ``#`` its index in its list
(``labels.#``) and ``@list`` the name of that list. A backslash takes the meaning from a character of a key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from synthreview.errors import UserError
from synthreview.formats.roles import canonical_role
from synthreview.formats.transcript import Said, Span, Transcript, read_transcript
from synthreview.translation import tr

SourcePath = tuple[str | int | Span, ...]
"""Keys and indices down to a value; a Span at the end means a stretch of the text there."""

_STEP = re.compile(
    r"((?:[^.\[\\+]|\\.)+)|\[([^\[\]=]+)=([^\[\]]*)\]|\[(-?\d{0,9}):(-?\d{0,9})\]|\[(-?\d{1,9})\]"
    r"|\[(\*|dialogue)\]",
    re.S,
)
_STAR = re.compile(r"((?:[^*\\]|\\.)*)\*((?:[^*\\]|\\.)*)", re.S)
_SPECIAL = re.compile(r"[.\[\\*+]|\A[\s=@#]|\s\Z|(?<= )-(?= )")
_INDEX = re.compile(r"-?\d{1,9}\Z")
_MOST_STEPS = 50
_SHOWN = 100
"""Characters of a wrong path that an error repeats."""


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


@dataclass(frozen=True)
class Every:
    """What the rest of the path finds in each element of a list, as one list."""


@dataclass(frozen=True)
class Here:
    """The element at the index of the unit at hand."""


@dataclass(frozen=True)
class Dialogue:
    """The utterances of a text that is a dialogue."""


Step = Key | Select | Slice | Star | Every | Here | Dialogue


class Found(NamedTuple):
    """A value and where it is; ``keys`` are its elements' own keys where it is a slice or a star.

    ``path`` is None where the value was put together from several places.
    """

    value: Any
    path: SourcePath | None
    keys: Sequence[str | int] | None = None

    def inside(self, below: SourcePath) -> SourcePath | None:
        """The source path of something below the value; None for a list that the source has not."""
        if self.path is None:
            return None
        if isinstance(self.value, Transcript | Said):
            return _in_transcript(self.path, self.value, below)
        if self.keys is None:
            return self.path + below
        if not below or not isinstance(below[0], int):
            return None
        return (*self.path, self.keys[below[0]], *below[1:])


def _in_transcript(path: SourcePath, said: Transcript | Said, below: SourcePath) -> SourcePath | None:
    """The place of an utterance's text or role, which is no value of its own but a stretch of one."""
    if isinstance(said, Transcript):
        inside = below and isinstance(below[0], int) and below[0] < len(said)
        return _in_transcript(path, said[int(str(below[0]))], below[1:]) if inside else None
    place = said.places.get(str(below[0])) if len(below) == 1 else None
    return None if place is None else (*path, place)


class Unit(NamedTuple):
    """One of several items in a record: its name, value and path, its place in its list, and that list."""

    name: str
    found: Found
    place: str | int
    of: str


@dataclass(frozen=True)
class Path:
    """A compiled path; ``key`` is set when it is one plain key of the record, the usual and fast case.

    ``root`` is ``@`` where the path begins at the unit, ``@list`` for the name of its list.
    """

    text: str
    steps: tuple[Step, ...]
    key: str | None
    root: str = ""

    def get(self, record: Any, unit: Unit | None = None) -> Any:
        """The value there, None where the path leads nowhere."""
        found = self.find(record, unit)
        return None if found is None else found.value

    def find(self, record: Any, unit: Unit | None = None) -> Found | None:
        """The value with its place, None where the path leads nowhere."""
        if self.root and unit is None:
            return None
        found = Found(record, ())
        if unit is not None and self.root:
            found = unit.found if self.root == "@" else Found(unit.of, None)
        for number, step in enumerate(self.steps):
            if isinstance(step, Every):
                return _every(found, Path(self.text, self.steps[number + 1 :], None), unit)
            following = _follow(found, _at_hand(step, unit))
            if following is None:
                return None
            found = following
        return found

    @property
    def is_of_unit(self) -> bool:
        """Whether what it finds differs from one item of a record to the next."""
        return bool(self.root) or any(isinstance(step, Here) for step in self.steps)

    def place_for_new(self, record: Any, unit: Unit | None = None) -> SourcePath | None:
        """Where a missing value would go: a new key of an object that is there."""
        if not self.steps:
            return None
        last = self.steps[-1]
        holder = Path(self.text, self.steps[:-1], None, self.root).find(record, unit)
        if isinstance(last, Key) and holder is not None and isinstance(holder.value, dict):
            return holder.inside((last.name,))
        return None


@dataclass(frozen=True)
class Difference:
    """The first number less the second."""

    first: Path
    second: Path

    def get(self, record: Any, unit: Unit | None = None) -> float | None:
        """The difference, None where one of the two is no number."""
        numbers = [_number(path.get(record, unit)) for path in (self.first, self.second)]
        return None if numbers[0] is None or numbers[1] is None else numbers[0] - numbers[1]


Expression = Constant | Difference | tuple[Path, ...]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


def _every(found: Found, rest: Path, unit: Unit | None) -> Found | None:
    """What ``rest`` finds in each element; lists found there are taken apart."""
    if not isinstance(found.value, list):
        return None
    if not rest.steps:
        return found
    values: list[Any] = []
    for element in found.value:
        below = rest.find(element, unit)
        if below is not None:
            values += below.value if isinstance(below.value, list) else [below.value]
    return Found(values, None)


def _at_hand(step: Step, unit: Unit | None) -> Step:
    return Key(str(unit.place if unit is not None else "")) if isinstance(step, Here) else step


def _follow(found: Found, step: Step) -> Found | None:
    value = found.value
    if isinstance(step, Key):
        return _key(found, step.name)
    if isinstance(step, Dialogue):
        said = read_transcript(value) if isinstance(value, str) else None
        return None if said is None else Found(said, found.path)
    if isinstance(step, Star):
        return _numbered(found, step) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return None
    if isinstance(step, Slice):
        return _slice(found, value, step)
    return _selected(found, value, step) if isinstance(step, Select) else None


def _selected(found: Found, value: list[Any], step: Select) -> Found | None:
    matching = (index for index, element in enumerate(value) if step.matches(element))
    return next((_at(found, value[index], index) for index in matching), None)


def _slice(found: Found, value: list[Any], step: Slice) -> Found | None:
    if isinstance(value, Transcript):
        return Found(Transcript(value[step.start : step.stop]), found.path)
    keys = range(len(value))[step.start : step.stop]
    return Found(value[step.start : step.stop], found.path, keys) if found.keys is None else None


def _key(found: Found, name: str) -> Found | None:
    value = found.value
    if isinstance(value, dict):
        return _at(found, value[name], name) if name in value else None
    if isinstance(value, list) and _INDEX.match(name) and -len(value) <= int(name) < len(value):
        index = int(name) % len(value)
        return _at(found, value[index], index)
    return None


def _at(found: Found, value: Any, key: str | int) -> Found:
    if isinstance(found.value, Transcript):
        return Found(value, found.path)  # an utterance has no path of its own, only its texts have
    return Found(value, found.inside((key,)))


def _numbered(found: Found, star: Star) -> Found | None:
    number = re.compile(re.escape(star.before) + r"(\d{1,9})" + re.escape(star.after) + r"\Z")
    numbers = {key: int(match[1]) for key in found.value if (match := number.match(key))}
    keys = sorted(numbers, key=numbers.__getitem__)
    return Found([found.value[key] for key in keys], found.path, keys) if keys else None


def escaped(key: str) -> str:
    """A key as it is written in a path."""
    return _SPECIAL.sub(r"\\\g<0>", key)


def split_at(text: str, sign: str) -> list[str]:
    """What stands between the signs in ``text`` that no backslash takes the meaning from."""
    parts: list[list[str]] = [[]]
    for token in re.findall(rf"\\.|{re.escape(sign)}|.", text, re.S):
        if token == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return ["".join(_trimmed(part)) for part in parts]


def _trimmed(tokens: list[str]) -> list[str]:
    """Without white space at either end; an escaped space is a token of two characters."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].isspace():
        start += 1
    while end > start and tokens[end - 1].isspace():
        end -= 1
    return tokens[start:end]


@lru_cache(4096)
def compile_expression(text: str) -> Expression:
    """A path expression ready for use; UserError when it is not one."""
    if text.startswith("="):
        return Constant(text[1:])
    numbers = split_at(text, " - ")
    if len(numbers) == 2:
        return Difference(_compile(numbers[0]), _compile(numbers[1]))
    if len(numbers) > 2:
        raise _no_path(text)
    return tuple(_compile(part) for part in split_at(text, "+"))


def _compile(text: str) -> Path:
    if text == "@list":
        return Path(text, (), None, text)
    if text == "@" or text.startswith(("@.", "@[")):
        return Path(text, _steps(text[1:].removeprefix("."), text) if text != "@" else (), None, "@")
    steps = _steps(text, text)
    only = steps[0] if len(steps) == 1 else None
    key = only.name if isinstance(only, Key) and not _INDEX.match(only.name) else None
    return Path(text, steps, key)


def _steps(text: str, whole: str) -> tuple[Step, ...]:
    found: list[Step] = []
    at = 0
    while at < len(text) or at == 0:
        match = _STEP.match(text, at)
        if match is None or len(found) >= _MOST_STEPS:
            raise _no_path(whole)
        found.append(_step(match))
        at = match.end()
        if text[at : at + 1] == "." and at + 1 < len(text):
            at += 1
    return tuple(found)


def _no_path(text: str) -> UserError:
    shown = repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
    return UserError(
        tr("{shown} is not a path; join keys and indices by dots, like instances.0.output.", shown=shown)
    )


def _step(match: re.Match[str]) -> Step:
    key, select, value, start, stop, index, every = match.groups()
    if every is not None:
        return Every() if every == "*" else Dialogue()
    if key == "#":
        return Here()
    if key is not None:
        star = _STAR.fullmatch(key)
        return Star(_plain(star[1]), _plain(star[2])) if star else Key(_plain(key))
    if select is not None:
        return Select(select, value)
    if index is not None:
        return Key(index)
    return Slice(int(start) if start else None, int(stop) if stop else None)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.S)
