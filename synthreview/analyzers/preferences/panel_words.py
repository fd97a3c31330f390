"""Words and certainty that the panels about judges share."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

from synthreview.translation import tr

_TWO_SIDED = NormalDist().inv_cdf(0.975)


def named(judge: str) -> str:
    """A judge as a sentence names it."""
    return judge or tr("the judge")


def sentence(words: str) -> str:
    """The words with a capital at their beginning, unless they begin with a judge's name."""
    unnamed = tr("the judge")
    return tr("The judge") + words.removeprefix(unnamed) if words.startswith(unnamed) else words


def beyond_chance(value: float, low: float | None, high: float | None, neutral: float, lines: int) -> bool:
    """Whether a value differs from neutral when ``lines`` of them are looked at (Bonferroni, at 5 %).

    The 95 % interval is widened to what one of that many lines needs.
    """
    if low is None or high is None:
        return False
    widening = NormalDist().inv_cdf(1 - 0.025 / max(lines, 1)) / _TWO_SIDED
    half = value - low if value > neutral else high - value
    return abs(value - neutral) > widening * half


def interval(found: dict[str, Any]) -> tuple[float | None, float | None]:
    """The ends of an interval where there is one."""
    return found.get("low"), found.get("high")
