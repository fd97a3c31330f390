"""Files as streams of bytes: a source put together again, and the canonical parts of items."""

from __future__ import annotations

import csv as csv_text
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from synthreview.formats.json_object import keyed_value
from synthreview.formats.layout import Container, Layout
from synthreview.formats.source import encode

_CHUNK = 1 << 16
_CLOSING = {Container.JSON_ARRAY: "]", Container.JSON_KEYED: "}"}


def rebuild(
    layout: Layout, head: bytes, pieces: Iterable[tuple[bytes, bytes]], tail: bytes, first_prefix: bytes
) -> Iterator[bytes]:
    """A source file of the pieces (prefix, raw) that are kept, in their order.

    With all pieces this is the source, byte for byte. The first one written takes the first
    record's prefix, so that no separator dangles. A list that its source never closed is closed,
    unless the damage that left it open is written too.
    """
    yield head
    last, any_written = b"", False
    for prefix, raw in pieces:
        yield prefix if any_written else first_prefix
        yield raw
        last, any_written = raw, True
    if not any_written and layout.container is Container.JSON_LINES:
        return  # a lone line end would be a blank line
    closing = _CLOSING.get(layout.container, "") + "}" * len(layout.within)
    unclosed = closing and not tail.strip(b"\0 \t\r\n")
    if unclosed and (not any_written or _is_whole(last, layout)):
        yield encode("\n" + closing, layout.encoding)
    yield tail


def _is_whole(raw: bytes, layout: Layout) -> bool:
    try:
        text = raw.decode(layout.encoding)
        json.loads(text[keyed_value(text) :] if layout.container is Container.JSON_KEYED else text)
    except (ValueError, RecursionError):
        return False
    return True


def jsonl(items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """JSON Lines in UTF-8, one object a line."""
    for item in items:
        try:
            yield orjson.dumps(item) + b"\n"
        except TypeError:  # integers beyond 64 bits, half surrogate pairs
            yield json.dumps(item, ensure_ascii=True).encode() + b"\n"


def csv(items: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> Iterator[bytes]:
    """CSV in UTF-8 with a header row; lists and conversations become JSON in their cells."""
    buffer = io.StringIO(newline="")
    rows = csv_text.writer(buffer, lineterminator="\r\n")  # else a lone carriage return would stand unquoted
    rows.writerow(fields)
    for item in items:
        rows.writerow([_cell(item.get(name)) for name in fields])
        if buffer.tell() >= _CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
