"""What each judge goes by, and how far that differs from people: the difference is the bias."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import Any

from synthreview import figures
from synthreview.analyzers.preferences.panel_words import beyond_chance, listed, named, sentence
from synthreview.panels import Effect, Panel

_NAMES = {
    "position": "First answer",
    "log_length": "Length",
    "list_items": "Lists",
    "emphatic_words": "Emphatic words",
    "own_family": "Own family",
}
_LIKED = {
    "position": "the first answer",
    "log_length": "longer answers",
    "list_items": "answers with lists",
    "emphatic_words": "emphatic words",
    "own_family": "answers of its own family",
}
_EVENLY = "A judge that decides more evenly than people do has larger coefficients throughout."
_RANDOM = "The first answer's line is a bias only where A and B were placed at random."
_MEANS = "The first answer's line means something only where A and B were placed at random."
_NOT_PLACED = "; not placed at random"
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
        words = f"{name} {_signed(own)}, people {_signed(theirs)}" + (
            "" if known else "; not placed at random"
        )
        lines.append((term, _effect(term, weight, words, certain=certain)))
    theirs_from = (
        "people's choices of the same pairs"
        if models.get("people_from") == "same records"
        else "people's choices in the reference"
    )
    subtitle = (
        f"{_counts(judge)}, against {figures.grouped(models['people']['verdicts'])} of {theirs_from}."
        f" {_habits(judge, models['people'])}"
    )
    return Panel(
        f"bias:{number:02}",
        _bias_title(name, lines),
        subtitle,
        "coefficient of the judge minus that of people (log odds)",
        tuple(line for _, line in lines),
        caution=f"{_EVENLY} {why or _RANDOM}",
    )


def _bias_title(name: str, lines: list[tuple[str, Effect]]) -> str:
    more = [_LIKED[term] for term, line in lines if line.certain and line.value > 0]
    less = [_LIKED[term] for term, line in lines if line.certain and line.value < 0]
    if not more and not less:
        return f"Against people's choices, {name} shows no bias beyond chance"
    parts = [f"{listed(more)} more"] if more else []
    parts += [f"{listed(less)} less"] if less else []
    return f"Bias: {name} likes {', and '.join(parts)} than people do"


def _not_random(judge: Told, people: dict[str, float] | None = None) -> str:
    """Why the first answer's line says nothing of position, where A and B were hardly placed at random."""
    by_name = judge["by_name"]
    if by_name is not None and not _ORDERED < by_name < 1 - _ORDERED:
        return (
            "A and B stand in the order of their writers' names, so the first answer's line says who stands "
            "first, not that position counts."
        )
    if people is None:
        return ""
    difference = judge["minus_people"]["position"]["weight"]
    if _is_apart(people) and abs(people["weight"]) >= _COMPARABLE * abs(difference):
        return (
            "People too lean to one side, so A and B were hardly placed at random: the first answer's line "
            "says who stands first, not that position counts."
        )
    return ""


def _coefficients(number: int, judge: Told) -> Panel:
    name, lines, why = named(judge["judge"]), [], _not_random(judge)
    for term, weight in _scaled(judge, judge["weights"]).items():
        known = not why or term != "position"
        odds = f"odds × {exp(weight['weight']):.2g} for {_unit(term)}" + ("" if known else _NOT_PLACED)
        certain = known and beyond_chance(
            weight["weight"], weight["low"], weight["high"], 0, len(judge["weights"])
        )
        lines.append((term, _effect(term, weight, odds, certain=certain)))
    more = [_LIKED[term] for term, line in lines if line.certain and line.value > 0]
    less = [_LIKED[term] for term, line in lines if line.certain and line.value < 0]
    told = [f"tends to {listed(more)}"] if more else []
    told += [f"{'away' if told else 'tends away'} from {listed(less)}"] if less else []
    found = f"{name} {', and '.join(told)}" if told else f"{name} goes by none of these signs beyond chance"
    return Panel(
        f"coefficients:{number:02}",
        sentence(f"{found}; by itself that is no bias" if told else found),
        f"{_counts(judge)}. {_habits(judge)}",
        "coefficient (log odds that an answer wins)",
        tuple(line for _, line in lines),
        caution="What a judge goes by may be good taste: longer answers may be better ones. Only the "
        f"difference from people's choices is a bias, and those are not known here. {why or _MEANS}",
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


def _unit(term: str) -> str:
    if term in _WHOLE:
        return _LIKED[term]
    return f"one standard deviation more ({_NAMES[term].lower()})"


def _is_apart(weight: dict[str, float]) -> bool:
    return not weight["low"] <= 0 <= weight["high"]


def _counts(judge: Told) -> str:
    verdicts, clusters = figures.counted(judge["verdicts"], "verdict"), figures.grouped(judge["clusters"])
    return f"{verdicts} on {clusters} prompts"


def _habits(judge: Told, people: Told | None = None) -> str:
    """How often the longer and the first answer win, as plain shares."""
    told = []
    for key, words in (("longer_wins", "The longer answer wins"), ("first_wins", "the first one")):
        if judge[key] is not None:
            theirs = people[key] if people else None
            beside = f" (people {figures.share(theirs)})" if theirs is not None else ""
            told.append(f"{words} {figures.share(judge[key])}{beside}")
    return f"{'; '.join(told)}." if told else ""


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\u2212")
