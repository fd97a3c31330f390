"""JSON Lines: one record a line, blank lines between, any line end."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Layout, Piece
from synthreview.formats.source import Source, core, encode


class JsonLines:
    """The records of a JSON Lines source; line ends and blank lines lead the record that follows."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._encoding = layout.encoding
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        newline = encode("\n", self._encoding)
        between: list[bytes] = []  # joined once: a file may hold a million blank lines
        inside = False
        plain = self._encoding == "utf-8"
        for line in self._source.lines(RECORD_LIMIT):
            if plain and not inside and line[:1] == b"{" and len(line) < RECORD_LIMIT:
                # The usual line costs as little as it can: a large file has millions.
                raw = line.rstrip()
                try:
                    record = orjson.loads(raw)
                except ValueError:
                    pass
                else:
                    yield Piece(between[0] if len(between) == 1 else b"".join(between), raw, record, "")
                    between = [line[len(raw) :]]
                    continue
            start, end = core(line, self._encoding)
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
