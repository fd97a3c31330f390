"""Label by label: the difference between the model's share and people's, and the ratio of both."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from synthreview.analyzers.labels.contrast import Contrast
from synthreview.analyzers.labels.intervals import newcombe, size_of, wilson
from synthreview.analyzers.labels.multiple import holm
from synthreview.analyzers.labels.shares import Erasure, erasure_of

_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class LabelUse:
    """How people and the model use one label."""

    label: str
    people: float
    model: float
    low: float
    """Of ``model - people``."""
    high: float
    erasure: Erasure
    p: float
    """That chance alone gives such a difference, adjusted for the number of labels."""

    @property
    def difference(self) -> float:
        """The model's share minus people's."""
        return self.model - self.people

    @property
    def certain(self) -> bool:
        """Whether chance does not explain the difference."""
        return self.p < _LEVEL


def label_uses(contrast: Contrast) -> list[LabelUse]:
    """Every label that either side gave, the largest differences first."""
    used = np.flatnonzero(contrast.people + contrast.model > 0).tolist()
    adjusted = holm([_p(contrast, at) for at in used])
    uses = [_use(contrast, at, p) for at, p in zip(used, adjusted, strict=True)]
    return sorted(uses, key=lambda use: (not use.certain, -abs(use.difference), use.label))


def _use(contrast: Contrast, at: int, p: float) -> LabelUse:
    people, model = float(contrast.people[at]), float(contrast.model[at])
    parts_p, parts_m = contrast.people_parts[:, at], contrast.model_parts[:, at]
    var_p, var_m, both = (float(value) for value in (parts_p @ parts_p, parts_m @ parts_m, parts_p @ parts_m))
    low, high = newcombe(
        people,
        wilson(people, size_of(people, var_p, contrast.people_texts)),
        model,
        wilson(model, size_of(model, var_m, contrast.model_texts)),
        both / math.sqrt(var_p * var_m) if var_p > 0 and var_m > 0 else 0.0,
    )
    ratio = erasure_of(
        contrast.names[at], (people, var_p, contrast.people_texts), (model, var_m, contrast.model_texts), both
    )
    return LabelUse(contrast.names[at], people, model, low, high, ratio, p)


def _p(contrast: Contrast, at: int) -> float:
    """By Student's t with as many degrees of freedom as texts that carry the difference.

    A share nobody gave has the variance of half a label. Five texts against none give .08, where tossing
    a coin for each gives .06: a normal approximation would call it certain.
    """
    from scipy.special import stdtr

    parts = contrast.model_parts[:, at] - contrast.people_parts[:, at]
    squares = parts**2
    least = sum(
        0.5 / (texts * texts)
        for share, texts in (
            (contrast.people[at], contrast.people_texts),
            (contrast.model[at], contrast.model_texts),
        )
        if texts and share in (0, 1)
    )
    variance, fourth = float(squares.sum()), float((squares**2).sum())
    freedom = variance**2 / fourth if fourth > 0 else min(contrast.people_texts, contrast.model_texts)
    spread = math.sqrt(variance + least)
    if spread == 0:
        return 1.0
    t = abs(float(contrast.difference[at])) / spread
    return float(2 * stdtr(freedom, -t)) if freedom > 0 else 1.0
