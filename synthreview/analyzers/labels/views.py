"""The views inside one item's labels: majority, minority, entropy.

Definitions of Das et al. 2024 (arXiv 2401.14698), section 5: invalid labels are dropped; the majority
is every label with the highest count, none when that count is 1; the minority is every label with the
lowest count, none when all labels present are equally frequent. Two sets match when they share a label.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

INVALID = frozenset({"", "nan", "-1"})
"""Codes that stand for no label in the sets the paper uses."""


def canonical(label: Any) -> str:
    """A label as text; numbers that are whole lose their ``.0``, so that 3, 3.0 and "3" are one label."""
    if label is None:
        return ""
    text = str(label).strip()
    if text.endswith(".0") and text[:-2].lstrip("-").isdigit():
        text = text[:-2]
    return "nan" if text.casefold() == "nan" else text


def labels_of(value: Any) -> list[str]:
    """The labels of a part, invalid ones included as their codes; a single label is a list of one."""
    if value is None:
        return []
    return [canonical(label) for label in value] if isinstance(value, list) else [canonical(value)]


@dataclass(frozen=True, slots=True)
class Views:
    """The valid labels of one item by frequency."""

    counts: Counter[str]

    @classmethod
    def of(cls, labels: Iterable[str], invalid: frozenset[str] = INVALID) -> Views:
        """The views among labels, without the invalid ones."""
        return cls(Counter(label for label in labels if label not in invalid))

    @property
    def total(self) -> int:
        """How many valid labels there are."""
        return self.counts.total()

    @property
    def majority(self) -> frozenset[str] | None:
        """Every label with the highest count; None when all labels are different, or there is none."""
        highest = max(self.counts.values(), default=0)
        return self._with(highest) if highest > 1 else None

    @property
    def minority(self) -> frozenset[str] | None:
        """Every label with the lowest count; None when all labels present are equally frequent."""
        lowest, highest = min(self.counts.values(), default=0), max(self.counts.values(), default=0)
        return self._with(lowest) if lowest != highest else None

    @property
    def unanimous(self) -> bool:
        """Whether at least two labels were given and all are the same."""
        return len(self.counts) == 1 and self.total > 1

    @property
    def split(self) -> bool:
        """Whether more than one label was given."""
        return len(self.counts) > 1

    @property
    def entropy(self) -> float:
        """The dissent among the labels, in bits."""
        shares = [count / self.total for count in self.counts.values()]
        return -sum(share * math.log2(share) for share in shares) if self.split else 0.0

    def share(self, labels: Iterable[str]) -> float:
        """The share of the given labels among the valid ones."""
        return sum(self.counts[label] for label in set(labels)) / self.total if self.total else 0.0

    def words(self) -> str:
        """The labels as people read them: most frequent first, ``3 ×2, 4``."""
        ranked = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(f"{label} ×{count}" if count > 1 else label for label, count in ranked)

    def _with(self, count: int) -> frozenset[str]:
        return frozenset(label for label, number in self.counts.items() if number == count)


def match(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Whether two majority (or minority) sets share a label; a missing set matches nothing."""
    return bool(one and other and one & other)


def numeric(labels: Sequence[str]) -> list[float] | None:
    """The labels as numbers, or None where one is not a number."""
    try:
        return [float(label) for label in labels]
    except ValueError:
        return None
