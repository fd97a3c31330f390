"""What the first pass keeps of texts to find near copies: under 190 bytes an item, however long it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.similarity.bands import Pairs, candidates
from synthreview.analyzers.similarity.signatures import by_glances, by_sketches

ALIKE = 0.8
"""From this estimated similarity on, two texts are nearly the same."""
_LOT = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class Sketches:
    """Sketches by item id, with hashes of what makes items equal (a column each) and glances at their parts.

    ``glances`` has the shape (items, parts, 8); no parts where an item is a single text. Of their words two
    items must share at least ``each_part`` in every part for itself, however long the others are.
    """

    items: NDArray[np.int64]
    sketches: NDArray[np.uint8]
    hashes: NDArray[np.uint64]
    glances: NDArray[np.uint8]
    each_part: float = 0.4

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Sketches:
        return replace(
            self,
            items=self.items[rows],
            sketches=self.sketches[rows],
            hashes=self.hashes[rows],
            glances=self.glances[rows],
        )

    def alike(self, pairs: Pairs) -> NDArray[np.float64]:
        """Estimated similarities of pairs of rows; 0 where one of their parts differs for the most part."""
        one, other = pairs
        similar = by_sketches(self.sketches[one], self.sketches[other])
        if self.glances.shape[1]:
            close = np.flatnonzero(similar >= ALIKE)
            parts = by_glances(self.glances[one[close]], self.glances[other[close]]).min(axis=1)
            similar[close[parts < self.each_part]] = 0.0
        return np.clip(similar, 0.0, 1.0)

    def pairs(self) -> dict[tuple[int, int], float]:
        """Pairs of rows that are nearly the same, in order, with their estimated similarity."""
        found: dict[tuple[int, int], float] = {}
        for ones, others in candidates(self.sketches):
            for start in range(0, len(ones), _LOT):
                one, other = ones[start : start + _LOT], others[start : start + _LOT]
                similar = self.alike((one, other))
                near = np.flatnonzero(similar >= ALIKE)
                rows = zip(one[near].tolist(), other[near].tolist(), strict=True)
                found.update(zip(rows, similar[near].tolist(), strict=True))
        return dict(sorted(found.items()))


def together(parts: tuple[Sketches, ...]) -> Sketches:
    """The sketches of all batches in the order of their items; raises ValueError where there are none."""
    items = np.concatenate([part.items for part in parts])
    order = np.argsort(items, kind="stable")
    return Sketches(
        items[order],
        np.concatenate([part.sketches for part in parts])[order],
        np.concatenate([part.hashes for part in parts])[order],
        np.concatenate([part.glances for part in parts])[order],
        parts[0].each_part,
    )
