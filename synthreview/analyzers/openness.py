"""Open and closed questions as a slice: in which of them rules find more."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from synthreview.analyzers.rules.questions import open_or_closed
from synthreview.analyzers.sample import Sample
from synthreview.domain import Item
from synthreview.estimates import wilson
from synthreview.figures import share
from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr, trn

MOST, _LONGEST = 2_000, 8_000
"""Examples that are kept to be looked at, and the characters they may have: some megabytes."""
_FEWEST = 50
"""Fewer questions of a sort tell too little."""


def sampled(batch: Sequence[Item]) -> Sample:
    """So many examples of one batch as can be kept; very long ones are left out."""
    texts = [f"{item.text('instruction')}\0{item.text('input')}\0{item.text('output')}" for item in batch]
    places = [place for place, text in enumerate(texts) if len(text) <= _LONGEST]
    column = np.empty(len(places), object)
    column[:] = [batch[place] for place in places]
    return Sample.of(MOST, [batch[place].id for place in places], [texts[place] for place in places], column)


def slices(sample: Sample, has_finding: Callable[[Item], bool]) -> Panel | None:
    """How often examples of either sort have a finding; None where there are too few of one."""
    found: dict[str, list[bool]] = {"closed": [], "open": [], "": []}
    for item in sample.rows().columns[0] if len(sample) else ():
        found[open_or_closed(item.text("instruction"), item.text("input"))].append(has_finding(item))
    closed, opened, untold = found["closed"], found["open"], found[""]
    if min(len(closed), len(opened)) < _FEWEST:
        return None
    first, second = _line(tr("Closed"), closed), _line(tr("Open"), opened)
    lines, certain = (first, second), _differ(closed, opened)
    title = tr("Open and closed questions have findings about as often")
    if certain and first.value >= second.value:
        title = tr("Closed questions have findings more often than open ones")
    elif certain:
        title = tr("Open questions have findings more often than closed ones")
    total = len(closed) + len(opened) + len(untold)
    return Panel(
        "questions",
        title,
        tr(
            "Of a sample of {examples}; of {questions} the sort could not be told.",
            examples=trn("{count} example", "{count} examples", total),
            questions=trn("{count} question", "{count} questions", len(untold)),
        ),
        later("share of questions with a finding of a rule"),
        tuple(Effect(line.name, line.value, line.low, line.high, line.words, "", certain) for line in lines),
        neutral=(sum(closed) + sum(opened)) / (len(closed) + len(opened)),
        caution=tr(
            "Told by the form of the question, right in nine of ten. Rules find damage; wrong facts, "
            "which are the usual fault of closed questions, they mostly do not."
        ),
    )


def _line(name: str, flags: Sequence[bool]) -> Effect:
    low, high = wilson(sum(flags), len(flags))
    value = sum(flags) / len(flags)
    return Effect(
        name,
        value,
        low,
        high,
        trn("{share} of {count} question", "{share} of {count} questions", len(flags), share=share(value)),
    )


def _differ(closed: Sequence[bool], opened: Sequence[bool]) -> bool:
    """Whether the 95 % interval of the difference leaves out 0 (Newcombe 1998, Stat Med 17:873, no. 10)."""
    (less, its_size), (more, size) = sorted(
        ((sum(flags) / len(flags), len(flags)) for flags in (closed, opened)), key=lambda pair: pair[0]
    )
    low, _ = wilson(round(more * size), size)
    _, high = wilson(round(less * its_size), its_size)
    return more - less > math.hypot(more - low, high - less)
