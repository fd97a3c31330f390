"""Panels about single items: labels on the same items, dissent, and parts of the data set that stand out."""

from __future__ import annotations

from collections.abc import Iterator

from synthreview.analyzers.labels.dissent import Dissent
from synthreview.analyzers.labels.paired import Pairing, Shift
from synthreview.analyzers.labels.slices import FEWEST, Slice
from synthreview.analyzers.labels.study import Study
from synthreview.analyzers.labels.wording import Names, both, chance, label_filter, number
from synthreview.figures import counted, grouped, share
from synthreview.panels import Effect, Panel

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
    title = f"{share(agree)} of the labels on the same items are what most people say"
    if certain and not several:
        first = certain[0]
        often = "more" if first.difference > 0 else "less"
        title += f"; “{names(first.label)}” is given {often} often than by people"
    return Panel(
        "same_items",
        title,
        " ".join([f"{counted(pairs, 'item')} with one usual label on both sides.", *_tests(study.pairings)]),
        "the model's share minus people's, on the same items",
        tuple(_shift(each, names, several) for each in shifts[:_MOST_LINES]),
        caution="Items are left out where people, or the model's samples, are split evenly.",
    )


def _tests(found: tuple[Pairing, ...]) -> Iterator[str]:
    if len(found) > _MOST_TOLD:
        margins, moves = (
            sum(p * len(found) < _LEVEL for p in values)
            for values in ([each.margins for each in found], [each.symmetry for each in found])
        )
        alike = len(found) - margins
        yield f"Of {len(found)} models, {alike} use all labels as often as people (Stuart-Maxwell);"
        yield f"in {len(found) - moves}, labels move evenly both ways (Bowker)."
        return
    for each in found:
        name = f"{each.annotator}: " if len(found) > 1 else ""
        yield (
            f"{name}{share(each.moved)} would have to move; all labels as often on both sides: "
            f"{chance(each.margins)} (Stuart-Maxwell), moving evenly both ways: {chance(each.symmetry)} "
            "(Bowker)."
        )


def _shift(each: Shift, names: Names, several: bool) -> Effect:
    low, high = each.interval
    words = f"only people in {grouped(each.only_people)} items, only the model in {grouped(each.only_model)}"
    name = f"{each.annotator}: {names(each.label)}" if several else names(each.label)
    filter_ = label_filter(each.label) if each.only_model else ""
    return Effect(name, each.difference, low, high, words, filter_, each.certain)


def _no_dissent(found: Dissent) -> Panel:
    none = found.none
    certain = none.low > found.by_chance and found.differ.low > 0
    title = (
        f"Where people are split, the model gives one label only in {share(none.value)} of the items"
        if certain
        else "Where people are split, the model shows dissent about as often as people would"
    )
    kinds = (
        ("no dissent", none, f"answering like people: {share(found.by_chance)}", "reason:dissent_lost"),
        (
            "another dissent",
            found.other,
            "split, over other rare labels than people",
            "reason:dissent_differs",
        ),
        ("the same dissent", found.same, "split, with people's rare labels or evenly", ""),
    )
    return Panel(
        "dissent",
        title,
        f"{counted(found.split, 'item')} that people are split on, of {grouped(found.items)} with two labels "
        f"or more on both sides. A model that drew from people's own labels would give one label only in "
        f"{share(found.by_chance)}.",
        "share of the items that people are split on",
        tuple(
            Effect(
                name,
                each.value,
                each.low,
                each.high,
                words,
                filter_,
                certain and each is none,
            )
            for name, each, words, filter_ in kinds
        ),
        caution="No dissent is a lost view; another dissent may be one that people hold and these few did "
        "not say. Labels of one model at a low temperature cannot differ.",
    )


def _less_dissent(found: Dissent) -> Panel:
    gap, differ = found.entropy, found.differ
    if not differ.certain:
        title = "Over all items, the model's labels differ about as much as people's"
    else:
        more = "less" if differ.value > 0 else "more"
        title = f"Over all items, the model's labels differ {more} than people's"
    return Panel(
        "dissent_size",
        title,
        f"Entropy of people's labels {number(found.people_entropy, 2)} bit on average, of the model's "
        f"{number(found.model_entropy, 2)}, over {counted(found.items, 'item')}.",
        "people minus model",
        (
            Effect(
                "entropy (bit)",
                gap.value,
                gap.low,
                gap.high,
                f"people {number(found.people_entropy, 2)}, model {number(found.model_entropy, 2)}",
                certain=gap.certain and differ.certain and gap.value * differ.value > 0,
            ),
            Effect(
                "two labels of an item differ",
                differ.value,
                differ.low,
                differ.high,
                "does not depend on how many labels there are",
                certain=differ.certain,
            ),
        ),
        caution="Entropy grows with the number of labels of an item; the second line does not.",
    )


def _slices(study: Study, names: Names) -> Panel:
    shown = study.slices[:_MOST_SLICES]
    looked = f"{counted(study.slices_tested, 'part')} of at least {FEWEST} texts looked at"
    if not shown:
        return Panel(
            "slices",
            "The labels drift alike in all parts of the data set, as far as the texts can tell",
            f"{looked}: by length, model, topic and words about protected groups.",
        )
    return Panel(
        "slices",
        f"The labels drift differently in {counted(len(study.slices), 'part')} of the data set, "
        f"most in {shown[0].name}",
        f"{looked}, allowing for their number (Benjamini-Hochberg).",
        "share of labels that move otherwise than in the rest",
        tuple(_slice(each, names) for each in shown),
        caution="Parts overlap. Words name a group without telling what is said of it, and topics are found "
        "by words alike.",
    )


def _slice(each: Slice, names: Names) -> Effect:
    words = (
        f"{share(each.here)} would have to move here, {share(each.rest)} elsewhere; “{names(each.label)}” "
        f"here: {both(each.people, each.model)}; {counted(each.people_texts, 'text')}"
    )
    beyond = each.beyond
    return Effect(each.name, beyond.value, beyond.low, beyond.high, words, each.where, certain=True)
