"""Standing phrases: 5 to 8 words that many of a model's texts share, and people's do not.

A phrase that goes with one topic is no template: what else the texts that hold it say must be about as far
apart in meaning as texts are. What people say as often is taken off: the log odds ratio with an informative
Dirichlet prior (Monroe, Colaresi and Quinn 2008, doi:10.1093/pan/mpn018), per word written, must be more than
3 standard errors above 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style.effects import beyond_chance
from synthreview.analyzers.style.ngrams import SHORTEST, Corpus, Shared
from synthreview.analyzers.style.texts import Texts

SHARE, FEWEST = 0.005, 5
"""A phrase is in at least this share of the sampled texts, and in so many of them."""
FEWEST_PEOPLE = 100
"""With fewer texts by people, nothing is taken off."""
_MOST = 400
"""Phrases that are weighed, those in most texts first."""
_PRIOR = 0.1
"""What the prior is worth, as a share of all words; with less, phrases people never use are not clear."""
_CLEAR = 3.0
_APART = 0.7
"""Of the usual distance in meaning, so much must lie between texts that share a phrase."""
_SAME = 0.8
_OVERLAP = 3
_LONGER = 0.1
"""A phrase with one more word may be in a tenth fewer texts and still be told instead."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that many texts share."""

    words: tuple[str, ...]
    count: int
    total: int
    """In so many of so many sampled texts."""
    people: tuple[int, int] | None = None
    """The same of people's texts; None where they are too few."""
    z: float = 0.0
    """How many standard errors it is more frequent with the model than with people."""

    @property
    def text(self) -> str:
        """The phrase, in lower case and without signs."""
        return " ".join(self.words)

    @property
    def share(self) -> float:
        """Of the model's texts, those that hold it."""
        return self.count / self.total


def fewest_of(texts: int) -> int:
    """How many of so many texts must share a phrase."""
    return max(FEWEST, math.ceil(SHARE * texts))


def templates(model: Texts, people: Texts) -> tuple[Phrase, ...]:
    """Phrases of the model's texts, the most frequent first."""
    corpus = Corpus.of(model.texts.tolist())
    fewest = fewest_of(len(model))
    found = sorted(corpus.shared(fewest), key=_weight)[: 4 * _MOST]
    if not found:
        return ()
    found = _apart(found, corpus.rests(fewest), model)[:_MOST]
    phrases = [Phrase(each.words, len(each.carriers), len(model)) for each in found]
    if len(people) >= FEWEST_PEOPLE:
        phrases = _minus(phrases, corpus, people)
    kept = {phrase.words: phrase for phrase in phrases}
    distinct = _distinct([each for each in found if each.words in kept])
    return tuple(sorted((kept[words] for words in distinct), key=lambda each: (-each.count, each.words)))


def _weight(shared: Shared) -> tuple[float, int]:
    longer = 1 + _LONGER * (len(shared.words) - SHORTEST)
    return -len(shared.carriers) * longer, shared.start


def _apart(found: list[Shared], rests: Sequence[str], model: Texts) -> list[Shared]:
    """Phrases whose texts are about as far apart in the rest of what they say as all texts are."""
    vectors = model.embed(rests)
    says = np.abs(vectors).sum(axis=1) > 0
    least = _APART * _distance(vectors[says])
    return [each for each in found if _distance(vectors[each.carriers[says[each.carriers]]]) >= least]


def _distance(vectors: NDArray[np.float32]) -> float:
    """1 - the mean cosine of two of the rows; 0 where there are no two."""
    count = len(vectors)
    if count < 2:
        return 0.0
    total = vectors.sum(axis=0, dtype=np.float64)
    own = float((vectors.astype(np.float64) ** 2).sum())
    return 1.0 - (float(total @ total) - own) / (count * (count - 1))


def _minus(phrases: list[Phrase], corpus: Corpus, people: Texts) -> list[Phrase]:
    """Without the phrases that are about as common among people."""
    theirs = Corpus.of(people.texts.tolist(), dict(corpus.numbered))
    counts = theirs.counts(phrase.words for phrase in phrases)
    written = corpus.positions(), theirs.positions()
    compared = [
        Phrase(each.words, each.count, each.total, (other, len(people)), _z(each.count, other, *written))
        for each, other in zip(phrases, counts, strict=True)
    ]
    sure = beyond_chance([math.erfc(max(each.z, 0.0) / math.sqrt(2)) for each in compared])
    return [each for each, holds in zip(compared, sure, strict=True) if holds and each.z > _CLEAR]


def _z(count: int, other: int, written: int, other_written: int) -> float:
    """Log odds of a phrase per word written by the model and by people, in standard errors."""
    prior, everything = _PRIOR * (count + other), _PRIOR * (written + other_written)
    one, two = count + prior, other + prior
    odds = one / max(written + everything - one, 1.0)
    other_odds = two / max(other_written + everything - two, 1.0)
    return math.log(odds / other_odds) / math.sqrt(1 / one + 1 / two)


def _distinct(found: list[Shared]) -> list[tuple[str, ...]]:
    """Of phrases that overlap in the same texts, the first one; so a sentence is told once."""
    kept: list[tuple[tuple[str, ...], set[int]]] = []
    for each in found:
        carriers = set(each.carriers.tolist())
        told = any(
            _overlap(each.words, words) and len(carriers & others) >= _SAME * len(carriers)
            for words, others in kept
        )
        if not told:
            kept.append((each.words, carriers))
    return [words for words, _ in kept]


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two phrases have three or more words in a row in common."""
    runs = {other[at : at + _OVERLAP] for at in range(len(other) - _OVERLAP + 1)}
    return any(one[at : at + _OVERLAP] in runs for at in range(len(one) - _OVERLAP + 1))
