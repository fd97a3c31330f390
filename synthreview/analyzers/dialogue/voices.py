"""How two roles sound, learned from a data set itself, and how likely a turn is the other role's.

Each turn is judged by a model that did not see its conversation. A model of roles learned from roles,
some of which are wrong, is sure of the wrong ones only as often as it is right about flips plus as it
errs; both are told apart by a model of label noise (``Noise``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.dialogue.features import CONTEXT, STYLE, TERMS, Scale, terms_of
from synthreview.analyzers.dialogue.talks import Talk
from synthreview.analyzers.learning import FOLDS, logistic
from synthreview.translation import tr

_STRENGTH = 3.0
_RARE, _STEEP = np.linspace(0.001, 0.2, 100), np.geomspace(0.3, 4.0, 30)
_EXPECTED, _WORTH = 0.03, 50
"""CAMEL's share of flips (Das et al. 2024), and how many turns that expectation weighs."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A share of turns carries the wrong role; of the others, margins err as a logistic curve says."""

    share: float
    slope: float

    @classmethod
    def of(cls, margins: NDArray[np.float64]) -> Noise:
        """The most likely noise behind out-of-fold margins (above 0: the turn sounds like its role).

        P(margin's sign agrees | its size) = share + (1 - 2 share) * logistic(slope * size).
        """
        sizes, agrees = np.abs(margins), margins > 0
        best = (-np.inf, _EXPECTED, 1.0)
        for slope in _STEEP:
            sure = _logistic(slope * sizes)
            for share in _RARE:
                chances = share + (1 - 2 * share) * sure
                fit = np.log(np.where(agrees, chances, 1 - chances)).sum()
                fit += _WORTH * (_EXPECTED * np.log(share) + (1 - _EXPECTED) * np.log1p(-share))
                best = max(best, (float(fit), float(share), float(slope)))
        return cls(best[1], best[2])

    def flipped(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance that a turn is the other role's, by its margin."""
        other = _logistic(-self.slope * margins)
        wrong = self.share * other
        return np.asarray(wrong / (wrong + (1 - self.share) * (1 - other)))


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -50, 50))))


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Two roles by name and one model per fold; weights above 0 speak for the second role."""

    roles: tuple[str, str]
    scale: Scale
    weights: NDArray[np.float32]
    """A row per fold: a column per term, per style and per context feature."""
    intercepts: NDArray[np.float64]
    auroc: float
    """How well turns that were not learned from are told apart."""
    noise: Noise

    def margins(self, keys: Sequence[int], talks: Sequence[Talk]) -> NDArray[np.float64]:
        """By how much each turn, conversation by conversation, sounds like its role (logits)."""
        rows = self.scale.rows([[text for _, text in talk] for talk in talks])
        folds = np.repeat([key % FOLDS for key in keys], [len(talk) for talk in talks])
        every = rows @ self.weights.T + self.intercepts
        return np.asarray(every[np.arange(len(folds)), folds] * _signs(talks, self.roles))

    def telling(self, key: int, talk: Talk, place: int, most: int = 3) -> list[str]:
        """What in a turn speaks most for the other role: its terms and features in words."""
        row = self.scale.rows([[text for _, text in talk]])[place]
        role, text = talk[place]
        sign = 1.0 if role == self.roles[0] else -1.0
        values = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        names = {term: column for term, column in terms_of(text) if term.replace(" ", "").isalnum()}
        for column, (more, less) in enumerate((*STYLE, *CONTEXT), start=TERMS):
            names[more if values.get(column, 0.0) > 0 else less] = column
        weights = self.weights[key % FOLDS]
        pulls = {name: sign * weights[column] * values.get(column, 0.0) for name, column in names.items()}
        ranked = sorted(pulls, key=lambda name: (-pulls[name], name))
        return [_said(name, names[name]) for name in ranked if pulls[name] > 0][:most]


def _said(name: str, column: int) -> str:
    """A term as it stands in the turn, a feature in words."""
    return name if column < TERMS else tr(name)


def _signs(talks: Sequence[Talk], roles: tuple[str, str]) -> NDArray[np.float64]:
    return np.array([1.0 if role == roles[1] else -1.0 for talk in talks for role, _ in talk])


def learn(roles: tuple[str, str], keyed: Sequence[tuple[int, Talk]]) -> Voices | None:
    """Learn from conversations by their hashes; None where all of a role are in one fold."""
    from sklearn.metrics import roc_auc_score

    keys, talks = [key for key, _ in keyed], [talk for _, talk in keyed]
    texts = [[text for _, text in talk] for talk in talks]
    scale = Scale.of(texts)
    rows = scale.rows(texts)
    second = _signs(talks, roles) > 0
    folds = np.repeat([key % FOLDS for key in keys], [len(talk) for talk in talks])
    weights, intercepts = np.zeros((FOLDS, rows.shape[1]), np.float32), np.zeros(FOLDS)
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
    rows = rows[:, used]
    logits = np.zeros(len(second))
    for fold in range(FOLDS):
        here = folds == fold
        if len(set(second[~here].tolist())) < 2:
            return None
        model = logistic(rows[~here], second[~here], strength=_STRENGTH, solver="liblinear")
        weights[fold, used], intercepts[fold] = model.coef_[0], model.intercept_[0]
        logits[here] = rows[here] @ weights[fold, used] + intercepts[fold]
    auroc = float(roc_auc_score(second, logits))
    return Voices(roles, scale, weights, intercepts, auroc, Noise.of(np.where(second, logits, -logits)))
