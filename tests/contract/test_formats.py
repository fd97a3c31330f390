"""Every shape in every container: recognised, read, edited, and given back to the byte."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synthreview.domain import PARTS, Form, part_at
from synthreview.formats.detect import Detection, detect
from synthreview.formats.layout import COLUMNAR, Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.origin import Origin
from synthreview.formats.prune import prune
from synthreview.formats.readers import Reader, parse
from synthreview.formats.shapes import SHAPES
from synthreview.formats.splice import CannotWrite, splice
from synthreview.formats.writers import rebuild
from tests.contract.shapes import EXAMPLES, Example

KINDS = {shape.name: shape.kind for shape in SHAPES}
COUNT = 12

Records = list[dict[str, Any]]


def as_array(records: Records, example: Example) -> bytes:
    return json.dumps(records, indent=2, ensure_ascii=False).encode()


def as_escaped_lines(records: Records, example: Example) -> bytes:
    return "".join(json.dumps(record) + "\r\n" for record in records).encode()


def as_table(records: Records, example: Example) -> bytes:
    buffer = io.StringIO(newline="")
    rows = csv.DictWriter(buffer, list(records[0]))
    rows.writeheader()
    rows.writerows(records)
    return buffer.getvalue().encode()


def as_object(records: Records, example: Example) -> bytes:
    return (json.dumps(records[0], indent=1, ensure_ascii=False) + "\n").encode()


def as_keyed(records: Records, example: Example) -> bytes:
    named = {f"item “{n}”": record for n, record in enumerate(records)}
    return json.dumps({**example.beside, **named}, indent=2, ensure_ascii=False).encode()


def as_list_within(records: Records, example: Example) -> bytes:
    return json.dumps({"version": "1", "meta": {"by": "us"}, "data": records, "n": COUNT}).encode()


def as_gzip(records: Records, example: Example) -> bytes:
    return gzip.compress(as_list_within(records, example), mtime=0)


def as_zstd(records: Records, example: Example) -> bytes:
    import pyarrow as pa

    return pa.compress(as_keyed(records, example), codec="zstd", asbytes=True)


class Way(NamedTuple):
    """A way of writing records, and the container that it is recognised as."""

    write: Callable[[Records, Example], bytes]
    container: Container
    compression: str = ""
    records: int = COUNT


WAYS = {
    "a list": Way(as_array, Container.JSON_ARRAY),
    "lines": Way(as_escaped_lines, Container.JSON_LINES),
    "a table": Way(as_table, Container.CSV),
    "an object": Way(as_object, Container.JSON_OBJECT, records=1),
    "an object of records": Way(as_keyed, Container.JSON_KEYED),
    "a list within an object": Way(as_list_within, Container.JSON_ARRAY),
    "a packed list within an object": Way(as_gzip, Container.JSON_ARRAY, "gzip"),
    "a packed object of records": Way(as_zstd, Container.JSON_KEYED, "zstd"),
}


def is_flat(example: Example) -> bool:
    return not any(isinstance(value, list | dict) for value in example.record(0).values())


PACKED = ("Alpaca", "CoBBLEr, one ranking a question")
"""Packing does not look at what is packed, so that two shapes are enough."""

CASES = {
    f"{name} as {called}": (name, way)
    for name, example in EXAMPLES.items()
    for called, way in WAYS.items()
    if (way.container is not Container.CSV or is_flat(example)) and (not way.compression or name in PACKED)
}


class Case(NamedTuple):
    """An example's file, and what was detected in it."""

    name: str
    example: Example
    way: Way
    path: Path
    found: Detection

    def items(self, n: int) -> list[tuple[str | None, dict[str, Any]]]:
        """The items that record ``n`` should give."""
        then = self.example.then if self.way.container is Container.JSON_KEYED else {}
        return [(unit, {**parts, **then}) for unit, parts in self.example.items(n)]


@pytest.fixture
def case(request, tmp_path) -> Case:
    """The example's file written in one way, and what was detected in it."""
    name, way = request.param
    example = EXAMPLES[name]
    path = tmp_path / f"{example.file}.txt"
    path.write_bytes(way.write([example.record(n) for n in range(way.records)], example))
    return Case(name, example, way, path, detect(path))


def with_cases(function):
    return pytest.mark.parametrize("case", CASES.values(), indirect=True, ids=CASES)(function)


def content(path: Path, layout: Layout) -> bytes:
    """What is in a file, unpacked."""
    origin = Origin.on_disk(path, layout.compression)
    data = origin.content.read()
    origin.close()
    return data


def test_every_shape_has_an_example_and_every_text_container_a_way():
    assert set(EXAMPLES) == set(KINDS)
    assert {way.container for way in WAYS.values()} == set(Container) - set(COLUMNAR)


@with_cases
def test_the_shape_is_recognised(case):
    found = case.found
    assert found.sure
    assert found.note == f"Recognised: {case.name}."
    assert found.mapping.kind is KINDS[case.name]
    assert (found.layout.container, found.layout.compression) == (case.way.container, case.way.compression)
    assert Mapping.from_json(json.loads(json.dumps(found.mapping.to_json()))) == found.mapping
    assert Layout.from_json(json.loads(json.dumps(found.layout.to_json()))) == found.layout
    used = [path for path in found.mapping.parts.values() if not path.startswith("=") and "[" not in path]
    plain = [path for path in used if not any(sign in path for sign in ("*", ".-1", " + ", " - "))]
    assert set(plain) <= set(found.fields)


