"""The numbers of a panel in words, as its measure asks for them: the same on screen and in a report."""

from __future__ import annotations

import re

from synthreview import figures
from synthreview.panels import Effect, Panel
from synthreview.translation import tr

MINUS = "\u2212"
_SHARE = re.compile(r"\bshares?\b")
_LESS = re.compile(r"\bminus\b")


def amount(value: float, panel: Panel) -> str:
    """A value in words, as the panel's measure asks for it."""
    if is_ratio(panel):
        return f"× {_rounded(value)}"
    told = bare(value, panel)
    if not in_points(panel):
        return told
    one = told.strip(f"+{MINUS}") == "1"
    return tr("{number} point", number=told) if one else tr("{number} points", number=told)


def bare(value: float, panel: Panel) -> str:
    """A value that is no ratio, as `amount` says it; percentage points without the word."""
    write = _rounded
    if in_hundred(panel):
        write = _points if in_points(panel) else in_percent
    told = write(abs(value))
    sign = MINUS if value < 0 and told.strip("0.") else "+" if signed(panel) and value > 0 else ""
    return f"{sign}{told}"


def interval(effect: Effect, panel: Panel) -> str:
    """The ends of the 95 % interval in words; empty where there is none."""
    if effect.low is None or effect.high is None:
        return ""
    tell = amount if is_ratio(panel) else bare
    low, high = (tell(end, panel).removeprefix("× ") for end in (effect.low, effect.high))
    low = low.removesuffix(f"{figures.THIN}%")
    return tr("{low} to {high}", low=low, high=high) if signed(panel) else f"{low}\u2013{high}"


def is_ratio(panel: Panel) -> bool:
    """Whether the values are ratios, whose doubling counts as much as their halving."""
    return panel.neutral == 1 and all(effect.value > 0 for effect in panel.effects)


def in_hundred(panel: Panel) -> bool:
    """Whether the values are shares, or differences of shares."""
    return panel.neutral != 1 and _SHARE.search(panel.measure) is not None


def in_points(panel: Panel) -> bool:
    """Whether the values are differences of shares, which are told in percentage points."""
    return in_hundred(panel) and _LESS.search(panel.measure) is not None


def signed(panel: Panel) -> bool:
    """Whether values lie on both sides of nothing, so that each needs its sign."""
    if is_ratio(panel) or panel.neutral != 0:
        return False
    return any(end is not None and end < 0 for e in panel.effects for end in (e.value, e.low, e.high))


def in_percent(value: float) -> str:
    """A share that may be tiny, since it can be the end of an interval."""
    return f"{100 * value:.1g}{figures.THIN}%" if 0 < value < 0.001 else figures.share(value)


def _points(value: float) -> str:
    """A difference of shares in a hundred: ``26``, ``2.4``, ``0.03``."""
    number = 100 * value
    if 0 < number < 0.1:
        return f"{number:.1g}"
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")


def _rounded(value: float) -> str:
    if value >= 1000:
        return figures.grouped(round(value))
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.01 or not value else f"{value:.1g}"
