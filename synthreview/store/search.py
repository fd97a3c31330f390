"""Full text over what people read (not over JSON), with Chinese and Japanese cut into pairs of characters."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

# Scripts written without spaces: CJK ideographs, kana, hangul.
_UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿가-힣]+")


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    if len(run) == 1:
        return f" {run} "
    return " " + " ".join(run[start : start + 2] for start in range(len(run) - 1)) + " "


def tokens(text: str) -> str:
    """The text as it is indexed: runs of unspaced script become overlapping pairs."""
    return text if text.isascii() else _UNSPACED.sub(_pairs, text)


def phrase(text: str) -> str:
    """The full-text query for words that follow each other; empty when there is no word in it."""
    words = re.sub(r'[\0"]+', " ", tokens(text)).strip()
    if not any(character.isalnum() for character in words):
        return ""
    return f'"{words}"'


def index(
    connection: sqlite3.Connection, dataset: int, texts: Iterable[tuple[int, str]], reaches: int
) -> None:
    """Add items' texts to the index and remember up to which item id it ``reaches``."""
    rows = [(item, tokens(text)) for item, text in texts]
    connection.executemany("INSERT INTO item_text (rowid, text) VALUES (?, ?)", rows)
    connection.execute("UPDATE dataset SET indexed = ? WHERE id = ?", (reaches, dataset))


def add(connection: sqlite3.Connection, dataset: int, texts: Iterable[tuple[int, str]]) -> None:
    """Add items that came late to the part of the index that is made; the rest is still to come."""
    done = indexed(connection, dataset)
    rows = [(item, tokens(text)) for item, text in texts if item <= done]
    connection.executemany("INSERT INTO item_text (rowid, text) VALUES (?, ?)", rows)


def indexed(connection: sqlite3.Connection, dataset: int) -> int:
    """The last item of a data set that is in the index."""
    row = connection.execute("SELECT indexed FROM dataset WHERE id = ?", (dataset,)).fetchone()
    return int(row[0]) if row else 0
