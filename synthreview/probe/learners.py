"""The quick models of a probe: logistic regressions on texts, or on the difference of two answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.probe.representation import Representation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Learner = Callable[["Ints", "Ints", "Floats", "Ints"], "Floats"]
"""From examples (by place; one with a soft label comes several times), their classes and weights, and the
places in the holdout that are asked: the chance of each class (asked x classes)."""


@dataclass(frozen=True, slots=True, eq=False)
class TextClassifier:
    """Tells the class of a text (logistic regression, one weight vector a class)."""

    representation: Representation
    examples: Ints
    """The texts of the examples, by their places in the representation's pool."""
    holdout: Ints
    classes: int
    even: bool = True
    """Every class weighs the same in training, however frequent it is; else one that is rare is ignored."""

    def __call__(self, rows: Ints, classes: Ints, weights: Floats, asked: Ints) -> Floats:
        """See ``Learner``. A class without examples gets no chance; one class alone gets all of it."""
        import numpy as np

        from synthreview.analyzers.learning import logistic

        told = np.zeros((len(asked), self.classes))
        known = np.unique(classes)
        if len(known) == 1:
            told[:, known[0]] = 1.0
            return told
        weighed = weights * _even(classes, weights) if self.even else weights
        places, at = np.unique(self.examples[rows], return_inverse=True)
        fitted = self.representation.fit(places)
        model = logistic(fitted(places)[at], classes, strength=self.representation.strength, weights=weighed)
        told[:, known] = model.predict_proba(fitted(self.holdout[asked]))
        return told


@dataclass(frozen=True, slots=True, eq=False)
class RewardModel:
    """Tells which of two answers is preferred: P(a) = 1 / (1 + exp(w (x(b) - x(a)))).

    The model of Bradley and Terry (1952) with strengths that are linear in what is seen of the answers.

    Trained on every pair and its mirror image without an intercept, so that the side cannot matter. Classes
    are 0 (a) and 1 (b); ties teach nothing.
    """

    representation: Representation
    a: Ints
    b: Ints
    """The answers of the examples, by their places in the representation's pool."""
    holdout_a: Ints
    holdout_b: Ints

    def __call__(self, rows: Ints, classes: Ints, weights: Floats, asked: Ints) -> Floats:
        """See ``Learner``."""
        import numpy as np
        from scipy.sparse import issparse, vstack

        from synthreview.analyzers.learning import logistic

        decided = classes < 2
        rows, classes, weights = rows[decided], classes[decided], weights[decided]
        a, b = self.a[rows], self.b[rows]
        if not len(rows):
            return np.full((len(asked), 2), 0.5)
        fitted = self.representation.fit(np.union1d(a, b))
        apart = fitted(a) - fitted(b)
        both = vstack([apart, -apart]).tocsr() if issparse(apart) else np.concatenate([apart, -apart])
        won = np.concatenate([classes == 0, classes == 1])
        model = logistic(
            both, won, strength=self.representation.strength, weights=np.tile(weights, 2), intercept=False
        )
        tested = fitted(self.holdout_a[asked]) - fitted(self.holdout_b[asked])
        chance = model.predict_proba(tested)[:, 1]
        return np.stack([chance, 1 - chance], axis=1)


def _even(classes: Ints, weights: Floats) -> Floats:
    import numpy as np

    totals = np.bincount(classes, weights)
    return np.asarray(totals.sum() / (np.count_nonzero(totals) * totals[classes]))
