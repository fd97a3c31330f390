"""From a filter to SQL, with what SQL cannot tell: patterns, likeness, and the words of edited items."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from synthreview.engine.rewritten import RewrittenItems
from synthreview.jobs import JobContext
from synthreview.query import All, Not, OneOf, Query, Regex, Term, Words, parse
from synthreview.store import filters, ops, reindex, worklist
from synthreview.store.filters import Condition, Found, Rewritten
from synthreview.store.store import Store

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

    from synthreview.engine.fitting import Fitting

_MOST_PATTERNS = 16
"""Patterns that are remembered; after so many all are forgotten."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A state of the project: its last operation event, and how many imports and runs had ended."""

    event: int
    moves: int


class Narrowing:
    """The filters of one open project. ``like`` gives the items like one, for filters that ask for them."""

    def __init__(self, store: Store, like: Callable[[int], Sequence[int]]) -> None:
        self._store, self._like = store, like
        self._rewritten = RewrittenItems()
        self._moved: set[int] = set()
        self._settled: dict[Query, _Moment] = {}
        self._catching_up, self._searching = threading.Lock(), threading.Lock()

    def condition(self, where: str, job: JobContext | None = None) -> Condition:
        """What a filter stands for now; UserError when it cannot be understood.

        Long where it has a pattern and not all its items were looked at yet.
        """
        query = parse(where)
        leaves = set(_leaves(query))
        found: dict[Query, Condition | Rewritten] = {
            leaf: filters.among(self._like(int(leaf.value)))
            for leaf in leaves
            if isinstance(leaf, Term) and leaf.key == "like"
        }
        words = [leaf for leaf in leaves if isinstance(leaf, Words)]
        if words:
            with self._catching_up:
                self._catch_up(self._store.read())
                found.update((leaf, self._rewritten.having(leaf.text)) for leaf in words)
        patterns = sorted({leaf.pattern for leaf in leaves if isinstance(leaf, Regex)})
        if patterns:
            with self._searching:
                fitting = self._settle(query, patterns, found, job or JobContext())
                found.update((Regex(pattern), fitting.condition(pattern)) for pattern in patterns)
        return filters.condition(query, found)

    def _catch_up(self, connection: sqlite3.Connection) -> set[int]:
        self._moved |= self._rewritten.catch_up(connection)
        return set(self._rewritten.items)

    @cached_property
    def _fitting(self) -> Fitting:
        # Imported here, as numpy is: most filters have no pattern, and the start stays quick.
        from synthreview.engine.fitting import Fitting

        return Fitting(self._store)

    def _settle(self, query: Query, patterns: Sequence[str], found: Found, job: JobContext) -> Fitting:
        """Let every item that the rest of the filter leaves open be looked at."""
        if len(self._fitting) + len(patterns) > _MOST_PATTERNS:
            self._fitting.clear()
            self._settled.clear()
        connection = self._store.read()
        with self._catching_up:
            moment = _Moment(ops.last_event(connection), worklist.moves(connection))
            rewritten = self._catch_up(connection)
            moved, self._moved = self._moved, set()
        self._fitting.forget(moved)
        items = self._open(connection, query, found, moment)
        for pattern in patterns:
            self._fitting.settle(pattern, items, rewritten, job)
        self._settled[query] = moment
        return self._fitting

    def _open(
        self, connection: sqlite3.Connection, query: Query, found: Found, moment: _Moment
    ) -> NDArray[np.int64]:
        """The items to be looked at: those touched since the last time, or all that the rest lets through."""
        import numpy as np

        before = self._settled.get(query)
        if before is not None and before.moves == moment.moves and not _is_fleeting(query):
            touched = reindex.touched_since(connection, before.event)
            if touched is not None:
                return np.fromiter(sorted(touched), np.int64)
        ids = worklist.ids(connection, filters.condition(_loosened(query), found))
        return np.sort(np.frombuffer(ids, np.int64))


def _leaves(query: Query) -> Iterator[Query]:
    match query:
        case Not(condition):
            yield from _leaves(condition)
        case All(conditions) | OneOf(conditions):
            for condition in conditions:
                yield from _leaves(condition)
        case _:
            yield query


def _loosened(query: Query, *, wanted: bool = True) -> Query:
    """The filter with each pattern as favourable as can be: no item that could meet it is left out."""
    match query:
        case Regex():
            return All(()) if wanted else Not(All(()))
        case Not(condition):
            return Not(_loosened(condition, wanted=not wanted))
        case All(conditions):
            return All(tuple(_loosened(each, wanted=wanted) for each in conditions))
        case OneOf(conditions):
            return OneOf(tuple(_loosened(each, wanted=wanted) for each in conditions))
        case _:
            return query


def _is_fleeting(query: Query) -> bool:
    """Whether a filter depends on what no operation tells of: drafts."""
    return any(isinstance(leaf, Term) and leaf.key == "draft" for leaf in _leaves(query))
