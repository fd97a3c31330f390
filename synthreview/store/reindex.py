"""A full-text index in memory beside the stored one: of items whose text is not the imported one any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from synthreview.store import idset, search
from synthreview.store.items import MAX_VARIABLES

MANY = 20_000
"""More items moved than this are not looked at one by one."""


class SideIndex:
    """Finds words in the texts it was given, as the project's own index would."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute(f"CREATE VIRTUAL TABLE item_text USING {search.TABLE}")
        self.items: set[int] = set()

    def put(self, texts: Iterable[tuple[int, str]]) -> None:
        """Take texts in the place of those known before."""
        rows = [(item, search.tokens(text)) for item, text in texts]
        self.drop(item for item, _ in rows)
        self._connection.executemany("INSERT INTO item_text (rowid, text) VALUES (?, ?)", rows)
        self.items.update(item for item, _ in rows)

    def drop(self, items: Iterable[int]) -> None:
        """Forget items."""
        known = self.items.intersection(items)
        self._connection.executemany("DELETE FROM item_text WHERE rowid = ?", [(item,) for item in known])
        self.items -= known

    def having(self, words: str) -> set[int]:
        """The items that have some words now."""
        rows = self._connection.execute(
            "SELECT rowid FROM item_text WHERE item_text MATCH ?", (search.phrase(words),)
        )
        return {row[0] for row in rows}


def fixed(connection: sqlite3.Connection) -> list[int]:
    """Items whose counting decision is a fix."""
    return [row[0] for row in connection.execute("SELECT item FROM item_state WHERE verdict = 'fix'")]


def fixed_among(connection: sqlite3.Connection, items: Sequence[int]) -> set[int]:
    """Those of some items whose counting decision is a fix."""
    found: set[int] = set()
    for start in range(0, len(items), MAX_VARIABLES):
        chunk = items[start : start + MAX_VARIABLES]
        marks = ",".join("?" * len(chunk))
        rows = connection.execute(
            f"SELECT item FROM item_state WHERE item IN ({marks}) AND verdict = 'fix'", chunk
        )
        found.update(row[0] for row in rows)
    return found


def touched_since(connection: sqlite3.Connection, event: int) -> set[int] | None:
    """Items whose decision was done, undone or redone after an event; None where they are too many."""
    rows = connection.execute(
        "SELECT p.items, o.items FROM op_patch p JOIN op o ON o.seq = p.op WHERE p.op IN"
        " (SELECT op FROM op_event WHERE id > ?) AND p.field IN ('decision', 'flag', 'objection')",
        (event,),
    ).fetchall()
    if sum(number for _, number in rows) > MANY:
        return None
    return {item for items, _ in rows for item in idset.unpack(items)}
