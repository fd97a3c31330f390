"""A JSON array as a stream of records: a sliding window of text, damage skipped to the next record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from synthreview.formats.json_text import TOO_DEEP, refuse_broken_text, repaired, say
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Layout, Piece
from synthreview.formats.source import ExactDecoder, Source, encode
from synthreview.translation import later, tr

_SPACE = re.compile(r"\s*")
BETWEEN = re.compile(r"\s*,?\s*")
"""What stands between two records, be it good or damaged."""
_OPENER = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:')
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')
_ANY_SEAM = re.compile(r',\s*\{\s*"')

STEP = 1 << 17
"""Bytes added to the window; an error message of the json module costs a pass over the window."""
PART = 4 << 20
"""Characters after which damage that does not end is handed out in parts."""

_AHEAD = 1 << 16
"""Characters in which the seam to the next record is looked for at a time."""
_MARGIN = 1 << 10
"""Characters a seam may reach beyond those."""
_CUT = 16
"""Characters before the window's end in which a broken token may be one that was only cut."""

_RAW_DECODE = json.JSONDecoder().raw_decode


class _Window:
    """The text in view: ``at`` is how far it was used; it grows while a record does not fit."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.decoder = ExactDecoder(source.encoding)
        self.text = ""
        self.at = 0
        self.ended = False

    @property
    def ahead(self) -> int:
        """How many characters are in view and not used."""
        return len(self.text) - self.at

    def extend(self) -> None:
        """Double what lies ahead of a long record, so that it costs linear time."""
        chunk = self._source.read(max(STEP, min(self.ahead, RECORD_LIMIT - self.ahead)))
        self.ended = not chunk
        self.text = self.text[self.at :] + self.decoder.decode(chunk, final=self.ended)
        self.at = 0

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """A match at ``at`` that the window's end does not cut short."""
        found = pattern.match(self.text, self.at)
        while not self.ended and self.ahead < RECORD_LIMIT:
            if found is not None and found.end() < len(self.text):
                break
            self.extend()
            found = pattern.match(self.text, self.at)
        return found


