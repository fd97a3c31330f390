"""Texts that say the same in other words: how much nearer two texts are than their like usually are.

Nearness of a pair: twice its cosine, less what is usual for either text: the mean cosine of the texts
nearest to it, without the very nearest, which may be its paraphrases (Lample et al. 2018, arXiv:1710.04087,
section 2.3, there to find translations of words). Questions of one form are near each other without
saying the same; this takes their form off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.sample import Rows, Sample

KEPT = 50_000
"""Texts that are looked through: 20 MB."""
_AMONG = 4_000
"""Texts that tell what is usual."""
_NEAREST, _NEAR = 0.007, 0.04
"""The usual neighbours of a text: the nearest 4 in 100, but for the nearest 7 in 1,000."""
_PARAPHRASES = 5
"""Of few texts, so many of the nearest are not counted as usual neighbours: its paraphrases, and itself."""
_BLOCK = 2_000
_STEPS = 127

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier text that says the same: its item, the cosine, and how it begins."""

    item: int
    cosine: float
    nearness: float
    excerpt: str


@dataclass(frozen=True, slots=True, eq=False)
class Sayings:
    """A data set's texts (a row each) with what is usual for each of them."""

    kept: Rows
    usual: Vectors

    def nearest_before(
        self, items: Sequence[int], hashes: Iterable[int], vectors: Vectors
    ) -> Iterator[Likeness | None]:
        """For each text (a row) the most alike one of an earlier item; equal texts are passed over."""
        usual = usual_of(vectors, self._among())
        best = np.full(len(items), -4.0, np.float32)
        places = np.zeros(len(items), np.int64)
        cosines = np.zeros(len(items), np.float32)
        ids = np.array(items, np.int64)[:, None]
        own = np.array(list(hashes), np.uint64)[:, None]
        for start in range(0, len(self.kept), _BLOCK):
            block = slice(start, start + _BLOCK)
            cosine = vectors @ _large(self.kept.columns[0][block]).T
            near = 2 * cosine - usual[:, None] - self.usual[block]
            near[(self.kept.items[block] >= ids) | (self.kept.hashes[block] == own)] = -4
            column = near.argmax(1)
            row = np.arange(len(items))
            better = near[row, column] > best
            best = np.where(better, near[row, column], best)
            cosines = np.where(better, cosine[row, column], cosines)
            places = np.where(better, column + start, places)
        for place, cosine_, near_ in zip(places.tolist(), cosines.tolist(), best.tolist(), strict=True):
            item = int(self.kept.items[place])
            yield Likeness(item, cosine_, near_, str(self.kept.columns[1][place])) if near_ > -4 else None

    def _among(self) -> Vectors:
        return _large(self.kept.columns[0][:_AMONG])


def usual_of(vectors: Vectors, among: Vectors) -> Vectors:
    """What is usual for each text (a row) among others."""
    last = min(max(2 * _PARAPHRASES, round(_NEAR * len(among))), len(among) - 1)
    first = min(max(_PARAPHRASES, round(_NEAREST * len(among))), last - 1)
    found = np.zeros(len(vectors), np.float32)
    for start in range(0, len(vectors), _BLOCK):
        cosines = -(vectors[start : start + _BLOCK] @ among.T)
        cosines.partition((first, last), axis=1)
        found[start : start + _BLOCK] = -cosines[:, first:last].mean(1)
    return found


def sampled(items: Sequence[int], texts: Sequence[str], vectors: Vectors, excerpts: Sequence[str]) -> Sample:
    """The texts of one batch, a byte per number."""
    column = np.empty(len(items), object)
    column[:] = excerpts
    return Sample.of(KEPT, items, texts, np.asarray(np.round(vectors * _STEPS), np.int8), column)


def sayings(sample: Sample) -> Sayings:
    """A data set's texts, ready to be compared with."""
    kept = sample.rows()
    among = _large(kept.columns[0][:_AMONG])
    blocks = range(0, len(kept), _BLOCK)
    usual = [usual_of(_large(kept.columns[0][start : start + _BLOCK]), among) for start in blocks]
    return Sayings(kept, np.concatenate(usual))


def _large(vectors: NDArray[np.int8]) -> Vectors:
    return vectors.astype(np.float32) / np.float32(_STEPS)
