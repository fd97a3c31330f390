"""Is the risk honest? The chances that are told against what decisions found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthreview.chart import Curve, CurveChart, Mark
from synthreview.domain import Dataset
from synthreview.engine.chances import Evidence, evidence
from synthreview.figures import grouped, share
from synthreview.query import quoted
from synthreview.risk import calibrating
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 5
_POINTS = 100


def reliability_chart(store: Store, dataset: Dataset) -> CurveChart | None:
    """The share that needed a change at each chance that was told, over all items of a data set.

    The chance of an item is that told from decisions on others only, so it cannot know the verdict. Bins
    hold equal parts of the data set; intervals are score intervals at the effective number of decisions.
    None while no chance is told.
    """
    found = evidence(store, dataset)
    told = None if found is None else _crosswise(found)
    if found is None or told is None:
        return None
    rows = calibrating.bins(told, found.wrong, found.weights)
    error = calibrating.calibration_error(told, found.wrong, found.weights)
    inside = f"dataset:{quoted(dataset.name)}"
    ends = _ends(told, found)
    return CurveChart(
        title=_title(error),
        subtitle=_subtitle(rows, found),
        x_words=tr("Chance told"),
        y_words=tr("Share that needed a change"),
        curves=(
            Curve(
                later("Found in decisions"),
                xs=tuple(each.foretold for each in rows),
                ys=tuple(each.found for each in rows),
                low=tuple(each.low for each in rows),
                high=tuple(each.high for each in rows),
                filters=tuple(f"{inside} risk>={low:.6g} risk<={high:.6g}" for low, high in ends),
                mark=Mark.DOTS,
            ),
        ),
        references=(Curve(later("Told and found alike"), (0.0, 1.0), (0.0, 1.0)),),
    )


def _crosswise(found: Evidence) -> NDArray[np.float64] | None:
    """The chance of each judged item as told from the decisions in other folds, to a whole per cent."""
    import numpy as np

    fold = np.random.default_rng(0).permutation(len(found.wrong)) % FOLDS
    told = np.zeros(len(found.wrong))
    for number in range(FOLDS):
        held = fold == number
        curve = found.curve(~held)
        if curve is None:
            return None
        told[held] = curve(found.given(found.risks[held]))
    return np.round(told, 2)


def _ends(told: NDArray[np.float64], found: Evidence) -> list[tuple[float, float]]:
    """The lowest and the highest risk in each bin."""
    return [
        (float(found.risks[inside].min()), float(found.risks[inside].max()))
        for inside in calibrating.binned(told, found.weights)
    ]


def _title(error: float) -> str:
    points = round(_POINTS * error)
    if not points:
        return tr("The chances told hold, as far as decisions tell")
    return trn(
        "The chances told are off by about {count} point on average",
        "The chances told are off by about {count} points on average",
        points,
    )


def _subtitle(rows: list[calibrating.Bin], found: Evidence) -> str:
    highest = rows[-1]
    return trn(
        "Of the items with the highest chance, {told} on average, {found} needed a change ({low} to {high})."
        " From {count} decision, {checks} of them random checks.",
        "Of the items with the highest chance, {told} on average, {found} needed a change ({low} to {high})."
        " From {count} decisions, {checks} of them random checks.",
        len(found.wrong),
        told=share(highest.foretold),
        found=share(highest.found),
        low=share(highest.low),
        high=share(highest.high),
        checks=grouped(found.checks),
    )
