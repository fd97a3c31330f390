"""Phrases of so many words in a row, by hash; letter case and punctuation make no difference.

The texts of an item follow each other, so that a phrase may begin in a question and end in its answer.
Phrases are kept while there is room. Beyond, every second, fourth, eighth ... is, chosen by its hash.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from synthreview.analyzers.texts import texts
from synthreview.domain import Item

MOST = 2_000_000
"""Phrases that are kept: 32 MB."""
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_PLAIN = re.compile(r"\w+")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[\u0300-\u036f])*")
"""Letters with accents that may be characters of their own, or a stretch without spaces."""
_CACHE = 1 << 17
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(1)

Hashes = NDArray[np.uint64]
Items = NDArray[np.int64]
Places = NDArray[np.int64]


def spots(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text start and end.

    Without spaces, a word ends after characters of an even code: after every second, more or less, and at
    the same places in every copy.
    """
    for match in (_PLAIN if text.isascii() else _RUN).finditer(text):
        start, end = match.span()
        if _spaced(text[start]):
            yield start, end
            continue
        for place in range(start, end):
            if ord(text[place]) % 2 == 0 or place == end - 1:
                yield start, place + 1
                start = place + 1


def _spaced(letter: str) -> bool:
    return letter < "\u0e00" or re.match(f"[{_UNSPACED}]", letter) is None


def words_of(item: Item) -> Hashes:
    """The words of all texts of an item by hash; the lowest bit tells whether a word is a number."""
    found: list[int] = []
    for _, text in texts(item):
        words = _PLAIN.findall(text) if text.isascii() else [text[a:b] for a, b in spots(text)]
        found += map(_hash, words)
    return np.array(found, np.uint64)


@lru_cache(_CACHE)
def _hash(word: str) -> int:
    same = word if word.isascii() else unicodedata.normalize("NFKC", word)
    code = xxh3_64_intdigest(same.casefold().encode("utf-8", "surrogatepass"))
    return code | 1 if same.isdigit() else code & ~1


def stretches(item: Item, places: Places, length: int) -> list[tuple[str, int, int]]:
    """Where phrases stand that begin at these words: part, start and end, overlapping ones as one."""
    covered = np.zeros(int(places.max()) + length + 1, bool)
    for step in range(length):
        covered[places + step] = True
    found: list[tuple[str, int, int]] = []
    word = 0
    for part, text in texts(item):
        last = -2
        for start, end in spots(text):
            if word < len(covered) and covered[word]:
                if last == word - 1:
                    found[-1] = (part, found[-1][1], end)
                else:
                    found.append((part, start, end))
                last = word
            word += 1
    return found


def phrases(words: Hashes, owners: Places, length: int) -> tuple[Hashes, Places]:
    """The hashes of all phrases of the same owner, and the place of each one's first word.

    Phrases most words of which are numbers are left out: everybody counts alike.
    """
    count = len(words) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    hashes, numbers = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    for place in range(length):
        here = words[place : place + count]
        hashes = hashes * _FACTOR + here
        numbers += here & _ONE
    inside = np.flatnonzero((owners[:count] == owners[length - 1 :]) & (2 * numbers <= length))
    return _mixed(hashes[inside]), inside


def _mixed(hashes: Hashes) -> Hashes:
    """Every bit depends on every other: a sum of products leaves the lowest ones to the last words."""
    hashes = (hashes ^ (hashes >> np.uint64(32))) * _FACTOR
    return hashes ^ (hashes >> np.uint64(29))


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Phrases and the items they stand in, each pair once; in parts that are put together now and then."""

    parts: tuple[tuple[Hashes, Items], ...] = ()
    level: int = 0
    """Kept are hashes that begin with so many zeros."""

    @classmethod
    def of(cls, items: Sequence[int], words: Sequence[Hashes], length: int) -> Phrases:
        """The phrases of some items, by their words."""
        hashes, first = phrases(*together(words), length)
        if not len(hashes):
            return cls()
        owners = np.repeat(np.array(items, np.int64), [len(each) for each in words])[first]
        return cls((_once(hashes, owners),))

    def __len__(self) -> int:
        return sum(len(hashes) for hashes, _ in self.parts)

    def __add__(self, other: Phrases) -> Phrases:
        both = Phrases(self.parts + other.parts, max(self.level, other.level))
        return both.thinned() if len(both) > 2 * MOST else both

    def thinned(self) -> Phrases:
        """As many as there is room for, sorted by hash, then by item."""
        if not self.parts:
            return self
        hashes, items = (np.concatenate(column) for column in zip(*self.parts, strict=True))
        level = self.level
        while np.count_nonzero(chosen := is_kept(hashes, level)) > MOST:
            level += 1
        return Phrases((_once(hashes[chosen], items[chosen]),), level)


def together(words: Sequence[Hashes]) -> tuple[Hashes, Places]:
    """The words of several items one after the other, and whose each is: 0, 1, 2 ..."""
    owners = np.repeat(np.arange(len(words)), [len(each) for each in words])
    return np.concatenate([np.empty(0, np.uint64), *words]), owners


def is_kept(hashes: Hashes, level: int) -> NDArray[np.bool_]:
    """Which phrases are kept at a level."""
    return hashes <= np.uint64(2 ** (64 - level) - 1)


def _once(hashes: Hashes, items: Items) -> tuple[Hashes, Items]:
    """Each pair once, sorted."""
    order = np.lexsort((items, hashes))
    hashes, items = hashes[order], items[order]
    new = np.ones(len(hashes), bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (items[1:] != items[:-1])
    return hashes[new], items[new]
