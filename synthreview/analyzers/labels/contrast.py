"""People's label shares beside a model's, with the part every text has in the difference.

A share is a ratio of sums over texts, sum(x) / sum(n). To first order its error is the sum over texts of
(x - share n) / sum(n) (Cochran 1977, section 6.4), so every variance, covariance and random draw here is
one over texts: labels of one text, on either side, may depend on each other in any way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.votes import Votes

Floats = NDArray[np.float64]
_CHUNK = 125
_SEED = 20240126


@dataclass(frozen=True, eq=False)
class Contrast:
    """Two distributions over the same labels; ``_parts`` hold a row per text, a column per label."""

    names: tuple[str, ...]
    people: Floats
    """Shares."""
    model: Floats
    people_parts: Floats
    """What each text adds to the error of people's shares."""
    model_parts: Floats
    people_texts: int
    """Texts that people labelled."""
    model_texts: int

    @classmethod
    def of(cls, votes: Votes) -> Contrast:
        """The contrast of the given items, texts being the independent units."""
        hashes, rows = np.unique(votes.texts, return_inverse=True)
        sides = []
        for counts in (votes.people, votes.model):
            sums = np.zeros((len(hashes), len(votes.names)))
            np.add.at(sums, rows, counts)
            sides.append(_side(sums))
        (people, people_parts, people_texts), (model, model_parts, model_texts) = sides
        return cls(votes.names, people, model, people_parts, model_parts, people_texts, model_texts)

    def part_of(self, people: Floats, model: Floats, sampled: tuple[float, float]) -> Contrast:
        """The same about the whole, of whose sides these parts were sampled; its shares are known exactly."""
        return Contrast(
            self.names,
            people,
            model,
            self.people_parts * sampled[0] ** 0.5,
            self.model_parts * sampled[1] ** 0.5,
            round(self.people_texts / sampled[0]),
            round(self.model_texts / sampled[1]),
        )

    @property
    def difference(self) -> Floats:
        """The model's shares minus people's."""
        return self.model - self.people

    @cached_property
    def together(self) -> Floats:
        """The shares if both sides had the same, each side counted by how well it is known."""
        spread_p, spread_m = (self.people_parts**2).sum(), (self.model_parts**2).sum()
        weight = spread_m / (spread_p + spread_m) if spread_p + spread_m > 0 else 0.5
        return np.asarray(weight * self.people + (1 - weight) * self.model)

    @cached_property
    def covariance(self) -> Floats:
        """Of the differences, label by label."""
        parts = self.model_parts - self.people_parts
        return np.asarray(parts.T @ parts)

    @cached_property
    def size(self) -> float:
        """So many independent labels say as much of a difference, beside shares that are known exactly."""
        seen = self.together > 0
        spread = float((np.diag(self.covariance)[seen] / self.together[seen]).sum())
        return (int(seen.sum()) - 1) / spread if spread > 0 else 0.0

    def draws(self, number: int) -> tuple[Floats, Floats]:
        """Random errors of people's and the model's shares, a row each: every text's part by a coin's sign.

        The cluster wild bootstrap with Rademacher weights (Cameron, Gelbach and Miller 2008).
        """
        both = np.hstack([self.people_parts, self.model_parts]).astype(np.float32)
        random = np.random.default_rng(_SEED)
        errors = [
            (2.0 * random.integers(0, 2, (min(_CHUNK, number - start), len(both)), np.int8) - 1).astype(
                np.float32
            )
            @ both
            for start in range(0, number, _CHUNK)
        ]
        drawn = np.concatenate(errors).astype(np.float64)
        return drawn[:, : len(self.names)], drawn[:, len(self.names) :]


def _side(sums: Floats) -> tuple[Floats, Floats, int]:
    sizes = sums.sum(axis=1)
    total = sizes.sum()
    if not total:
        return np.zeros(sums.shape[1]), np.zeros_like(sums), 0
    shares = sums.sum(axis=0) / total
    return shares, (sums - sizes[:, None] * shares) / total, int((sizes > 0).sum())
