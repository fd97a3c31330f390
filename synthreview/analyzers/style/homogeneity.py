"""How much a model's texts vary from each other, as a share of how much people's texts of the same length do.

Three measures, each larger where texts vary more: 1 - the mean cosine of two texts; the size of texts put
together after packing; the share of five-word sequences that no other text has (after Salkar et al. 2022 and
Shaib et al. 2024). The first has a bootstrap interval, the others one over blocks of pairs.
"""

from __future__ import annotations

import lzma
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style.effects import chance_of, resampled
from synthreview.analyzers.style.features import Floats
from synthreview.analyzers.style.matching import Pairs
from synthreview.analyzers.style.ngrams import SHORTEST
from synthreview.analyzers.style.texts import Texts
from synthreview.analyzers.style.words import tokens
from synthreview.translation import later

FEWEST = 50
_BLOCKS, _FEWEST_IN_BLOCK = 10, 20
_MOST = 1_000
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Ratio:
    """The model's variety as a share of people's, with its 95 % interval, and both."""

    name: str
    """In words, marked with ``later``."""
    value: float
    low: float
    high: float
    chance: float
    model: float
    people: float


def compared(pairs: Pairs) -> list[Ratio]:
    """The measures on pairs of equal length; none where there are too few pairs."""
    if len(pairs) < FEWEST:
        return []
    found = [_of_meaning(pairs)]
    blocks = _blocks(len(pairs))
    if blocks is not None:
        found.append(_by_blocks(later("Variety of wording (packed size)"), packed_size, pairs, blocks))
        found.append(_by_blocks(later("Phrases no other text has"), unshared, pairs, blocks))
    return found


def alone(texts: Texts) -> dict[str, float]:
    """The measures of one author's texts; they can be compared only with texts of the same lengths."""
    some = texts.at(np.arange(min(len(texts), _MOST)))
    ones = np.ones((1, len(some)))
    return {
        "meaning": float(_distances(some.vectors, ones)[0]),
        "packed_size": packed_size(some.texts.tolist()),
        "unshared_phrases": unshared(some.texts.tolist()),
    }


def packed_size(texts: Sequence[str]) -> float:
    """Size of texts put together after packing, as a share of their size."""
    data = "\n".join(texts).encode("utf-8", "surrogatepass")
    return len(lzma.compress(data, preset=6)) / max(len(data), 1)


def unshared(texts: Sequence[str]) -> float:
    """Of all five-word sequences, the share that stands in one text only."""
    told = [
        {tuple(said[at : at + SHORTEST]) for at in range(len(said) - SHORTEST + 1)}
        for said in map(tokens, texts)
    ]
    counts: dict[tuple[str, ...], int] = {}
    for each in told:
        for sequence in each:
            counts[sequence] = counts.get(sequence, 0) + 1
    total = sum(map(len, told))
    return sum(count for count in counts.values() if count == 1) / total if total else 1.0


def _of_meaning(pairs: Pairs) -> Ratio:
    ones = np.ones((1, len(pairs)))
    draws = resampled(pairs.together())
    model, people = (float(_distances(side.vectors, ones)[0]) for side in (pairs.model, pairs.people))
    drawn = np.log(
        _distances(pairs.model.vectors, draws.model) / _distances(pairs.people.vectors, draws.people)
    )
    low, high = np.exp(np.quantile(drawn, (0.025, 0.975))).tolist()
    ratio = model / people
    chance = chance_of(math.log(ratio), float(drawn.std(ddof=1)))
    return Ratio(later("Variety of meaning"), ratio, low, high, chance, model, people)


def _distances(vectors: NDArray[np.float32], weights: Floats) -> Floats:
    """1 - the mean cosine of two different rows, for each row of weights."""
    exact = vectors.astype(np.float64)
    sums = weights @ exact
    own = (weights**2) @ (exact**2).sum(axis=1)
    count = weights.sum(axis=1) ** 2 - (weights**2).sum(axis=1)
    cosines = ((sums**2).sum(axis=1) - own) / np.maximum(count, 1.0)
    return np.asarray(np.maximum(1 - cosines, _TINY), np.float64)


def _blocks(pairs: int) -> list[NDArray[np.int64]] | None:
    """Places of pairs in up to ten blocks of equal size that share none."""
    size = min(pairs // _BLOCKS, _MOST // _BLOCKS)
    if size < _FEWEST_IN_BLOCK:
        return None
    return [np.arange(block, size * _BLOCKS, _BLOCKS) for block in range(_BLOCKS)]


def _by_blocks(
    name: str, measure: Callable[[Sequence[str]], float], pairs: Pairs, blocks: list[NDArray[np.int64]]
) -> Ratio:
    from scipy.special import stdtr, stdtrit

    model, people = (
        np.array([max(measure(side.texts[block].tolist()), _TINY) for block in blocks])
        for side in (pairs.model, pairs.people)
    )
    logs = np.log(model / people)
    middle, deviation = float(logs.mean()), float(logs.std(ddof=1)) / math.sqrt(len(logs))
    half = float(stdtrit(len(logs) - 1, 0.975)) * deviation
    chance = (
        2 * float(stdtr(len(logs) - 1, -abs(middle) / deviation)) if deviation > 0 else float(middle == 0)
    )
    means = float(model.mean()), float(people.mean())
    return Ratio(name, math.exp(middle), math.exp(middle - half), math.exp(middle + half), chance, *means)
