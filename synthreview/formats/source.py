"""A source's content as lines or blocks of bytes, and its text decoded so that no byte is lost."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial

CHUNK = 1 << 18
"""Bytes read from disk at a time."""

BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
"""Byte-order marks by the codec of what follows them."""

UNIT = {"utf-16-le": 2, "utf-16-be": 2}
"""Bytes per code unit, where it is not one."""


class Source:
    """The content of one file from start to end, its byte-order mark set apart in ``bom``."""

    def __init__(self, content: io.RawIOBase | io.BytesIO, encoding: str) -> None:
        self._stream = io.BufferedReader(content, CHUNK)
        self.encoding = encoding
        mark = BOMS.get(encoding, b"")
        self.bom = mark if mark and self._stream.peek(len(mark))[: len(mark)] == mark else b""
        self._stream.read(len(self.bom))

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        return self._stream.read(size)

    def whole_lines(self) -> bytes:
        """As many of the next lines as were read from disk already; none where that is less than one."""
        ahead = self._stream.peek() if UNIT.get(self.encoding, 1) == 1 else b""
        return self._stream.read(ahead.rfind(b"\n") + 1)

    def lines(self, limit: int) -> Iterator[bytes]:
        """The lines with their ends; one longer than ``limit`` bytes comes in parts."""
        unit = UNIT.get(self.encoding, 1)
        if unit == 1:
            yield from iter(partial(self._stream.readline, limit), b"")
            return
        newline, held = "\n".encode(self.encoding), bytearray()
        while chunk := self._stream.read(CHUNK):
            searched = max(0, len(held) - unit + 1) // unit * unit
            held += chunk
            start = 0
            while (end := _aligned(held, newline, max(start, searched), unit)) >= 0:
                yield bytes(held[start:end])
                start = end
            del held[:start]
            if len(held) >= limit:
                yield bytes(held[:limit])
                del held[:limit]
        if held:
            yield bytes(held)


def _aligned(data: bytearray, newline: bytes, start: int, unit: int) -> int:
    """Where the first line that ends at or after ``start`` ends, or -1."""
    found = data.find(newline, start)
    while found >= 0 and found % unit:
        found = data.find(newline, found + 1)
    return found + unit if found >= 0 else -1


def errors_for(encoding: str) -> str:
    """The codec error handler under which bytes that are not text survive decoding and encoding."""
    return "surrogatepass" if encoding in UNIT else "surrogateescape"


def encode(text: str, encoding: str) -> bytes:
    """The exact bytes that ``ExactDecoder`` or ``lossless_text`` made ``text`` of."""
    return text.encode(encoding, errors_for(encoding))


def lossless_text(data: bytes, encoding: str) -> str:
    """``data`` as text; bytes that are not text become lone surrogates, like a cut last character."""
    cut = len(data) % UNIT.get(encoding, 1)
    return data[: len(data) - cut].decode(encoding, errors_for(encoding)) + "\udc00" * bool(cut)


def blanks(encoding: str) -> tuple[bytes, int]:
    """The characters of white space, and the bytes that each takes."""
    return encode(" \t\r\n", encoding), UNIT.get(encoding, 1)


def core(data: bytes, blank: bytes, unit: int) -> tuple[int, int]:
    """Where the text in ``data`` starts and ends, the ``blanks`` at both ends left out."""
    if unit == 1:
        end = len(data.rstrip(blank))
        return min(end, len(data) - len(data.lstrip(blank))), end
    spaces = {blank[i : i + unit] for i in range(0, len(blank), unit)}
    start, end = 0, len(data) - len(data) % unit
    while start < end and data[start : start + unit] in spaces:
        start += unit
    while start < end and data[end - unit : end] in spaces:
        end -= unit
    return start, end


class ExactDecoder:
    """Decodes a stream chunk by chunk into text that ``encode`` turns back into the same bytes.

    ``dirty`` is set once something was not text in the encoding. Some codecs write a character in
    other bytes than they read; such characters count as damage, so that the bytes are kept.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)(errors_for(encoding))
        self._one_way = encoding == "utf-8" or encoding in UNIT
        self.dirty = False
        self.rest = b""
        """What follows the last whole character: carried over, and at the end what is left."""

    def decode(self, chunk: bytes, *, final: bool = False) -> str:
        """The text of the next bytes; a cut character waits for the next call."""
        data = self.rest + chunk
        whole = len(data) - len(data) % UNIT.get(self._encoding, 1)
        self._decoder.reset()
        text = self._decoder.decode(data[:whole], final)
        used = whole - len(self._decoder.getstate()[0])
        self.rest = data[used:]
        if not self._one_way and encode(text, self._encoding) != data[:used]:
            text = self._character_wise(data[:used])
        self.dirty = self.dirty or not _is_text(text)
        return text

    def _character_wise(self, data: bytes) -> str:
        """Like a plain decode, but a character that would be written otherwise becomes its bytes."""
        decoder = codecs.getincrementaldecoder(self._encoding)("surrogateescape")
        text, held = [], b""
        for byte in data:
            held += bytes([byte])
            got = decoder.decode(bytes([byte]))
            if got:
                same = encode(got, self._encoding) == held
                text.append(got if same else held.decode("ascii", "surrogateescape"))
                held = b""
        return "".join(text) + held.decode("ascii", "surrogateescape")


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
