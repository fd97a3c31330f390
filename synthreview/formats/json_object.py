"""JSON objects that hold records: keyed by an id, inside one list of theirs, or the whole as one record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from synthreview.formats.json_array import BETWEEN, JsonArray
from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Layout, Piece
from synthreview.formats.source import Source, blanks, core, encode
from synthreview.translation import later, tr

_RAW_DECODE = json.JSONDecoder().raw_decode
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_KEY = re.compile(rf"\s*({_STRING})\s*:\s*", re.S)
_ENDED = re.compile(rf"\s*{_STRING}\s*", re.S)
_NEXT_KEY = re.compile(rf"\s*,?\s*{_STRING}\s*:\s*", re.S)
_PLAIN_MEMBER = re.compile(rf"(\s*,?\s*{_STRING}\s*:\s*(?:{_STRING}|[^\s,\"{{}}\[\]]+))\s*[,}}]\s*", re.S)
_BEFORE_MEMBER = re.compile(r"\s*[{,]\s*")


class JsonWithin(JsonArray):
    """The records in one list of the file's object; what stands around the list is head and tail."""

    def _begin(self) -> str:
        for name in self._layout.within:
            fault = self._enter(name)
            if fault:
                return fault
        return super()._begin()

    def _enter(self, name: str) -> str:
        """Go to the value of one key of the object that begins here."""
        while (between := self._window.match(_BEFORE_MEMBER)) is not None:
            self._take_head(between.end())
            key = self._window.match(_KEY)
            if key is None:
                break
            self._take_head(key.end())
            if plain_key(key[1]) == name:
                return ""
            try:
                self._take_head(self._decode()[1])
            except ValueError as error:
                return tr("stands behind a value that {error}", error=error)
        return tr("is no record: the file holds no list {name!r}", name=name)

    def _close(self) -> Iterator[Piece]:
        """Everything from the closing bracket on belongs to the object around the list."""
        window = self._window
        while not window.ended and window.ahead < RECORD_LIMIT:
            window.extend()
        rest = window.text[window.at :]
        if not window.ended:
            yield from self._rest(tr("is no record: it stands behind the list of records"))
            return
        window.at = len(window.text)
        self._end()
        self.tail = encode(rest, self._encoding) + self.tail


class JsonKeyed(JsonArray):
    """The members of the file's object, each with its key; plain values before them stay in the head."""

    _opening, _closing = "{", "}"
    _unclosed = later("is missing: the file ends before the object is closed")
    _behind = later("is no record: it stands behind the end of the object")
    _starts = '"'
    _any_seam = re.compile(rf",\s*{_STRING}\s*:\s*\{{", re.S)

    def _begin(self) -> str:
        fault = super()._begin()
        while not fault and (end := self._plain_member()):
            self._take_head(end)
            self._between = BETWEEN
        return fault

    def _plain_member(self) -> int | None:
        """Where the member that comes next ends, when its value is no object or list."""
        window = self._window
        key = window.match(_NEXT_KEY)
        if key is None or window.text[key.end() : key.end() + 1] in ("{", "[", ""):
            return None
        member = window.match(_PLAIN_MEMBER)
        return member.end(1) if member else None

    def _value(self, text: str, at: int) -> tuple[Any, int]:
        key = _KEY.match(text, at)
        if key is None:
            ended = _ENDED.match(text, at)
            if ended is None and text[at : at + 1] == '"':
                raise json.JSONDecodeError("Unterminated key", text, at)
            what = "Expecting ':' delimiter" if ended else "Expecting a key in quotes"
            raise json.JSONDecodeError(what, text, ended.end() if ended else at)
        return _RAW_DECODE(text, key.end())

    def _learn(self, lead: str) -> None:
        """Any key may come next, so there is no opener to remember."""


class JsonWhole:
    """A file that is one JSON value: its only record."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._encoding = layout.encoding
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        data = self._read()
        if len(data) >= RECORD_LIMIT:
            yield Piece(b"", data, None, tr(TOO_LONG))
            while part := self._read():
                yield Piece(b"", part, None, tr(TOO_LONG))
            return
        start, end = core(data, *blanks(self._encoding))
        self.head += data[:start]
        self.tail = data[end:]
        raw = data[start:end]
        try:
            yield Piece(b"", raw, read_json(raw, self._encoding), "")
        except ValueError as error:
            yield Piece(b"", raw, None, str(error))

    def _read(self) -> bytes:
        parts, size = [], 0
        while size < RECORD_LIMIT and (part := self._source.read(RECORD_LIMIT - size)):
            parts.append(part)
            size += len(part)
        return b"".join(parts)


def plain_key(literal: str) -> str:
    """A key as a text; one that is not valid JSON as it is written."""
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return literal[1:-1]


def keyed_value(text: str) -> int:
    """Where the value begins in a record of a keyed object, behind its key."""
    key = _KEY.match(text)
    if key is None:
        raise ValueError(tr("has no key"))
    return key.end()
