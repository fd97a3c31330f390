"""Taking turns out of a conversation inside its record's text; everything else keeps its bytes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from synthreview.formats.json_object import keyed_value
from synthreview.formats.json_spans import find_value, renamed, without
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import SourcePath
from synthreview.formats.source import lossless_text
from synthreview.formats.turns import NUMBERED

_COUNT = "num_messages"
"""Where CAMEL says how many numbered messages there are."""


class Conversation(NamedTuple):
    """A conversation in a record: its part, how many turns it has, the parsed record, the item's unit."""

    part: str
    turns: int
    record: Any
    unit: str | None = None


class _Place(NamedTuple):
    """The list (or object of numbered messages) that holds a conversation, and each turn's key in it."""

    holder: SourcePath
    keys: list[str | int]
    value: Any


def can_drop(mapping: Mapping, talk: Conversation) -> bool:
    """Whether turns of a conversation can be taken out of its record."""
    return _place(mapping, talk) is not None


def drop_turns(
    raw: bytes, layout: Layout, mapping: Mapping, talk: Conversation, gone: Collection[int]
) -> bytes | None:
    """The record's bytes without some turns of a conversation; None where its format has no way to say it.

    Numbered messages after a gap move up, and their count is set right where it stands beside them.
    """
    place = None if layout.container is Container.CSV else _place(mapping, talk)
    if place is None or len(gone) >= talk.turns:
        return None
    text = lossless_text(raw, layout.encoding)
    start = keyed_value(text) if layout.container is Container.JSON_KEYED else 0
    edited = without(text[start:], place.holder, {place.keys[number] for number in gone})
    if isinstance(place.value, dict):
        left = [str(key) for number, key in enumerate(place.keys) if number not in gone]
        edited = renamed(edited, place.holder, dict(zip(left, map(str, place.keys), strict=False)))
        edited = _counted(edited, place, talk.turns, len(left))
    return (text[:start] + edited).encode(layout.encoding)


def _place(mapping: Mapping, talk: Conversation) -> _Place | None:
    """Where each turn is an element of its own; None for pairs, cells, and dialogues in one text."""
    paths = [_path_of(mapping, talk, number) for number in range(talk.turns)]
    if talk.turns < 2 or not all(paths):
        return None
    first, holder = paths[0], 0
    while all(len(path) > holder and path[holder] == first[holder] for path in paths):
        holder += 1
    keys = [path[holder] for path in paths if len(path) > holder]
    plain = [key for key in keys if isinstance(key, str | int)]
    value = talk.record
    for key in first[:holder]:
        if not isinstance(key, str | int):
            return None
        value = value[key]
    numbered = isinstance(value, list) or all(NUMBERED.match(str(key)) for key in plain)
    if len(set(plain)) != talk.turns or not numbered:
        return None
    return _Place(first[:holder], plain, value)


def _path_of(mapping: Mapping, talk: Conversation, number: int) -> SourcePath:
    turn = f"{talk.part}.{number}"
    found = (mapping.source_path(f"{turn}.{key}", talk.record, talk.unit) for key in ("text", "role"))
    return next((path for path in found if path is not None), ())


def _counted(text: str, place: _Place, before: int, now: int) -> str:
    """The text with the number of messages set right where it stands beside them and was right."""
    if place.value.get(_COUNT) != before:
        return text
    span = find_value(text, (*place.holder, _COUNT))
    return text if span is None else text[: span[0]] + str(now) + text[span[1] :]
