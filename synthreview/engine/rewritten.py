"""Items whose text people changed, kept apart so that search finds the text as it now stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.store import items as stored_items
from synthreview.store import ops, reindex
from synthreview.store.filters import Rewritten


class RewrittenItems:
    """The fixed items of a project with their words; follows what is done, undone and redone."""

    def __init__(self) -> None:
        self._index = reindex.SideIndex()
        self._event = -1

    @property
    def items(self) -> set[int]:
        """All of them, as of the last ``catch_up``."""
        return self._index.items

    def catch_up(self, connection: sqlite3.Connection) -> set[int]:
        """Take in what happened since the last time; the items whose text may have moved by it."""
        event = ops.last_event(connection)
        if event == self._event:
            return set()
        touched = reindex.touched_since(connection, self._event) if self._event >= 0 else None
        if touched is None:
            now, before = set(reindex.fixed(connection)), set(self.items)
        else:
            now = reindex.fixed_among(connection, sorted(touched))
            before = self.items & touched
        self._index.drop(before - now)
        self._index.put(_texts(connection, now))
        self._event = event
        return now | before

    def having(self, words: str) -> Rewritten:
        """Which of them have some words, and which not."""
        having = self._index.having(words) if self.items else set()
        return Rewritten(frozenset(having), frozenset(self.items - having))


def _texts(connection: sqlite3.Connection, items: Iterable[int]) -> Iterable[tuple[int, str]]:
    builder = ItemBuilder(connection)
    for stored in stored_items.fetch(connection, sorted(items)):
        item = builder.item(stored)
        yield item.id, "\n".join(facets.texts(item.kind, item.parts))
