"""The words of a report: codes spelled out, numbers and times as they are written in it.

A report is an exported file and stays in English, whatever language the window speaks.
"""

from __future__ import annotations

import math
import re

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Role
from synthreview.engine.report_parts import Bar, plain
from synthreview.estimates import wilson
from synthreview.figures import share
from synthreview.panels import Panel
from synthreview.reasons import REVIEW_REASONS

WAYS = {
    "risk": "For their risk",
    "uncertain": "Where the risk is least sure",
    "minority": "For their rare label",
    "audit": "As random checks",
    "search": "Found by a filter",
    "direct": "Picked one by one",
    "batch": "Together with others, not looked at one by one",
    "": "Not recorded",
}
"""How items came to be decided, by a decision's ``selected_by``."""
ROLES = {
    Role.SYNTHETIC: "to be reviewed",
    Role.HUMAN: "people's own, to compare with",
    Role.HOLDOUT: "held out, to look for overlap with",
}
NOT_STATED = "Not stated"
_PLACE = re.compile(r"\{[^{}]*\}")


def spelled(code: str) -> str:
    """A code as words: ``empty_output`` is ``Empty output``."""
    return plain(code).replace("_", " ").capitalize()


def way(code: str) -> str:
    """How items came to be decided, in words."""
    return WAYS.get(code) or spelled(code)


def detector_says(code: str) -> str:
    """What the detectors say of an item with a reason, its details left out."""
    reason = finding_reasons().get(code)
    return _PLACE.sub("…", reason.words) if reason is not None else ""


def people_say(code: str) -> str:
    """A reason that reviewers give, in words."""
    return next((reason.words for reason in REVIEW_REASONS if reason.code == code), spelled(code))


def day(moment: str) -> str:
    """The day of a stored time."""
    return moment[:10]


def minute(moment: str) -> str:
    """A stored time to the minute: ``2026-11-26 12:03 UTC``."""
    return f"{moment[:10]} {moment[11:16]} UTC"


def part(some: int, of: int) -> str:
    """A share, or nothing where there is nothing to have a share of."""
    return share(some / of) if of else ""


def between(some: int, of: int) -> str:
    """The 95 % interval of a share; empty where there is nothing to tell it from."""
    if not of:
        return ""
    low, high = wilson(some, of)
    return f"{share(low)} to {share(high)}"


def with_interval(some: int, of: int) -> str:
    """A share with its 95 % interval, without the interval where both round to the same."""
    told, ends = part(some, of), between(some, of)
    return told if not ends or ends == f"{told} to {told}" else f"{told} ({ends})"


def bars(panel: Panel) -> tuple[Bar, ...]:
    """Dots and intervals of a panel's effects on one axis with its neutral value, or from nothing on."""
    ratio = panel.neutral == 1 and all((effect.low or effect.value) > 0 for effect in panel.effects)

    def inner(number: float) -> float:
        return math.log(number) if ratio else number

    told = [number for e in panel.effects for number in (e.value, e.low, e.high) if number is not None]
    places = [inner(number) for number in (*told, panel.neutral or 0.0) if math.isfinite(number)]
    low, high = min(places), max(places)
    width = (high - low) or 1.0

    def at(number: float | None) -> float | None:
        return None if number is None or not math.isfinite(number) else (inner(number) - low) / width

    return tuple(Bar(at(e.value) or 0.0, at(e.low), at(e.high), at(panel.neutral)) for e in panel.effects)
