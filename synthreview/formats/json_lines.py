"""JSON Lines: one record a line, blank lines between, any line end."""

from __future__ import annotations

from collections.abc import Iterator

from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Layout, Piece
from synthreview.formats.source import Source, encode


class JsonLines:
    """The records of a JSON Lines source; line ends and blank lines lead the record that follows."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._encoding = layout.encoding
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        blank = encode(" \t\r\n", self._encoding)
        newline = encode("\n", self._encoding)
        between: list[bytes] = []  # joined once: a file may hold a million blank lines
        inside = False
        for line in self._source.lines(RECORD_LIMIT):
            start, end = _core(line, blank, len(newline))
            whole = line.endswith(newline) or len(line) < RECORD_LIMIT
            if start == end:
                between.append(line)
            else:
                raw = line[start:end]
                yield self._piece(b"".join(between) + line[:start], raw, damaged=inside or not whole)
                between = [line[end:]]
            inside = not whole
        self.tail = b"".join(between)

    def _piece(self, prefix: bytes, raw: bytes, *, damaged: bool) -> Piece:
        if damaged:
            return Piece(prefix, raw, None, TOO_LONG)
        try:
            return Piece(prefix, raw, read_json(raw, self._encoding), "")
        except ValueError as error:
            return Piece(prefix, raw, None, str(error))


def _core(line: bytes, blank: bytes, unit: int) -> tuple[int, int]:
    """Where the text of a line starts and ends, spaces and line end left out."""
    if unit == 1:
        end = len(line.rstrip(blank))
        return min(end, len(line) - len(line.lstrip(blank))), end
    spaces = {blank[i : i + unit] for i in range(0, len(blank), unit)}
    start, end = 0, len(line) - len(line) % unit
    while start < end and line[start : start + unit] in spaces:
        start += unit
    while start < end and line[end - unit : end] in spaces:
        end -= unit
    return start, end
