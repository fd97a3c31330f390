"""How varied the words of one text are, by measures that depend little on its length.

MTLD and HD-D after McCarthy and Jarvis 2010 (doi:10.3758/BRM.42.2.381), Maas 1972; each says a different
thing, so they are given together. All are nan for texts too short for them.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

_FACTOR = 0.72
"""The type-token ratio at which a factor of MTLD is full."""
_FEWEST = 20
"""Words a text needs before its variety means anything."""
DRAWS = 42
WINDOW = 20
PREFIX = 200
"""Characters that are packed: ratios of longer texts would only tell their length."""


def mtld(words: Sequence[str]) -> float:
    """Mean length of runs of words that keep their type-token ratio above .72, forwards and backwards."""
    if len(words) < _FEWEST:
        return math.nan
    return (_run_length(words) + _run_length(words[::-1])) / 2


def _run_length(words: Sequence[str]) -> float:
    factors, seen, count = 0.0, set[str](), 0
    for word in words:
        count += 1
        seen.add(word)
        if len(seen) <= _FACTOR * count:
            factors += 1
            seen, count = set(), 0
    if count:
        factors += (1 - len(seen) / count) / (1 - _FACTOR)
    return len(words) / factors if factors else float(len(words))


def hdd(counts: Counter[str], total: int) -> float:
    """Share of different words to be expected among 42 words drawn from a text of at least as many."""
    if total < DRAWS:
        return math.nan
    by_frequency = Counter(counts.values())
    expected = sum(types * (1 - _missed(frequency, total)) for frequency, types in by_frequency.items())
    return expected / DRAWS


@cache
def _missed(frequency: int, total: int) -> float:
    """The chance that 42 draws from ``total`` words miss a word that is there ``frequency`` times."""
    if total - frequency < DRAWS:
        return 0.0
    return math.exp(
        math.lgamma(total - frequency + 1)
        - math.lgamma(total - frequency - DRAWS + 1)
        - math.lgamma(total + 1)
        + math.lgamma(total - DRAWS + 1)
    )


def maas(types: int, total: int) -> float:
    """(ln tokens - ln types) / (ln tokens)^2; smaller is more varied."""
    if total < _FEWEST:
        return math.nan
    return (math.log(total) - math.log(types)) / math.log(total) ** 2


def type_token(words: Sequence[str]) -> float:
    """Share of different words, as a mean over windows of 20 words side by side."""
    if len(words) < WINDOW:
        return math.nan
    starts = range(0, len(words) - WINDOW + 1, WINDOW)
    return sum(len(set(words[start : start + WINDOW])) for start in starts) / (WINDOW * len(starts))


def packed(text: str) -> float:
    """Size of the first 200 characters after packing, as a share; smaller says more is repeated."""
    if len(text) < PREFIX:
        return math.nan
    data = text[:PREFIX].encode("utf-8", "surrogatepass")
    return len(zlib.compress(data, 6)) / len(data)
