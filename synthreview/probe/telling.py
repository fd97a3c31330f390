"""From what models said of a holdout to what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import TYPE_CHECKING

from synthreview.probe.arms import CLEANED, RANDOM, RAW
from synthreview.probe.comparing import UNTESTED, Comparison, Holdout
from synthreview.probe.resampling import Measure, Measured, Resampled, sums_by_group
from synthreview.probe.result import Reliance, Trained, View
from synthreview.probe.trained import Said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def compared(holdout: Holdout, said: Mapping[str, Said]) -> Comparison:
    """The answers of all arms, side by side."""
    import numpy as np

    return Comparison(holdout, {arm: np.array(each.classes) for arm, each in said.items()})


def view(
    name: str,
    holdout: Holdout,
    said: Mapping[str, Said],
    spread: Floats | None = None,
    *,
    by_class: bool = True,
    reliance: tuple[Reliance, ...] = (),
) -> View:
    """What one sort of model says.

    ``spread``: how people's answers to each example are spread. ``by_class``: whether the classes mean
    something by themselves; the sides of a pair do not.
    """
    comparison = compared(holdout, said)
    distances = _distances(holdout, said, spread) if spread is not None else {}
    both = CLEANED in said and RANDOM in said
    return View(
        name,
        tuple(_trained(arm, each, comparison, distances, by_class) for arm, each in said.items()),
        comparison.gain(CLEANED, RANDOM) if both else None,
        comparison.truth_shares() if by_class else (),
        reliance,
    )


def _trained(
    arm: str, said: Said, comparison: Comparison, distances: Mapping[str, Measured], by_class: bool
) -> Trained:
    won, lost, chance = comparison.mcnemar(arm, RAW)
    return Trained(
        arm,
        fmean(said.trained_on),
        fmean(said.corrected),
        fmean(said.removed),
        comparison.accuracy(arm),
        comparison.gain(arm, RAW) if arm != RAW else None,
        comparison.macro_f1(arm) if by_class else None,
        comparison.macro_f1_gain(arm, RAW) if by_class and arm != RAW else None,
        distances.get(arm),
        comparison.recalls(arm) if by_class else (),
        comparison.shares(arm) if by_class else (),
        won,
        lost,
        chance,
    )


def _distances(holdout: Holdout, said: Mapping[str, Said], spread: Floats) -> dict[str, Measured]:
    """The mean total variation between the chances an arm gives and the spread of people's answers."""
    import numpy as np

    sums = {}
    for arm, each in said.items():
        asked = np.array(each.classes) != UNTESTED
        apart = np.abs(np.nan_to_num(np.array(each.chances)) - spread).sum(axis=2) / 2
        sums[arm] = sums_by_group(holdout.groups, np.stack([apart * asked, asked], axis=2))
    resampled = Resampled(sums)

    def of(arm: str) -> Measure:
        return lambda drawn: _mean(drawn[arm])

    return {arm: resampled.told(of(arm)) for arm in said}


def _mean(sums: Floats) -> Floats:
    import numpy as np

    return np.asarray(sums[:, 0] / np.maximum(sums[:, 1], 1))
