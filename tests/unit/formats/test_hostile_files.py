"""Whatever a file is, it is refused in one sentence or read as far as it is good, and nothing in it runs."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import pytest

from synthreview.errors import UserError
from synthreview.formats.detect import detect
from synthreview.formats.layout import Container
from synthreview.formats.readers import Reader
from tests.unit.formats.hostile import FOLDERS, HOSTILE, LENGTHS, OTHERS, PACKED, Hostile


@pytest.fixture(params=HOSTILE)
def case(request, tmp_path) -> tuple[Hostile, Path]:
    """A hostile file, and where it lies."""
    hostile = HOSTILE[request.param]
    return hostile, hostile.make(tmp_path)


def read(path: Path) -> tuple[int, list[str]]:
    """How many items a source gives, and why its other records are none."""
    found = detect(path)
    items, faults = 0, []
    for piece in Reader(path, found.layout):
        try:
            items += len(found.mapping.read(piece.record)) if not piece.fault and found.mapping else 0
        except ValueError as error:
            faults.append(str(error))
        if piece.fault:
            assert piece.record is None
            faults.append(piece.fault)
    return items, faults


def test_it_is_refused_in_one_sentence_or_read_as_far_as_it_is_good(case):
    hostile, path = case
    try:
        items, faults = read(path)
    except UserError as error:
        words = str(error)
        assert hostile.refused
        assert re.search(hostile.refused, words)
        assert path.name in words
        assert words.endswith(".")
        assert "\n" not in words
        return
    assert not hostile.refused
    assert items in (hostile.good if isinstance(hostile.good, range) else [hostile.good])
    for words in hostile.told:
        assert any(re.search(words, fault) for fault in faults), faults[:5]
    assert bool(faults) == bool(hostile.told)
    assert all(fault and not fault.endswith(".") for fault in faults)


def test_nothing_of_it_is_lost(case):
    _, path = case
    try:
        layout = detect(path).layout
        reader = Reader(path, layout)
        content = b"".join(piece.prefix + piece.raw for piece in reader)
    except UserError:
        return
    if layout.bundle:
        content = b"".join(member.head + member.tail for member in reader.members) + content
        assert reader.members
    elif not layout.compression:
        assert reader.head + content + reader.tail == path.read_bytes()


@pytest.mark.parametrize("name", [name for name in OTHERS if "pickle" in name])
def test_a_pickle_runs_nothing(name, tmp_path):
    with pytest.raises(UserError):
        detect(OTHERS[name].make(tmp_path))
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("name", [name for name in FOLDERS if "outside" in name])
def test_what_lies_outside_is_not_read(name, tmp_path):
    path = FOLDERS[name].make(tmp_path)
    reader = Reader(path, detect(path).layout)
    assert all(piece.raw == b"" for piece in reader if "outside" in piece.fault)


BIG = [
    *[name for name in LENGTHS if "40 MB" in name],
    *[name for name in PACKED if "without end" in name or "huge" in name],
]


@pytest.mark.parametrize("name", BIG)
def test_memory_stays_bounded(name, tmp_path):
    path = HOSTILE[name].make(tmp_path)
    tracemalloc.start()
    try:
        read(path)
    except UserError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 300 << 20


def test_there_are_many_of_them():
    assert len(HOSTILE) > 90
    assert {Container.JSON_ARRAY, Container.CSV} <= set(Container)
