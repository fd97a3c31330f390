"""Every shape in every container: recognised, read, edited, and given back to the byte."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from synthreview.domain import PARTS, Form, part_at
from synthreview.formats.detect import Detection, detect
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import Reader, parse
from synthreview.formats.shapes import SHAPES
from synthreview.formats.splice import CannotWrite, splice
from synthreview.formats.writers import rebuild
from tests.contract.shapes import EXAMPLES, Example

KINDS = {shape.name: shape.kind for shape in SHAPES}
COUNT = 12


def as_array(records: list[dict[str, Any]]) -> str:
    return json.dumps(records, indent=2, ensure_ascii=False)


def as_escaped_lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\r\n" for record in records)


def as_table(records: list[dict[str, Any]]) -> str:
    buffer = io.StringIO(newline="")
    rows = csv.DictWriter(buffer, list(records[0]))
    rows.writeheader()
    rows.writerows(records)
    return buffer.getvalue()


WRITERS = {Container.JSON_ARRAY: as_array, Container.JSON_LINES: as_escaped_lines, Container.CSV: as_table}


def is_flat(example: Example) -> bool:
    return not any(isinstance(value, list | dict) for value in example.record(0).values())


CASES = [
    pytest.param(name, container, id=f"{name} as {container.value}")
    for name, example in EXAMPLES.items()
    for container in Container
    if container is not Container.CSV or is_flat(example)
]


@pytest.fixture
def case(request, tmp_path):
    """The example's file in the container: what was detected in it, and what its reader gives."""
    name, container = request.param
    example = EXAMPLES[name]
    path = tmp_path / "file.txt"
    path.write_bytes(WRITERS[container]([example.record(n) for n in range(COUNT)]).encode())
    return name, example, path, detect(path)


def with_cases(function):
    return pytest.mark.parametrize(
        "case", [(p.values[0], p.values[1]) for p in CASES], indirect=True, ids=[p.id for p in CASES]
    )(function)


def test_every_shape_has_an_example():
    assert set(EXAMPLES) == set(KINDS)


@with_cases
def test_the_shape_is_recognised(case):
    name, _, _, found = case
    assert found.sure
    assert found.note == f"Recognised: {name}."
    assert found.mapping.kind is KINDS[name]
    assert Mapping.from_json(json.loads(json.dumps(found.mapping.to_json()))) == found.mapping
    assert Layout.from_json(json.loads(json.dumps(found.layout.to_json()))) == found.layout
    used = [path for path in found.mapping.parts.values() if not path.startswith("=") and "[:" not in path]
    plain = [path for path in used if "*" not in path and ".-1" not in path and " + " not in path]
    assert set(plain) <= set(found.fields)


@with_cases
def test_the_records_become_items(case):
    _, example, path, found = case
    items = [found.mapping.items(piece.record) for piece in Reader(path, found.layout)]
    assert items == [[(None, example.parts(n))] for n in range(COUNT)]


@with_cases
def test_everything_kept_is_the_file(case):
    _, _, path, found = case
    reader = Reader(path, found.layout)
    pieces = [(piece.prefix, piece.raw) for piece in reader]
    written = rebuild(found.layout, reader.head, pieces, reader.tail, pieces[0][0])
    assert b"".join(written) == path.read_bytes()


@with_cases
@pytest.mark.parametrize("left_out", [{0}, {11}, {0, 1, 5}, set(range(12))])
def test_leaving_records_out_leaves_a_file_of_the_same_shape(case, left_out, tmp_path):
    _, _, path, found = case
    reader = Reader(path, found.layout)
    pieces = list(reader)
    kept = [(piece.prefix, piece.raw) for n, piece in enumerate(pieces) if n not in left_out]
    smaller = tmp_path / "smaller"
    smaller.write_bytes(b"".join(rebuild(found.layout, reader.head, kept, reader.tail, pieces[0].prefix)))
    again = Reader(smaller, found.layout)
    records = [piece.record for piece in again]
    assert records == [piece.record for n, piece in enumerate(pieces) if n not in left_out]
    assert again.tail == reader.tail or not records


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
    _, example, path, found = case
    written = set()
    for piece in list(Reader(path, found.layout))[:3]:
        [(unit, parts)] = found.mapping.items(piece.record)
        for part, value in edit_paths(found, parts):
            place = found.mapping.source_path(part, piece.record, unit)
            try:
                edited = splice(piece.raw, found.layout, found.mapping, {part: value}, unit)
            except CannotWrite:
                continue
            assert place is not None
            written.add(part)
            [(_, now)] = found.mapping.items(parse(edited, found.layout))
            assert part_at(now, part) == value
            assert {name: v for name, v in now.items() if name != part.split(".")[0]} == {
                name: v for name, v in parts.items() if name != part.split(".")[0]
            }
    assert example.writable <= written
