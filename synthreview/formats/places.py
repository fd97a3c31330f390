"""Where in a record the value of a part is kept, so that an edit can be written back there."""

from __future__ import annotations

from typing import Any, NamedTuple

from synthreview.domain import Form
from synthreview.formats.paths import Found, Path, SourcePath, Unit
from synthreview.formats.texts import read_text, text_of
from synthreview.formats.turns import Turn, read_turns


def value_path(expression: tuple[Path, ...], form: Form, record: Any, unit: Unit | None) -> SourcePath | None:
    """The place of a part's value; of several texts read as one that of the only one that is filled.

    None where the value was put together and cannot be written back.
    """
    if form is not Form.TEXT and len(expression) > 1:
        return None
    filled = [path for path in expression if len(expression) == 1 or text_of(path.get(record, unit))]
    path = filled[0] if len(filled) == 1 else None
    if path is None:
        return None
    found = path.find(record, unit)
    if found is None:
        return path.place_for_new(record, unit)
    if form is not Form.TEXT or found.value is None:
        return found.inside(())
    read = read_text(found.value)
    return found.inside(read[1]) if read is not None and read[1] is not None else None


class Talk(NamedTuple):
    """A conversation found in a record, with its turns; None where there is none to be written to."""

    found: Found | None
    turns: list[Turn]


def read_talk(expression: tuple[Path, ...], record: Any, unit: Unit | None) -> Talk:
    """The conversation of a record."""
    found = expression[0].find(record, unit) if len(expression) == 1 else None
    return Talk(found, [] if found is None else read_turns(found.value) or [])


def turn_path(talk: Talk, below: list[str]) -> SourcePath | None:
    """The place of a turn's text, role or speaker; ``below`` is the turn's number and which of them."""
    if talk.found is None or len(below) != 2 or not below[0].isdecimal() or int(below[0]) >= len(talk.turns):
        return None
    turn = talk.turns[int(below[0])]
    inside = {"text": turn.text_path, "role": turn.role_path, "speaker": turn.speaker_path}.get(below[1])
    return None if inside is None else talk.found.inside(inside)
