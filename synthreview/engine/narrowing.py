"""From a filter to SQL, with what SQL cannot tell: patterns, likeness, and the words of edited items."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from synthreview import patterns as expressions
from synthreview.engine.indexed import IndexedWords
from synthreview.engine.rewritten import RewrittenItems
from synthreview.jobs import JobContext
from synthreview.query import All, Not, OneOf, Query, Regex, Term, Words, parse
from synthreview.store import filters, ops, paging, reindex, worklist
from synthreview.store.filters import Condition, Found, Rewritten
from synthreview.store.store import Store

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

    from synthreview.engine.fitting import Fitting

_MOST_PATTERNS = 16
"""Patterns that are remembered; after so many all are forgotten."""
_SOON = 20_000
"""Items at the head of the queue that are looked at before all others: a third of a second."""
_SOON_INDEXED = 2_000
"""The same where words of the pattern lead to its items anyway."""
_STEP = 500
"""Of these, as many at once."""


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
        self._indexed = IndexedWords()
        self._moved: set[int] = set()
        self._settled: dict[Query, _Moment] = {}
        self._catching_up, self._searching = threading.Lock(), threading.Lock()

    def condition(self, where: str, job: JobContext | None = None) -> Condition:
        """What a filter stands for now; UserError when it cannot be understood.

        Long where it has a pattern and not all its items were looked at yet.
        """
        query = parse(where)
        connection, patterns = self._store.read(), _patterns(query)
        found = self._found(connection, query)
        if patterns:
            with self._searching:
                fitting = self._settle(connection, query, patterns, found, job or JobContext())
                found.update((Regex(pattern), fitting.condition(pattern)) for pattern in patterns)
        return self._compiled(connection, query, found)

    def beginning(self, where: str, limit: int, job: JobContext | None = None) -> array[int]:
        """The first items that meet a filter with a pattern, at most ``limit``: those found soon.

        The head of the queue is looked at in its order, so what is found is how the whole answer begins.
        Nothing where the filter has no pattern, or where the whole answer is known as soon.
        """
        query = parse(where)
        connection, patterns = self._store.read(), _patterns(query)
        begun = array("q")
        if not patterns or query in self._settled:
            return begun
        found = self._found(connection, query)
        first = paging.ids(connection, self._compiled(connection, _loosened(query), found), _soon(patterns))
        for start in range(0, len(first), _STEP):
            part = first[start : start + _STEP]
            begun += self._of(connection, query, patterns, found, part, job or JobContext())
            if len(begun) >= limit:
                break
        return begun[:limit]

    def _of(
        self,
        connection: sqlite3.Connection,
        query: Query,
        patterns: Sequence[str],
        found: Found,
        items: Sequence[int],
        job: JobContext,
    ) -> array[int]:
        """Those of a few items that meet a filter, in the queue's order."""
        import numpy as np

        with self._searching:
            rewritten = self._renew(connection, patterns)[1]
            for pattern in patterns:
                self._fitting.settle(pattern, np.sort(np.array(items, np.int64)), rewritten, job)
            fits: Found = {Regex(pattern): self._fitting.condition(pattern) for pattern in patterns}
        job.check()
        whole = self._compiled(connection, query, {**found, **fits})
        return paging.ids(connection, filters.every([filters.among(items), whole]))

    def _found(self, connection: sqlite3.Connection, query: Query) -> dict[Query, Condition | Rewritten]:
        """What SQL cannot tell of a filter, patterns aside."""
        leaves = set(_leaves(query))
        found: dict[Query, Condition | Rewritten] = {
            leaf: filters.among(self._like(int(leaf.value)))
            for leaf in leaves
            if isinstance(leaf, Term) and leaf.key == "like"
        }
        words = [leaf for leaf in leaves if isinstance(leaf, Words)]
        if words:
            with self._catching_up:
                self._catch_up(connection)
                found.update((leaf, self._rewritten.having(leaf.text)) for leaf in words)
        return found

    def _compiled(self, connection: sqlite3.Connection, query: Query, found: Found) -> Condition:
        return filters.condition(query, found, lambda match: self._indexed.condition(connection, match))

    def _catch_up(self, connection: sqlite3.Connection) -> set[int]:
        self._moved |= self._rewritten.catch_up(connection)
        return set(self._rewritten.items)

    @cached_property
    def _fitting(self) -> Fitting:
        # Imported here, as numpy is: most filters have no pattern, and the start stays quick.
        from synthreview.engine.fitting import Fitting

        return Fitting(self._store)

    def _settle(
        self,
        connection: sqlite3.Connection,
        query: Query,
        patterns: Sequence[str],
        found: Found,
        job: JobContext,
    ) -> Fitting:
        """Let every item that the rest of the filter leaves open be looked at."""
        moment, rewritten = self._renew(connection, patterns)
        items = self._open(connection, query, found, moment)
        for pattern in patterns:
            self._fitting.settle(pattern, items, rewritten, job)
        self._settled[query] = moment
        return self._fitting

    def _renew(self, connection: sqlite3.Connection, patterns: Sequence[str]) -> tuple[_Moment, set[int]]:
        """Forget what was found of items that have moved; the moment, and the items with another text now."""
        if len(self._fitting) + len(patterns) > _MOST_PATTERNS:
            self._fitting.clear()
            self._settled.clear()
        with self._catching_up:
            moment = _Moment(ops.last_event(connection), worklist.moves(connection))
            rewritten = self._catch_up(connection)
            moved, self._moved = self._moved, set()
        self._fitting.forget(moved)
        return moment, rewritten

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
        ids = paging.ids(connection, self._compiled(connection, _loosened(query), found))
        return np.sort(np.frombuffer(ids, np.int64))


def _patterns(query: Query) -> list[str]:
    return sorted({leaf.pattern for leaf in _leaves(query) if isinstance(leaf, Regex)})


def _soon(patterns: Sequence[str]) -> int:
    led = any(expressions.clues(pattern).query for pattern in patterns)
    return _SOON_INDEXED if led else _SOON


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
