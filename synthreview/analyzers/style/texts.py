"""Bounded samples of a data set's texts, by who wrote them, and what is measured of them.

A text is kept by the smaller one of two hashes: its own and that of its prompt or source. So about half of a
sample is texts at random, and the other half those on prompts that the samples of other authors hold too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.sample import Rows, Sample, text_hash
from synthreview.analyzers.style.features import Floats, matrix
from synthreview.analyzers.style.words import count
from synthreview.domain import Item

MOST = 4_000
"""Texts that are kept of each author."""
KEPT = 2_000
"""Characters that are kept of a text."""
_LOW = np.uint64(0xFFFFFFFF)
_HIGH = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Written:
    """Samples of the texts of a data set, by author; and how many texts there are of each."""

    people: Sample
    model: Sample
    unnamed: Sample
    """Nobody is named: people in a reference, the model elsewhere."""
    counts: tuple[int, int, int]

    @classmethod
    def of(cls, batch: Sequence[Item]) -> Written:
        """The texts of one batch that have words."""
        groups: tuple[list[Item], ...] = ([], [], [])
        for item in batch:
            if not item.text("text").isspace() and item.text("text"):
                groups[author(item)].append(item)
        samples = tuple(map(_sampled, groups))
        return cls(samples[0], samples[1], samples[2], (len(groups[0]), len(groups[1]), len(groups[2])))

    def __add__(self, other: Written) -> Written:
        people, model, unnamed = (one + two for one, two in zip(self.counts, other.counts, strict=True))
        return Written(
            self.people + other.people,
            self.model + other.model,
            self.unnamed + other.unnamed,
            (people, model, unnamed),
        )


PEOPLE, MODEL, UNNAMED = range(3)


def author(item: Item) -> int:
    """Who is said to have written an item's text."""
    name = item.text("author").strip().casefold()
    return UNNAMED if not name else PEOPLE if name == "human" else MODEL


def by_people(item: Item) -> bool:
    """Whether an item of a data set under review is said to be written by a person."""
    return author(item) == PEOPLE


def _sampled(items: list[Item]) -> Sample:
    texts = np.empty(len(items), object)
    texts[:] = [item.text("text")[:KEPT] for item in items]
    words = np.array([count(item.text("text")) for item in items], np.int64)
    topics = np.array([_topic(item) for item in items], np.uint64)
    own = np.array([text_hash(item.text("text")) for item in items], np.uint64)
    first = np.where(topics == 0, own, np.minimum(own, topics)) >> _HIGH
    keys = (first << _HIGH) | (own & _LOW)
    ids = np.array([item.id for item in items], np.int64)
    return Sample(MOST, (Rows(ids, keys, (texts, words, topics)),) if items else ())


def _topic(item: Item) -> int:
    """The hash of what the text is about: its source, or else its prompt; 0 where there is neither."""
    said = item.text("source_text").split() or item.text("prompt").split()
    return text_hash(" ".join(said).casefold()) if said else 0


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts of one author, each once, with their numbers."""

    texts: NDArray[Any]
    words: NDArray[np.int64]
    topics: NDArray[np.uint64]
    embed: Callable[[Sequence[str]], NDArray[np.float32]]

    def __len__(self) -> int:
        return len(self.texts)

    @classmethod
    def among(cls, samples: Sequence[Sample], embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> Texts:
        """The texts of some samples; of copies, the first one."""
        rows = [sample.rows() for sample in samples if len(sample)]
        if not rows:
            nothing = np.empty(0, object), np.empty(0, np.int64), np.empty(0, np.uint64)
            return cls(*nothing, embed)
        texts, words, topics = (np.concatenate(each) for each in zip(*(r.columns for r in rows), strict=True))
        keys, items = (np.concatenate([getattr(r, name) for r in rows]) for name in ("hashes", "items"))
        first: dict[str, int] = {}
        for place in np.lexsort((items, keys)).tolist():
            first.setdefault(texts[place], place)
        kept = np.fromiter(first.values(), np.int64, len(first))[:MOST]
        return cls(texts[kept], words[kept], topics[kept], embed)

    def at(self, places: NDArray[np.int64]) -> Texts:
        """Some of the texts; what was measured is kept."""
        some = Texts(self.texts[places], self.words[places], self.topics[places], self.embed)
        for name in ("features", "vectors"):
            if name in self.__dict__:
                some.__dict__[name] = getattr(self, name)[places]
        return some

    @cached_property
    def log_words(self) -> Floats:
        """The natural logarithm of how many words a text has."""
        return np.log(np.maximum(self.words, 1).astype(np.float64))

    @cached_property
    def features(self) -> Floats:
        """`FEATURES`, a row a text."""
        return matrix(self.texts.tolist())

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """Meanings as rows of length 1."""
        return self.embed(self.texts.tolist())