@with_cases
def test_the_records_become_items(case):
    items = [case.found.mapping.items(piece.record) for piece in Reader(case.path, case.found.layout)]
    assert items == [case.items(n) for n in range(case.way.records)]


@with_cases
def test_the_names_of_items_differ(case):
    mapping = case.found.mapping
    records = [piece.record for piece in Reader(case.path, case.found.layout)]
    names = [(mapping.name_of(record, unit), unit) for record in records for unit, _ in mapping.items(record)]
    if mapping.id:
        assert len(set(names)) == len(names)
        assert all(name is not None for name, _ in names)


@with_cases
def test_everything_kept_is_the_content(case):
    reader = Reader(case.path, case.found.layout)
    pieces = [(piece.prefix, piece.raw) for piece in reader]
    written = b"".join(rebuild(case.found.layout, reader.head, pieces, reader.tail, pieces[0][0]))
    assert written == content(case.path, case.found.layout)
    assert hashlib.sha256(written).hexdigest() == reader.content_sha256
    assert hashlib.sha256(case.path.read_bytes()).hexdigest() == reader.sha256


@with_cases
@pytest.mark.parametrize("left_out", [{0}, {11}, {0, 1, 5}, set(range(12))])
def test_leaving_records_out_leaves_a_file_of_the_same_shape(case, left_out, tmp_path):
    layout = replace(case.found.layout, compression="")
    reader = Reader(case.path, case.found.layout)
    pieces = list(reader)
    kept = [(piece.prefix, piece.raw) for n, piece in enumerate(pieces) if n not in left_out]
    smaller = tmp_path / "smaller"
    smaller.write_bytes(b"".join(rebuild(layout, reader.head, kept, reader.tail, pieces[0].prefix)))
    if not kept and layout.container is Container.JSON_OBJECT:
        assert not smaller.read_bytes().strip()
        return
    again = Reader(smaller, layout)
    records = [piece.record for piece in again]
    assert records == [piece.record for n, piece in enumerate(pieces) if n not in left_out]
    assert again.tail == reader.tail or not records
    if layout.container in (Container.JSON_ARRAY, Container.JSON_KEYED):
        json.loads(smaller.read_bytes())


def new_value(form: Form, old: Any) -> Any:
    """Another value of a part."""
    if form is Form.LABELS:
        return ["4", *old[1:]]
    if form is Form.CHOICE:
        return "b" if old == "a" else "a"
    if form is Form.LABEL:
        return "2"
    return f'{old} — édité\n"so", a\tb\\ 😀'


def edit_paths(found: Detection, parts: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every part path that an edit may name, with another value for it."""
    edits: list[tuple[str, Any]] = []
    for spec in PARTS[found.mapping.kind]:
        if spec.form is Form.TURNS:
            for index, turn in enumerate(parts.get(spec.name, ())):
                edits.append((f"{spec.name}.{index}.text", turn["text"] + "\nchanged 改"))
                edits.append((f"{spec.name}.{index}.role", "assistant" if turn["role"] == "user" else "user"))
                edits.append((f"{spec.name}.{index}.speaker", "Somebody"))
        elif spec.name in parts:
            edits.append((spec.name, new_value(spec.form, parts[spec.name])))
    return edits


@with_cases
def test_an_edit_is_written_back_or_refused_in_words(case):
    layout, mapping = case.found.layout, case.found.mapping
    written = set()
    for piece in list(Reader(case.path, layout))[:3]:
        before = dict(mapping.items(piece.record))
        for unit, parts in before.items():
            for part, value in edit_paths(case.found, parts):
                place = mapping.source_path(part, piece.record, unit)
                try:
                    edited = splice(piece.raw, layout, mapping, {part: value}, unit)
                except CannotWrite:
                    continue
                assert place is not None
                written.add(part)
                after = dict(mapping.items(parse(edited, layout)))
                assert part_at(after[unit], part) == value
                name = part.partition(".")[0]
                assert without(after[unit], name) == without(parts, name)
                if is_apart(mapping):
                    assert without(after, unit) == without(before, unit)
    assert case.example.writable <= written


def is_apart(mapping: Mapping) -> bool:
    """Whether no value of an item is part of another one too: the answers that are compared in pairs are."""
    return "[pairs" not in mapping.each


def without(values: dict, name: Any) -> dict:
    return {key: value for key, value in values.items() if key != name}


@with_cases
def test_items_are_taken_out_of_their_record_or_not_at_all(case):
    layout, mapping = case.found.layout, case.found.mapping
    for piece in list(Reader(case.path, layout))[:3]:
        items = mapping.items(piece.record)
        if len(items) < 2:
            continue
        gone = {unit for unit, _ in items[::2]}
        pruned = prune(piece.raw, layout, mapping, gone)
        if pruned is None:
            assert not is_apart(mapping)
            continue
        left = [parts for _, parts in mapping.items(parse(pruned, layout))]
        assert left == [parts for unit, parts in items if unit not in gone]
