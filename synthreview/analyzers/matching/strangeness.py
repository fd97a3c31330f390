"""How near an answer is to its question, and how often an answer that lies so far off is a swapped one.

Nearness of a pair: its cosine, in standard deviations above the cosines of the question with answers
picked at random, plus the same for the answer with questions picked at random; a general question or a
long answer, close to everything, gains nothing. Half the usual nearness of similar questions is taken
off: no poem is near the request for it.

Swapped pairs are made from the sample itself, by giving questions other answers, so it is known how near
they lie. Real pairs are a mixture of right ones and at most a share of swapped ones: twice the share of
real pairs that lie farther than the middle swapped one, if no right pair does (Storey 2002). The chance
that a pair is swapped is that share times the density of swapped pairs over the density of real ones at
its nearness; their ratio falls with nearness and is fitted as such (isotonic regression).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.sample import Rows, Sample

_KEPT = 50_000
"""Pairs that are kept to be looked through: 13 MB in the instant tier."""
_STEPS = 127
_SAMPLE, _NEIGHBOURHOOD = 1_000, 4_000
"""So many pairs tell what a random pair is like, and so many what is usual for a question."""
_NEIGHBOURS = 20
_LOCAL = 0.5
_SWAPS = (1, 7, 13)
"""Each question of the sample gets the answers so many places on."""
_BLOCK = 10_000
_TINY = 1e-6

Vectors = NDArray[np.float32]
Items = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Measures pairs against a sample of a data set's pairs."""

    items: Items
    questions: Vectors
    answers: Vectors
    near: Vectors
    """Of the sampled pairs, before what is usual is taken off."""

    @classmethod
    def among(cls, kept: Rows) -> Nearness:
        """The measure among these pairs."""
        some = slice(_NEIGHBOURHOOD)
        questions, answers = (_large(column[some]) for column in kept.columns)
        near = _above_random(questions, answers, questions, answers)
        return cls(kept.items[some], questions, answers, near)

    def __call__(self, items: Items, questions: Vectors, answers: Vectors) -> Vectors:
        """One number per pair (a row of either), larger where the answer is nearer, without bounds."""
        near = _above_random(questions, answers, self.questions, self.answers)
        return near - np.float32(_LOCAL) * self._usual(items, questions)

    def _usual(self, items: Items, questions: Vectors) -> Vectors:
        """The middle nearness of the sampled questions most like each question, but for itself."""
        cosines = questions @ self.questions.T
        cosines[items[:, None] == self.items] = -2
        count = min(_NEIGHBOURS, len(self.items) - 1)
        nearest = np.argpartition(-cosines, count, axis=1)[:, :count]
        return np.asarray(np.median(self.near[nearest], axis=1), np.float32)


def _above_random(questions: Vectors, answers: Vectors, some: Vectors, others: Vectors) -> Vectors:
    cosines = (questions * answers).sum(1)
    return _above(cosines, questions @ others[:_SAMPLE].T) + _above(cosines, answers @ some[:_SAMPLE].T)


def _above(cosines: Vectors, others: Vectors) -> Vectors:
    return np.asarray((cosines - others.mean(1)) / (others.std(1) + _TINY), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What is usual in a data set, and the chance of a swap by nearness."""

    nearness: Nearness
    share: float
    """At most so many pairs are swapped."""
    steps: NDArray[np.float64]
    chances: NDArray[np.float64]
    """The chance of a swap at each step of nearness."""
    kept: Rows

    def chance_of_a_swap(self, items: Items, questions: Vectors, answers: Vectors) -> NDArray[np.float64]:
        """For each pair, between 0 and 1; 0 where a side says nothing."""
        chance = np.interp(self.nearness(items, questions, answers), self.steps, self.chances)
        return np.where(questions.any(1) & answers.any(1), chance, 0.0)

    def closest_questions(self, items: Items, answers: Vectors) -> tuple[Items, Vectors]:
        """For each answer the item whose question is closest to it, its own apart, and their cosine."""
        found, best = np.zeros(len(items), np.int64), np.full(len(items), -2.0, np.float32)
        for start in range(0, len(self.kept), _BLOCK):
            others = self.kept.items[start : start + _BLOCK]
            cosines = answers @ _large(self.kept.columns[0][start : start + _BLOCK]).T
            cosines[items[:, None] == others] = -2
            places = cosines.argmax(1)
            closer = cosines[np.arange(len(items)), places]
            found = np.where(closer > best, others[places], found)
            best = np.maximum(closer, best)
        return found, best


def pairs(items: Sequence[int], texts: Iterable[str], questions: Vectors, answers: Vectors) -> Sample:
    """The pairs of one batch (a row of either), in a byte per number."""
    small = (np.asarray(np.round(vectors * _STEPS), np.int8) for vectors in (questions, answers))
    return Sample.of(_KEPT, items, texts, *small)


def _large(vectors: NDArray[np.int8]) -> Vectors:
    return vectors.astype(np.float32) / np.float32(_STEPS)


def background(sample: Sample) -> Background:
    """What is usual among these pairs."""
    from sklearn.isotonic import IsotonicRegression

    kept = sample.rows()
    nearness = Nearness.among(kept)
    items = nearness.items[:_SAMPLE]
    questions, answers = nearness.questions[:_SAMPLE], nearness.answers[:_SAMPLE]
    real = nearness(items, questions, answers)
    swapped = np.concatenate(
        [nearness(items, questions, np.roll(answers, -places, axis=0)) for places in _SWAPS]
    )
    share = min(1.0, 2 * float(np.mean(real < np.median(swapped))))
    is_swapped = np.repeat([0.0, 1.0], [len(real), len(swapped)])
    weights = np.repeat([1.0, 1 / len(_SWAPS)], [len(real), len(swapped)])
    fit = IsotonicRegression(increasing=False).fit(np.concatenate([real, swapped]), is_swapped, weights)
    ratio = fit.y_thresholds_ / np.maximum(1 - fit.y_thresholds_, _TINY)
    return Background(nearness, share, fit.X_thresholds_, np.clip(share * ratio, 0.0, 1.0), kept)
