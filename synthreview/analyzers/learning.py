"""Linear models that analyzers learn from a data set itself, and the folds they are judged by."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
_STEPS = 300


def fold_of(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Which fold a text belongs to, by its hash: copies of a text share it."""
    return np.asarray(hashes % np.uint64(FOLDS), np.int64)


def logistic(
    rows: Any,
    classes: NDArray[Any],
    *,
    strength: float,
    solver: str = "lbfgs",
    weights: NDArray[np.float64] | None = None,
    intercept: bool = True,
) -> Any:
    """A fitted logistic regression of scikit-learn; a smaller ``strength`` draws its weights closer to 0."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    model = LogisticRegression(C=strength, max_iter=_STEPS, solver=solver, fit_intercept=intercept)
    # A small data set is learned from in the window's own process, whose threads would wait for each other.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # close is good enough for a rank
        return model.fit(rows, classes, sample_weight=weights)