class JsonArray:
    """The records of a JSON array source.

    A record that cannot be read ends where its brackets are closed, or else where the next one
    seems to begin; what was good before and after stays good. A file that ends inside its array
    gives a faulty, perhaps empty, last piece.
    """

    _opening, _closing = "[", "]"
    _unclosed = later("is missing: the file ends before the list is closed")
    _behind = later("is no record: it stands behind the end of the list")
    _starts = "[{"
    """What a record that can be closed by counting brackets begins with."""
    _any_seam = _ANY_SEAM

    def __init__(self, source: Source, layout: Layout) -> None:
        self._layout = layout
        self._encoding = layout.encoding
        self._window = _Window(source)
        self._prefixes: dict[str, bytes] = {}
        self._opener: re.Pattern[str] | None = None
        self._seam = ""
        self._varied = False
        """Records open in different ways, so that any seam is taken."""
        self._ended = False
        self._between = _SPACE
        """What may stand before the next record."""
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        window = self._window
        fault = self._begin()
        if fault:
            yield from self._rest(fault)
            return
        while not self._ended:
            match = window.match(self._between)
            lead = match.group() if match else ""
            following = window.text[window.at + len(lead) : window.at + len(lead) + 1]
            if following == self._closing and "," not in lead:
                yield from self._close()
                return
            if not following and not window.ended:
                yield self._faulty(b"", window.at + len(lead), tr("is nothing but white space"))
                continue
            window.at += len(lead)
            yield from self._element(lead, following, first=self._between is _SPACE)
            self._between = BETWEEN

    def _begin(self) -> str:
        """Take what stands before the first record into the head; a fault in words where there is no list."""
        start = self._window.match(re.compile(r"\s*" + re.escape(self._opening)))
        if start is None:
            return tr("is no record: the file does not begin with {opening}", opening=self._opening)
        self._take_head(start.end())
        return ""

    def _take_head(self, end: int) -> None:
        self.head += encode(self._window.text[self._window.at : end], self._encoding)
        self._window.at = end

    def _element(self, lead: str, following: str, *, first: bool) -> Iterator[Piece]:
        prefix = self._prefix(lead)
        if following == self._closing:
            yield Piece(prefix, b"", None, tr("is empty: a comma with no record after it"))
        elif following:
            fault = "" if first or "," in lead else tr("has no comma before it")
            yield from self._record(prefix, lead, fault)
        else:
            yield Piece(prefix, b"", None, tr(self._unclosed))
            self._end()

    def _record(self, prefix: bytes, lead: str, fault: str) -> Iterator[Piece]:
        window = self._window
        try:
            value, end = self._decode()
        except ValueError as error:
            yield from self._damage(prefix, str(error))
            return
        text = window.text[window.at : end]
        if not self._seam and not self._varied:
            self._learn(lead)
        window.at = end
        try:
            if window.decoder.dirty:
                refuse_broken_text(text, self._encoding)
            value = repaired(value, text)
        except ValueError as error:
            fault = str(error)
        yield Piece(prefix, encode(text, self._encoding), None if fault else value, fault)

    def _decode(self) -> tuple[Any, int]:
        """The value here and where it ends; ValueError when there is none."""
        window = self._window
        while True:
            cut = len(window.text) - _CUT
            try:
                value, end = self._value(window.text, window.at)
            except RecursionError as error:
                raise ValueError(tr(TOO_DEEP)) from error
            except json.JSONDecodeError as error:
                if window.ended or (error.pos < cut and not error.msg.startswith("Unterminated")):
                    raise ValueError(say(error, window.at)) from error
            except ValueError as error:
                raise ValueError(say(error)) from error
            else:
                if end < len(window.text) or window.ended:
                    return value, end
            if window.ahead >= RECORD_LIMIT:
                raise ValueError(tr(TOO_LONG))
            window.extend()

    def _value(self, text: str, at: int) -> tuple[Any, int]:
        """The record that begins at ``at`` and where it ends; JSONDecodeError when there is none."""
        return _RAW_DECODE(text, at)

    def _damage(self, prefix: bytes, fault: str) -> Iterator[Piece]:
        """What lies between here and the next record, in parts when it is long."""
        window, used = self._window, 1
        if self._opener is None:
            self._learn("")
        while True:
            if window.ahead < used + 2 * _AHEAD and not window.ended:
                window.extend()
            seam = self._find_seam(window.at + used)
            if used == 1:
                seam = self._balanced_end(window.at + _AHEAD if seam is None else seam) or seam
            used += _AHEAD
            if seam is None and window.ended and used >= window.ahead:
                seam = self._last_seam()
            if seam is not None:
                yield self._faulty(prefix, seam, fault)
                if window.ended and not window.ahead:
                    self._end()
                return
            if used >= PART:
                yield self._faulty(prefix, window.at + used, fault)
                prefix, used = b"", 0

    def _faulty(self, prefix: bytes, end: int, fault: str) -> Piece:
        raw = encode(self._window.text[self._window.at : end], self._encoding)
        self._window.at = end
        return Piece(prefix, raw, None, fault)

    def _learn(self, lead: str) -> None:
        """Remember how a record opens, and what stands between two of them."""
        opener = None if self._varied else _OPENER.match(self._window.text, self._window.at)
        if opener is None:
            return
        key = opener.group()[1:-1].strip()
        self._opener = re.compile(r",\s*\{\s*" + re.escape(key) + r"\s*:")
        self._seam = lead + opener.group() if "," in lead else ""

    def _balanced_end(self, stop: int) -> int | None:
        """Where the brackets of a record that is only wrong inside are closed, at ``stop`` at most."""
        text, depth = self._window.text, 0
        if text[self._window.at] not in self._starts:
            return None
        for token in _TOKEN.finditer(text, self._window.at, stop):
            depth += (token[0] in "[{") - (token[0] in "]}")
            if depth == 0 and token[0] in "]}":
                following = text[token.end() :][:_MARGIN].lstrip()[:1]
                return token.end() if following in (",", self._closing) else None
        return None

    def _find_seam(self, start: int) -> int | None:
        text, stop = self._window.text, start + _AHEAD
        if self._seam:
            found = text.find(self._seam, start, stop + len(self._seam))
            if found >= 0:
                return found
        match = (self._opener or self._any_seam).search(text, start, stop + _MARGIN)
        if match is None and self._opener and len(text) > stop:
            self._opener, self._seam, self._varied = None, "", True
            match = self._any_seam.search(text, start, stop + _MARGIN)
        return match.start() if match else None

    def _last_seam(self) -> int:
        """Where the damage ends when no record follows: before the closing bracket, if there is one."""
        text = self._window.text
        end = len(text.rstrip())
        if end > self._window.at + 1 and text[end - 1] == self._closing:
            return max(self._window.at, len(text[: end - 1].rstrip()))
        return len(text)

    def _close(self) -> Iterator[Piece]:
        """Everything from the closing bracket on; more than white space behind it is damage."""
        window = self._window
        closing = window.match(re.compile(rf"\s*{re.escape(self._closing)}\s*"))
        if closing and window.ended and closing.end() == len(window.text):
            self._end()
            self.tail = encode(closing.group(), self._encoding) + self.tail
        else:
            yield from self._rest(tr(self._behind))

    def _rest(self, fault: str) -> Iterator[Piece]:
        window = self._window
        while window.ahead or not window.ended:
            if window.ahead >= PART or window.ended:
                yield self._faulty(b"", len(window.text), fault)
            else:
                window.extend()
        self._end()

    def _end(self) -> None:
        self._ended = True
        self.tail = self._window.decoder.rest

    def _prefix(self, lead: str) -> bytes:
        known = self._prefixes.get(lead)
        if known is None:
            known = encode(lead, self._encoding)
            if len(lead) < 100 and len(self._prefixes) < 100:
                self._prefixes[lead] = known
        return known
