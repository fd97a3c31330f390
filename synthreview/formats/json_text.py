"""One JSON record as text: reading it leniently enough to keep good data, and saying what is wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from synthreview.formats.source import lossless_text
from synthreview.translation import later, tr

TOO_DEEP = later("is nested too deeply to be read")

_LONE = re.compile(r"(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]|\\u[dD][89abAB](?!..\\u[dD][c-fC-F])")
"""Escapes that stand for half a character; no such text can be stored, shown or encoded."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")

_AS_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_LONG = b"0" * 19
"""The digits that an integer beyond 64 bits has at least, every digit a zero."""


def read_json(raw: bytes, encoding: str) -> Any:
    """The value of one JSON text; ValueError says in words why it cannot be read.

    NaN, Infinity and integers of any size are read; half surrogate pairs become U+FFFD.
    """
    try:
        data = raw if encoding == "utf-8" else raw.decode(encoding).encode()
        if not has_long_number(data):
            return orjson.loads(data)
    except ValueError:
        pass  # json reads more: NaN, large integers, half surrogate pairs
    text = lossless_text(raw, encoding)
    refuse_broken_text(text, encoding)
    try:
        return repaired(json.loads(text), text)
    except RecursionError as error:
        raise ValueError(tr(TOO_DEEP)) from error
    except ValueError as error:
        raise ValueError(say(error)) from error


def has_long_number(data: bytes) -> bool:
    """Whether digits stand in it that may be an integer beyond 64 bits, of which orjson makes a float."""
    return _LONG in data.translate(_AS_ZEROS)


def say(error: ValueError, start: int = 0) -> str:
    """What is wrong with a JSON text, for people; characters count from 1 at ``start``."""
    if isinstance(error, json.JSONDecodeError):
        reason = error.msg.removesuffix(" starting at").removesuffix(" at").lower()
        place = error.pos - start + 1
        return tr("is not valid JSON at character {place}: {reason}", place=place, reason=reason)
    if "digits" in str(error):
        return tr("holds a number with too many digits")
    return tr("is not valid JSON: {error}", error=error)


def refuse_broken_text(text: str, encoding: str) -> None:
    """ValueError when losslessly decoded text holds bytes that are no text in the encoding."""
    bad = _SURROGATE.search(text)
    if bad:
        before = len(text[: bad.start()].encode(encoding, "replace"))
        raise ValueError(
            tr(
                "is not valid {encoding} at byte {place} of the record",
                encoding=encoding.upper(),
                place=before + 1,
            )
        )


def repaired(value: Any, text: str) -> Any:
    """``value`` with half surrogate pairs replaced, where its ``text`` escapes any."""
    return whole_characters(value) if "\\u" in text and _LONE.search(text) else value


def whole_characters(value: Any) -> Any:
    """A value whose texts have no half surrogate pairs: two halves are one character, one alone is U+FFFD."""
    if isinstance(value, str):
        broken = _SURROGATE.search(value) is not None
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if broken else value
    if isinstance(value, list | tuple):
        return [whole_characters(element) for element in value]
    if isinstance(value, dict):
        return {whole_characters(key): whole_characters(element) for key, element in value.items()}
    return value
