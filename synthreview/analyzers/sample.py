"""A bounded number of items with what an analyzer knows of them, the same ones whatever order they come in.

Items are kept by the hash of their text, the smallest first: a sample at random that needs no dice, so
batches may be cut and merged in any way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest


def text_hash(text: str) -> int:
    """The same for the same text, whatever else is in the data set."""
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Items, the hashes of their texts, and columns with a row per item; sorted by hash."""

    items: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    columns: tuple[NDArray[Any], ...]

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Up to ``most`` rows, in parts that are put together now and then: merging many batches stays cheap."""

    most: int
    parts: tuple[Rows, ...]

    @classmethod
    def of(cls, most: int, items: Sequence[int], texts: Iterable[str], *columns: NDArray[Any]) -> Sample:
        """The rows of one batch."""
        hashes = np.array([text_hash(text) for text in texts], np.uint64)
        return cls(most, (Rows(np.array(items, np.int64), hashes, columns),) if items else ())

    def __len__(self) -> int:
        return min(sum(map(len, self.parts)), self.most)

    def __add__(self, other: Sample) -> Sample:
        both = Sample(self.most, self.parts + other.parts)
        if sum(map(len, both.parts)) > 2 * self.most:
            return Sample(self.most, (both.rows(),))
        return both

    def rows(self) -> Rows:
        """The rows that are kept; raises ValueError where there are none."""
        items = np.concatenate([part.items for part in self.parts])
        hashes = np.concatenate([part.hashes for part in self.parts])
        order = np.lexsort((items, hashes))[: self.most]
        columns = zip(*(part.columns for part in self.parts), strict=True)
        return Rows(items[order], hashes[order], tuple(np.concatenate(column)[order] for column in columns))
