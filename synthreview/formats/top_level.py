"""What a JSON object at the top of a file is: one record, records by key, or the holder of a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from synthreview.formats.json_object import plain_key
from synthreview.formats.layout import Container
from synthreview.formats.roles import is_known_role
from synthreview.formats.turns import NUMBERED, looks_like_turns

_SPACE = re.compile(r"\s*")
_KEY = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
_BEGUN = re.compile(r'\[\s*\{\s*"')
_DECODER = json.JSONDecoder()

_HOLDERS = {
    "data",
    "rows",
    "records",
    "items",
    "examples",
    "samples",
    "traces",
    "results",
    "dataset",
    "questions",
    "entries",
    "documents",
    "train",
    "test",
    "validation",
}
"""Keys under which objects hold a list of records."""

_ABOUT = {
    "description",
    "name",
    "title",
    "citation",
    "licence",
    "license",
    "homepage",
    "url",
    "info",
    "source",
}
"""Keys of sentences that are about a whole file; a sentence under another key belongs to a record."""
_PARTS = {"chosen", "rejected", "input", "output", "prompt", "response", "data"}
"""Keys of objects that are parts of one record, however alike they are."""

_OF_ONE = {
    "instances",
    "reformulations",
    "rankings",
    "annotations",
    "predictions",
    "spans",
    "tools",
    "options",
}
"""Keys of lists that belong to one record."""

_MOST = 50
"""Members looked at."""


def sniff_object(text: str) -> tuple[Container, tuple[str, ...]]:
    """The container of a file that begins with the object in ``text``, and the keys that lead to its list.

    ``text`` may be cut anywhere.
    """
    members = list(_members(text))
    if any(_is_sentence(value) and key.lower() not in _ABOUT for key, value in members):
        return Container.JSON_OBJECT, ()
    nested = [(key, value) for key, value in members if isinstance(value, dict | list)]
    if _are_records(nested):
        return Container.JSON_KEYED, ()
    lists = [key for key, value in nested if _holds_records(value)]
    named = [key for key in lists if key.lower() in _HOLDERS]
    if len(named) == 1 or (len(lists) == len(nested) == 1 and lists[0].lower() not in _OF_ONE):
        return Container.JSON_ARRAY, ((named or lists)[0],)
    return Container.JSON_OBJECT, ()


def has_more(text: str) -> bool:
    """Whether another object follows the first one."""
    start = _past_space(text, 0)
    try:
        end = _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return False
    return text[_past_space(text, end) :][:1] == "{"


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and value.count(" ") >= 3


def _are_records(members: list[tuple[str, Any]]) -> bool:
    """Whether the members are several objects of one shape: two with most keys in common, more with some."""
    values = [value for _, value in members if value]
    if len(values) < 2 or not all(isinstance(value, dict) for value in values):
        return False
    if any(key.lower() in _PARTS or is_known_role(key) or NUMBERED.match(key) for key, _ in members):
        return False
    keys = [set(value) for value in values]
    common = set.intersection(*keys)
    if all(key.isdecimal() for key in common):  # rows by number: the members are columns
        return False
    return len(keys) > 2 or len(common) * 2 >= len(keys[0] | keys[1])


def _holds_records(value: Any) -> bool:
    return (
        isinstance(value, list)
        and any(value)
        and all(isinstance(element, dict) for element in value)
        and not looks_like_turns(value)
    )


def _members(text: str) -> Iterator[tuple[str, Any]]:
    """Keys and values of an object, as far as it is whole; of a list that is cut, what is there."""
    at = _past_space(text, 0)
    if text[at : at + 1] != "{":
        return
    at += 1
    for _ in range(_MOST):
        at = _past_space(text, at)
        key = _KEY.match(text, at)
        if key is None:
            return
        at = _past_space(text, key.end())
        if text[at : at + 1] != ":":
            return
        at = _past_space(text, at + 1)
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield from ((plain_key(key[0]), begun) for begun in _begun(text, at))
            return
        yield plain_key(key[0]), value
        at = _past_space(text, at)
        if text[at : at + 1] != ",":
            return
        at += 1


def _begun(text: str, at: int) -> Iterator[list[Any]]:
    """A list that is cut, as far as it is there; of a first element that cannot be read that there is one."""
    elements = list(_elements(text, at))
    if elements or _BEGUN.match(text, at):
        yield elements or [{"": None}]


def _elements(text: str, at: int) -> Iterator[Any]:
    """The whole elements at the beginning of a list that is cut."""
    if text[at : at + 1] != "[":
        return
    at += 1
    for _ in range(_MOST):
        try:
            value, at = _DECODER.raw_decode(text, _past_space(text, at))
        except (ValueError, RecursionError):
            return
        yield value
        at = _past_space(text, at)
        if text[at : at + 1] != ",":
            return
        at += 1


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
