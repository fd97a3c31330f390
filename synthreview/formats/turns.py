"""Conversations in source records: message lists, question-answer pairs, numbered messages."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from synthreview.formats.json_text import repaired, whole_characters
from synthreview.formats.paths import SourcePath
from synthreview.formats.roles import canonical_role
from synthreview.formats.texts import ROLE_KEYS, TEXT_KEYS, read_text, speaker_key
from synthreview.translation import tr

NAME_KEYS = ("name", "role_name", "speaker")
_PAIRS = (("human", "assistant"), ("user", "assistant"), ("question", "answer"), ("query", "response"))
NUMBERED = re.compile(r"(?:message|turn|utterance|round)[-_ ]?(\d{1,9})\Z", re.I)
"""Keys of messages that stand in an object by their number."""
_LITERAL_LIMIT = 1 << 20
"""Characters of a cell that are read as a Python literal; longer ones are not worth the memory."""


class Turn(NamedTuple):
    """One utterance; the paths lead below the conversation, None where it cannot be written back."""

    role: str
    speaker: str
    text: str
    text_path: SourcePath | None
    role_path: SourcePath | None
    speaker_path: SourcePath | None

    def part(self) -> dict[str, str]:
        """The turn as a part of an item."""
        return {"role": self.role, "speaker": self.speaker, "text": self.text}


def read_turns(value: Any) -> list[Turn] | None:
    """A value as a conversation, None where there is none; ValueError when it is something else."""
    if value is None or value in ("", []):
        return None
    if isinstance(value, str):
        return [Turn(*turn[:3], None, None, None) for turn in _of_literal(value)]
    if isinstance(value, dict):  # an object of its own that holds the list
        inner = next(((key, found) for key, found in value.items() if looks_like_turns(found)), None)
        if inner is not None:
            return [_below(inner[0], turn) for turn in _of_list(inner[1])]
        numbered = {key: int(match[1]) for key in value if (match := NUMBERED.match(str(key)))}
        if numbered and all(isinstance(value[key], dict) for key in numbered):
            return [_message(key, value[key]) for key in sorted(numbered, key=numbered.__getitem__)]
    if isinstance(value, list):
        return list(_of_list(value))
    raise ValueError(tr("is no conversation"))


def looks_like_turns(value: Any) -> bool:
    """Whether a value is a list of messages or pairs."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(element, dict) and (_has_text(element) or _pair(element)) for element in value)


def _has_text(message: dict[str, Any]) -> bool:
    return speaker_key(message) is not None and any(key in message for key in TEXT_KEYS)


def _of_literal(text: str) -> list[Turn]:
    try:
        value = repaired(json.loads(text), text)
    except (ValueError, RecursionError):
        if len(text) > _LITERAL_LIMIT:
            raise ValueError(tr("is no conversation")) from None
        try:
            value = whole_characters(ast.literal_eval(text))
        except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
            raise ValueError(tr("is no conversation")) from error
    try:
        turns = None if isinstance(value, str) else read_turns(value)
    except (TypeError, AttributeError) as error:  # Python writes more than JSON can: sets, bytes, any keys
        raise ValueError(tr("is no conversation")) from error
    return turns or []


def _below(key: str | int, turn: Turn) -> Turn:
    paths = [None if path is None else (key, *path) for path in turn[3:]]
    return Turn(turn.role, turn.speaker, turn.text, *paths)


def _of_list(elements: list[Any]) -> Iterator[Turn]:
    for index, element in enumerate(elements):
        if isinstance(element, dict):
            pair = _pair(element)
            if pair:
                yield from _both(index, pair, element)
            else:
                yield _message(index, element)
        elif isinstance(element, list) and len(element) == 2:
            yield from _both(index, (0, 1), element)
        elif isinstance(element, str):
            yield Turn("", "", element, (index,), None, None)
        else:
            raise ValueError(tr("holds an element that is no turn (number {number})", number=index + 1))


def _pair(element: dict[str, Any]) -> tuple[str, str] | None:
    return next((pair for pair in _PAIRS if pair[0] in element and pair[1] in element), None)


def _both(index: int, keys: tuple[Any, Any], element: Any) -> Iterator[Turn]:
    for key, role in zip(keys, ("user", "assistant"), strict=True):
        read = read_text(element[key])
        if read is not None:
            text, below = read
            yield Turn(role, "", text, None if below is None else (index, key, *below), None, None)


def _message(index: int | str, message: dict[str, Any]) -> Turn:
    key = speaker_key(message)
    spelled = message[key] if key else ""
    role = canonical_role(spelled)
    name_key = next((name for name in NAME_KEYS if name != key and isinstance(message.get(name), str)), None)
    text, below = _said(message)
    return Turn(
        role,
        message[name_key] if name_key else "",
        text,
        None if below is None else (index, *below),
        (index, key) if key in ROLE_KEYS and key is not None else None,
        (index, name_key) if name_key else None,
    )


def _said(message: dict[str, Any]) -> tuple[str, SourcePath | None]:
    for key in TEXT_KEYS:
        read = read_text(message[key]) if key in message else None
        if read is not None:
            text, below = read
            calls = _calls(message)
            if calls and not text:
                return calls, None
            return text, None if below is None else (key, *below)
    return _calls(message), None


def _calls(message: dict[str, Any]) -> str:
    """Tool calls that stand in place of a text, readable."""
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        call = message.get("function_call")
        calls = [call] if isinstance(call, dict) else []
    return "\n".join(_call(call) for call in calls if isinstance(call, dict))


def _call(call: dict[str, Any]) -> str:
    inner = call.get("function")
    function = inner if isinstance(inner, dict) else call
    arguments = function.get("arguments", "")
    written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return f"{function.get('name', '')}({written})"
