"""Where a value stands inside a JSON text, and how to write another in its place in the same style."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping

from synthreview.formats.paths import SourcePath

Span = tuple[int, int]

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
_RAW_DECODE = json.JSONDecoder().raw_decode
_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]")


def find_value(text: str, path: SourcePath, at: int = 0) -> Span | None:
    """The span of the value at a path; of a key given twice the last counts, as in parsing."""
    at = _past_space(text, at)
    if not path:
        return at, _RAW_DECODE(text, at)[1]
    key, *below = path
    inside: int | None = None
    if text[at] == "{":
        for name, _, start, _ in _members(text, at):
            inside = start if name == key else inside
    elif text[at] == "[":
        inside = next((start for index, start in enumerate(_elements(text, at)) if index == key), None)
    return None if inside is None else find_value(text, tuple(below), inside)


def added(text: str, path: SourcePath, literal: str) -> tuple[Span, str]:
    """Where a new key goes, as the last of its object, and what to write there in the object's style."""
    holder = find_value(text, path[:-1])
    if holder is None:
        raise KeyError(path)
    members = list(_members(text, holder[0]))
    key = json.dumps(path[-1], ensure_ascii=False)
    if not members:
        inside = holder[0] + 1
        return (inside, holder[1] - 1), f"{key}: {literal}"
    _, start, value, end = members[-1]
    colon = text[_past_string(text, start) : value]
    if len(members) > 1:
        between = text[members[-2][3] : start]
    else:
        lead = text[holder[0] + 1 : start]
        between = "," + (lead or (" " if colon.endswith(" ") else ""))
    return (end, end), f"{between}{key}{colon}{literal}"


def without(text: str, path: SourcePath, keys: Collection[str | int]) -> str:
    """The text without some elements of the list, or members of the object, at a path.

    Each goes with one comma beside it; everything else keeps its characters.
    """
    holder = find_value(text, path)
    if holder is None:
        raise KeyError(path)
    if text[holder[0]] == "{":
        spans = [(name, start, end) for name, start, _, end in _members(text, holder[0])]
    else:
        starts = enumerate(_elements(text, holder[0]))
        spans = [(str(index), start, _RAW_DECODE(text, start)[1]) for index, start in starts]
    gone = {str(key) for key in keys}
    kept = [number for number, span in enumerate(spans) if span[0] not in gone]
    if len(kept) == len(spans):
        return text
    if not kept:
        return text[: holder[0] + 1] + text[holder[1] - 1 :]
    written = [text[: spans[0][1]], text[spans[kept[0]][1] : spans[kept[0]][2]]]
    written += [text[spans[number - 1][2] : spans[number][2]] for number in kept[1:]]
    return "".join([*written, text[spans[-1][2] :]])


def renamed(text: str, path: SourcePath, names: Mapping[str, str]) -> str:
    """The text with some keys of the object at a path replaced; order and everything else stay."""
    holder = find_value(text, path)
    if holder is None:
        raise KeyError(path)
    found = [(name, start) for name, start, _, _ in _members(text, holder[0])]
    for name, start in reversed(found):
        if names.get(name, name) != name:
            text = text[:start] + json.dumps(names[name]) + text[_past_string(text, start) :]
    return text


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _past_string(text: str, at: int) -> int:
    match = _STRING.match(text, at)
    return match.end() if match else at


def _members(text: str, at: int) -> Iterator[tuple[str, int, int, int]]:
    """Name, start of the key, start and end of the value of each member of the object at ``at``."""
    at = _past_space(text, at + 1)
    while text[at] != "}":
        name_end = _past_string(text, at)
        value = _past_space(text, _past_space(text, name_end) + 1)
        end = _RAW_DECODE(text, value)[1]
        yield json.loads(text[at:name_end]), at, value, end
        at = _past_space(text, end)
        if text[at] == ",":
            at = _past_space(text, at + 1)


def _elements(text: str, at: int) -> Iterator[int]:
    """The start of each element of the list at ``at``."""
    at = _past_space(text, at + 1)
    while text[at] != "]":
        yield at
        at = _past_space(text, _RAW_DECODE(text, at)[1])
        if text[at] == ",":
            at = _past_space(text, at + 1)


def in_ascii(literal: str) -> str:
    """A JSON literal with every character beyond ASCII escaped."""
    return _BEYOND_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], literal)
