"""Delimited text (CSV, TSV, semicolons): the csv module over lines whose exact bytes are remembered."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from synthreview.formats.json_text import refuse_broken_text
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Layout, Piece
from synthreview.formats.source import UNIT, Source, encode, lossless_text
from synthreview.translation import later, tr, trn

_LINE = 64
"""Bytes that remembering a line takes beside its text."""

_PATIENCE = 4
"""How many times the bytes of the file may be read again in search of the end of open quotes."""

_UNCLOSED = later("has a quote that is not closed")

csv.field_size_limit(RECORD_LIMIT)  # the default of 128 KiB is less than a long text


class _Unclosed(Exception):
    """A row went on for too long."""


def dialect(layout: Layout) -> dict[str, Any]:
    """The csv module's parameters for a layout."""
    quoting = csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE
    return {"delimiter": layout.delimiter, "quoting": quoting, "strict": True}


def read_row(text: str, layout: Layout) -> list[str]:
    """The cells of one row; ValueError says why it is none."""
    try:
        rows = list(csv.reader([text], **dialect(layout)))
    except csv.Error as error:
        raise ValueError(_say(error)) from error
    if len(rows) != 1:
        raise ValueError(tr("is not one row"))
    return rows[0]


def record_of(row: Sequence[str], layout: Layout) -> dict[str, str]:
    """A row as a record; ValueError when its cells do not fit the columns."""
    if len(row) != len(layout.fields):
        raise ValueError(
            trn(
                "has {cells} cell where the header has {header}",
                "has {cells} cells where the header has {header}",
                len(row),
                cells=len(row),
                header=len(layout.fields),
            )
        )
    return dict(zip(layout.fields, row, strict=True))


def line_end(line: bytes, encoding: str) -> int:
    """The length of the line end that ``line`` has."""
    for newline in ("\r\n", "\n", "\r"):
        ending = encode(newline, encoding)
        if line.endswith(ending):
            return len(ending)
    return 0


def _say(error: csv.Error) -> str:
    words = str(error)
    if "expected after" in words:
        return tr("has text behind a closing quote")
    if "field limit" in words:
        return tr(TOO_LONG)
    if "unexpected end" in words:
        return tr(_UNCLOSED)
    return tr("cannot be read as a row: {error}", error=words)


class Delimited:
    """The rows of a delimited source; line ends and blank lines lead the row that follows.

    A row of several lines that turns out damaged is taken back: only its first line is faulty, and
    reading goes on at its second. So a quote that is never closed costs one record, not the file.
    """

    def __init__(self, source: Source, layout: Layout) -> None:
        self._layout = layout
        self._encoding = layout.encoding
        self._lines = _split_returns(source.lines(RECORD_LIMIT), layout.encoding)
        self._again: deque[bytes] = deque()
        self._row: list[bytes] = []
        self._row_bytes = 0
        self._used = 0
        self._reread = 0
        self._dirty = False
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        rows = csv.reader(self._feed(), **dialect(self._layout))
        between = bytearray()
        in_header = self._layout.header
        while True:
            cells, fault = _next_row(rows)
            if not self._row:
                break
            if cells == [] and not fault:
                between += b"".join(self._row)
                self._clear()
                if len(between) > RECORD_LIMIT and not in_header:
                    yield Piece(b"", bytes(between), None, tr("is nothing but white space"))
                    between.clear()
                continue
            record: dict[str, str] | None = None
            if not fault and not in_header:
                record, fault = self._read(cells)
            if fault:
                self._take_back()
                rows = csv.reader(self._feed(), **dialect(self._layout))
            prefix, raw, ending = self._cut(between)
            between[:] = ending
            if in_header:
                self.head += prefix + raw
                in_header = False
            else:
                yield Piece(prefix, raw, record, fault)
        self.tail = bytes(between)

    def _feed(self) -> Iterator[str]:
        """The lines of the row being read, remembered as they pass."""
        while True:
            if self._row and (self._row_bytes > RECORD_LIMIT or self._reread > self._allowed):
                raise _Unclosed
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._row.append(line)
            self._row_bytes += len(line) + _LINE
            try:
                text = line.decode(self._encoding)
            except UnicodeDecodeError:
                text, self._dirty = lossless_text(line, self._encoding), True
            yield text

    @property
    def _allowed(self) -> int:
        return _PATIENCE * (self._used + RECORD_LIMIT)

    def _read(self, cells: Sequence[str]) -> tuple[dict[str, str] | None, str]:
        try:
            if self._dirty:
                refuse_broken_text(lossless_text(b"".join(self._row), self._encoding), self._encoding)
            return record_of(cells, self._layout), ""
        except ValueError as error:
            return None, str(error)

    def _take_back(self) -> None:
        """Keep only the first line of the row; the others are read again."""
        first, *others = self._row
        self._again.extendleft(reversed(others))
        self._reread += self._row_bytes - len(first)
        self._row = [first]

    def _cut(self, between: bytearray) -> tuple[bytes, bytes, bytes]:
        """The row's prefix, its own bytes and its line end; the next row begins."""
        line = b"".join(self._row)
        end = len(line) - line_end(line, self._encoding)
        self._used += len(line)
        self._clear()
        return bytes(between), line[:end], line[end:]

    def _clear(self) -> None:
        self._row, self._row_bytes, self._dirty = [], 0, False


def _next_row(rows: Iterator[list[str]]) -> tuple[list[str], str]:
    try:
        return next(rows, []), ""
    except csv.Error as error:
        return [], _say(error)
    except _Unclosed:
        return [], tr(_UNCLOSED)


def _split_returns(lines: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Lines cut at lone carriage returns too, as old Macintosh files and csv see them."""
    if encoding in UNIT:
        yield from lines
        return
    for line in lines:
        at = line.find(b"\r")
        if 0 <= at < len(line) - (2 if line.endswith(b"\n") else 1):
            yield from line.splitlines(keepends=True)
        else:
            yield line
