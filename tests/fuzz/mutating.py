"""Damage to bytes, drawn from a source of chance: what disks, networks, editors and ill will do to files."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.target import DEEPS, JSON_WORDS

LONGEST = 1 << 20
"""Bytes of a case, but for what is put in many times."""
_SIZES = (
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    1 << 40,
    (1 << 63) - 1,
    (1 << 64) - 1,
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = (
    b"-1",
    b"0",
    b"1e400",
    b"-1e-400",
    b"NaN",
    b"9" * 25,
    b"9" * 4400,
    b"0x10",
    b"1.",
    b"-",
    b"1e5",
    b"true",
)
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-8-sig",
    "cp1252",
    "gb18030",
    "cp932",
    "euc_jp",
    "utf-7",
)

Change = Callable[[Random, bytearray, Sequence[bytes], Sequence[bytes]], bytearray]


def mutated(rng: Random, seeds: Sequence[bytes], words: Sequence[bytes] = JSON_WORDS) -> bytes:
    """A seed with one to eight changes."""
    data = bytearray(rng.choice(seeds))
    for _ in range(1 + min(int(rng.expovariate(0.5)), 7)):
        data = rng.choice(CHANGES)(rng, data, seeds, words)
        del data[LONGEST:]
    if rng.random() < 0.02:
        data = _deep(rng, data)
    return bytes(data)


def damaged(rng: Random, data: bytes) -> bytes:
    """Packed bytes with one or two changes that know nothing of what is packed."""
    held = bytearray(data)
    for _ in range(rng.randint(1, 2)):
        held = rng.choice((_flip, _flip, _cut, _end, _double, _size, _size, _zero))(rng, held, (data,), ())
    return bytes(held)


def _place(rng: Random, data: bytearray) -> int:
    return rng.randint(0, len(data))


def _stretch(rng: Random, data: bytearray) -> slice:
    start = _place(rng, data)
    return slice(start, start + 1 + int(rng.expovariate(1 / rng.choice((2, 30, 500)))))


def _flip(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    for _ in range(rng.choice((1, 1, 1, 4, 20)) if data else 0):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def _byte(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)
    return data


def _cut(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    del data[_stretch(rng, data)]
    return data


def _end(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    del data[_place(rng, data) :]
    return data


def _begin(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    del data[: _stretch(rng, data).start]
    return data


def _double(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    part = bytes(data[_stretch(rng, data)])
    place = _place(rng, data)
    data[place:place] = part * rng.choice((1, 1, 2, 5, 60))
    return data


def _splice(rng: Random, data: bytearray, seeds: Sequence[bytes], _: Sequence[bytes]) -> bytearray:
    other = bytearray(rng.choice(seeds))
    place = _place(rng, data)
    data[place : place + rng.choice((0, 0, 50))] = other[_stretch(rng, other)]
    return data


def _swap(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    a, b, c = sorted(_place(rng, data) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def _word(rng: Random, data: bytearray, _: Sequence[bytes], words: Sequence[bytes]) -> bytearray:
    for _ in range(rng.choice((1, 1, 2, 6)) if words else 0):
        place = _place(rng, data)
        data[place : place + rng.choice((0, 0, 1, 4))] = rng.choice(words)
    return data


def _number(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    found = list(_NUMBER.finditer(bytes(data[:LONGEST])))
    if found:
        match = rng.choice(found)
        data[match.start() : match.end()] = rng.choice(_NUMBERS)
    return data


def _size(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    """A number that some format may take for a size or a count, another one."""
    width, order = rng.choice("BHIQ"), rng.choice("<>")
    size = struct.calcsize(width)
    if len(data) >= size:
        value = rng.choice(_SIZES) & ((1 << 8 * size) - 1)
        near = rng.random() < 0.4  # what tells of the whole usually stands at an end
        at = rng.randint(max(0, len(data) - 64), len(data) - size) if near and len(data) > 64 else None
        struct.pack_into(order + width, data, rng.randint(0, len(data) - size) if at is None else at, value)
    return data


def _zero(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    part = _stretch(rng, data)
    data[part] = bytes(len(data[part]))
    return data


def _newlines(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    new = rng.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b"", b"\x0b", b"\n \t"))
    return data.replace(b"\n", new, rng.choice((-1, 1, 3)))


def _encoding(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    text = data.decode("utf-8", "replace")
    return bytearray(text.encode(rng.choice(_ENCODINGS), "replace"))


def _mark(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    data[:0] = rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b" \n" * 50, b"\0"))
    return data


def _case(rng: Random, data: bytearray, *_: Sequence[bytes]) -> bytearray:
    part = _stretch(rng, data)
    data[part] = data[part].swapcase()
    return data


def _deep(rng: Random, data: bytearray) -> bytearray:
    place, times = _place(rng, data), rng.choice((100, 990, 1_100, 20_000, 300_000))
    data[place:place] = rng.choice(DEEPS) * times
    return data


CHANGES: tuple[Change, ...] = (
    *(_flip, _byte, _cut, _cut, _end, _begin, _double, _double, _splice, _splice, _swap, _word, _word, _word),
    *(_number, _size, _zero, _newlines, _encoding, _mark, _case),
)
