"""Full text over what people read (not over JSON), with Chinese and Japanese cut into pairs of characters."""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Iterable

from synthreview.store.stored import loads

# Scripts written without spaces: CJK ideographs, kana, hangul.
UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿가-힣]+")
"""Runs of characters that are indexed in pairs."""
_LONG = 100_000
"""Characters of a list of items from which on numpy reads it: without an object for each of them."""
TABLE = "fts5 (text, tokenize='unicode61 remove_diacritics 2')"
"""How texts are cut into words, also where they are indexed outside the project file."""


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of unspaced script; a single character stands for itself."""
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def tokens(text: str) -> str:
    """The text as it is indexed: runs of unspaced script become overlapping pairs."""
    return text if text.isascii() else UNSPACED.sub(lambda match: f" {' '.join(pairs(match.group()))} ", text)


def phrase(text: str) -> str:
    """The full-text query for words that follow each other; empty when there is no word in it."""
    words = re.sub(r'[\0"]+', " ", tokens(text)).strip()
    if not any(character.isalnum() for character in words):
        return ""
    return f'"{words}"'


Indexed = tuple[int, str | None, str]
"""An item, its text where that is not in the index yet, and the code of its language."""


def index(connection: sqlite3.Connection, dataset: int, rows: Iterable[Indexed], reaches: int) -> None:
    """Add items' texts and languages to the index and remember up to which item id it ``reaches``."""
    rows = list(rows)
    connection.executemany(
        "INSERT INTO item_text (rowid, text) VALUES (?, ?)",
        [(item, tokens(text)) for item, text, _ in rows if text is not None],
    )
    connection.executemany(
        "UPDATE item SET language = ? WHERE id = ?", [(language, item) for item, _, language in rows]
    )
    connection.execute("UPDATE dataset SET indexed = max(indexed, ?) WHERE id = ?", (reaches, dataset))


def lacking(connection: sqlite3.Connection, first: int, last: int) -> bool:
    """Whether an item from ``first`` to ``last`` has no language yet: earlier versions did not look."""
    row = connection.execute(
        "SELECT 1 FROM item WHERE id BETWEEN ? AND ? AND language IS NULL LIMIT 1", (first, last)
    ).fetchone()
    return row is not None


def add(connection: sqlite3.Connection, dataset: int, texts: Iterable[tuple[int, str]]) -> None:
    """Add items that came late to the part of the index that is made; the rest is still to come."""
    done = indexed(connection, dataset)
    rows = [(item, tokens(text)) for item, text in texts if item <= done]
    connection.executemany("INSERT INTO item_text (rowid, text) VALUES (?, ?)", rows)


def indexed(connection: sqlite3.Connection, dataset: int) -> int:
    """The last item of a data set that is in the index."""
    row = connection.execute("SELECT indexed FROM dataset WHERE id = ?", (dataset,)).fetchone()
    return int(row[0]) if row else 0


def matching(connection: sqlite3.Connection, query: str) -> array[int]:
    """The items in the index that meet a full-text query, ascending (0.1 s a million)."""
    # As one JSON array, which is several times quicker than as many rows.
    row = connection.execute(
        "SELECT json_group_array(rowid) FROM"
        " (SELECT rowid FROM item_text WHERE item_text MATCH ? ORDER BY rowid)",
        (query,),
    ).fetchone()
    if len(row[0]) < _LONG:
        return array("q", loads(row[0]))
    import numpy as np

    return array("q", np.fromstring(row[0][1:-1], np.int64, sep=",").tobytes())


def reach(connection: sqlite3.Connection) -> tuple[tuple[int, int], ...]:
    """How far the index goes in each data set: it holds the same as long as this does, and no import ends."""
    return tuple(connection.execute("SELECT id, indexed FROM dataset ORDER BY id").fetchall())


def unindexed(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Ranges of items (first, last) that are not in the index yet."""
    return connection.execute(
        "SELECT max(first_item, indexed + 1), last_item FROM dataset WHERE indexed < last_item"
    ).fetchall()


def words_with(connection: sqlite3.Connection, piece: str, most: int) -> list[str] | None:
    """The indexed words that have a piece (in lower case) within them; None where there are more than most.

    Takes a connection of its own (long: a second at a million different words).
    """
    connection.execute("PRAGMA query_only = OFF")  # for a temporary table; the file is still read-only
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab (main, item_text, row)")
    rows = connection.execute(
        "SELECT term FROM temp.words WHERE instr(term, ?) LIMIT ?", (piece, most + 1)
    ).fetchall()
    return None if len(rows) > most else [row[0] for row in rows]


def any_of(words: Iterable[str]) -> str:
    """The full-text query for one of some indexed words."""
    return " OR ".join(f'"{word}"' for word in words)
