"""JSON Lines: one record a line, blank lines between, any line end."""

from __future__ import annotations

import io
from collections.abc import Iterator

import orjson

from synthreview.formats.json_text import has_long_number, read_json
from synthreview.formats.layout import RECORD_LIMIT, RUN_RECORDS, TOO_LONG, Layout, Piece, Run, singly
from synthreview.formats.source import Source, blanks, core, encode
from synthreview.translation import tr


class JsonLines:
    """The records of a JSON Lines source; line ends and blank lines lead the record that follows."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._encoding = layout.encoding
        self._blank, self._unit = blanks(self._encoding)
        self._newline = encode("\n", self._encoding)
        self._between = bytearray()  # a file may hold a million blank lines
        self._inside = False
        self.head = source.bom
        self.tail = b""

    def __iter__(self) -> Iterator[Piece]:
        return singly(self.runs())

    def runs(self) -> Iterator[Run | Piece]:
        """The records, together where they stand on usual lines: a large file has millions of those."""
        lines = self._source.lines(RECORD_LIMIT)
        together = self._encoding == "utf-8"
        while True:
            block = self._source.whole_lines() if together and not self._inside else b""
            if run := self._run(block):
                for start in range(0, len(run.raws), RUN_RECORDS):
                    yield Run(*(column[start : start + RUN_RECORDS] for column in run))
                continue
            for line in io.BytesIO(block):
                yield from self._of_line(line)
            following = next(lines, None)
            if following is None:
                break
            yield from self._of_line(following)
        self.tail = bytes(self._between)

    def _run(self, block: bytes) -> Run | None:
        """The records of lines that all hold one object from their first byte to their last."""
        if block[:1] != b"{" or block[-2:] != b"}\n" or has_long_number(block):
            return None
        raws = block[:-1].split(b"\n")
        if block.count(b"}\n{") != len(raws) - 1:
            return None
        try:
            records = list(map(orjson.loads, raws))
        except ValueError:
            return None
        prefixes = [b"\n"] * len(raws)
        prefixes[0] = bytes(self._between)
        self._between[:] = b"\n"
        return Run(prefixes, raws, records)

    def _of_line(self, line: bytes) -> Iterator[Piece]:
        start, end = (0, 0) if line == self._newline else core(line, self._blank, self._unit)
        whole = line.endswith(self._newline) or len(line) < RECORD_LIMIT
        if start == end:
            self._between += line
            if len(self._between) > RECORD_LIMIT:
                yield Piece(b"", bytes(self._between), None, tr("is nothing but white space"))
                self._between.clear()
        else:
            prefix = bytes(self._between) + line[:start]
            yield self._piece(prefix, line[start:end], damaged=self._inside or not whole)
            self._between[:] = line[end:]
        self._inside = not whole

    def _piece(self, prefix: bytes, raw: bytes, *, damaged: bool) -> Piece:
        if damaged:
            return Piece(prefix, raw, None, tr(TOO_LONG))
        try:
            return Piece(prefix, raw, read_json(raw, self._encoding), "")
        except ValueError as error:
            return Piece(prefix, raw, None, str(error))
