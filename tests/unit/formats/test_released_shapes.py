"""The shapes in which the study's data sets and the usual tools release records are read without hand work."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from synthreview.formats.detect import detect
from synthreview.formats.readers import Reader
from synthreview.formats.writers import rebuild
from tests.unit.formats.released_instructions import INSTRUCTIONS
from tests.unit.formats.released_judgments import JUDGMENTS
from tests.unit.formats.released_texts import TEXTS
from tests.unit.formats.releasing import Released

RELEASES = {**INSTRUCTIONS, **JUDGMENTS, **TEXTS}


@pytest.fixture(params=RELEASES)
def release(request, tmp_path) -> tuple[Released, Path]:
    """A release, and where it lies."""
    released = RELEASES[request.param]
    return released, released.write(tmp_path)


def test_it_is_recognised_for_sure_with_its_kind(release):
    released, path = release
    found = detect(path)
    assert found.sure, found.note
    assert found.mapping.kind is released.kind


def test_its_first_item_and_the_number_of_its_items_are_as_they_should_be(release):
    released, path = release
    found = detect(path)
    items, faults = [], 0
    for piece in Reader(path, found.layout):
        try:
            items.append([(reading.unit, reading.parts) for reading in found.mapping.read(piece.record)])
        except ValueError:
            faults += 1
    assert items[0][0][1] == released.first
    assert tuple(unit for unit, _ in items[0]) == released.units
    assert (sum(map(len, items)), faults) == (released.items, released.faults)


def test_its_content_is_given_back_to_the_byte(release):
    _, path = release
    layout = detect(path).layout
    reader = Reader(path, layout)
    pieces = list(reader)
    assert [piece.fault for piece in pieces if piece.fault] == []
    if not layout.bundle:
        kept = [(piece.prefix, piece.raw) for piece in pieces]
        written = b"".join(rebuild(layout, reader.head, kept, reader.tail, kept[0][0]))
        assert written == path.read_bytes()
        return
    for member in reader.members:
        own = [(piece.prefix, piece.raw) for piece in pieces[member.first : member.first + member.records]]
        content = rebuild(layout.of_one_file, member.head, own, member.tail, own[0][0] if own else b"")
        assert (member.head + member.tail if not own else b"".join(content)) == in_bundle(path, member.name)


def in_bundle(path: Path, name: str) -> bytes:
    """The content of a file in a folder or an archive."""
    if path.is_dir():
        return (path / name).read_bytes()
    with zipfile.ZipFile(path) as zipped:
        return zipped.read(name)
