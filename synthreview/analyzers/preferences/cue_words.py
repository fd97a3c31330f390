"""Words that win: which words stand in preferred answers rather than in those they were preferred to.

Only words that one of the two answers has count, and as preferred or not preferred, so it does not matter
which answer is A. The measure is the log odds ratio with an informative Dirichlet prior (Monroe, Colaresi and
Quinn 2008, doi:10.1093/pan/mpn018); its z is divided by the root of the design effect, because verdicts on
one prompt, often on the same answer, are not independent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.features import words
from synthreview.analyzers.preferences.pairs import Floats, Names, Pair, columns
from synthreview.analyzers.sample import Sample

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST = 20_000
"""Pairs whose words are kept."""
_MOST_WORDS = 200
"""Of an answer, the words it begins with; so a pair of long answers takes some kilobytes."""
_FEWEST_PAIRS = 10
_MOST_KNOWN = 20_000
"""Words that are counted: those in most pairs."""
_PRIOR = 500.0
"""Words the prior is worth."""
CLEAR = 3.0
"""Standard errors from which a word stands out among many."""
_FALSE_SHARE = 0.05


def sampled(pairs: Sequence[Pair]) -> Sample:
    """The words of the pairs of one batch, by pair; the columns of `columns`, and each side's own words."""
    texts = (f"{pair.prompt}\0" + "\0".join(sorted(pair.answers)) for pair in pairs)
    own = np.empty((len(pairs), 2), object)
    for place, pair in enumerate(pairs):
        one, other = (frozenset(words(text)[:_MOST_WORDS]) for text in pair.answers)
        own[place, 0], own[place, 1] = tuple(sorted(one - other)), tuple(sorted(other - one))
    return Sample.of(MOST, [pair.item for pair in pairs], texts, *columns(pairs), own)


def vocabulary(*sides: Names) -> tuple[str, ...]:
    """The words of enough pairs, sorted."""
    counts: Counter[str] = Counter()
    for own in sides:
        for said in own.ravel():
            counts.update(said)
    often = [word for word, count in counts.items() if count >= _FEWEST_PAIRS]
    often.sort(key=lambda word: (-counts[word], word))
    return tuple(sorted(often[:_MOST_KNOWN]))


def signs(own: Names, known: Sequence[str]) -> csr_matrix:
    """A row per pair, a column per word: 1 where only A has the word, -1 where only B has it."""
    from scipy.sparse import csr_matrix

    place = {word: at for at, word in enumerate(known)}
    found = [
        [
            (place[word], sign)
            for side, sign in zip(pair, (1, -1), strict=True)
            for word in side
            if word in place
        ]
        for pair in own
    ]
    starts = np.cumsum([0, *map(len, found)])
    flat = np.array([cell for row in found for cell in row], np.int32).reshape(-1, 2)
    return csr_matrix((flat[:, 1].astype(np.float64), flat[:, 0], starts), shape=(len(found), len(known)))


@dataclass(frozen=True, slots=True, eq=False)
class LogOdds:
    """Of each word: the log odds ratio, its variance, and how many pairs it won and lost."""

    delta: Floats
    variance: Floats
    won: Floats
    lost: Floats

    @property
    def z(self) -> Floats:
        """How many standard errors each word is from winning as often as words do."""
        return np.asarray(self.delta / np.sqrt(self.variance))

    def __sub__(self, other: LogOdds) -> LogOdds:
        return LogOdds(self.delta - other.delta, self.variance + other.variance, self.won, self.lost)


def log_odds(found: csr_matrix, a_won: NDArray[np.bool_], clusters: NDArray[np.uint64]) -> LogOdds:
    """The log odds of each word of `signs` over decided verdicts."""
    from scipy.sparse import csr_matrix

    signed = csr_matrix(found.multiply(np.where(a_won, 1.0, -1.0)[:, None]))
    total, net = (np.asarray(matrix.sum(axis=0)).ravel() for matrix in (abs(signed), signed))
    won, lost = (total + net) / 2, (total - net) / 2
    every = max(total.sum(), 1.0)
    prior = np.maximum(_PRIOR * total / every, 1e-9)
    all_won, all_lost = won.sum() + _PRIOR, lost.sum() + _PRIOR
    delta = np.log((won + prior) / (all_won - won - prior)) - np.log(
        (lost + prior) / (all_lost - lost - prior)
    )
    variance = 1 / (won + prior) + 1 / (lost + prior)
    place = np.unique(clusters, return_inverse=True)[1]
    ones = np.ones(len(place))
    by_cluster = csr_matrix((ones, (place, np.arange(len(place))))) @ signed
    effect = np.asarray(by_cluster.multiply(by_cluster).sum(axis=0)).ravel() / np.maximum(total, 1.0)
    return LogOdds(delta, variance * np.maximum(effect, 1.0), won, lost)


def clear(found: LogOdds, known: Sequence[str], most: int = 20) -> list[dict[str, Any]]:
    """Words that stand out: |z| above 3, and at a false discovery rate of 5 % (Benjamini and Hochberg)."""
    from scipy.special import ndtr

    seen = np.flatnonzero(found.won + found.lost >= _FEWEST_PAIRS)
    z = found.z[seen]
    p = 2 * ndtr(-np.abs(z))
    order = np.lexsort((seen, p))
    passing = np.flatnonzero(p[order] <= _FALSE_SHARE * (np.arange(len(p)) + 1) / max(len(p), 1))
    kept = order[: int(passing.max(initial=-1)) + 1]
    kept = kept[np.abs(z[kept]) > CLEAR][:most]
    return [
        {
            "word": known[seen[at]],
            "z": round(float(z[at]), 2),
            "won": int(found.won[seen[at]]),
            "lost": int(found.lost[seen[at]]),
        }
        for at in kept.tolist()
    ]
