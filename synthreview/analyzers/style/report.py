"""Everything that is said of the style of a data set, from the samples of its texts and the reference's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style import panels
from synthreview.analyzers.style.comparison import FEWEST as FEWEST_PAIRS
from synthreview.analyzers.style.comparison import Script, compare
from synthreview.analyzers.style.homogeneity import Ratio, alone, compared
from synthreview.analyzers.style.matching import matched
from synthreview.analyzers.style.phrases import Telling, telling
from synthreview.analyzers.style.separation import Separation, separation
from synthreview.analyzers.style.templates import FEWEST_PEOPLE, Phrase, templates
from synthreview.analyzers.style.texts import Texts, Written
from synthreview.domain import Summary
from synthreview.panels import Panel

FEWEST = 50
"""Of fewer texts nothing is said."""

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Report:
    """Phrases that are pointed at, and the results about the whole data set."""

    told: Telling = field(default_factory=dict)
    results: tuple[Summary | Panel, ...] = ()


def report(own: Written | None, reference: Written | None, embed: Embed) -> Report:
    """The report; empty where the model wrote too little."""
    if own is None:
        return Report()
    theirs = [own.people] + ([reference.people, reference.unnamed] if reference is not None else [])
    model, people = Texts.among([own.model, own.unnamed], embed), Texts.among(theirs, embed)
    if len(model) < FEWEST:
        return Report()
    script = Script.of(model, people)
    found = templates(model, people) if script.spaced else ()
    results: list[Summary | Panel] = []
    if len(people) >= FEWEST:
        results += _against(model, people, script)
    else:
        figures = alone(model)
        results += [
            Summary("variety", {"model": _rounded(figures)}),
            panels.variety_alone(figures, len(model)),
        ]
    if script.spaced:
        by_people = len(people) if len(people) >= FEWEST_PEOPLE else 0
        results += [_told_phrases(found), panels.phrases(found, len(model), by_people)]
    return Report(telling(found), tuple(results))


def _against(model: Texts, people: Texts, script: Script) -> list[Summary | Panel]:
    """What comes of people's texts: style, how far the groups can be told apart, variety."""
    results: list[Summary | Panel] = []
    as_long = matched(model, people, by_meaning=False)
    pairs = matched(model, people, by_meaning=True)
    if len(pairs) < FEWEST_PAIRS:
        pairs = as_long
    words = float(np.median(model.words)), float(np.median(people.words))
    style = compare(pairs, words, script)
    if style is None:
        return [panels.too_few_pairs(len(model), len(people), len(pairs))]
    results += [Summary("style", style.told()), panels.style(style)]
    apart = separation(pairs, script.counted())
    if apart is not None:
        results += [Summary("separability", _told_apart(apart)), panels.separability(apart)]
    ratios = compared(as_long)
    if ratios:
        results += [
            Summary("variety", _told_ratios(ratios, len(as_long))),
            panels.variety(ratios, len(as_long)),
        ]
    return results


def _told_apart(found: Separation) -> dict[str, Any]:
    values = {"style": found.style, "words": found.words, "both": found.both}
    told = {
        name: dict(zip(("auroc", "low", "high"), _each(value), strict=True)) for name, value in values.items()
    }
    return {"pairs": found.pairs, **told}


def _told_ratios(found: Sequence[Ratio], pairs: int) -> dict[str, Any]:
    rows = [
        {"name": each.name}
        | dict(zip(("ratio", "low", "high"), _each((each.value, each.low, each.high)), strict=True))
        | {"model": round(each.model, 4), "people": round(each.people, 4)}
        for each in found
    ]
    return {"pairs": pairs, "measures": rows}


def _told_phrases(found: Sequence[Phrase]) -> Summary:
    rows = [
        {"phrase": each.text, "texts": each.count, "of": each.total}
        | ({} if each.people is None else {"people": each.people[0], "of_people": each.people[1]})
        | ({} if each.people is None else {"z": round(each.z, 2)})
        for each in found
    ]
    return Summary("phrases", {"phrases": rows})


def _each(values: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in values]


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
