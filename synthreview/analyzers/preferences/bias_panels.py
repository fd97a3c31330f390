"""What each judge goes by, and how far that differs from people: the difference is the bias."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import Any

from synthreview import figures
from synthreview.analyzers.enumeration import listed
from synthreview.analyzers.preferences.panel_words import beyond_chance, named, sentence
from synthreview.panels import Effect, Panel
from synthreview.translation import Table, later, tr, trn

_NAMES = Table(
    {
        "position": later("First answer"),
        "log_length": later("Length"),
        "list_items": later("Lists"),
        "emphatic_words": later("Emphatic words"),
        "own_family": later("Own family"),
    }
)
_LIKED = Table(
    {
        "position": later("the first answer"),
        "log_length": later("longer answers"),
        "list_items": later("answers with lists"),
        "emphatic_words": later("emphatic words"),
        "own_family": later("answers of its own family"),
    }
)
_UNITS = Table(
    {
        "position": later("the first answer"),
        "log_length": later("one standard deviation more (length)"),
        "list_items": later("one standard deviation more (lists)"),
        "emphatic_words": later("one standard deviation more (emphatic words)"),
        "own_family": later("answers of its own family"),
    }
)
"""What more of a sign is, in words."""
_EVENLY = later("A judge that decides more evenly than people do has larger coefficients throughout.")
_RANDOM = later("The first answer's line is a bias only where A and B were placed at random.")
_MEANS = later("The first answer's line means something only where A and B were placed at random.")
_HABITS = (
    (
        "longer_wins",
        later("The longer answer wins {share}"),
        later("The longer answer wins {share} (people {people})"),
    ),
    ("first_wins", later("the first one {share}"), later("the first one {share} (people {people})")),
)
_ORDERED = 0.1
"""The share of pairs in one order of names from which that order is no chance."""
_COMPARABLE = 0.5
"""How large people's lean has to be, against the judge's difference from it, to cast doubt on the placing."""
_WHOLE = ("position", "own_family")
"""Terms that are there or not; the others count by standard deviations."""

Told = dict[str, Any]
Weights = dict[str, dict[str, float]]


def bias_panels(models: Told) -> Iterator[Panel]:
    """A panel for each judge: its coefficients minus people's, or alone where people's are unknown."""
    for number, judge in enumerate(models["judges"]):
        if "minus_people" in judge:
            yield _bias(number, judge, models)
        else:
            yield _coefficients(number, judge)


def _bias(number: int, judge: Told, models: Told) -> Panel:
    people, name = judge["people"], named(judge["judge"])
    why = _not_random(judge, models["people"]["weights"]["position"])
    lines = []
    for term, weight in _scaled(judge, judge["minus_people"]).items():
        known = not why or term != "position"
        own, theirs = (_scaled(judge, each)[term]["weight"] for each in (judge["weights"], people))
        certain = known and beyond_chance(
            weight["weight"], weight["low"], weight["high"], 0, len(judge["minus_people"])
        )
        words = (
            tr("{name} {own}, people {theirs}", name=name, own=_signed(own), theirs=_signed(theirs))
            if known
            else tr(
                "{name} {own}, people {theirs}; not placed at random",
                name=name,
                own=_signed(own),
                theirs=_signed(theirs),
            )
        )
        lines.append((term, _effect(term, weight, words, certain=certain)))
    against = (
        later("{verdicts}, against {choices} of people's choices of the same pairs.")
        if models.get("people_from") == "same records"
        else later("{verdicts}, against {choices} of people's choices in the reference.")
    )
    choices = figures.grouped(models["people"]["verdicts"])
    return Panel(
        f"bias:{number:02}",
        _bias_title(name, lines),
        f"{tr(against, verdicts=_counts(judge), choices=choices)} {_habits(judge, models['people'])}",
        later("coefficient of the judge minus that of people (log odds)"),
        tuple(line for _, line in lines),
        caution=f"{tr(_EVENLY)} {why or tr(_RANDOM)}",
    )


def _bias_title(name: str, lines: list[tuple[str, Effect]]) -> str:
    more = [_LIKED[term] for term, line in lines if line.certain and line.value > 0]
    less = [_LIKED[term] for term, line in lines if line.certain and line.value < 0]
    if not more and not less:
        return tr("Against people's choices, {name} shows no bias beyond chance", name=name)
    if not less:
        return tr("Bias: {name} likes {more} more than people do", name=name, more=listed(more))
    if not more:
        return tr("Bias: {name} likes {less} less than people do", name=name, less=listed(less))
    return tr(
        "Bias: {name} likes {more} more, and {less} less than people do",
        name=name,
        more=listed(more),
        less=listed(less),
    )


def _not_random(judge: Told, people: dict[str, float] | None = None) -> str:
    """Why the first answer's line says nothing of position, where A and B were hardly placed at random."""
    by_name = judge["by_name"]
    if by_name is not None and not _ORDERED < by_name < 1 - _ORDERED:
        return tr(
            "A and B stand in the order of their writers' names, so the first answer's line says who stands "
            "first, not that position counts."
        )
    if people is None:
        return ""
    difference = judge["minus_people"]["position"]["weight"]
    if _is_apart(people) and abs(people["weight"]) >= _COMPARABLE * abs(difference):
        return tr(
            "People too lean to one side, so A and B were hardly placed at random: the first answer's line "
            "says who stands first, not that position counts."
        )
    return ""


