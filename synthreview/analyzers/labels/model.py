"""What label a text gets, learned from texts with labels: logistic regression on vectors.

Every label given to a text counts with its share, so a split among people stays a split.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.texts import LabelledTexts
from synthreview.analyzers.learning import FOLDS, fold_of, logistic

_STRENGTH = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class LabelModel:
    """Chances of labels by text."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def chances(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """A row per text, a column per name; rows sum to 1."""
        logits = vectors @ self.weights.T + self.intercepts
        powers = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(powers / powers.sum(1, keepdims=True))


def fit(texts: LabelledTexts, which: NDArray[np.bool_] | None = None) -> LabelModel | None:
    """Learn from the texts (or those of them in ``which``); None where all have one and the same label."""
    names = texts.names()
    shares = texts.shares(names)
    vectors = texts.vectors
    if which is not None:
        shares, vectors = shares[which], vectors[which]
    rows, columns = np.nonzero(shares)
    if len(set(columns)) < 2:
        return None
    model = logistic(vectors[rows], columns, strength=_STRENGTH, weights=shares[rows, columns])
    weights, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one row of weights speaks for both classes
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.append(-intercepts, intercepts) / 2
    return LabelModel(tuple(names[column] for column in model.classes_), weights, intercepts)


def fit_folds(texts: LabelledTexts) -> tuple[LabelModel | None, ...]:
    """One model per fold, each learned from the other folds."""
    folds = fold_of(texts.hashes)
    return tuple(fit(texts, folds != fold) for fold in range(FOLDS))


def agreement(texts: LabelledTexts) -> tuple[float, float]:
    """How often the most likely label is the one people gave, on texts not learned from; and the most
    common label's share. Where the first is no larger, the text does not tell the label.
    """
    names = texts.names()
    shares = texts.shares(names)
    folds = fold_of(texts.hashes)
    right = np.zeros(len(texts))
    for fold, model in enumerate(fit_folds(texts)):
        here = folds == fold
        if model is None or not here.any():
            continue
        likeliest = [
            names.index(model.names[column]) for column in model.chances(texts.vectors[here]).argmax(1)
        ]
        right[here] = shares[here, likeliest]
    return float(right.mean()), float(shares.mean(0).max())
