"""Is the risk honest? The chances that are told against what decisions found."""

from __future__ import annotations

from itertools import pairwise
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
_CENT = 100


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
    inside = f"dataset:{quoted(dataset.name)}"
    rows = calibrating.bins(told, found.wrong, found.weights, found.risks)
    dots = sorted(zip(rows, _filters(found, inside), strict=True), key=lambda dot: dot[0].foretold)
    error = calibrating.calibration_error(told, found.wrong, found.weights, found.risks)
    return CurveChart(
        title=_title(error),
        subtitle=_subtitle(rows, found),
        x_words=tr("Chance told"),
        y_words=tr("Share that needed a change"),
        curves=(
            Curve(
                later("Found in decisions"),
                xs=tuple(each.foretold for each, _ in dots),
                ys=tuple(each.found for each, _ in dots),
                low=tuple(each.low for each, _ in dots),
                high=tuple(each.high for each, _ in dots),
                filters=tuple(where for _, where in dots),
                mark=Mark.DOTS,
            ),
        ),
        references=(Curve(later("Told and found alike"), (0.0, 1.0), (0.0, 1.0)),),
    )


def _crosswise(found: Evidence) -> NDArray[np.float64] | None:
    """The chance of each judged item as told from the decisions in other folds."""
    import numpy as np

    fold = np.random.default_rng(0).permutation(len(found.wrong)) % FOLDS
    told = np.zeros(len(found.wrong))
    for number in range(FOLDS):
        held = fold == number
        line = found.part(~held).line()
        if line is None:
            return None
        told[held] = np.interp(found.risks[held], line.risks, line.shares)
    return told


def _filters(found: Evidence, inside: str) -> tuple[str, ...]:
    """The items of each bin: those whose risks are nearer to it than to its neighbours.

    None where what decisions taught ranks the queue: the risks there are not those that bins are made of.
    """
    bins = [found.risks[where] for where in calibrating.binned(found.risks, found.weights)]
    if found.learned:
        return ("",) * len(bins)
    cuts = [(float(low.max()) + float(high.min())) / 2 for low, high in pairwise(bins)]
    ends = [f" risk>={cut:.6f}" for cut in cuts]
    starts = [f" risk<{cut:.6f}" for cut in cuts]
    return tuple(f"{inside}{low}{high}" for low, high in zip(["", *ends], [*starts, ""], strict=True))


def _title(error: float) -> str:
    points = round(_CENT * error)
    if not points:
        return tr("The chances told hold, as far as decisions tell")
    return trn(
        "The chances told are off by about {count} point on average",
        "The chances told are off by about {count} points on average",
        points,
    )


def _subtitle(rows: list[calibrating.Bin], found: Evidence) -> str:
    """What was found where the chances are lowest, and where they are highest, and from what."""
    lowest, highest = (
        tr(
            "{found} ({low} to {high}) where {told} was told",
            found=share(each.found),
            low=share(each.low),
            high=share(each.high),
            told=share(each.foretold),
        )
        for each in (rows[0], rows[-1])
    )
    told = (
        tr("Found: {lowest}; {highest}.", lowest=lowest, highest=highest)
        if len(rows) > 1
        else tr("Found: {found}.", found=highest)
    )
    return trn(
        "{told} From {count} decision, {checks} of them random checks.",
        "{told} From {count} decisions, {checks} of them random checks.",
        len(found.wrong),
        told=told,
        checks=grouped(found.checks),
    )
