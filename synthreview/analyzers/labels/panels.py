"""Panels about a model's labels beside people's: which are nearly gone, how far all are shifted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from synthreview.analyzers.labels.classes import LabelUse
from synthreview.analyzers.labels.drift import Drift, Measured
from synthreview.analyzers.labels.panels_of_items import items_panels
from synthreview.analyzers.labels.study import Study
from synthreview.analyzers.labels.wording import Names, between, both, chance, label_filter, number
from synthreview.figures import counted, share
from synthreview.panels import Effect, Panel

_MOST_LINES = 15
_CLEARLY_MORE = 1.5
_NO_ITEM = (
    "Shares say nothing about single items: a model may use a label as often as people and on other texts."
)


def panels(study: Study | None) -> Iterator[Panel]:
    """Everything there is to tell, the most important first."""
    if study is None:
        return
    names = Names(sides=study.sides)
    yield _erasure(study, names)
    yield _drift(study)
    yield _labels(study, names)
    if study.reference:
        yield _reference(study)
    yield from items_panels(study, names)


def _erasure(study: Study, names: Names) -> Panel:
    uses = sorted(study.uses, key=lambda use: (not use.certain, -abs(math.log(use.erasure.ratio)), use.label))
    effects = tuple(
        Effect(
            names(use.label),
            use.erasure.ratio,
            use.erasure.low,
            use.erasure.high,
            both(use.people, use.model),
            label_filter(use.label) if use.model else "",
            use.certain,
        )
        for use in uses[:_MOST_LINES]
    )
    return Panel(
        "label_erasure",
        _erasure_title(uses, names, several=bool(study.models)),
        _basis(study),
        "the model's share divided by people's",
        effects,
        neutral=1.0,
        caution=_NO_ITEM,
    )


def _erasure_title(uses: list[LabelUse], names: Names, *, several: bool) -> str:
    """Labels that are nearly gone, else over-used ones, else those that are used less."""
    who, s = ("The models", "") if several else ("The model", "s")
    certain = [use for use in uses if use.certain]
    gone = [use for use in certain if use.erasure.word in ("vanished", "erased")]
    over = [use.label for use in certain if use.erasure.low > 1 and use.erasure.ratio >= _CLEARLY_MORE]
    if gone:
        verb = f"hardly use{s}" if any(use.model for use in gone) else f"never give{s}"
        title = f"{who} {verb} {names.quoted([use.label for use in gone])}"
        return f"{title} and over-use{s} {names.quoted(over)}" if over else title
    if over:
        return f"{who} over-use{s} {names.quoted(over)}"
    less = [use.label for use in certain if use.erasure.word == "underused"]
    if less:
        return f"{who} use{s} {names.quoted(less)} less often than people, but none is nearly gone"
    return "No label is nearly gone or clearly over-used"


def _basis(study: Study) -> str:
    where = "in a data set of people's labels" if study.reference else "in the same data set"
    people, model = counted(study.people_labels, "label"), counted(study.model_labels, "label")
    texts, others = counted(study.people_texts, "text"), counted(study.model_texts, "text")
    return f"{people} of people on {texts} {where}, {model} of the model on {others}."


def _drift(study: Study) -> Panel:
    variation = study.drift.total_variation
    title = (
        f"{share(variation.value)} of the model's labels would have to change to be spread like people's"
        if variation.certain
        else "The model's labels are spread like people's, as far as these texts can tell"
    )
    lines = [("all models" if study.models else "the model", variation), *study.models]
    alone = 0.05 / max(len(study.models), 1)
    effects = tuple(
        Effect(
            name or "unnamed",
            each.value,
            each.low,
            each.high,
            f"chance alone stays below {share(each.noise)}",
            certain=each.p < (0.05 if each is variation else alone),
        )
        for name, each in lines
    )
    return Panel(
        "label_drift",
        title,
        " ".join(_distances(study)),
        "share of labels that would have to move (total variation)",
        effects[:_MOST_LINES],
        noise=variation.noise,
        caution="It cannot tell why: other instructions, another order of the labels and other texts shift "
        "labels as a model's own leaning does."
        + (" People's labels rest on other texts than the model's." if study.homogeneity is not None else ""),
    )


def _distances(study: Study) -> Iterator[str]:
    found: Drift = study.drift
    moved, far = found.total_variation, found.wasserstein
    yield f"Total variation {_said(moved)}; chance alone stays below {number(moved.noise)}."
    yield f"Jensen-Shannon divergence {_said(found.jensen_shannon)} bit."
    if far is not None:
        yield f"On the scale of the labels they lie {_said(far)} apart."
    if study.homogeneity is not None:
        yield f"One test of all labels (G-test): {chance(study.homogeneity)}."
    if study.detectable is not None:
        yield f"A shift of {share(study.detectable)} or more would be found in 4 of 5 cases."


def _said(each: Measured) -> str:
    return f"{number(each.value)} ({between(each.low, each.high)})"


def _labels(study: Study, names: Names) -> Panel:
    first = study.uses[0]
    if first.certain:
        points = f"{abs(100 * first.difference):.3g}"
        than = "more" if first.difference > 0 else "fewer"
        title = f"Of 100 labels the model gives {points} {than} “{names(first.label)}” than people do"
    else:
        title = "No label's share differs from people's beyond chance"
    certain = sum(use.certain for use in study.uses)
    effects = tuple(
        Effect(
            names(use.label),
            use.difference,
            use.low,
            use.high,
            both(use.people, use.model),
            label_filter(use.label) if use.model else "",
            use.certain,
        )
        for use in study.uses[:_MOST_LINES]
    )
    return Panel(
        "label_shares",
        title,
        f"{certain} of {counted(len(study.uses), 'label')} certain, allowing for their number (Holm).",
        "the model's share minus people's",
        effects,
        caution=_NO_ITEM,
    )


def _reference(study: Study) -> Panel:
    texts = counted(study.people_texts, "text")
    least = study.detectable
    title = (
        f"Your reference of {texts} cannot detect any shift of the labels"
        if least is None
        else f"Your reference of {texts} can detect a shift of at least {share(least)} of the labels"
    )
    return Panel(
        "reference_size",
        title,
        f"Against {counted(study.model_texts, 'text')} of the model, with a chance of 80 % at the 5 % level, "
        "whatever labels it is between. Half the shift takes about four times the texts.",
        caution="A smaller shift may be there and stay unseen; a reference that was not drawn at random from "
        "texts like these may show one that is not there.",
    )
