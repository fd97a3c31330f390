"""What a probe found, as plain values that are kept in the project and told on the page and in the report."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from synthreview.domain import Kind
from synthreview.probe.resampling import Measured

FORM = 1
"""The form of a result as it is kept; another one is not read."""


@dataclass(frozen=True, slots=True)
class Trained:
    """How the models of one arm did on the holdout, over all runs."""

    arm: str
    trained_on: float
    """Examples, in the mean of the runs."""
    corrected: float
    removed: float
    score: Measured
    gain: Measured | None = None
    """Over the data as it came; None for that itself."""
    macro_f1: Measured | None = None
    macro_f1_gain: Measured | None = None
    distance: Measured | None = None
    """From what is said of a text to how people's answers are spread, 0 to 1 (total variation)."""
    recalls: tuple[Measured, ...] = ()
    shares: tuple[Measured, ...] = ()
    """How often each class is said."""
    won: int = 0
    """Groups in which it is right more often than the data as it came."""
    lost: int = 0
    chance: float = 1.0
    """Of a difference as large as that of the two, were the two alike (exact McNemar)."""


@dataclass(frozen=True, slots=True)
class Reliance:
    """How sure the quick reward model of an arm is, and how often it is right, from unsure to sure."""

    arm: str
    odds: tuple[float, ...]
    """The log odds it gives the answer it prefers, the mean of each tenth of the pairs or so."""
    right: tuple[Measured, ...]
    """How often people prefer that answer too."""
    overconfidence: Measured
    """By how much the chance it gives is higher than the share in which it is right."""


@dataclass(frozen=True, slots=True)
class View:
    """What one sort of model says: a representation of the texts, and how classes weigh."""

    name: str
    arms: tuple[Trained, ...]
    over_random: Measured | None = None
    """The gain of cleaning over that of as many corrections at random."""
    truth_shares: tuple[Measured, ...] = ()
    reliance: tuple[Reliance, ...] = ()

    def arm(self, name: str) -> Trained | None:
        """An arm by its name; None where there was none."""
        return next((arm for arm in self.arms if arm.arm == name), None)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What correcting a share of the data would bring: the riskiest first, against as many at random."""

    share: float
    riskiest: Measured
    """Gain in accuracy over the data as it came."""
    random: Measured
    difference: Measured


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What reviewing would bring, by one sort of model."""

    name: str
    points: tuple[Foreseen, ...]
    known: int = 100
    """People's answers that the risks rest on; corrected in every arm."""


@dataclass(frozen=True, slots=True)
class Result:
    """One probe of one data set."""

    kind: Kind
    dataset: str
    holdout: str
    """The data set that people's answers come from; empty where they are in the data set itself."""
    measure: str
    """What ``score`` is: accuracy, or the overlap of answers (ROUGE-L)."""
    tested: int
    """Examples in the holdout."""
    groups: int
    """Those of them that came about apart from each other."""
    examples: int
    classes: tuple[str, ...]
    views: tuple[View, ...]
    what_if: tuple[WhatIf, ...] = ()
    human: str = ""
    """The data set that people's examples come from; empty where they are in the data set itself."""
    seeds: int = 10
    split: bool = False
    """Whether each run tests a part of the holdout and trains on the rest of the data."""
    cautions: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    """What limits the result: codes with what is told of each."""
    decided: int = 0
    """Items of the data set that somebody decided on."""
    at: str = ""
    event: int = 0
    """The last operation it has seen."""

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values; numbers that are not known are null."""
        told: dict[str, Any] = _known({"form": FORM, **asdict(self)})
        return told


def from_json(told: Mapping[str, Any]) -> Result | None:
    """A result as it was kept; None where it has another form, or is damaged."""
    if told.get("form") != FORM:
        return None
    try:
        return _result(told)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None  # it can be made again


def _result(told: Mapping[str, Any]) -> Result:
    named = {each.name: told[each.name] for each in fields(Result) if each.name in told}
    named |= {
        "kind": Kind(told["kind"]),
        "classes": tuple(told["classes"]),
        "views": tuple(_view(each) for each in told["views"]),
        "what_if": tuple(_what_if(each) for each in told["what_if"]),
        "cautions": tuple((code, args) for code, args in told["cautions"]),
    }
    return Result(**named)


def _view(told: Mapping[str, Any]) -> View:
    return View(
        told["name"],
        tuple(_trained(each) for each in told["arms"]),
        _measured(told["over_random"]),
        _all(told["truth_shares"]),
        tuple(
            Reliance(each["arm"], tuple(each["odds"]), _all(each["right"]), _sure(each["overconfidence"]))
            for each in told["reliance"]
        ),
    )


def _trained(told: Mapping[str, Any]) -> Trained:
    numbers = {name: _measured(told[name]) for name in ("gain", "macro_f1", "macro_f1_gain", "distance")}
    more = {"score": _sure(told["score"]), "recalls": _all(told["recalls"]), "shares": _all(told["shares"])}
    return Trained(**{**told, **numbers, **more})


def _what_if(told: Mapping[str, Any]) -> WhatIf:
    points = tuple(
        Foreseen(each["share"], *(_sure(each[name]) for name in ("riskiest", "random", "difference")))
        for each in told["points"]
    )
    return WhatIf(told["name"], points, told["known"])


def _all(told: list[Mapping[str, Any]]) -> tuple[Measured, ...]:
    return tuple(map(_sure, told))


def _measured(told: Mapping[str, Any] | None) -> Measured | None:
    return None if told is None else _sure(told)


def _sure(told: Mapping[str, Any]) -> Measured:
    return Measured(*(math.nan if told[name] is None else told[name] for name in ("value", "low", "high")))


def _known(value: Any) -> Any:
    """JSON has no NaN."""
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_known(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
