"""How contested a text is among people, learned from texts that several people labelled.

Ridge regression of a text's label shares on its vector (Hoerl & Kennard 1970) gives the shares to be
expected, and these the chance that two people would give different labels, 1 - sum of p squared. Whether that
chance tells split texts from others is measured on texts not learned from. The chance ranks; what it means is
read off those texts by isotonic regression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.texts import LabelledTexts
from synthreview.analyzers.learning import FOLDS, fold_of
from synthreview.analyzers.sample import Sample

ENOUGH, ENOUGH_EACH = 100, 20
"""Texts it takes to learn from, and of either kind: split and of one mind."""
BETTER_THAN_CHANCE = 0.6
"""The lower bound of the AUROC must be above this before anything is said of a single text."""
_MOST_CONTESTED = 0.9
"""Of the texts people labelled, the tenth with the highest chance sets the bar."""
_PENALTY = 10.0
"""Between 1 and 30 the AUROC changed by .01 at most on hate speech labelled by three people each."""
_Z = 1.96

Floats = NDArray[np.float64]
Shares = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Told:
    """How often a split text is rated above one that people agree on; .5 is chance. With 95 % interval."""

    auroc: float
    low: float
    high: float

    @property
    def predictable(self) -> bool:
        """Whether anything may be said of single texts."""
        return self.low > BETTER_THAN_CHANCE


@dataclass(frozen=True, slots=True, eq=False)
class ShareModel:
    """The shares of labels to be expected for a text."""

    centre: Floats
    weights: Floats
    common: Floats
    """The shares over all texts."""

    def disagreement(self, vectors: NDArray[np.float32]) -> Floats:
        """The chance that two people would give different labels, text by text."""
        shares = np.clip((vectors - self.centre) @ self.weights + self.common, 0, 1)
        total = shares.sum(1, keepdims=True)  # 0 only where every share was below 0
        shares = np.where(total > 0, shares / np.where(total > 0, total, 1), self.common)
        return np.asarray(1 - (shares**2).sum(1))


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """What is known of people's disagreement, and how far it can be told from the text."""

    texts: LabelledTexts
    """Those that several people labelled."""
    model: ShareModel
    told: Told
    bar: float
    """From this chance on a text counts among the most contested."""
    chances: Floats
    """Chances in rising order, and ..."""
    dissenters: Floats
    """... the share of people outside the majority at each."""

    def dissent(self, chances: Floats) -> Floats:
        """The share of people who would disagree with the majority, for chances of disagreement."""
        return np.asarray(np.interp(chances, self.chances, self.dissenters))

    def seen(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which texts several people labelled themselves."""
        return np.isin(hashes, self.texts.hashes)


def by_several(sample: Sample) -> LabelledTexts | None:
    """The texts that got two labels or more, in one record or in several; None where there are none."""
    if not len(sample):
        return None
    every = LabelledTexts.among(sample)
    which = np.array([given.total() > 1 for given in every.labels])
    places = np.flatnonzero(which).tolist()
    labels = tuple(every.labels[place] for place in places)
    excerpts = tuple(every.excerpts[place] for place in places)
    return LabelledTexts(every.items[which], every.hashes[which], every.vectors[which], labels, excerpts)


def split(texts: LabelledTexts) -> NDArray[np.bool_]:
    """Over which texts people gave more than one label."""
    return np.array([len(given) > 1 for given in texts.labels], np.bool_)


def learn(texts: LabelledTexts) -> Contest | None:
    """What the texts tell of disagreement; None where too few are split, or too few are not."""
    is_split = split(texts)
    agreed = len(texts) - int(is_split.sum())
    if len(texts) < ENOUGH or min(agreed, int(is_split.sum())) < ENOUGH_EACH:
        return None
    shares = texts.shares(texts.names())
    folds = fold_of(texts.hashes)
    chances = np.zeros(len(texts))
    for fold in range(FOLDS):
        here = folds == fold
        chances[here] = _fit(texts.vectors[~here], shares[~here]).disagreement(texts.vectors[here])
    knots = _rising(chances, 1 - shares.max(1))
    bar = float(np.quantile(chances, _MOST_CONTESTED))
    return Contest(texts, _fit(texts.vectors, shares), told(chances, is_split), bar, *knots)


def told(scores: Floats, truth: NDArray[np.bool_]) -> Told:
    """AUROC with the interval of DeLong et al. 1988 (Biometrics 44:837); needs two of each kind."""
    from scipy.stats import rankdata

    first, second = scores[truth], scores[~truth]
    ranks = rankdata(np.concatenate([first, second]))
    above = (ranks[: len(first)] - rankdata(first)) / len(second)
    below = 1 - (ranks[len(first) :] - rankdata(second)) / len(first)
    auroc = float(above.mean())
    half = _Z * float(np.sqrt(above.var(ddof=1) / len(first) + below.var(ddof=1) / len(second)))
    return Told(auroc, max(0.0, auroc - half), min(1.0, auroc + half))


def _fit(vectors: NDArray[np.float32], shares: Floats) -> ShareModel:
    centre, common = vectors.mean(0, dtype=np.float64), shares.mean(0)
    rows = vectors - centre
    squares = rows.T @ rows + _PENALTY * np.eye(rows.shape[1])
    return ShareModel(centre, np.linalg.solve(squares, rows.T @ (shares - common)), common)


def _rising(chances: Floats, dissent: Floats) -> tuple[Floats, Floats]:
    """The share of dissenters as a function of the chance that never falls, as its corner points."""
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(out_of_bounds="clip").fit(chances, dissent)
    return fitted.X_thresholds_, fitted.y_thresholds_


@dataclass(frozen=True, slots=True)
class LabelDoubt:
    """Of the other people, how many say something else where one person gave a label."""

    label: str
    """Empty for any label."""
    share: float
    low: float
    high: float
    texts: int
    differs: bool
    """From the share for any label, beyond chance, the number of labels considered."""


def doubts(texts: LabelledTexts) -> list[LabelDoubt]:
    """Any label first, then those given to at least 20 texts, the most doubted first.

    A share is a ratio of sums over texts, whose variance is that of its linear approximation.
    """
    from scipy.stats import norm

    names = texts.names()
    counts = np.array([[given[name] for name in names] for given in texts.labels], np.float64)
    totals = counts.sum(1, keepdims=True)
    disputed, pairs = counts * (totals - counts), counts * (totals - 1)
    overall, pull = _ratio(disputed.sum(1), pairs.sum(1))
    used = (counts > 0).sum(0)
    wide = float(norm.ppf(1 - 0.025 / max(1, len(names))))
    rows = []
    for at in np.flatnonzero(used >= ENOUGH_EACH).tolist():
        share, own = _ratio(disputed[:, at], pairs[:, at])
        differs = abs(share - overall) > wide * float(np.linalg.norm(own - pull))
        rows.append(
            LabelDoubt(names[at], share, *_interval(share, own, int(used[at])), int(used[at]), differs)
        )
    rows.sort(key=lambda row: (-row.share, row.label))
    return [LabelDoubt("", overall, *_interval(overall, pull, len(texts)), len(texts), False), *rows]


def _ratio(tops: Floats, bottoms: Floats) -> tuple[float, Floats]:
    """A ratio of sums, and how far each row pulls it."""
    ratio = float(tops.sum() / bottoms.sum())
    return ratio, (tops - ratio * bottoms) / bottoms.sum()


def _interval(share: float, pull: Floats, texts: int) -> tuple[float, float]:
    """By the rule of three where all texts are alike, for the next may not be."""
    half = _Z * float(np.linalg.norm(pull)) or 3 / texts
    return max(0.0, share - half), min(1.0, share + half)
