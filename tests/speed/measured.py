"""What a benchmark measured: seconds beside those of a plain way, over several sizes, and how they grow."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

FEW, MOST = 5, 40
"""Repeats of what takes seconds, and of what takes milliseconds, where the best of few is still chance."""
SHORT, ENOUGH = 2.0, 20.0
"""Seconds after which no more than few repeats are made, and no more than two."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured at one size: the best of its repeats, and the best of the plain way's."""

    name: str
    ours: float
    """Seconds, or megabytes where ``unit`` says so."""
    plain: float
    spread: float
    """The worst repeat as a multiple of the best one; 1.0 where there was one repeat."""
    repeats: int
    against: str
    """What the plain way is."""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """How many times as much as the plain way; endless where that took nothing."""
        return self.ours / self.plain if self.plain else math.inf


def row(name: str, ours: Sequence[float], plain: Sequence[float], against: str, unit: str = "s") -> Row:
    """The best of the repeats on both sides."""
    return Row(name, min(ours), min(plain), max(ours) / min(ours), len(ours), against, unit)


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def in_turns(ours: Callable[[], float], plain: Callable[[], float]) -> tuple[list[float], list[float]]:
    """What both measured, taking turns: up to forty times, fewer the longer it takes, twice at least."""
    mine: list[float] = []
    theirs: list[float] = []
    while _is_again(len(mine), sum(mine) + sum(theirs)):
        mine.append(ours())
        theirs.append(plain())
    return mine, theirs


def _is_again(repeats: int, spent: float) -> bool:
    return repeats < 2 or (repeats < FEW and spent < ENOUGH) or (repeats < MOST and spent < SHORT)


def exponent(values: Mapping[int, float]) -> float:
    """Slope of the logarithm of the values over that of the sizes, by least squares; nan for one size.

    0: the size does not matter; 1: twice the items take twice the time.
    """
    points = [(math.log(size), math.log(value)) for size, value in values.items() if value > 0]
    if len(points) < 2:
        return math.nan
    middle = math.fsum(x for x, _ in points) / len(points)
    width = math.fsum((x - middle) ** 2 for x, _ in points)
    return math.fsum((x - middle) * y for x, y in points) / width


def amount(value: float, unit: str = "s") -> str:
    """A figure as people read it: three digits, in milliseconds, seconds, minutes or megabytes."""
    if unit == "MB":
        return f"{value:,.0f} MB"
    if value >= 100:
        return f"{_digits(value / 60)} min"
    return f"{_digits(value)} s" if value >= 1 else f"{_digits(value * 1000)} ms"


def times(ratio: float) -> str:
    """A ratio in two or three digits."""
    return _digits(ratio) if ratio >= 0.1 else f"{ratio:.2g}"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def by_name(sizes: Mapping[int, Iterable[Row]]) -> dict[str, dict[int, Row]]:
    """The rows of all sizes under each name, in the order in which they came."""
    found: dict[str, dict[int, Row]] = {}
    for size, rows in sorted(sizes.items()):
        for each in rows:
            found.setdefault(each.name, {})[size] = each
    return found


def table(sizes: Mapping[int, Sequence[Row]]) -> str:
    """All rows for a terminal: for each size seconds, ratio and spread, then both exponents."""
    head = f"{'':<36}" + "".join(f"{f'{size:,} items':>30}" for size in sorted(sizes)) + "  grows as (plain)"
    lines = [head]
    for name, found in by_name(sizes).items():
        cells = [f"{_cell(found[size]) if size in found else '-':>30}" for size in sorted(sizes)]
        ours = exponent({size: each.ours for size, each in found.items()})
        plain = exponent({size: each.plain for size, each in found.items()})
        lines.append(f"{name:<36}" + "".join(cells) + f"  n^{ours:.2f} (n^{plain:.2f})")
    return "\n".join(lines)


def _cell(each: Row) -> str:
    spread = f" ±{(each.spread - 1) * 100:.0f}%" if each.repeats > 1 else ""
    return f"{amount(each.ours, each.unit)} ×{times(each.ratio)}{spread}"
