"""What an import makes of a file, however its records come: many at a time or one by one."""

import orjson
import pytest

from synthreview.domain import Kind
from synthreview.engine.reading import Ending, content_hash, read
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping

MAPPING = Mapping(Kind.INSTRUCTION, {"instruction": "q", "output": "a"})
USUAL = b'{"q": "Name a colour.", "a": "Blue."}'
SPACED = b'{"a":"Blue.",   "q":"Name a colour."}'
NUMBER = b'{"q": "Add 1 and 1.", "a": 2}'
BROKEN = b'{"q": "Cut'
LIST = b"[1, 2]"


def rows(tmp_path, content: bytes, container: Container = Container.JSON_LINES):
    """Per item its id, its record's place, its hash and length; and what was told at the end."""
    path = tmp_path / "made"
    path.write_bytes(content)
    *parcels, end = read(path, Layout(container), MAPPING, 1, 10)
    assert isinstance(end, Ending)
    found, text = [], b""
    for batch in (parcel.unpacked() for parcel in parcels):
        count = len(batch.hashes)
        ids = range(batch.first_item, batch.first_item + count) if batch.plain else batch.ids
        records = range(batch.first_record, batch.first_record + count) if batch.plain else batch.records
        places = [record & 0xFFFFFFFF for record in records]
        found += zip(ids, places, batch.hashes, batch.lengths, strict=True)
        text += b"".join(map(bytes.__add__, batch.prefixes, batch.raws))
    assert end.head + text + end.tail == content
    return found, end


def hashed(instruction: str, output: str) -> tuple[int, int]:
    parts = {"instruction": instruction, "output": output}
    return content_hash(parts), len(instruction) + len(output)


BLUE = hashed("Name a colour.", "Blue.")


def test_usual_lines_are_items_one_by_one(tmp_path):
    found, end = rows(tmp_path, USUAL + b"\n" + SPACED + b"\n")
    assert found == [(10, 0, *BLUE), (11, 1, *BLUE)]
    assert (end.records, end.items, end.faults, end.next_item) == (2, 2, 0, 12)


@pytest.mark.parametrize("odd", [BROKEN, LIST])
def test_a_damaged_record_between_usual_ones_keeps_its_place_and_takes_an_id(tmp_path, odd):
    lines = [USUAL] * 3 + [odd] + [SPACED] * 3
    found, end = rows(tmp_path, b"\n".join(lines) + b"\n")
    assert [(item, place) for item, place, *_ in found] == [
        (10, 0),
        (11, 1),
        (12, 2),
        (14, 4),
        (15, 5),
        (16, 6),
    ]
    assert {tuple(rest) for _, _, *rest in found} == {BLUE}
    assert (end.records, end.items, end.faults, end.next_item) == (7, 6, 1, 17)


def test_runs_of_usual_lines_after_a_damaged_one_are_placed_as_well(tmp_path):
    many = b"\n".join([USUAL] * 20_000)
    found, end = rows(tmp_path, USUAL + b"\n" + BROKEN + b"\n" + many + b"\n")
    assert [place for _, place, *_ in found] == [0, *range(2, 20_002)]
    assert [item for item, *_ in found] == [10, *range(12, 20_012)]
    assert end.next_item == 20_012


def test_a_number_among_texts_is_read_as_text(tmp_path):
    found, _ = rows(tmp_path, USUAL + b"\n" + NUMBER + b"\n")
    assert found[1] == (11, 1, *hashed("Add 1 and 1.", "2"))


def test_an_array_is_read_as_its_lines_are(tmp_path):
    records = [USUAL, NUMBER, LIST, SPACED] * 700
    lines, of_lines = rows(tmp_path, b"\n".join(records) + b"\n")
    array, of_array = rows(tmp_path, b"[" + b",\n".join(records) + b"]", Container.JSON_ARRAY)
    assert lines == array
    assert (of_lines.items, of_lines.faults) == (of_array.items, of_array.faults) == (2_100, 700)


def test_half_a_character_is_read_as_its_sign_and_its_neighbours_stay(tmp_path):
    line = b'{"q": "Name \\ud800.", "a": "Blue."}'
    found, _ = rows(tmp_path, b"\n".join([USUAL, line, USUAL]) + b"\n")
    assert found[1][2:] == hashed("Name \ufffd.", "Blue.")
    assert found[2][2:] == BLUE


def test_lines_of_any_length_come_whole(tmp_path):
    sizes = [1, 300_000, 2, 262_100, 700_000, 3]
    lines = [orjson.dumps({"q": "x" * size, "a": "y"}) for size in sizes]
    found, _ = rows(tmp_path, b"\n".join(lines) + b"\n")
    assert [length for *_, length in found] == [size + 1 for size in sizes]
