"""Panels about single items: labels on the same items, dissent, and parts of the data set that stand out."""

from __future__ import annotations

from collections.abc import Iterator

from synthreview.analyzers.labels.dissent import Dissent
from synthreview.analyzers.labels.paired import Pairing, Shift
from synthreview.analyzers.labels.slices import FEWEST, Slice
from synthreview.analyzers.labels.study import Study
from synthreview.analyzers.labels.wording import Names, both, chance, label_filter, number
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr, trn

_MOST_LINES, _MOST_SLICES, _MOST_TOLD = 15, 12, 4
_LEVEL = 0.05


def items_panels(study: Study, names: Names) -> Iterator[Panel]:
    """What can be told of the study."""
    if study.pairings:
        yield _same_items(study, names)
    if study.dissent is not None and study.dissent.split >= FEWEST:
        yield _no_dissent(study.dissent)
        yield _less_dissent(study.dissent)
    if study.slices_tested:
        yield _slices(study, names)


def _same_items(study: Study, names: Names) -> Panel:
    pairs = sum(each.pairs for each in study.pairings)
    agree = sum(each.agree for each in study.pairings) / pairs
    several = len(study.pairings) > 1
    shifts = sorted(
        (each for each in study.shifts if each.only_people + each.only_model),
        key=lambda each: (not each.certain, -abs(each.difference), each.annotator, each.label),
    )
    certain = [each for each in shifts if each.certain]
    title = tr("{agree} of the labels on the same items are what most people say", agree=share(agree))
    if certain and not several:
        first = certain[0]
        said = (
            later(
                "{agree} of the labels on the same items are what most people say; “{label}” is given more "
                "often than by people"
            )
            if first.difference > 0
            else later(
                "{agree} of the labels on the same items are what most people say; “{label}” is given less "
                "often than by people"
            )
        )
        title = tr(said, agree=share(agree), label=names(first.label))
    return Panel(
        "same_items",
        title,
        " ".join(
            [
                trn(
                    "{count} item with one usual label on both sides.",
                    "{count} items with one usual label on both sides.",
                    pairs,
                ),
                *_tests(study.pairings),
            ]
        ),
        later("the model's share minus people's on the same items, in percentage points"),
        tuple(_shift(each, names, several) for each in shifts[:_MOST_LINES]),
        caution=tr("Items are left out where people, or the model's samples, are split evenly."),
    )


def _tests(found: tuple[Pairing, ...]) -> Iterator[str]:
    if len(found) > _MOST_TOLD:
        margins, moves = (
            sum(p * len(found) < _LEVEL for p in values)
            for values in ([each.margins for each in found], [each.symmetry for each in found])
        )
        alike = len(found) - margins
        yield tr(
            "Of {models} models, {alike} use all labels as often as people (Stuart-Maxwell); in {even}, "
            "labels move evenly both ways (Bowker).",
            models=len(found),
            alike=alike,
            even=len(found) - moves,
        )
        return
    for each in found:
        told = tr(
            "{share} would have to move; all labels as often on both sides: {often} (Stuart-Maxwell), moving "
            "evenly both ways: {even} (Bowker).",
            share=share(each.moved),
            often=chance(each.margins),
            even=chance(each.symmetry),
        )
        yield f"{each.annotator}: {told}" if len(found) > 1 else told


def _shift(each: Shift, names: Names, several: bool) -> Effect:
    low, high = each.interval
    words = tr(
        "only people in {items}, only the model in {others}",
        items=trn("{count} item", "{count} items", each.only_people),
        others=grouped(each.only_model),
    )
    name = f"{each.annotator}: {names(each.label)}" if several else names(each.label)
    filter_ = label_filter(each.label) if each.only_model else ""
    return Effect(name, each.difference, low, high, words, filter_, each.certain)


