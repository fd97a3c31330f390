"""Sources read: no byte lost, no record lost in silence, the mapping and the cutter bear whatever comes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from synthreview.domain import PARTS, Form, Kind
from synthreview.engine import intake, reading
from synthreview.errors import SynthreviewError, UserError
from synthreview.formats.detect import Detection, detect
from synthreview.formats.layout import COLUMNAR, Container, Layout, Piece
from synthreview.formats.mapping import Mapping
from synthreview.formats.prune import prune
from synthreview.formats.readers import Reader, parse
from synthreview.formats.sniff import sniff
from synthreview.formats.source import BOMS
from synthreview.formats.splice import splice
from synthreview.formats.writers import rebuild
from tests.fuzz.target import all_same, attempt, claim, printable, sentence

ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "gb18030",
    "cp932",
    "euc_jp",
    "big5",
)
TEXTS = (
    "",
    "new",
    "two\nlines",
    'a "quote", a comma; a\ttab|',
    "\\",
    "\u2028é🐦",
    "=1+1",
    "\0",
    "1",
    "a",
    "null",
)
PATHS = (
    *(
        "text",
        "output",
        "instances.0.output",
        "chosen.-1.content",
        "messages[role=user].content",
        "[*]",
        "a[*].b",
    ),
    *(
        "conversations",
        "conversations[:-1]",
        "text_*",
        "a + b",
        "score_a - score_b",
        "chosen[dialogue].-1.text",
    ),
    *(
        "=a",
        "@.output",
        "@",
        "@list",
        "label.#",
        "human_labels",
        "model_labels",
        "rankings[*].model",
        "#",
        "*",
    ),
)
EACHES = (
    "instances[*]",
    "rankings[pairs by model]",
    "rankings[pairs]",
    "text[*]",
    "conversations[*] + rankings[*]",
)
SHOWN = 12
"""Records of a source whose mapping, edits and cuts are tried."""


def read_source(path: Path, rng: Random, content: bytes | None = None, compression: str = "") -> None:
    """Everything that reading a source does, guessed and by hand.

    ``content`` is what is in a text file, which is packed by ``compression``.
    """
    found = attempt(lambda: detect(path), path.name)
    layout = attempt(lambda: sniff(path), path.name)
    if found is not None:
        claim(layout == found.layout, "sniff and detect differ", layout, found.layout)
        printable("".join((found.note, *found.fields)))
        intake_of(path, found)
    layouts = [layout] if layout is not None else []
    if content is not None:
        layouts += [by_hand(rng, layout, compression) for _ in range(2)]
    for each in layouts:
        pieces = read_all(path, each, content)
        if pieces is None:
            continue
        for mapping in mappings(rng, found if each is layout else None, pieces):
            map_records(path, each, mapping, pieces)
            if each.container not in COLUMNAR and not each.bundle:
                edit_records(path, each, mapping, pieces, rng)
        if layout is not None and each is layout and each.container not in COLUMNAR and not each.bundle:
            _leave_out(path, each, pieces, rng)


def intake_of(path: Path, found: Detection) -> None:
    """The preview that a person sees before an import."""
    preview = attempt(lambda: intake.preview(path), path.name)
    claim(preview is not None or found.mapping is None, "recognised, but no preview")
    for sample in preview.samples if preview is not None else ():
        printable(sample.fault + json.dumps(sample.parts, ensure_ascii=False) + repr(sample.invalid))
        claim((sample.parts is None) == bool(sample.fault), "a sample without parts or fault", sample)


def by_hand(rng: Random, near: Layout | None, compression: str) -> Layout:
    """A layout as somebody might ask for it, fitting or not."""
    container = rng.choice([c for c in Container if c not in COLUMNAR])
    encoding = rng.choice(ENCODINGS) if near is None or rng.random() < 0.5 else near.encoding
    within = tuple(rng.sample(["data", "description", "key \\0", "n"], rng.randint(0, 2)))
    fields = tuple(f"column {n}" for n in range(rng.choice((1, 2, 5))))
    return Layout(
        container,
        encoding,
        delimiter=rng.choice(",\t;|"),
        fields=fields if container is Container.CSV else (),
        header=rng.random() < 0.5,
        quoted=rng.random() < 0.8,
        within=within if container is Container.JSON_ARRAY and rng.random() < 0.5 else (),
        compression=compression,
    )


def read_all(path: Path, layout: Layout, content: bytes | None) -> list[Piece] | None:
    """The pieces of a source, its bytes all there and each piece what it says it is; None when it is refused."""
    reader = Reader(path, layout)
    pieces = attempt(lambda: list(reader), path.name)
    if pieces is None:
        return None
    for piece in pieces:
        claim(piece.record is None or not piece.fault, "a record with a fault", piece)
        if piece.fault:
            sentence(piece.fault)
        elif layout.container not in COLUMNAR:
            claim(repr(parse(piece.raw, layout)) == repr(piece.record), "read again it is another", piece)
    claim(len(reader.sha256) == 64, "no hash of the source")
    if content is not None:
        whole = b"".join([reader.head, *(p.prefix + p.raw for p in pieces), reader.tail])
        claim(whole == content, "the bytes are not those of the file", whole[:200], content[:200])
        _hide_nothing(layout, reader, pieces)
    return pieces


def _hide_nothing(layout: Layout, reader: Reader, pieces: Sequence[Piece]) -> None:
    """Nothing but separators stands outside of records, but for what an object has around them."""
    allowed = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000,"
    allowed += "".join(map(chr, range(0x2000, 0x200B)))
    for piece in pieces:
        stray = piece.prefix.decode(layout.encoding, "surrogateescape").strip(allowed)
        claim(not stray, "something is hidden between records", piece.prefix)
    around = layout.within or layout.container in (Container.JSON_KEYED, Container.CSV)
    if not around:
        head = reader.head.removeprefix(BOMS.get(layout.encoding, b""))
        stray = head.decode(layout.encoding, "replace").strip(allowed + "[")
        claim(not stray, "something is hidden in the head", reader.head)
    if not layout.within:
        tail = reader.tail.decode(layout.encoding, "ignore").strip(allowed + "]}")
        claim(len(tail) <= 1, "something is hidden in the tail", reader.tail)


def mappings(rng: Random, found: Detection | None, pieces: Sequence[Piece]) -> Iterator[Mapping]:
    """The mapping that was guessed, and some by hand of paths that are in the records or in none."""
    if found is not None and found.mapping is not None:
        yield found.mapping
    names = [key for piece in pieces[:3] if isinstance(piece.record, dict) for key in list(piece.record)[:8]]
    paths = [*PATHS, *(found.fields[:20] if found is not None else ()), *map(str, names)]
    for _ in range(2):
        kind = rng.choice(list(Kind))
        specs = PARTS[kind]
        parts = {spec.name: rng.choice(paths) for spec in specs if rng.random() < 0.7}
        each = rng.choice(EACHES) if rng.random() < 0.3 else ""
        aside = {
            "id": rng.choice(paths) if rng.random() < 0.3 else "",
            "group": "text" if rng.random() < 0.3 else "",
        }
        codes = {s.name: {">0": "a", "x": "b"} for s in specs if s.form is Form.CHOICE and rng.random() < 0.3}
        mapping = attempt(lambda: Mapping(kind, parts, codes, each, **aside))  # noqa: B023 - called at once
        if mapping is not None:
            yield mapping


def map_records(path: Path, layout: Layout, mapping: Mapping, pieces: Sequence[Piece]) -> None:
    """A mapping's items, and the whole source as the import counts it."""
    claim(
        Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping,
        "the mapping changes when kept",
    )
    for piece in pieces[:SHOWN]:
        for one in readings(mapping, piece.record) if not piece.fault else ():
            mapping.name_of(piece.record, one.unit)
            mapping.group_of(piece.record, one.unit)
            again = mapping.read_unit(piece.record, one.unit)
            claim(repr(again) == repr(one), "a unit reads otherwise alone", one, again)
    ending: Any = None
    count = items = 0
    for part in reading.read(path, layout, mapping, 1, 1):
        if isinstance(part, reading.Ending):
            ending = part
        else:
            count += part.count
    good = [len(readings(mapping, p.record)) if not p.fault else 0 for p in pieces]
    items = sum(good)
    claim(ending.records == count == len(pieces), "records were lost", ending.records, count, len(pieces))
    claim(ending.items == items, "items were lost", ending.items, items)
    claim(ending.faults == good.count(0), "what was set aside is not what was lost", ending.faults, good)


