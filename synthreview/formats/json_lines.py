"""JSON Lines: one record a line, blank lines between, any line end."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Layout, Piece
from synthreview.formats.source import Source, blanks, core, encode


class JsonLines:
    """The records of a JSON Lines source; line ends and blank lines lead the record that follows."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._encoding = layout.encoding
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        blank, unit = blanks(self._encoding)
        newline = encode("\n", self._encoding)
        between = bytearray()  # a file may hold a million blank lines
        inside = False
        usual = b"}\n" if self._encoding == "utf-8" else b"never"
        for line in self._source.lines(RECORD_LIMIT):
            if line[-2:] == usual and line[:1] == b"{" and not inside:
                # Such a line costs as little as it can: a large file has millions.
                raw = line[:-1]
                try:
                    record = orjson.loads(raw)
                except ValueError:
                    pass
                else:
                    yield Piece(bytes(between), raw, record, "")
                    between[:] = b"\n"
                    continue
            start, end = (0, 0) if line == newline else core(line, blank, unit)
            whole = line.endswith(newline) or len(line) < RECORD_LIMIT
            if start == end:
                between += line
                if len(between) > RECORD_LIMIT:
                    yield Piece(b"", bytes(between), None, "is nothing but white space")
                    between.clear()
            else:
                prefix = bytes(between) + line[:start]
                yield self._piece(prefix, line[start:end], damaged=inside or not whole)
                between[:] = line[end:]
            inside = not whole
        self.tail = bytes(between)

    def _piece(self, prefix: bytes, raw: bytes, *, damaged: bool) -> Piece:
        if damaged:
            return Piece(prefix, raw, None, TOO_LONG)
        try:
            return Piece(prefix, raw, read_json(raw, self._encoding), "")
        except ValueError as error:
            return Piece(prefix, raw, None, str(error))
