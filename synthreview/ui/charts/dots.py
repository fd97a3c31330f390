"""Where dots and intervals stand: a panel's numbers turned into places and words (pure, no Qt)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from synthreview import figures
from synthreview.amounts import (
    MINUS,
    amount,
    bare,
    in_hundred,
    in_percent,
    in_points,
    interval,
    is_ratio,
    signed,
)
from synthreview.panels import Effect, Panel

FOLDED = 8
"""Lines shown of a long panel before a person asks for all."""
SPARE = 3
"""Up to so many lines more are not worth folding."""
REACH = 1.0
"""How far beyond the dots an interval may stretch the axis, in widths of what the dots take."""
_USUAL = 1.5
"""The same in halves of what a usual interval takes: where all are wide, they are what the chart is about."""
_AIR = 0.05
"""The part of the axis left free at either end, so that no dot is cut."""
_NOTHING = 0.05
"""How far an axis of shares goes on where all are nothing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``; in logarithms where ratios are drawn."""

    low: float
    high: float
    ratio: bool = False

    def at(self, value: float) -> float:
        """The place of a value: 0 at the axis's beginning, 1 at its end, no farther than these."""
        start, end, here = (_inner(each, self.ratio) for each in (self.low, self.high, value))
        return min(max((here - start) / (end - start), 0.0), 1.0)

    def holds(self, value: float) -> bool:
        """Whether the axis reaches a value."""
        return self.low <= value <= self.high


def _inner(value: float, ratio: bool) -> float:
    if not ratio:
        return value
    return math.log(value) if value > 0 else -math.inf


def scale(panel: Panel) -> Scale:
    """The axis that holds all dots and ticks, the line, what chance reaches, and intervals that do not
    dwarf it. Where there is no line, shares are read from nothing on.
    """
    ratio, shares = is_ratio(panel), in_hundred(panel) and not in_points(panel)
    start = panel.line if panel.line is not None else 0.0 if shares else None
    beside = [effect.beside for effect in panel.effects]
    dots = [effect.value for effect in panel.effects] + list(noise(panel))
    dots += [place for place in (start, *beside) if place is not None]
    if shares and not any(dots):
        dots.append(_NOTHING)
    ends = [end for effect in panel.effects for end in (effect.low, effect.high) if end is not None]
    places = [_inner(dot, ratio) for dot in dots]
    reached = [_inner(end, ratio) for end in ends]
    low, high = min(places), max(places)
    width = (high - low) or (max(reached, default=1.0) - min(reached, default=0.0)) / 2
    width = width if 0 < width < math.inf else 1.0
    wide = _widths(panel, ratio)
    usual = median(wide) / 2 if len(wide) > 1 else 0.0  # one alone is not usual
    beyond = max(REACH * width, _USUAL * usual)
    low = max(min([low, *reached]), low - beyond)
    high = min(max([high, *reached]), high + beyond)
    air = _AIR * ((high - low) or 1.0)
    low, high = low - air, high + air
    return Scale(math.exp(low), math.exp(high), ratio=True) if ratio else Scale(low, high)


def _widths(panel: Panel, ratio: bool) -> list[float]:
    """How wide the intervals are along the axis."""
    found = [
        _inner(each.high, ratio) - _inner(each.low, ratio)
        for each in panel.effects
        if each.low is not None and each.high is not None
    ]
    return [width for width in found if width < math.inf]


def noise(panel: Panel) -> tuple[float, ...]:
    """From where to where chance alone reaches; empty where that is unknown."""
    if panel.noise <= 0 or panel.neutral is None:
        return ()
    if is_ratio(panel):
        return 1 / (1 + panel.noise), 1 + panel.noise
    return panel.neutral - panel.noise, panel.neutral + panel.noise


def ticks(axis: Scale, most: int = 5) -> list[float]:
    """A few round values on the axis, rising, about ``most`` of them."""
    if axis.ratio:
        tens = range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high)) + 1)
        for digits in ((1, 2, 5), (1,)):
            found = [digit * 10.0**ten for ten in tens for digit in digits]
            found = [value for value in found if axis.holds(value)]
            if 3 <= len(found) <= most + 1:
                return found
    step = _step((axis.high - axis.low) / most)
    first, last = math.ceil(axis.low / step), math.floor(axis.high / step)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... (or their tenths) that is no smaller than ``least``."""
    ten = 10.0 ** math.floor(math.log10(least))
    return next(digit * ten for digit in (1, 2, 5, 10) if digit * ten >= least * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the three columns of a plot stand, in pixels: names from 0, dots, words to the right edge."""

    names: int
    left: int
    right: int
    words: int
    """Where the words begin; their column ends at the widget's edge."""
    intervals: bool
    """Whether there is room for intervals beside the values."""


def columns(width: int, names: int, words: int, values: int, gap: int = 12) -> Columns:
    """Share out a width, knowing the widest name, the widest words, and the widest value without interval.

    Names give way first, down to a quarter of the width, then the intervals; the dots keep the rest.
    """
    for part, beside in ((3, words), (4, words), (3, values)):
        named = min(names, max(width // part, 60))
        left, right = named + gap, width - beside - gap
        if right - left >= width // 4:
            break
    return Columns(named, left, max(right, left + 1), width - beside, beside == words)


def round_values(panel: Panel, axis: Scale, most: int = 5) -> list[float]:
    """The ticks of a panel's axis; none below nothing where all values are shares."""
    found = ticks(axis, most)
    return [value for value in found if value >= 0] if in_hundred(panel) and not signed(panel) else found


def tick_words(value: float, panel: Panel) -> str:
    """A round value as it stands below the axis."""
    if in_points(panel):
        return bare(value, panel)
    if in_hundred(panel):
        return (MINUS if value < 0 else "") + in_percent(abs(value))
    return f"{value:.6g}".replace("-", MINUS)


def with_note(effect: Effect, panel: Panel) -> str:
    """``76 % (70–82 %), 87 judged``: a number with its interval and the words that stand beside it."""
    told = with_interval(effect, panel)
    return f"{told}, {effect.note}" if effect.note else told


def alone(effect: Effect, panel: Panel) -> str:
    """The value where there is no room for more; in brackets where it is only assumed."""
    told = amount(effect.value, panel)
    return f"({told})" if effect.assumed else told


def with_interval(effect: Effect, panel: Panel) -> str:
    """``0.58 (0.49–0.67)``, ``+0.14 (−0.09 to +0.38)``, or the value alone where it has no interval."""
    told = amount(effect.value, panel)
    between = interval(effect, panel)
    return f"{told} ({between})" if between else told


def spoken(effect: Effect, panel: Panel) -> str:
    """One line in words: its name, its numbers, what they rest on."""
    told = f"{figures.isolated(effect.name)}: {with_interval(effect, panel)}"
    return ". ".join(part for part in (told, figures.isolated(effect.words)) if part)
