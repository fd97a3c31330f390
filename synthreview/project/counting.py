"""How many items stand where, known without counting a million of them after every decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from synthreview.domain import Verdict
from synthreview.engine import insight
from synthreview.engine.insight import Counts
from synthreview.project.opened import Opened
from synthreview.store import ops, tallies, worklist
from synthreview.store.store import Store

Moment = tuple[int, int]
"""The newest event of any operation, and how many imports and analyses have ended."""

FEW = 5_000
"""Items up to which an operation is added to what was counted; after a larger one all are counted anew."""


class Counting(Opened):
    """Counts hold for a moment; one operation on a few items moves them on to the next."""

    def __init__(self, store: Store, reviewer: str = "") -> None:
        super().__init__(store, reviewer)
        self._counted: tuple[Moment, Counts] | None = None

    def counts(self) -> Counts:
        """Items by verdict."""
        known, now = self._counted, self._moment()
        if known is None or known[0] != now:
            known = self._counted = now, insight.counts(self._store)
        return known[1]

    def _changed(self, *topics: str, items: Sequence[int] = ()) -> None:
        if self.listeners:
            self.counts()  # on the thread that made the change, before a window asks in its own
        super()._changed(*topics, items=items)

    @contextmanager
    def _turning(self, operation: int) -> Iterator[None]:
        """Around one operation that is taken back or done again."""
        with self._changing(ops.items_of(self._store.read(), operation, FEW)):
            yield

    @contextmanager
    def _changing(self, items: Collection[int]) -> Iterator[None]:
        """Around one operation: where it is on a few items, what it moves is added to what was counted."""
        known = self._counted
        if known is None or not 0 < len(items) <= FEW:
            yield
            return
        before = self._standing(items)
        yield
        (event, ended), counts = known
        if self._moment() == (event + 1, ended):  # nothing else came between
            self._counted = (event + 1, ended), _moved(counts, before, self._standing(items))

    def _standing(self, items: Collection[int]) -> tuple[dict[str, int], int]:
        return tallies.verdicts(self._store.read(), items)

    def _moment(self) -> Moment:
        connection = self._store.read()
        return ops.last_event(connection), worklist.moves(connection)


def _moved(counts: Counts, before: tuple[dict[str, int], int], after: tuple[dict[str, int], int]) -> Counts:
    steps = {verdict.past: after[0].get(verdict, 0) - before[0].get(verdict, 0) for verdict in Verdict}
    moved = {name: getattr(counts, name) + step for name, step in steps.items()}
    return replace(
        counts,
        undecided=counts.undecided - sum(steps.values()),
        flagged=counts.flagged + after[1] - before[1],
        **moved,
    )