def _no_dissent(found: Dissent) -> Panel:
    none = found.none
    certain = none.low > found.by_chance and found.differ.low > 0
    title = (
        tr(
            "Where people are split, the model gives one label only in {share} of the items",
            share=share(none.value),
        )
        if certain
        else tr("Where people are split, the model shows dissent about as often as people would")
    )
    kinds = (
        (
            tr("no dissent"),
            none,
            tr("answering like people: {share}", share=share(found.by_chance)),
            "reason:dissent_lost",
        ),
        (
            tr("another dissent"),
            found.other,
            tr("split, over other rare labels than people"),
            "reason:dissent_differs",
        ),
        (tr("the same dissent"), found.same, tr("split, with people's rare labels or evenly"), ""),
    )
    return Panel(
        "dissent",
        title,
        trn(
            "{count} item that people are split on, of {items} with two labels or more on both sides. A "
            "model that drew from people's own labels would give one label only in {share}.",
            "{count} items that people are split on, of {items} with two labels or more on both sides. A "
            "model that drew from people's own labels would give one label only in {share}.",
            found.split,
            items=grouped(found.items),
            share=share(found.by_chance),
        ),
        later("share of the items that people are split on"),
        tuple(
            Effect(
                name,
                each.value,
                each.low,
                each.high,
                words,
                filter_,
                beside=found.by_chance if each is none else None,
            )
            for name, each, words, filter_ in kinds
        ),
        neutral=None,
        beside=later("answering like people"),
        caution=tr(
            "No dissent is a lost view; another dissent may be one that people hold and these few did "
            "not say. Labels of one model at a low temperature cannot differ."
        ),
    )


def _less_dissent(found: Dissent) -> Panel:
    gap, differ = found.entropy, found.differ
    if not differ.certain:
        title = tr("Over all items, the model's labels differ about as much as people's")
    elif differ.value > 0:
        title = tr("Over all items, the model's labels differ less than people's")
    else:
        title = tr("Over all items, the model's labels differ more than people's")
    return Panel(
        "dissent_size",
        title,
        trn(
            "Entropy of people's labels {people} bit on average, of the model's {model}, over {count} item.",
            "Entropy of people's labels {people} bit on average, of the model's {model}, over {count} items.",
            found.items,
            people=number(found.people_entropy, 2),
            model=number(found.model_entropy, 2),
        ),
        later("people minus model"),
        (
            Effect(
                tr("entropy (bit)"),
                gap.value,
                gap.low,
                gap.high,
                tr(
                    "people {people}, model {model}",
                    people=number(found.people_entropy, 2),
                    model=number(found.model_entropy, 2),
                ),
                certain=gap.certain,
            ),
            Effect(
                tr("two labels differ"),
                differ.value,
                differ.low,
                differ.high,
                tr(
                    "people {people}, model {model}",
                    people=share(found.people_differ),
                    model=share(found.model_differ),
                ),
                certain=differ.certain,
            ),
        ),
        caution=tr("Entropy grows with the number of labels of an item; the second line does not."),
    )


def _slices(study: Study, names: Names) -> Panel:
    shown = study.slices[:_MOST_SLICES]
    looked = trn(
        "{count} part of at least {fewest} texts looked at",
        "{count} parts of at least {fewest} texts looked at",
        study.slices_tested,
        fewest=FEWEST,
    )
    if not shown:
        return Panel(
            "slices",
            tr("The labels drift alike in all parts of the data set, as far as the texts can tell"),
            tr("{looked}: by length, model, topic and words about protected groups.", looked=looked),
        )
    tested = tr("{looked}, allowing for their number (Benjamini-Hochberg).", looked=looked)
    return Panel(
        "slices",
        trn(
            "In {count} part of the data set the labels drift otherwise than in the rest of it",
            "In {count} parts of the data set the labels drift otherwise than in the rest of it",
            len(study.slices),
        ),
        f"{_most_unlike(shown[0])} {tested}",
        later("share of labels that move otherwise than in the rest"),
        tuple(_slice(each, names) for each in shown),
        caution=tr(
            "Unlike the rest is neither better nor worse. Parts overlap. Words name a group without telling "
            "what is said of it, and topics are found by words alike."
        ),
    )


def _most_unlike(first: Slice) -> str:
    """Which part differs most from the rest, and which of the two is nearer to people."""
    said = (
        later(
            "Most unlike the rest: {name}, nearer to people ({here} of the labels would have to move, {rest}"
            " elsewhere)."
        )
        if first.here < first.rest
        else later(
            "Most unlike the rest: {name}, farther from people ({here} of the labels would have to move,"
            " {rest} elsewhere)."
        )
    )
    return tr(said, name=first.name, here=share(first.here), rest=share(first.rest))


def _slice(each: Slice, names: Names) -> Effect:
    words = trn(
        "{here} would have to move here, {rest} elsewhere; “{label}” here: {both}; {count} text",
        "{here} would have to move here, {rest} elsewhere; “{label}” here: {both}; {count} texts",
        each.people_texts,
        here=share(each.here),
        rest=share(each.rest),
        label=names(each.label),
        both=both(each.people, each.model),
    )
    beyond = each.beyond
    return Effect(each.name, beyond.value, beyond.low, beyond.high, words, each.where, certain=True)
