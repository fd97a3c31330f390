"""Records as streams of bytes: one JSON array, JSON Lines, CSV. Memory does not grow with their number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from synthreview.formats import writers

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a cell that a spreadsheet may run (OWASP, CSV injection)."""


def array(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One JSON array in UTF-8, indented by two, each character as itself."""
    separator = b"[\n"
    for record in records:
        yield separator + b"  " + _indented(record).replace(b"\n", b"\n  ")
        separator = b",\n"
    yield b"[]\n" if separator == b"[\n" else b"\n]\n"


def _indented(record: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(record, option=orjson.OPT_INDENT_2)
    except TypeError:  # integers beyond 64 bits, half surrogate pairs
        return json.dumps(record, indent=2, ensure_ascii=True).encode()


def lines(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """JSON Lines in UTF-8, one record a line."""
    return writers.jsonl(records)


def csv(
    records: Iterable[Mapping[str, Any]], fields: Sequence[str], *, escape_formulas: bool = False
) -> Iterator[bytes]:
    """CSV in UTF-8 with a header row; lists and objects become JSON in their cells.

    With ``escape_formulas`` a text that a spreadsheet may take for a formula gets a leading apostrophe,
    which changes the text for every other reader.
    """
    safe = map(_escaped, records) if escape_formulas else records
    return writers.csv(safe, fields)


def _escaped(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for name, value in record.items()
    }