def readings(mapping: Mapping, record: Any) -> list[Any]:
    """The items of a record, none where it says in words why."""
    try:
        return mapping.read(record)
    except UserError:
        raise
    except ValueError as error:
        sentence(str(error))
        return []


def edit_records(path: Path, layout: Layout, mapping: Mapping, pieces: list[Piece], rng: Random) -> None:
    """Edits and cuts: each is refused in words, or changes its record and no other."""
    good = [number for number, piece in enumerate(pieces) if not piece.fault]
    for number in rng.sample(good, min(len(good), 3)):
        piece = pieces[number]
        for one in readings(mapping, piece.record)[:3]:
            for edits in _edits(one.parts, rng):
                raw = _spliced(piece.raw, layout, mapping, edits, one.unit)
                if raw is not None and raw != piece.raw:
                    _write_back(path, layout, pieces, number, raw)
        units = [one.unit for one in readings(mapping, piece.record)[:40] if one.unit is not None]
        if units:
            less = prune(piece.raw, layout, mapping, rng.sample(units, rng.randint(1, len(units))))
            if less is not None:
                _write_back(path, layout, pieces, number, less)


def _edits(parts: dict[str, Any], rng: Random) -> Iterator[dict[str, Any]]:
    for name, value in parts.items():
        if isinstance(value, str):
            yield {name: rng.choice(TEXTS)}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield {f"{name}.{rng.randrange(len(value))}.text": rng.choice(TEXTS)}
            yield {name: value[:-1]}
        elif isinstance(value, list):
            yield {name: [*value[1:], "other"]}


