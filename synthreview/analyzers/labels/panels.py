"""Panels about a model's labels beside people's: which are nearly gone, how far all are shifted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from synthreview.analyzers.labels.classes import LabelUse
from synthreview.analyzers.labels.drift import Drift, Measured
from synthreview.analyzers.labels.panels_of_items import items_panels
from synthreview.analyzers.labels.study import Study
from synthreview.analyzers.labels.wording import Names, between, both, chance, label_filter, number
from synthreview.figures import share
from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr, trn

_MOST_LINES = 15
_CLEARLY_MORE = 1.5
_NO_ITEM = later(
    "Shares say nothing about single items: a model may use a label as often as people and on other texts."
)


class _Titles(NamedTuple):
    """What is told of erased and over-used labels, of one model or of several."""

    hardly: str
    hardly_over: str
    never: str
    never_over: str
    over: str
    less: str


_MODEL = _Titles(
    later("The model hardly uses {gone}"),
    later("The model hardly uses {gone} and over-uses {over}"),
    later("The model never gives {gone}"),
    later("The model never gives {gone} and over-uses {over}"),
    later("The model over-uses {over}"),
    later("The model uses {less} less often than people, but none is nearly gone"),
)
_MODELS = _Titles(
    later("The models hardly use {gone}"),
    later("The models hardly use {gone} and over-use {over}"),
    later("The models never give {gone}"),
    later("The models never give {gone} and over-use {over}"),
    later("The models over-use {over}"),
    later("The models use {less} less often than people, but none is nearly gone"),
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
        later("the model's share divided by people's"),
        effects,
        neutral=1.0,
        caution=tr(_NO_ITEM),
    )


def _erasure_title(uses: list[LabelUse], names: Names, *, several: bool) -> str:
    """Labels that are nearly gone, else over-used ones, else those that are used less."""
    certain = [use for use in uses if use.certain]
    gone = [use for use in certain if use.erasure.word in ("vanished", "erased")]
    over = [use.label for use in certain if use.erasure.low > 1 and use.erasure.ratio >= _CLEARLY_MORE]
    less = [use.label for use in certain if use.erasure.word == "underused"]
    told = _MODELS if several else _MODEL
    if gone:
        hardly = any(use.model for use in gone)
        said = (told.hardly, told.hardly_over) if hardly else (told.never, told.never_over)
        lost = names.quoted([use.label for use in gone])
        return tr(said[1], gone=lost, over=names.quoted(over)) if over else tr(said[0], gone=lost)
    if over:
        return tr(told.over, over=names.quoted(over))
    if less:
        return tr(told.less, less=names.quoted(less))
    return tr("No label is nearly gone or clearly over-used")


def _basis(study: Study) -> str:
    told = {
        "people": trn("{count} label", "{count} labels", study.people_labels),
        "texts": trn("{count} text", "{count} texts", study.people_texts),
        "model": trn("{count} label", "{count} labels", study.model_labels),
        "others": trn("{count} text", "{count} texts", study.model_texts),
    }
    if study.reference:
        return tr(
            "{people} of people on {texts} in a data set of people's labels, {model} of the model on "
            "{others}.",
            **told,
        )
    return tr("{people} of people on {texts} in the same data set, {model} of the model on {others}.", **told)


def _drift(study: Study) -> Panel:
    variation = study.drift.total_variation
    title = (
        tr(
            "{share} of the model's labels would have to change to be spread like people's",
            share=share(variation.value),
        )
        if variation.certain
        else tr("The model's labels are spread like people's, as far as these texts can tell")
    )
    lines = [(tr("all models") if study.models else tr("the model"), variation), *study.models]
    alone = 0.05 / max(len(study.models), 1)
    effects = tuple(
        Effect(
            name or tr("unnamed"),
            each.value,
            each.low,
            each.high,
            tr("chance alone stays below {noise}", noise=share(each.noise)),
            certain=each.p < (0.05 if each is variation else alone),
        )
        for name, each in lines
    )
    return Panel(
        "label_drift",
        title,
        " ".join(_distances(study)),
        later("share of labels that would have to move (total variation)"),
        effects[:_MOST_LINES],
        noise=variation.noise,
        caution=_cannot_tell(study),
    )


def _cannot_tell(study: Study) -> str:
    why = tr(
        "It cannot tell why: other instructions, another order of the labels and other texts shift labels "
        "as a model's own leaning does."
    )
    apart = tr("People's labels rest on other texts than the model's.")
    return f"{why} {apart}" if study.homogeneity is not None else why


def _distances(study: Study) -> Iterator[str]:
    found: Drift = study.drift
    moved, far = found.total_variation, found.wasserstein
    yield tr(
        "Total variation {value}; chance alone stays below {noise}.",
        value=_said(moved),
        noise=number(moved.noise),
    )
    yield tr("Jensen-Shannon divergence {value} bit.", value=_said(found.jensen_shannon))
    if far is not None:
        yield tr("On the scale of the labels they lie {value} apart.", value=_said(far))
    if study.homogeneity is not None:
        yield tr("One test of all labels (G-test): {chance}.", chance=chance(study.homogeneity))
    if study.detectable is not None:
        yield tr(
            "A shift of {share} or more would be found in 4 of 5 cases.",
            share=share(study.detectable),
        )


def _said(each: Measured) -> str:
    return f"{number(each.value)} ({between(each.low, each.high)})"


def _labels(study: Study, names: Names) -> Panel:
    first = study.uses[0]
    if first.certain:
        points = f"{abs(100 * first.difference):.3g}"
        said = (
            later("Of 100 labels the model gives {points} more “{label}” than people do")
            if first.difference > 0
            else later("Of 100 labels the model gives {points} fewer “{label}” than people do")
        )
        title = tr(said, points=points, label=names(first.label))
    else:
        title = tr("No label's share differs from people's beyond chance")
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
        trn(
            "{certain} of {count} label certain, allowing for their number (Holm).",
            "{certain} of {count} labels certain, allowing for their number (Holm).",
            len(study.uses),
            certain=certain,
        ),
        later("the model's share minus people's, in percentage points"),
        effects,
        caution=tr(_NO_ITEM),
    )


def _reference(study: Study) -> Panel:
    texts = trn("{count} text", "{count} texts", study.people_texts)
    least = study.detectable
    title = (
        tr("Your reference of {texts} cannot detect any shift of the labels", texts=texts)
        if least is None
        else tr(
            "Your reference of {texts} can detect a shift of at least {least} of the labels",
            texts=texts,
            least=share(least),
        )
    )
    return Panel(
        "reference_size",
        title,
        trn(
            "Against {count} text of the model, with a chance of 80 % at the 5 % level, whatever "
            "labels it is between. Half the shift takes about four times the texts.",
            "Against {count} texts of the model, with a chance of 80 % at the 5 % level, "
            "whatever labels it is between. Half the shift takes about four times the texts.",
            study.model_texts,
        ),
        caution=tr(
            "A smaller shift may be there and stay unseen; a reference that was not drawn at random from "
            "texts like these may show one that is not there."
        ),
    )
