"""Texts in source records: strings, numbers, chat contents in parts, whole messages."""

from __future__ import annotations

import json
from typing import Any

from synthreview.formats.paths import SourcePath
from synthreview.formats.roles import canonical_role

TEXT_KEYS = ("content", "value", "text", "message", "utterance")
"""Keys under which a message keeps its text, most usual first."""

ROLE_KEYS = ("role_type", "role", "from", "speaker", "name", "role_name", "author")
"""Keys under which a message says who speaks, most telling first."""


def read_text(value: Any) -> tuple[str, SourcePath | None] | None:
    """A value as text, with the path below it of the one string that holds it.

    The path is None where the text was put together for reading and cannot be written back.
    None in place of both means that there is no text.
    """
    if isinstance(value, str):
        return value, ()
    if value is None:
        return None
    if isinstance(value, dict):
        return _read_object(value)
    if isinstance(value, list):
        return _read_list(value)
    return _number(value), ()


def text_of(value: Any) -> str | None:
    """A value as text, None where there is none."""
    read = read_text(value)
    return None if read is None else read[0]


def _number(value: float | bool) -> str:
    return json.dumps(value)


def _read_object(value: dict[str, Any]) -> tuple[str, SourcePath | None] | None:
    for key in TEXT_KEYS:
        inner = read_text(value[key]) if key in value else None
        if inner is not None:
            text, below = inner
            return text, None if below is None else (key, *below)
    kind = value.get("type")
    return (f"[{kind}]", None) if isinstance(kind, str) else (json.dumps(value, ensure_ascii=False), None)


def _read_list(value: list[Any]) -> tuple[str, SourcePath | None] | None:
    if len(value) == 1 and isinstance(value[0], str | dict):
        inner = read_text(value[0])
        if inner is not None:
            text, below = inner
            return text, None if below is None or _is_medium(value[0]) else (0, *below)
    if not value:
        return None
    if all(isinstance(element, dict) and speaker_key(element) for element in value):
        return "\n\n".join(_spoken(message) for message in value), None
    if all(isinstance(element, str | dict) for element in value):
        return "\n".join(_part(element) for element in value), None
    return json.dumps(value, ensure_ascii=False), None


def speaker_key(message: dict[str, Any]) -> str | None:
    """The key under which a message says who speaks."""
    return next((key for key in ROLE_KEYS if isinstance(message.get(key), str)), None)


def _spoken(message: dict[str, Any]) -> str:
    name = message[speaker_key(message) or "role"]
    role = canonical_role(name)
    return f"{role.capitalize() if role != name or role.islower() else name}: {text_of(message) or ''}"


def _is_medium(part: Any) -> bool:
    """Whether a part of a content is an image, a sound or the like, named by its ``type``."""
    kind = part.get("type") if isinstance(part, dict) else None
    return isinstance(kind, str) and kind not in ("text", "input_text", "output_text", "reasoning")


def _part(part: Any) -> str:
    text = text_of(part) or ""
    return f"[{part['type']}] {text}" if _is_medium(part) else text