def _spliced(
    raw: bytes, layout: Layout, mapping: Mapping, edits: dict[str, Any], unit: str | None
) -> bytes | None:
    try:
        return splice(raw, layout, mapping, edits, unit)
    except SynthreviewError as error:
        printable(str(error))
        return None


def _write_back(path: Path, layout: Layout, pieces: list[Piece], number: int, raw: bytes) -> None:
    """The source with one record written otherwise: all others must read as before."""
    parse(raw, layout)
    changed = [*pieces]
    changed[number] = pieces[number]._replace(raw=raw)
    if not any(piece.fault for piece in pieces):
        _compare(path, layout, changed, "a record was edited")


def _leave_out(path: Path, layout: Layout, pieces: list[Piece], rng: Random) -> None:
    """The good records, or some of them, written without the damage: they read as before."""
    good = [number for number, piece in enumerate(pieces) if not piece.fault]
    if good and not any("missing" in piece.fault for piece in pieces):
        kept = sorted(rng.sample(good, rng.randint(1, len(good))))
        _compare(path, layout, [pieces[number] for number in kept], "damage was left out", pieces[0].prefix)


def _compare(path: Path, layout: Layout, pieces: list[Piece], what: str, first: bytes | None = None) -> None:
    reader = Reader(path, layout)
    for _ in reader:
        pass
    plain = replace(layout, compression="")
    kept = ((piece.prefix, piece.raw) for piece in pieces)
    out = path.with_name("rebuilt")
    prefix = pieces[0].prefix if first is None else first
    out.write_bytes(b"".join(rebuild(plain, reader.head, kept, reader.tail, prefix)))
    again = Reader(out, plain)
    all_same([p.raw for p in again if not p.fault], [p.raw for p in pieces], what)
