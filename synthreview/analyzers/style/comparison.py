"""The style of a model's texts against that of people's texts of the same length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style.effects import Delta, beyond_chance, deltas, resampled
from synthreview.analyzers.style.features import FEATURES, Feature, Floats
from synthreview.analyzers.style.matching import Pairs
from synthreview.analyzers.style.texts import Texts
from synthreview.analyzers.style.words import has_spaces, looks_english

FEWEST = 50
"""With fewer pairs nothing is said."""
_SOME = 300
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Script:
    """What of style can be counted in the language of the texts."""

    english: bool
    spaced: bool

    @classmethod
    def of(cls, *sides: Texts) -> Script:
        """English or spaced where at least half of the texts of each side are."""
        heads = [side.texts[:_SOME].tolist() for side in sides if len(side)]
        return cls(
            all(sum(map(looks_english, texts)) >= _HALF * len(texts) for texts in heads),
            all(sum(map(has_spaces, texts)) >= _HALF * len(texts) for texts in heads),
        )

    def counted(self) -> NDArray[np.bool_]:
        """Which `FEATURES` mean something."""
        return np.array(
            [(self.english or not each.english) and (self.spaced or not each.spaced) for each in FEATURES]
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One feature of the model's texts against people's: Cliff's delta, and the mean of each."""

    feature: Feature
    delta: Delta
    model: float
    people: float
    certain: bool

    def told(self) -> dict[str, Any]:
        """The difference as a row of a summary."""
        return {
            "feature": self.feature.key,
            "delta": round(self.delta.value, 4),
            "low": round(self.delta.low, 4),
            "high": round(self.delta.high, 4),
            "pairs": self.delta.pairs,
            "model": round(self.model, 4),
            "people": round(self.people, 4),
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What texts of equal length differ in, most first."""

    differences: tuple[Difference, ...]
    pairs: int
    same_topic: int
    by_meaning: bool
    """Whether the other pairs are in one field of meaning; else they were matched by length alone."""
    words: tuple[float, float]
    """How many words the middle text of the model, and of people, has: before they were matched."""
    script: Script

    def told(self) -> dict[str, Any]:
        """The comparison as a summary."""
        return {
            "pairs": self.pairs,
            "same_topic": self.same_topic,
            "by_meaning": self.by_meaning,
            "median_words": {"model": self.words[0], "people": self.words[1]},
            "english": self.script.english,
            "differences": [each.told() for each in self.differences],
        }


def compare(pairs: Pairs, words: tuple[float, float], script: Script) -> Comparison | None:
    """Every feature that can be counted; None where there are too few pairs."""
    if len(pairs) < FEWEST:
        return None
    counted = np.flatnonzero(script.counted())
    model, people = pairs.model.features[:, counted], pairs.people.features[:, counted]
    known = [
        (FEATURES[counted[at]], delta, *_means(model[:, at], people[:, at]))
        for at, delta in enumerate(deltas(model, people, resampled(pairs.together())))
        if delta is not None and delta.pairs >= FEWEST
    ]
    certain = beyond_chance([delta.chance for _, delta, _, _ in known])
    found = [Difference(*each, holds) for each, holds in zip(known, certain, strict=True)]
    found.sort(key=lambda each: -abs(each.delta.value))
    return Comparison(tuple(found), len(pairs), pairs.same_topic, pairs.by_meaning, words, script)


def _means(model: Floats, people: Floats) -> tuple[float, float]:
    known = np.isfinite(model) & np.isfinite(people)
    return float(model[known].mean()), float(people[known].mean())
