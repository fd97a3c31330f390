"""How well a data set's model texts and people's can be told apart as two groups.

A logistic regression is learned from pairs of equal length and judged by texts it did not see (AUROC). It is
a number about the data set; what it thinks of one text is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.learning import FOLDS, fold_of, logistic
from synthreview.analyzers.sample import text_hash
from synthreview.analyzers.style.effects import Draws, delta, resampled
from synthreview.analyzers.style.features import Floats
from synthreview.analyzers.style.matching import Pairs
from synthreview.analyzers.style.texts import Texts

FEWEST = 100
MOST = 2_000
_WIDTH = 2**15
_STEEP = 3.0
"""Standard deviations at which a number is cut off."""
_LIGHT = 0.1
"""A deviation of a number counts as much as a word that stands in a text of a hundred others."""
_FEWEST_TOPICS = 20
_MOST_OF_A_TOPIC = 0.2

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Separation:
    """AUROCs, each with its 95 % interval as (value, low, high), on pairs that were not learned from."""

    style: tuple[float, float, float]
    words: tuple[float, float, float]
    both: tuple[float, float, float]
    pairs: int


def separation(pairs: Pairs, which: NDArray[np.bool_]) -> Separation | None:
    """By the features in ``which``, by words and by both; None where there are too few pairs."""
    from scipy.sparse import csr_matrix, hstack

    if len(pairs) < FEWEST:
        return None
    some = np.sort(_spread(len(pairs)))
    model, people = pairs.model.at(some), pairs.people.at(some)
    folds = np.concatenate([_folds(side) for side in (model, people)])
    style = _standardized(np.concatenate([model.features, people.features])[:, which])
    words = _hashed([*model.texts.tolist(), *people.texts.tolist()])
    both = hstack([csr_matrix(_LIGHT * style), words]).tocsr()
    rows = ((style, 1.0), (words, 10.0), (both, 10.0))
    draws = resampled(pairs.together()[some])
    found = [_auroc(_held_out(folds, each, strength), draws) for each, strength in rows]
    return Separation(found[0], found[1], found[2], len(some))


def _spread(count: int) -> NDArray[np.int64]:
    """Up to `MOST` places out of ``count``, at even distances."""
    return np.unique(np.linspace(0, count - 1, min(count, MOST)).astype(np.int64))


def _folds(side: Texts) -> NDArray[np.int64]:
    """The fold of each text: texts on one prompt share it, where there are enough prompts.

    Texts that were paired for their likeness do not: where each is judged without the other, whoever has a
    twin of their own group is always told right.
    """
    names, counts = np.unique(side.topics, return_counts=True)
    own = np.array([text_hash(text) for text in side.texts], np.uint64)
    if len(names) < _FEWEST_TOPICS or counts[names != 0].max(initial=0) > _MOST_OF_A_TOPIC * len(side):
        return fold_of(own)
    return fold_of(np.where(side.topics == 0, own, side.topics))


def _held_out(folds: NDArray[np.int64], rows: Any, strength: float) -> Scores:
    """What each text scores by a model that was learned from texts in other folds."""
    wrote = np.repeat([1, 0], len(folds) // 2)
    scores = np.zeros(len(folds))
    for fold in range(FOLDS):
        held = folds == fold
        if not held.any() or len(np.unique(wrote[~held])) < 2:
            continue
        model = logistic(rows[~held], wrote[~held], strength=strength, solver="liblinear")
        scores[held] = model.decision_function(rows[held])
    return scores


def _auroc(scores: Scores, draws: Draws) -> tuple[float, float, float]:
    half = len(scores) // 2
    found = delta(scores[:half], scores[half:], draws)
    if found is None:
        return 0.5, 0.0, 1.0
    return (found.value + 1) / 2, (found.low + 1) / 2, (found.high + 1) / 2


def _standardized(features: Floats) -> Floats:
    """Columns with mean 0 and deviation 1; what is not known is 0."""
    known = np.where(np.isfinite(features), features, np.nan)
    count = np.isfinite(known).sum(axis=0)
    middle = np.nansum(known, axis=0) / np.maximum(count, 1)
    spread = np.sqrt(np.nansum((known - middle) ** 2, axis=0) / np.maximum(count, 1))
    scaled = np.nan_to_num((known - middle) / np.where(spread > 0, spread, 1.0))
    return np.asarray(np.clip(scaled, -_STEEP, _STEEP), np.float64)


def _hashed(texts: list[str]) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        n_features=_WIDTH,
        ngram_range=(1, 2),
        alternate_sign=False,
        token_pattern=r"(?u)\w+|[^\w\s]",  # noqa: S106 - words and signs
    ).transform([text.encode("utf-8", "replace").decode() for text in texts])
