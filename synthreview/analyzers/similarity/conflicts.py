"""Texts that are the same or nearly so, and labelled differently by the same annotator."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNLABELLED = 0
"""The hash that stands for no single label."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item whose label differs from that of its likes: one of those, its label, and who says what."""

    with_item: int
    label: int
    """The hash of the other label."""
    others: float
    """The share of the group's labels that are not this item's."""
    alike: int


def conflicts(
    items: NDArray[np.int64],
    groups: NDArray[np.int64],
    labels: NDArray[np.uint64],
    annotators: NDArray[np.uint64],
) -> dict[int, Conflict]:
    """Conflicts by item, within groups of rows: the most frequent other label, and the first item with it."""
    said: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    crowded = np.bincount(groups, minlength=1)[groups] > 1 if len(groups) else groups > 0
    for row in np.flatnonzero(crowded & (labels != UNLABELLED)).tolist():
        said[int(groups[row]), int(annotators[row])].append((int(items[row]), int(labels[row])))
    found = {}
    for rows in said.values():
        counts = Counter(label for _, label in rows)
        if len(counts) < 2:
            continue
        first = {label: item for item, label in reversed(rows)}
        for item, label in rows:
            other = max(
                (name for name in counts if name != label), key=lambda name: (counts[name], -first[name])
            )
            found[item] = Conflict(first[other], other, 1 - counts[label] / len(rows), len(rows))
    return found
