"""Telling a file's encoding and container from its first bytes: content decides, not the name."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath

from synthreview.errors import UserError
from synthreview.formats import magic
from synthreview.formats.bundle import Bundle, bundle_at, text_sample
from synthreview.formats.columnar import sniff_columnar
from synthreview.formats.delimited import dialect
from synthreview.formats.json_text import read_json, whole_characters
from synthreview.formats.layout import RECORD_LIMIT, Container, Layout
from synthreview.formats.magic import is_zip, refuse_unreadable
from synthreview.formats.origin import Origin
from synthreview.formats.readers import pieces_of
from synthreview.formats.source import BOMS, Source, encode, lossless_text
from synthreview.formats.top_level import has_more, sniff_object
from synthreview.translation import tr

SAMPLE = 1 << 16
"""Bytes looked at first."""
_OBJECT_SAMPLE = 4 << 20
"""Bytes looked at where an object may be long, or the only one."""
_LONG_ROW = 1 << 20
"""Bytes looked at where the first row is longer than the sample."""
_FEW = 4
"""Lines below which a sample does not show how its rows are cut into cells."""
_NAMES = 1000
"""Names in an archive that may give away another kind of document."""
_TRIED = 20
"""Files of a bundle that are tried."""
_MARK = 4
"""Bytes that a byte-order mark may take."""
_BLANK = b" \t\r\n\0" + codecs.BOM_UTF8 + codecs.BOM_UTF16

_ENCODINGS = ["cp1252", "gb18030", "cp932", "euc_jp", "cp949", "big5", "cp1251", "koi8_r", "cp1250"]
"""What text is usually in when it is not Unicode, most usual first."""

_TEXT_COLUMN = re.compile(r"texts?|sentences?|prompts?|content|output|response", re.I)
_SENTENCE = re.compile(r"\S\s+\S+\s+\S+\s+\S|\s\S*[.?!]\s*\Z")
"""Four words, or some that end like a sentence: seldom the name of a column."""
_NUMBER = re.compile(r"[-+]?[\d.,]+\Z")


@dataclass(frozen=True)
class _File:
    """A file to look at: how errors call it, and its content, unpacked where it is packed."""

    called: str
    name: str
    open: Callable[[str], Origin]
    compression: str = ""

    def beginning(self, size: int) -> bytes:
        """The first bytes; where they are only white space, those from the first others on.

        UserError when damage leaves nothing of them.
        """
        with closing(self.open(self.compression)) as origin:
            sample = text_sample(origin.content, size)
            while not sample.strip(_BLANK) and origin.content.count < RECORD_LIMIT:
                more = text_sample(origin.content, size)
                if not more:
                    break
                sample = (
                    sample[:_MARK] + more + (text_sample(origin.content, size) if more.strip(_BLANK) else b"")
                )
            if not sample.strip(_BLANK) and origin.fault:
                raise UserError(
                    tr(
                        "{file} cannot be read: {fault}; get it again.",
                        file=self.called,
                        fault=origin.fault,
                    )
                )
            return sample


def sniff(path: Path, bundle: Bundle | None = None) -> Layout:
    """How the records of a source are laid out; the errors name it and the remedy.

    ``bundle`` is the source, where it is one that was opened already. UserError when it is no file, empty,
    binary or not made of records; EnvironmentFault when it may not be read.
    """
    if bundle is not None:
        return _sniff_bundle(path, bundle)
    own = bundle_at(path)
    if own is not None:
        with closing(own):
            return _sniff_bundle(path, own)
    if not path.is_file():
        raise UserError(tr("There is no file {path}; check the path.", path=path))
    return _sniff_file(_File(str(path), path.name, partial(Origin.on_disk, path)))


def _sniff_bundle(path: Path, bundle: Bundle) -> Layout:
    """The one layout that the files with records in an archive or a folder have in common."""
    if bundle.kind == "zip":
        magic.refuse_known_archive(str(path), [entry.name for entry in itertools.islice(bundle, _NAMES)])
    refusals: list[UserError] = []
    for entry in itertools.islice((entry for entry in bundle if entry.may_hold_records), _TRIED):
        called = tr("'{file}' in {path}", file=entry.name, path=path)
        try:
            file = _File(called, entry.name, partial(bundle.open, entry))
            return replace(_sniff_file(file), bundle=bundle.kind)
        except UserError as error:
            refusals.append(error)
        except ValueError as error:
            refusals.append(
                UserError(
                    tr(
                        "{file} {why}; repair the archive or take the file out.",
                        file=called,
                        why=error,
                    )
                )
            )
    if refusals:
        raise refusals[0]
    refused = next((entry for entry in bundle if entry.refusal), None)
    if refused is not None:
        raise UserError(
            tr(
                "{path} holds no data file that can be read: '{file}' {why}.",
                path=path,
                file=refused.name,
                why=refused.refusal,
            )
        )
    raise UserError(tr("{path} holds no data file; it needs JSON, CSV, Parquet or Arrow files.", path=path))


def _sniff_file(file: _File) -> Layout:
    sample = file.beginning(SAMPLE)
    refuse_unreadable(file.called, sample)
    compression = magic.compression(sample)
    if not compression:
        columns = sniff_columnar(sample)
        return _sniff_text(file, sample) if columns is None else Layout(columns)
    packed = replace(file, compression=compression)
    content = packed.beginning(SAMPLE)
    refuse_unreadable(file.called, content)
    if sniff_columnar(content) is not None or is_zip(content) or magic.compression(content):
        raise UserError(
            tr(
                "{file} is packed twice or holds a table; unpack it and open the file inside.",
                file=file.called,
            )
        )
    return _sniff_text(packed, content)


def _sniff_text(file: _File, sample: bytes) -> Layout:
    encoding = sniff_encoding(sample)
    start = _text(sample, encoding).strip(" \t\r\n\0")[:1]
    if not start:
        raise UserError(tr("{file} is empty; choose a file with records in it.", file=file.called))
    if find_unicode(sample) is None:
        control = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
        if control * 50 > len(sample):
            raise UserError(
                tr(
                    "{file} is not a text file; save it as a JSON array, JSON Lines or CSV with a header "
                    "row.",
                    file=file.called,
                )
            )
    layout = Layout(Container.JSON_LINES, encoding, compression=file.compression)
    if start == "[":
        return replace(layout, container=_container_of_lists(_text(sample, encoding)))
    if start == "{":
        return _sniff_object(file, layout)
    if sample.count(b"\n") < _FEW:
        sample = file.beginning(_LONG_ROW)
    return _sniff_delimited(file, sample, replace(layout, container=Container.CSV))


def _container_of_lists(text: str) -> Container:
    lines = _first_lines(text)
    of_lists = len(lines) > 1 and all(_is_json(line, list) for line in lines[:2])
    return Container.JSON_LINES if of_lists else Container.JSON_ARRAY


def _sniff_object(file: _File, lines: Layout) -> Layout:
    """The layout of a file that begins with an object: a record of many, the only one, or the holder."""
    sample = file.beginning(_OBJECT_SAMPLE)
    text = _text(sample, lines.encoding)
    if _is_lines(text):
        return lines
    if has_more(text):
        raise UserError(
            tr(
                "{file} holds JSON objects one after the other over several lines; save it as a JSON array, "
                "JSON Lines or CSV with a header row.",
                file=file.called,
            )
        )
    container, within = sniff_object(text)
    if len(sample) >= _OBJECT_SAMPLE:
        whole = file.beginning(2 * RECORD_LIMIT)
        line_end = whole.find(encode("\n", lines.encoding))
        if line_end >= _OBJECT_SAMPLE and whole[line_end:].strip(_BLANK)[:1] == b"{":
            return lines
        if container is Container.JSON_OBJECT and len(whole) > RECORD_LIMIT:
            raise UserError(
                tr(
                    "{file} is one JSON object of more than 32 MB; save its records as JSON Lines.",
                    file=file.called,
                )
            )
    lone = container is Container.JSON_OBJECT and "\n" not in text.strip()
    return lines if lone else replace(lines, container=container, within=within)


def _is_lines(text: str) -> bool:
    """Whether each of several lines is an object of its own."""
    lines = _first_lines(text)
    if len(lines) < 2:
        return False
    alone = sum(_is_json(line, dict) for line in lines)
    return alone * 2 >= len(lines) or all(line.lstrip().startswith("{") for line in lines[:2])


def _text(sample: bytes, encoding: str) -> str:
    return lossless_text(sample.removeprefix(BOMS.get(encoding, b"")), encoding)


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
    lines = [line for line in itertools.islice(io.StringIO(text.lstrip()), 100) if line.strip()]
    return lines[:10]


def _is_json(line: str, expected: type) -> bool:
    try:
        return isinstance(read_json(encode(line, "utf-8"), "utf-8"), expected)
    except ValueError:
        return False


def _sniff_delimited(file: _File, sample: bytes, plain: Layout) -> Layout:
    text = _text(sample, plain.encoding)
    fits = {}
    for delimiter in ",\t;|":
        for quoted in (True, False) if delimiter == "\t" else (True,):
            layout = replace(plain, delimiter=delimiter, quoted=quoted)
            layout = replace(layout, fields=_first_row(text, layout))
            if len(layout.fields) > 1:  # sentences have commas, but no tabs
                fits[layout] = (_fit(sample, layout), delimiter == "\t", len(layout.fields))
    best = max(fits, key=fits.__getitem__, default=None)
    if best is None or fits[best][0] < 0.5:
        best = _single_column(file, text, plain)
    named = _is_header(best.fields, _rows(text, best)[1:])
    return replace(best, fields=_distinct(best.fields, named=named), header=named)


def _single_column(file: _File, text: str, plain: Layout) -> Layout:
    """A table of one column, where its name or its header says that it is one."""
    only = _first_row(text, plain)
    suffix = PurePath(file.name.lower().removesuffix(".gz").removesuffix(".zst")).suffix
    table = suffix in (".csv", ".tsv") or _TEXT_COLUMN.fullmatch(only[0] if only else "")
    if len(only) != 1 or not table:
        raise UserError(
            tr(
                "{file} holds no records that can be told apart; save it as a JSON array, JSON Lines or CSV "
                "with a header row.",
                file=file.called,
            )
        )
    return replace(plain, fields=only)


def _first_row(text: str, layout: Layout) -> tuple[str, ...]:
    return next(iter(_rows(text, layout, 1)), ())


def _rows(text: str, layout: Layout, most: int = 20) -> list[tuple[str, ...]]:
    """The first rows that are not blank, as far as they can be read."""
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), **dialect(layout)):
            rows += [tuple(row)] if row else []
            if len(rows) >= most:
                break
    except csv.Error:
        pass
    return rows


def _fit(sample: bytes, layout: Layout) -> float:
    """The share of rows that read well under a layout."""
    pieces = list(itertools.islice(pieces_of(Source(io.BytesIO(sample), layout.encoding), layout), 200))
    whole = pieces[:-1] if len(pieces) > 1 and len(sample) >= SAMPLE else pieces  # the last may be cut
    return sum(not piece.fault for piece in whole) / len(whole) if whole else 1.0


def _is_header(cells: tuple[str, ...], below: list[tuple[str, ...]]) -> bool:
    named = [cell.strip() for cell in cells]
    distinct = len(set(named)) == len(named)
    short = all(len(cell) <= 60 and "\n" not in cell for cell in named)
    sentences = [column for column, cell in enumerate(named) if _SENTENCE.search(cell)]
    beneath = [row[column] for row in below for column in sentences if column < len(row)]
    like_the_rest = bool(beneath) and all(map(_SENTENCE.search, beneath))
    numbers = any(_NUMBER.match(cell) for cell in named)
    return distinct and short and all(named[1:]) and not numbers and not like_the_rest


def _distinct(cells: tuple[str, ...], *, named: bool) -> tuple[str, ...]:
    """Names of columns that are text and each another: what a header does not give is made up."""
    names, taken = [], set(cells)
    for number, cell in enumerate(cells, 1):
        name = whole_characters(cell) if named and cell.strip() else f"column_{number}"
        while name != cell and name in taken:
            name += "_"
        taken.add(name)
        names.append(name)
    return tuple(names)
