"""What a probe found, as charts: its arms, the classes that are said, what reviewing would bring."""

from __future__ import annotations

import math
from collections.abc import Iterable

from synthreview.chart import Chart, Curve, CurveChart, Mark, Measure, Series
from synthreview.domain import Kind
from synthreview.panels import Effect, Panel
from synthreview.probe import words
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.labels import AS_FREQUENT
from synthreview.probe.resampling import Measured
from synthreview.probe.result import Result, Trained, View, WhatIf
from synthreview.translation import later, tr, trn

ORDER = (PEOPLE, RAW, CLEANED, RANDOM)
_PEOPLE_SAY = later("People")
_STEPS, _NEAREST = 40, 1.0


def arms_panel(result: Result, view: View) -> Panel:
    """The scores of each arm with intervals, under what cleaning did; the line is the data as it came."""
    raw = view.arm(RAW)
    about = (
        tr("How like people's answers those are that a model finds")
        if result.kind is Kind.INSTRUCTION
        else tr("How often models are right on people's answers")
    )
    return Panel(
        f"probe {view.name}",
        words.finding(view),
        about,
        words.measure(result, view),
        tuple(_effect(arm) for name in ORDER if (arm := view.arm(name)) is not None),
        raw.score.value if raw is not None else None,
    )


def _effect(arm: Trained) -> Effect:
    told = [
        trn(
            "Trained on {count} example in the mean of the runs",
            "Trained on {count} examples in the mean of the runs",
            round(arm.trained_on),
        )
    ]
    if arm.corrected:
        told.append(trn("{count} corrected", "{count} corrected", round(arm.corrected)))
    if arm.removed:
        told.append(trn("{count} taken out", "{count} taken out", round(arm.removed)))
    note = ""
    if arm.gain is not None:
        note = f"{words.points(arm.gain.value, signed=True)} {words.interval(arm.gain)}".strip()
    return Effect(
        words.ARMS[arm.arm],
        arm.score.value,
        *_ends(arm.score),
        words=", ".join(told) + ".",
        certain=arm.gain is not None and arm.gain.certain,
        note=note,
    )


def _ends(told: Measured) -> tuple[float | None, float | None]:
    return (told.low, told.high) if math.isfinite(told.low) else (None, None)


def classes_chart(result: Result) -> Chart | None:
    """How often each class is said, by people and by the models before and after; None for other kinds."""
    view = next((one for one in result.views if one.name == AS_FREQUENT), None) or result.views[0]
    sides: list[tuple[str, tuple[Measured, ...]]] = [(_PEOPLE_SAY, view.truth_shares)]
    sides += [
        (words.NAMES[name], arm.shares)
        for name in (RAW, CLEANED)
        if (arm := view.arm(name)) is not None and arm.shares
    ]
    if len(sides) < 2 or not result.classes:
        return None
    return Chart(
        next(words.collapse(result), tr("No class is certainly said more often than people say it")).rstrip(
            "."
        ),
        tr(
            "How often each label is said of the holdout, by people and by models trained on words, which "
            "take the labels as frequent as they are."
        ),
        result.classes,
        tuple(
            Series(
                name,
                tuple(round(one.value * result.tested) for one in shares),
                tuple(one.low for one in shares),
                tuple(one.high for one in shares),
            )
            for name, shares in sides
        ),
    )


def what_if_chart(told: WhatIf) -> CurveChart:
    """What correcting more and more of the data would bring, the riskiest first and at random."""
    ends = [(point.share, point.riskiest, point.random) for point in told.points]
    xs = (0.0, *(share for share, _, _ in ends))
    return CurveChart(
        words.what_if_title(told),
        words.VIEWS.get(told.name, told.name),
        tr("Share of the data that is corrected"),
        tr("Gain in accuracy on people's answers, in points"),
        (
            _gains(later("The riskiest first"), xs, (risk for _, risk, _ in ends)),
            _gains(later("At random"), xs, (at_random for _, _, at_random in ends)),
        ),
        y=Measure.NUMBER,
    )


def _gains(name: str, xs: tuple[float, ...], points: Iterable[Measured]) -> Curve:
    listed = list(points)
    return Curve(
        name,
        xs,
        (0.0, *(100 * point.value for point in listed)),
        (0.0, *(100 * point.low for point in listed)),
        (0.0, *(100 * point.high for point in listed)),
    )


def certainty_chart(view: View) -> CurveChart | None:
    """How often a reward model is right by how sure it is; None where there is none."""
    if not view.reliance:
        return None
    curves = tuple(
        Curve(
            words.NAMES[each.arm],
            each.odds,
            tuple(one.value for one in each.right),
            tuple(one.low for one in each.right),
            tuple(one.high for one in each.right),
            mark=Mark.DOTS,
        )
        for each in view.reliance
    )
    far = max([_NEAREST, *(each.odds[-1] for each in view.reliance if each.odds)])
    xs = tuple(far * step / _STEPS for step in range(_STEPS + 1))
    return CurveChart(
        words.certainty_title(view),
        tr("Pairs that people decided, from those a model is unsure of to those it is surest of."),
        tr("Log odds that the model gives the answer it prefers"),
        tr("How often people prefer that answer too"),
        curves,
        Measure.NUMBER,
        Measure.SHARE,
        (Curve(later("As sure as it is right"), xs, tuple(1 / (1 + math.exp(-x)) for x in xs)),),
    )
