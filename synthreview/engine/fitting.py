"""Which items a regular expression fits: each item is looked at once per pattern, and only when asked for.

Texts are computed from records, so SQL cannot search them. What was found is kept as one mark per item;
an edit takes the item's mark away, and a later filter with the same pattern looks at what has none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from synthreview import patterns
from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.engine.loosened import loosened
from synthreview.engine.pool import Workers, processes_for
from synthreview.figures import grouped
from synthreview.jobs import JobContext
from synthreview.store import filters, search
from synthreview.store import items as stored_items
from synthreview.store.filters import Condition
from synthreview.store.items import StoredItem
from synthreview.store.store import Store, reader
from synthreview.translation import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNKNOWN, _FITS, _FAILS = 0, 1, 2
_CHUNK = 1_000
_TOGETHER = 20
"""Items whose texts are searched at once, before each by itself."""
_MOST_WORDS = 500
"""Words of the index that are asked for at once."""
_SMALL = 40_000
"""So few items are looked at sooner than a process starts."""


class Fitting:
    """What is known of the patterns that were asked for lately."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._marks: dict[str, NDArray[np.uint8]] = {}
        self._conditions: dict[str, Condition] = {}

    def __len__(self) -> int:
        return len(self._marks)

    def clear(self) -> None:
        """Forget everything."""
        self._marks.clear()
        self._conditions.clear()

    def forget(self, items: Iterable[int]) -> None:
        """Look at items anew the next time: their texts have moved."""
        moved = np.fromiter(items, np.int64)
        if len(moved):
            self._conditions.clear()
            for marks in self._marks.values():
                marks[moved[moved < len(marks)]] = _UNKNOWN

    def settle(self, pattern: str, items: NDArray[np.int64], rewritten: set[int], job: JobContext) -> None:
        """Find out which items a pattern fits (long for items that it was not asked for before).

        What was found stays, also when the job is cancelled.
        """
        marks = self._reaching(pattern, int(items.max(initial=0)))
        unknown = items[marks[items] == _UNKNOWN]
        if not len(unknown):
            return
        self._conditions.pop(pattern, None)
        possible = self._possible(pattern, unknown, rewritten)
        marks[unknown[~possible]] = _FAILS
        self._look(pattern, unknown[possible], marks, job)

    def condition(self, pattern: str) -> Condition:
        """The items that a pattern was found to fit."""
        if pattern not in self._conditions:
            fits = (self._marks[pattern] == _FITS).view(np.uint8)
            self._conditions[pattern] = filters.chosen(np.flatnonzero(fits).tolist(), fits.tobytes)
        return self._conditions[pattern]

    def _reaching(self, pattern: str, last: int) -> NDArray[np.uint8]:
        known = self._marks.get(pattern, np.zeros(0, np.uint8))
        missing = max(last + 1 - len(known), 0)
        self._marks[pattern] = np.concatenate([known, np.zeros(missing, np.uint8)])
        return self._marks[pattern]

    def _possible(self, pattern: str, items: NDArray[np.int64], rewritten: set[int]) -> NDArray[np.bool_]:
        """Which items may have a match, by the words that one would have."""
        every = np.ones(len(items), np.bool_)
        if len(items) <= _CHUNK:
            return every
        sure = self._sure(patterns.clues(pattern))
        if sure is None:
            return every
        possible: NDArray[np.bool_] = np.isin(items, sure) | np.isin(items, np.array([*rewritten], np.int64))
        for first, last in search.unindexed(self._store.read()):
            possible |= (items >= first) & (items <= last)
        return possible

    def _sure(self, clues: patterns.Clues) -> NDArray[np.int64] | None:
        """The indexed items that have what a match has; None where that cannot be told."""
        if clues.query:
            return np.array(search.matching(self._store.read(), clues.query), np.int64)
        if not clues.pieces:
            return None
        with self._store.snapshot() as connection:
            words = search.words_with(connection, clues.pieces[0], _MOST_WORDS)
            if words is None:
                return None
            found = search.matching(connection, search.any_of(words)) if words else []
            return np.array(found, np.int64)

    def _look(
        self, pattern: str, items: NDArray[np.int64], marks: NDArray[np.uint8], job: JobContext
    ) -> None:
        chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
        left = len(items)
        with Workers(processes_for(len(items), _SMALL)) as workers:
            arguments = ((self._store.path, pattern, chunk) for chunk in chunks)
            for chunk, fitting in zip(chunks, workers.map(_fitting, arguments, job), strict=True):
                marks[chunk], marks[fitting] = _FAILS, _FITS
                left -= len(chunk)
                note = tr("Searching texts, {left} to go", left=grouped(left))
                job.progress(len(items) - left, len(items), note)


def _fitting(project: Path, pattern: str, items: NDArray[np.int64]) -> NDArray[np.int64]:
    with closing(reader(project)) as connection:
        builder = ItemBuilder(connection)
        texts = []
        for stored in _stored(connection, items.tolist()):
            item = builder.item(stored)
            texts.append((stored.id, [*facets.texts(item.kind, item.parts)]))
    return np.array(_having(pattern, texts), np.int64)


def _having(pattern: str, texts: list[tuple[int, list[str]]]) -> list[int]:
    """The items with a text that a pattern fits; where it fits none of several together, none is tried."""
    fits = patterns.compiled(pattern).search
    anywhere = loosened(pattern)
    may_fit = patterns.compiled(anywhere).search if anywhere is not None else fits
    found = []
    for start in range(0, len(texts), _TOGETHER):
        part = texts[start : start + _TOGETHER]
        joined = "\n".join(text for _, said in part for text in said)
        if anywhere is None or may_fit(joined.encode()):
            found += [item for item, said in part if any(fits(text.encode()) for text in said)]
    return found


def _stored(connection: sqlite3.Connection, items: list[int]) -> list[StoredItem]:
    first, last = min(items), max(items)
    if last - first >= 2 * len(items):
        return stored_items.fetch(connection, items)
    wanted = set(items)
    return [row for row in stored_items.fetch_between(connection, first, last) if row.id in wanted]
