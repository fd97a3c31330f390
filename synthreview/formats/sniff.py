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
from synthreview.formats import magic
from synthreview.formats.bundle import Bundle, text_sample
from synthreview.formats.columnar import sniff_columnar
from synthreview.formats.delimited import dialect
from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, Container, Layout
from synthreview.formats.magic import is_zip, refuse_unreadable
from synthreview.formats.origin import Origin
from synthreview.formats.readers import Reader
from synthreview.formats.source import BOMS, encode, lossless_text
from synthreview.formats.top_level import has_more, sniff_object

SAMPLE = 1 << 16
"""Bytes looked at first."""
_OBJECT_SAMPLE = 4 << 20
"""Bytes looked at where one JSON value is longer than the first sample."""

_ENCODINGS = ["cp1252", "gb18030", "cp932", "euc_jp", "cp949", "big5", "cp1251", "koi8_r", "cp1250"]
"""What text is usually in when it is not Unicode, most usual first."""

_FORMATS = "save it as a JSON array, JSON Lines or CSV with a header row"
_TEXT_COLUMN = re.compile(r"texts?|sentences?|prompts?|content|output|response", re.I)
_NUMBER = re.compile(r"[-+]?[\d.,]+\Z")


def sniff(path: Path) -> Layout:
    """How the records of a source are laid out; the errors name it and the remedy.

    UserError when it is no file, empty, binary or not made of records; EnvironmentFault when it may not
    be read.
    """
    if path.is_dir():
        return _sniff_bundle(path, "folder")
    if not path.is_file():
        raise UserError(f"There is no file {path}; check the path.")
    sample = _first_bytes(path, "", SAMPLE)
    if is_zip(sample):
        return _sniff_bundle(path, "zip")
    return _sniff_file(path, sample)


def _sniff_file(path: Path, sample: bytes) -> Layout:
    compression = magic.compression(sample)
    if not compression:
        columns = sniff_columnar(sample)
        return Layout(columns) if columns is not None else _sniff_text(path, sample, "")
    content = _first_bytes(path, compression, SAMPLE)
    if sniff_columnar(content) is not None or is_zip(content) or magic.compression(content):
        raise UserError(f"{path} is packed twice or holds a table; unpack it and open the file inside.")
    return _sniff_text(path, content, compression)


def _first_bytes(path: Path, compression: str, size: int) -> bytes:
    origin = Origin.on_disk(path, compression)
    try:
        return text_sample(origin.content, size)
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    finally:
        origin.close()


def _sniff_text(path: Path, sample: bytes, compression: str) -> Layout:
    size = SAMPLE
    while len(sample) >= size and b"\n" not in sample and size < RECORD_LIMIT:
        size *= 4
        sample = _first_bytes(path, compression, size)
    if not sample.strip(b" \t\r\n\0" + codecs.BOM_UTF8):
        raise UserError(f"{path} is empty; choose a file with records in it.")
    refuse_unreadable(path, sample)
    if find_unicode(sample) is None:
        control = sum(sample[:SAMPLE].count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
        if control * 50 > len(sample[:SAMPLE]):
            raise UserError(f"{path} is not a text file; {_FORMATS}.")
    layout = _sniff_json(path, sample, compression)
    return layout or _sniff_delimited(path, sample, sniff_encoding(sample[:SAMPLE]), compression)


def _sniff_json(path: Path, sample: bytes, compression: str) -> Layout | None:
    """The layout of a JSON file; None when the text is no JSON."""
    encoding = sniff_encoding(sample[:SAMPLE])
    text = _text(sample, encoding)
    start = text.lstrip()[:1]
    if start == "[":
        lines = _first_lines(text)
        of_lists = len(lines) > 1 and all(_is_json(line, list) for line in lines[:2])
        container = Container.JSON_LINES if of_lists else Container.JSON_ARRAY
        return Layout(container, encoding, compression=compression)
    if start != "{":
        return None
    if _is_lines(text):
        return Layout(Container.JSON_LINES, encoding, compression=compression)
    if len(sample) < _OBJECT_SAMPLE:
        text = _text(_first_bytes(path, compression, _OBJECT_SAMPLE), encoding)
    if has_more(text):
        raise UserError(f"{path} holds JSON objects one after the other over several lines; {_FORMATS}.")
    container, within = sniff_object(text)
    return Layout(container, encoding, within=within, compression=compression)


def _is_lines(text: str) -> bool:
    """Whether each line is an object of its own; a lone line may also be an object that holds records."""
    lines = _first_lines(text)
    alone = [line for line in lines if _is_json(line, dict)]
    if len(lines) > 1:
        return len(alone) * 2 >= len(lines) or all(line.lstrip().startswith("{") for line in lines[:2])
    container, _ = sniff_object(text)
    return container is Container.JSON_OBJECT


def _text(sample: bytes, encoding: str) -> str:
    return lossless_text(sample.removeprefix(BOMS.get(encoding, b"")), encoding)


def _sniff_bundle(path: Path, bundle: str) -> Layout:
    """The one layout that the files with records in an archive or a folder have in common."""
    files = Bundle(path)
    try:
        magic.refuse_known_archive(path, [entry.name for entry in files.entries])
        first = next((entry for entry in files.entries if entry.may_hold_records), None)
        if first is None:
            raise UserError(f"{path} holds no data file; it needs JSON, CSV, Parquet or Arrow files.")
        with files.on_disk(first) as member:
            layout = _sniff_file(member, _first_bytes(member, "", SAMPLE))
    finally:
        files.close()
    return replace(layout, bundle=bundle)


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


def _first_lines(text: str) -> list[str]:
    lines = [line for line in itertools.islice(io.StringIO(text), 100) if line.strip()]
    return lines[:10]


def _is_json(line: str, expected: type) -> bool:
    try:
        return isinstance(read_json(encode(line, "utf-8"), "utf-8"), expected)
    except ValueError:
        return False


def _sniff_delimited(path: Path, sample: bytes, encoding: str, compression: str) -> Layout:
    text = _text(sample, encoding)
    layouts = [
        Layout(Container.CSV, encoding, delimiter, header, quoted=quoted, compression=compression)
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
        best = Layout(Container.CSV, encoding, fields=only, compression=compression)
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
