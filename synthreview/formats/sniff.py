"""Telling a file's encoding and container from its first bytes: content decides, not the name."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from dataclasses import replace
from pathlib import Path

from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats.delimited import dialect
from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, Container, Layout
from synthreview.formats.readers import Reader
from synthreview.formats.source import BOMS, encode, lossless_text

SAMPLE = 1 << 16
"""Bytes looked at first."""

_ENCODINGS = ["cp1252", "gb18030", "cp932", "euc_jp", "cp949", "big5", "cp1251", "koi8_r", "cp1250"]
"""What text is usually in when it is not Unicode, most usual first."""

_KNOWN_BINARIES = {
    codecs.BOM_UTF32_LE: "a text in UTF-32; save it as UTF-8",
    codecs.BOM_UTF32_BE: "a text in UTF-32; save it as UTF-8",
    b"\x1f\x8b": "a gzip archive; unpack it and open the file inside",
    b"PK\x03\x04": "a zip archive; unpack it and open a file inside",
    b"\x28\xb5\x2f\xfd": "a zstd archive; unpack it and open the file inside",
    b"PAR1": "a Parquet file; save it as JSON Lines or CSV",
    b"ARROW1": "an Arrow file; save it as JSON Lines or CSV",
    b"SQLite format 3": "a database; export a table of it as CSV",
    b"\x80\x04": "a Python pickle, which could run code when opened; save it as JSON Lines or CSV",
    b"\x80\x05": "a Python pickle, which could run code when opened; save it as JSON Lines or CSV",
}

_FORMATS = "save it as a JSON array, JSON Lines or CSV with a header row"
_TEXT_COLUMN = re.compile(r"texts?|sentences?|prompts?|content|output|response", re.I)
_NUMBER = re.compile(r"[-+]?[\d.,]+\Z")


def read_sample(path: Path) -> bytes:
    """The first bytes of a file, with at least its first line; the errors name file and remedy."""
    if path.is_dir():
        raise UserError(f"{path} is a folder; give the path of a data file inside it.")
    if not path.is_file():
        raise UserError(f"There is no file {path}; check the path.")
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
            while len(sample) < RECORD_LIMIT and b"\n" not in sample and (more := file.read(len(sample))):
                sample += more
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    if not sample.strip(b" \t\r\n\0" + codecs.BOM_UTF8):
        raise UserError(f"{path} is empty; choose a file with records in it.")
    _refuse_binary(path, sample[:SAMPLE])
    return sample


def _refuse_binary(path: Path, sample: bytes) -> None:
    for magic, words in _KNOWN_BINARIES.items():
        if sample.startswith(magic):
            raise UserError(f"{path} is {words}.")
    if find_unicode(sample) is None:
        control = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
        if control * 50 > len(sample):
            raise UserError(f"{path} is not a text file; {_FORMATS}.")


def find_unicode(sample: bytes) -> str | None:
    """The Unicode encoding that a byte-order mark or the zero bytes of a sample give away."""
    for name, mark in BOMS.items():
        if sample.startswith(mark):
            return name
    even, odd = sample[:4096:2], sample[1:4096:2]
    if odd.count(0) * 3 > len(odd) and even.count(0) * 10 < len(even):
        return "utf-16-le"
    if even.count(0) * 3 > len(even) and odd.count(0) * 10 < len(odd):
        return "utf-16-be"
    return None


def sniff_encoding(sample: bytes) -> str:
    """The codec a sample is written in, UTF-8 where only a little of it is damaged."""
    unicode_name = find_unicode(sample)
    if unicode_name:
        return unicode_name
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    damaged = sum("\udc80" <= character <= "\udcff" for character in text)
    if damaged == 0 or sum(character > "\x7f" for character in text) >= 2 * damaged:
        return "utf-8"
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=_ENCODINGS)
    likely = [
        (round(match.chaos, 2), -round(match.coherence, 1), _ENCODINGS.index(name))
        for match in matches
        for name in match.could_be_from_charset  # several may give the same text
        if name in _ENCODINGS
    ]
    return _ENCODINGS[min(likely)[2]] if likely else "utf-8"


def sniff_layout(path: Path, sample: bytes) -> Layout:
    """How the records of a file are laid out; UserError when no known container fits."""
    encoding = sniff_encoding(sample[:SAMPLE])
    text = lossless_text(sample.removeprefix(BOMS.get(encoding, b"")), encoding)
    start = text.lstrip()[:1]
    if start == "[":
        lines = _first_lines(text)
        of_lists = len(lines) > 1 and all(_is_json(line, list) for line in lines[:2])
        return Layout(Container.JSON_LINES if of_lists else Container.JSON_ARRAY, encoding)
    if start == "{":
        lines = _first_lines(text)
        alone = [line for line in lines if _is_json(line, dict)]
        if len(alone) * 2 >= len(lines) or all(line.lstrip().startswith("{") for line in lines[:2]):
            return Layout(Container.JSON_LINES, encoding)
        raise UserError(f"{path} holds a JSON object over several lines, not a list of records; {_FORMATS}.")
    return _sniff_delimited(path, text, encoding)


def _first_lines(text: str) -> list[str]:
    lines = [line for line in itertools.islice(io.StringIO(text), 100) if line.strip()]
    return lines[:10]


def _is_json(line: str, expected: type) -> bool:
    try:
        return isinstance(read_json(encode(line, "utf-8"), "utf-8"), expected)
    except ValueError:
        return False


def _sniff_delimited(path: Path, text: str, encoding: str) -> Layout:
    layouts = [
        Layout(Container.CSV, encoding, delimiter, header, quoted=quoted)
        for delimiter in ",\t;|"
        for quoted in ((True, False) if delimiter == "\t" else (True,))
        if len(header := _first_row(text, Layout(Container.CSV, encoding, delimiter, quoted=quoted))) > 1
    ]
    best = max(layouts, key=lambda layout: _fit(path, layout), default=None)
    if best is None or _fit(path, best) < (0.5, 0):
        only = _first_row(text, Layout(Container.CSV, encoding))
        table = path.suffix.lower() in (".csv", ".tsv") or _TEXT_COLUMN.fullmatch(only[0] if only else "")
        if len(only) != 1 or not table:
            raise UserError(f"{path} holds no records that can be told apart; {_FORMATS}.")
        best = Layout(Container.CSV, encoding, fields=only)
    named = _is_header(best.fields)
    return replace(best, fields=_distinct(best.fields, named=named), header=named)


def _first_row(text: str, layout: Layout) -> tuple[str, ...]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), **dialect(layout))
        return tuple(next((row for row in rows if row), ()))
    except csv.Error:
        return ()


def _fit(path: Path, layout: Layout) -> tuple[float, int]:
    """The share of rows that read well under a layout, then its number of columns."""
    pieces = list(itertools.islice(Reader(path, layout), 200))
    good = sum(not piece.fault for piece in pieces)
    return (good / len(pieces) if pieces else 1.0), len(layout.fields)


def _is_header(cells: tuple[str, ...]) -> bool:
    named = [cell.strip() for cell in cells]
    distinct = len(set(named)) == len(named)
    short = all(len(cell) <= 60 and "\n" not in cell for cell in named)
    return distinct and short and all(named[1:]) and not any(_NUMBER.match(cell) for cell in named)


def _distinct(cells: tuple[str, ...], *, named: bool) -> tuple[str, ...]:
    return tuple(cell if named and cell.strip() else f"column_{i + 1}" for i, cell in enumerate(cells))
