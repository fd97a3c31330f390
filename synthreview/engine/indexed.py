"""What the full-text index answered lately: asked once, an answer narrows any further filter at no cost."""

from __future__ import annotations

import sqlite3
from array import array

from synthreview.store import filters, search, worklist
from synthreview.store.filters import Condition

_MOST = 8
"""Answers that are remembered, each a megabyte or two; after so many all are forgotten."""

_Moment = tuple[int, tuple[tuple[int, int], ...]]
"""How many imports and runs had ended, and how far the index went."""


class IndexedWords:
    """Answers of one project's index; each counts as long as the index holds the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[_Moment, str], Condition] = {}

    def condition(self, connection: sqlite3.Connection, match: str) -> Condition:
        """The condition to meet a full-text query."""
        asked = (worklist.moves(connection), search.reach(connection)), match
        answer = self._known.get(asked)
        if answer is None:
            answer = _condition(search.matching(connection, match))
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[asked] = answer
        return answer


def _condition(items: array[int]) -> Condition:
    def marks() -> bytes:
        import numpy as np

        found = np.frombuffer(items, np.int64)
        marked = np.zeros(int(found[-1]) + 1, np.uint8)
        marked[found] = 1
        return marked.tobytes()

    return filters.chosen(items, marks)
