"""How far the model's labels are distributed from people's: distances, their intervals, what chance gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.contrast import Contrast
from synthreview.analyzers.labels.views import numeric

Floats = NDArray[np.float64]
Distance = Callable[[Floats, Floats], Floats]
"""From shares of two sides, a row per case, to a number per case."""

DRAWS = 1000
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """A distance that is never negative."""

    value: float
    low: float
    """0 where chance explains the value."""
    high: float
    noise: float
    """Chance alone stays below in 95 % of cases."""
    p: float

    @property
    def certain(self) -> bool:
        """Whether chance does not explain it."""
        return self.p < _LEVEL


@dataclass(frozen=True, slots=True)
class Drift:
    """The distances between people's and the model's labels."""

    total_variation: Measured
    jensen_shannon: Measured
    wasserstein: Measured | None
    """Where the labels are numbers, in their units."""


def drift(contrast: Contrast) -> Drift:
    """All distances, from the same draws."""
    people, model = contrast.draws(DRAWS)
    points = numeric(contrast.names)
    measured = [
        _measured(contrast, distance, people, model)
        for distance in (total_variation, jensen_shannon, *([] if points is None else [earth_mover(points)]))
    ]
    return Drift(measured[0], measured[1], measured[2] if points is not None else None)


def variation(contrast: Contrast) -> Measured:
    """The total variation alone."""
    return _measured(contrast, total_variation, *contrast.draws(DRAWS))


def _measured(contrast: Contrast, distance: Distance, people: Floats, model: Floats) -> Measured:
    """A distance of draws is too large, by as much again as the measured one is.

    The interval goes from the draws' 2.5 % quantile less four times that bias to their 97.5 % quantile:
    percentiles alone, or shifted as a whole, left out the true distance in up to 15 % of simulations.
    """
    value = float(distance(contrast.people[None], contrast.model[None])[0])
    together = contrast.together
    by_chance = distance(together + people, together + model)
    again = distance(contrast.people + people, contrast.model + model)
    p = float((1 + (by_chance >= value - 1e-12).sum()) / (1 + len(by_chance)))
    low, high = np.quantile(again, [0.025, 0.975])
    low -= 4 * (again.mean() - value)
    return Measured(
        value,
        max(float(low), 0.0) if p < _LEVEL else 0.0,
        max(float(high), value),
        float(np.quantile(by_chance, 1 - _LEVEL)),
        p,
    )


def total_variation(people: Floats, model: Floats) -> Floats:
    """The share of labels that would have to move."""
    return np.asarray(np.abs(model - people).sum(axis=-1) / 2)


def jensen_shannon(people: Floats, model: Floats) -> Floats:
    """The divergence in bits (0..1): how much one label tells about which side gave it (Lin 1991)."""
    people, model = _shares(people), _shares(model)
    middle = (people + model) / 2
    return np.asarray(np.maximum(_entropy(middle) - (_entropy(people) + _entropy(model)) / 2, 0))


def earth_mover(points: list[float]) -> Distance:
    """How far an average label would have to move, for labels that are numbers (Wasserstein-1)."""
    order = np.argsort(points)
    gaps = np.diff(np.asarray(points)[order])

    def distance(people: Floats, model: Floats) -> Floats:
        above = np.cumsum((model - people)[..., order], axis=-1)[..., :-1]
        return np.asarray((np.abs(above) * gaps).sum(axis=-1))

    return distance


def _shares(drawn: Floats) -> Floats:
    positive = np.maximum(drawn, 0)
    return np.asarray(positive / positive.sum(axis=-1, keepdims=True))


def _entropy(shares: Floats) -> Floats:
    return np.asarray(-(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1))
