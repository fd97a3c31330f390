"""What a JSON object at the top of a file is: one record, records by key, or the holder of a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from synthreview.formats.layout import Container
from synthreview.formats.turns import looks_like_turns

_SPACE = re.compile(r"\s*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"')
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

_MOST = 50
"""Members looked at."""
_DEPTH = 3


def sniff_object(text: str) -> tuple[Container, tuple[str, ...]]:
    """The container of a file that begins with the object in ``text``, and the keys that lead to its list.

    ``text`` may be cut anywhere.
    """
    members = list(_members(text))
    nested = [(key, value) for key, value in members if isinstance(value, dict | list)]
    if _are_records([value for _, value in nested]):
        return Container.JSON_KEYED, ()
    lists = [key for key, value in nested if _holds_records(value)]
    named = [key for key in lists if key.lower() in _HOLDERS]
    if len(named) == 1 or (len(lists) == 1 and len(nested) == 1):
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


def _are_records(values: list[Any]) -> bool:
    """Whether the values are several objects of one shape: two with most keys in common, more with some."""
    if len(values) < 2 or not all(isinstance(value, dict) and value for value in values):
        return False
    keys = [set(value) for value in values]
    common = set.intersection(*keys)
    return bool(common) and (len(keys) > 2 or len(common) * 2 >= len(keys[0] | keys[1]))


def _holds_records(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(element, dict) and element for element in value)
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
            begun = list(_elements(text, at))
            if begun:
                yield _plain(key[0]), begun
            return
        yield _plain(key[0]), value
        at = _past_space(text, at)
        if text[at : at + 1] != ",":
            return
        at += 1


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


def _plain(literal: str) -> str:
    try:
        return str(json.loads(literal))
    except ValueError:
        return literal[1:-1]