def _coefficients(number: int, judge: Told) -> Panel:
    name, lines, why = named(judge["judge"]), [], _not_random(judge)
    for term, weight in _scaled(judge, judge["weights"]).items():
        known = not why or term != "position"
        said = later("odds × {odds:.2g} for {unit}")
        if not known:
            said = later("odds × {odds:.2g} for {unit}; not placed at random")
        odds = tr(said, odds=exp(weight["weight"]), unit=_UNITS[term])
        certain = known and beyond_chance(
            weight["weight"], weight["low"], weight["high"], 0, len(judge["weights"])
        )
        lines.append((term, _effect(term, weight, odds, certain=certain)))
    return Panel(
        f"coefficients:{number:02}",
        sentence(_leaning(name, lines)),
        f"{_counts(judge)}. {_habits(judge)}",
        later("coefficient (log odds that an answer wins)"),
        tuple(line for _, line in lines),
        caution=tr(
            "What a judge goes by may be good taste: longer answers may be better ones. Only the "
            "difference from people's choices is a bias, and those are not known here. {why}",
            why=why or tr(_MEANS),
        ),
    )


def _leaning(name: str, lines: list[tuple[str, Effect]]) -> str:
    more = [_LIKED[term] for term, line in lines if line.certain and line.value > 0]
    less = [_LIKED[term] for term, line in lines if line.certain and line.value < 0]
    if not more and not less:
        return tr("{name} goes by none of these signs beyond chance", name=name)
    if not less:
        return tr("{name} tends to {more}; by itself that is no bias", name=name, more=listed(more))
    if not more:
        return tr("{name} tends away from {less}; by itself that is no bias", name=name, less=listed(less))
    return tr(
        "{name} tends to {more}, and away from {less}; by itself that is no bias",
        name=name,
        more=listed(more),
        less=listed(less),
    )


def _effect(term: str, weight: dict[str, float], words: str, *, certain: bool) -> Effect:
    return Effect(_NAMES[term], weight["weight"], weight["low"], weight["high"], words, certain=certain)


def _scaled(judge: Told, weights: Weights) -> Weights:
    """Weights for a standard deviation more of what answers differ in, so that they can be compared."""
    spread = judge["spread"]
    return {
        term: {
            name: round(value * (1.0 if term in _WHOLE else spread[term]), 4)
            for name, value in weight.items()
        }
        for term, weight in weights.items()
    }


def _is_apart(weight: dict[str, float]) -> bool:
    return not weight["low"] <= 0 <= weight["high"]


def _counts(judge: Told) -> str:
    return tr(
        "{verdicts} on {prompts}",
        verdicts=trn("{count} verdict", "{count} verdicts", judge["verdicts"]),
        prompts=trn("{count} prompt", "{count} prompts", judge["clusters"]),
    )


def _habits(judge: Told, people: Told | None = None) -> str:
    """How often the longer and the first answer win, as plain shares."""
    told = []
    for key, alone, beside in _HABITS:
        if judge[key] is not None:
            theirs = people[key] if people else None
            told.append(
                tr(alone, share=figures.share(judge[key]))
                if theirs is None
                else tr(beside, share=figures.share(judge[key]), people=figures.share(theirs))
            )
    return f"{'; '.join(told)}." if told else ""


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\u2212")
