"""A packed file is its content: hashed, unpacked, and kept as far as it is good."""

from __future__ import annotations

import gzip
import hashlib
import io
import random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats import origin
from synthreview.formats.layout import Container, Layout
from synthreview.formats.origin import Origin
from synthreview.formats.readers import Reader

RANDOM = random.Random(1)
# Hex digits of random bytes: packed to half their size, so that damage lies in the data, not in tables.
LINES = [b'{"text": "%s"}\n' % RANDOM.randbytes(40).hex().encode() for _ in range(4000)]
CONTENT = b"".join(LINES)


def zstd(data: bytes) -> bytes:
    return pa.compress(data, codec="zstd", asbytes=True)


PACKERS = {"gzip": lambda data: gzip.compress(data, mtime=0), "zstd": zstd}


@pytest.fixture(params=PACKERS)
def packing(request) -> str:
    """Each way of packing that is read."""
    return request.param


def read(path, packing: str) -> tuple[bytes, str]:
    """The content as far as it comes, and why it ends before its end."""
    file = Origin.on_disk(path, packing)
    data = io.BufferedReader(file.content).read()
    fault = file.fault
    file.close()
    return data, fault


def lines_of(sources, data: bytes, packing: str) -> tuple[list, list[str]]:
    """The records and the faults of JSON Lines packed in these bytes."""
    layout = Layout(Container.JSON_LINES, compression=packing)
    pieces = list(Reader(sources.write(data), layout))
    return [p.record for p in pieces if not p.fault], [p.fault for p in pieces if p.fault]


def test_the_hashes_are_of_the_file_and_of_what_is_in_it(sources, packing):
    packed = PACKERS[packing](CONTENT)
    reader = Reader(sources.write(packed), Layout(Container.JSON_LINES, compression=packing))
    assert len(list(reader)) == len(LINES)
    assert reader.sha256 == hashlib.sha256(packed).hexdigest()
    assert reader.content_sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert reader.bytes_read == len(packed)


def test_several_packed_stretches_are_one_content(sources, packing):
    pack = PACKERS[packing]
    data, fault = read(sources.write(pack(CONTENT) + pack(b"more")), packing)
    assert (data, fault) == (CONTENT + b"more", "")


def test_a_packed_file_that_is_cut_keeps_what_came_before(sources, packing):
    packed = PACKERS[packing](CONTENT)
    records, faults = lines_of(sources, packed[: len(packed) * 3 // 4], packing)
    assert len(records) > len(LINES) / 2
    assert faults[-1] == "is missing, and what follows it: the packed data ends early"


def test_what_is_no_packed_data_behind_the_content_costs_next_to_nothing(sources, packing):
    records, faults = lines_of(sources, PACKERS[packing](CONTENT) + b"garbage, 20 bytes...", packing)
    assert len(records) >= len(LINES) - 20
    assert faults[-1] == "is missing, and what follows it: the packed data is damaged"


def test_zeros_behind_gzip_data_are_padding(sources):
    assert read(sources.write(PACKERS["gzip"](CONTENT) + bytes(512)), "gzip") == (CONTENT, "")


def test_a_wrong_checksum_is_told_and_the_content_kept(sources):
    packed = bytearray(PACKERS["gzip"](CONTENT))
    packed[-8] ^= 1
    records, faults = lines_of(sources, bytes(packed), "gzip")
    assert len(records) == len(LINES)
    assert faults == ["is missing, and what follows it: the packed data is damaged"]


def test_damage_in_the_middle_keeps_what_came_before(sources):
    packed = bytearray(PACKERS["gzip"](CONTENT))
    packed[len(packed) // 2 :: 7] = b"\xff" * len(packed[len(packed) // 2 :: 7])
    records, faults = lines_of(sources, bytes(packed), "gzip")
    assert len(records) > len(LINES) / 3
    assert faults


def test_the_whole_file_is_hashed_however_early_its_content_ends(sources, packing):
    packed = PACKERS[packing](CONTENT[:3000]) + RANDOM.randbytes(3 << 20)
    reader = Reader(sources.write(packed), Layout(Container.JSON_LINES, compression=packing))
    assert list(reader)
    assert reader.sha256 == hashlib.sha256(packed).hexdigest()


def test_content_that_grows_as_only_a_trap_does_is_refused(sources, packing, monkeypatch):
    monkeypatch.setattr(origin, "BOMB_BYTES", 1 << 20)
    path = sources.write(PACKERS[packing](bytes(8 << 20)), "trap")
    with pytest.raises(
        UserError, match=r"^'trap' grows to more than 500 times its size .* unpack it yourself"
    ):
        read(path, packing)


def test_one_record_again_and_again_is_no_trap(sources, packing, monkeypatch):
    monkeypatch.setattr(origin, "BOMB_BYTES", 1 << 20)
    same = b'{"text": "All work and no play makes for a dull data set, and a small file."}\n' * 100_000
    if packing == "zstd":  # which packs this a thousandfold: what would pass as gzip would not
        same = b"".join(b'{"n": %d, "text": "All work and no play."}\n' % n for n in range(100_000))
    assert read(sources.write(PACKERS[packing](same)), packing) == (same, "")


def test_a_disk_that_fails_is_a_fault_of_the_environment_not_damage(sources, packing, monkeypatch):
    file = Origin.on_disk(sources.write(PACKERS[packing](CONTENT)), packing)

    class Failing:
        def readinto(self, _buffer):
            raise OSError(5, "Input/output error")

        def close(self):
            pass

    whole, file._file._file = file._file._file, Failing()
    with pytest.raises(EnvironmentFault, match="Input/output error"):
        file.content.read(10)
    whole.close()
    file.close()


@given(cut=st.floats(0, 1), packing=st.sampled_from(list(PACKERS)))
def test_law_what_comes_of_a_cut_file_is_the_beginning_of_its_content(sources, cut, packing):
    packed = PACKERS[packing](CONTENT)
    data, fault = read(sources.write(packed[: int(len(packed) * cut)]), packing)
    assert CONTENT.startswith(data)
    assert fault or len(data) in (0, len(CONTENT))


@given(at=st.floats(0, 1), value=st.integers(0, 255), packing=st.sampled_from(list(PACKERS)))
def test_law_a_changed_byte_ends_in_content_or_a_fault(sources, at, value, packing):
    packed = bytearray(PACKERS[packing](CONTENT[:5000]))
    packed[min(int(at * len(packed)), len(packed) - 1)] = value
    read(sources.write(bytes(packed)), packing)
