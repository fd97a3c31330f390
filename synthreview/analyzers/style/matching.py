"""Pairs of a model's text and a person's that are about as long, on one prompt or in one field of meaning.

Inside a prompt or a field nothing but length decides who is paired, and both sides are treated the same: so
what is chosen is no more typical on one side than on the other, and two halves of one data set do not differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style.neighbourhoods import neighbourhoods
from synthreview.analyzers.style.texts import Texts

_TOLERANCES = (0.0, 0.02, 0.05, 0.1)
"""How far texts of a pair may differ in ln(words), up to a tenth; the most equal ones are paired first."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Matched texts, a row each; nobody is in two pairs."""

    model: Texts
    people: Texts
    same_topic: int
    """Pairs on the same prompt or source, which come first."""
    by_meaning: bool
    """Whether the others are in one field of meaning."""

    def __len__(self) -> int:
        return len(self.model)

    def together(self) -> NDArray[np.bool_]:
        """Which pairs belong together by themselves: those on a prompt that no other pair is on."""
        _, place, counts = np.unique(self.model.topics, return_inverse=True, return_counts=True)
        return np.asarray((np.arange(len(self)) < self.same_topic) & (counts[place] == 1))


def matched(model: Texts, people: Texts, *, by_meaning: bool) -> Pairs:
    """Pairs of equal length: on one prompt or source first, then in one field of meaning or anywhere."""
    matching = _Matching(model, people)
    prompts = np.unique(np.concatenate([model.topics, people.topics]), return_inverse=True)[1]
    ours, theirs = np.split(prompts, [len(model)])
    same = matching.pairs(ours, theirs, model.topics != 0, people.topics != 0)
    fields = np.zeros(len(model), np.int64), np.zeros(len(people), np.int64)
    if by_meaning and len(model) and len(people):
        fields = neighbourhoods(model.vectors, people.vectors)
    found = np.array(same + matching.pairs(*fields), np.int64).reshape(-1, 2)
    return Pairs(model.at(found[:, 0]), people.at(found[:, 1]), len(same), by_meaning)


class _Matching:
    """Pairs texts that are still free."""

    def __init__(self, model: Texts, people: Texts) -> None:
        self._lengths = (model.log_words, people.log_words)
        self._free = (np.ones(len(model), np.bool_), np.ones(len(people), np.bool_))

    def pairs(
        self,
        ours: Places,
        theirs: Places,
        some: NDArray[np.bool_] | None = None,
        others: NDArray[np.bool_] | None = None,
    ) -> list[tuple[int, int]]:
        """Pairs of texts of one group (a number for each text), of ``some`` texts and ``others`` only."""
        found: list[tuple[int, int]] = []
        for tolerance in _TOLERANCES:
            rows = self._rows(0, ours, some), self._rows(1, theirs, others)
            new = _walk(*rows, tolerance + 1e-9)
            for one, other in new:
                self._free[0][one] = self._free[1][other] = False
            found += new
        return found

    def _rows(
        self, side: int, groups: Places, some: NDArray[np.bool_] | None
    ) -> list[tuple[int, float, int]]:
        free = np.flatnonzero(self._free[side] if some is None else self._free[side] & some)
        order = free[np.lexsort((free, self._lengths[side][free], groups[free]))]
        return list(
            zip(groups[order].tolist(), self._lengths[side][order].tolist(), order.tolist(), strict=True)
        )


def _walk(
    rows: list[tuple[int, float, int]], others: list[tuple[int, float, int]], tolerance: float
) -> list[tuple[int, int]]:
    """Pairs of sorted rows of group, length and text."""
    found: list[tuple[int, int]] = []
    at = other_at = 0
    while at < len(rows) and other_at < len(others):
        (group, length, text), (other_group, other_length, other) = rows[at], others[other_at]
        if group == other_group and abs(length - other_length) <= tolerance:
            found.append((text, other))
            at, other_at = at + 1, other_at + 1
        elif (group, length) < (other_group, other_length):
            at += 1
        else:
            other_at += 1
    return found
