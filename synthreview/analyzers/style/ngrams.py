"""Word sequences that many texts share: those of five words are counted, then grown while frequent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style.words import tokens

SHORTEST, LONGEST = 5, 8
_MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A sequence of words, and the texts that hold it."""

    words: tuple[str, ...]
    start: int
    """Where it stands first, among all words of the texts."""
    carriers: Places


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts as one row of numbers, a number for each word."""

    numbered: dict[str, int]
    numbers: NDArray[np.uint64]
    text_of: Places
    """Of each word, which text it stands in."""
    texts: int

    @classmethod
    def of(cls, texts: Sequence[str], numbered: dict[str, int] | None = None) -> Corpus:
        """The texts; with ``numbered``, words have the numbers they have in another corpus."""
        known = {} if numbered is None else numbered
        said = [tokens(text) for text in texts]
        flat = [known.setdefault(token, len(known)) for each in said for token in each]
        text_of = np.repeat(np.arange(len(said)), [len(each) for each in said])
        return cls(known, np.array(flat, np.uint64), text_of.astype(np.int64), len(said))

    def positions(self) -> int:
        """How many sequences of the shortest length there are."""
        return len(self._starts(SHORTEST))

    def shared(self, fewest: int) -> Iterator[Shared]:
        """Sequences of 5 to 8 words in at least so many texts."""
        names = list(self.numbered)
        starts = self._starts(SHORTEST)
        for length in range(SHORTEST, LONGEST + 1):
            found = _Counted.of(self._keys(starts, length), self.text_of[starts], self.texts)
            for place in np.flatnonzero(found.counts >= fewest).tolist():
                start = int(starts[found.first[place]])
                words = tuple(names[number] for number in self.numbers[start : start + length].tolist())
                yield Shared(words, start, found.carriers(place))
            starts = starts[found.counts[found.inverse] >= fewest]
            starts = starts[starts + length < len(self.numbers)]
            starts = starts[self.text_of[starts] == self.text_of[starts + length]]
            if not len(starts):
                return

    def rests(self, fewest: int) -> list[str]:
        """What is left of each text without the words of sequences that so many texts share."""
        starts = self._starts(SHORTEST)
        found = _Counted.of(self._keys(starts, SHORTEST), self.text_of[starts], self.texts)
        often = starts[found.counts[found.inverse] >= fewest]
        own = np.ones(len(self.numbers), np.bool_)
        for offset in range(SHORTEST):
            own[often + offset] = False
        names = list(self.numbered)
        rests: list[list[str]] = [[] for _ in range(self.texts)]
        for number, text in zip(self.numbers[own].tolist(), self.text_of[own].tolist(), strict=True):
            rests[text].append(names[number])
        return [" ".join(rest) for rest in rests]

    def counts(self, sequences: Iterable[Sequence[str]]) -> list[int]:
        """How many texts hold each sequence of words."""
        order = np.argsort(self.numbers, kind="stable")
        ordered = self.numbers[order]
        return [self._count(sequence, order, ordered) for sequence in sequences]

    def _count(self, sequence: Sequence[str], order: Places, ordered: NDArray[np.uint64]) -> int:
        numbers = [self.numbered.get(word) for word in sequence]
        first = numbers[0]
        if first is None or None in numbers:
            return 0
        low, high = np.searchsorted(ordered, first, "left"), np.searchsorted(ordered, first, "right")
        starts = order[low:high]
        starts = starts[starts + len(numbers) <= len(self.numbers)]
        for offset, number in enumerate(numbers):
            starts = starts[self.numbers[starts + offset] == number]
        starts = starts[self.text_of[starts] == self.text_of[starts + len(numbers) - 1]]
        return len(np.unique(self.text_of[starts]))

    def _starts(self, length: int) -> Places:
        """Where sequences of a length start, inside one text."""
        starts = np.arange(max(len(self.numbers) - length + 1, 0))
        return np.asarray(starts[self.text_of[starts] == self.text_of[starts + length - 1]], np.int64)

    def _keys(self, starts: Places, length: int) -> NDArray[np.uint64]:
        keys = np.zeros(len(starts), np.uint64)
        for offset in range(length):
            keys = (keys ^ self.numbers[starts + offset]) * _MIX
            keys ^= keys >> _SHIFT
        return keys


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """Sequences by number: in how many texts each is, and where."""

    first: NDArray[np.intp]
    inverse: NDArray[np.intp]
    pairs: Places
    """Of each sequence and text that holds it: both in one number."""
    counts: NDArray[np.intp]
    texts: int

    @classmethod
    def of(cls, keys: NDArray[np.uint64], text_of: Places, texts: int) -> _Counted:
        unique, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        pairs = np.unique(inverse.astype(np.int64) * max(texts, 1) + text_of)
        counts = np.bincount(pairs // max(texts, 1), minlength=len(unique))
        return cls(first, inverse, pairs, counts, texts)

    def carriers(self, place: int) -> Places:
        low, high = np.searchsorted(self.pairs, (place * self.texts, (place + 1) * self.texts))
        return np.asarray(self.pairs[low:high] - place * self.texts, np.int64)
