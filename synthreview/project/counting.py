"""How many items stand where, known without counting a million of them after every decision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from synthreview.domain import Verdict
from synthreview.engine import insight
from synthreview.engine.insight import Counts
from synthreview.project.opened import Opened
from synthreview.store import items as stored_items
from synthreview.store import ops, worklist
from synthreview.store.store import Store

Moment = tuple[int, int]
"""The newest event of any operation, and how many imports and analyses have ended."""


class Counting(Opened):
    """Counts hold for a moment; a change of one item moves them on to the next."""

    def __init__(self, store: Store, reviewer: str = "") -> None:
        super().__init__(store, reviewer)
        self._counted: tuple[Moment, Counts] | None = None

    def counts(self) -> Counts:
        """Items by verdict."""
        known, now = self._counted, self._moment()
        if known is None or known[0] != now:
            known = self._counted = now, insight.counts(self._store)
        return known[1]

    @contextmanager
    def _changing(self, *items: int) -> Iterator[None]:
        """Around one operation: where it is on one item, what it moves is added to what was counted."""
        item, known = items[0], self._counted
        before = self._state(item)
        yield
        if known is None or len(set(items)) > 1 or worklist.position(self._store.read(), item) is None:
            return
        (event, ended), counts = known
        if self._moment() == (event + 1, ended):  # nothing else came between
            self._counted = (event + 1, ended), _moved(counts, before, self._state(item))

    def _state(self, item: int) -> tuple[Verdict | None, bool]:
        return stored_items.states(self._store.read(), [item]).get(item, (None, False))

    def _moment(self) -> Moment:
        connection = self._store.read()
        return ops.last_event(connection), worklist.moves(connection)


def _moved(counts: Counts, before: tuple[Verdict | None, bool], after: tuple[Verdict | None, bool]) -> Counts:
    for (verdict, flagged), step in ((before, -1), (after, 1)):
        name = verdict.past if verdict is not None else "undecided"
        counts = replace(counts, **{name: getattr(counts, name) + step})
        counts = replace(counts, flagged=counts.flagged + step * flagged)
    return counts
