"""What the full tier says of texts, kept by the hashes of the texts; of one model at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from synthreview.store.items import MAX_VARIABLES

_MODEL = "model of meaning"
_SIGN = 1 << 63


@dataclass(frozen=True, slots=True)
class Read:
    """That a model has read all texts of a data set, as it stood then."""

    content: str
    """Tells the data set's content and the analyzers that the texts were for."""
    event: int
    """The last operation event whose edits were read."""


def model(connection: sqlite3.Connection) -> str:
    """The id of the model whose vectors are kept; empty where none are."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_MODEL,)).fetchone()
    return str(row[0]) if row else ""


def use(connection: sqlite3.Connection, model_id: str) -> None:
    """Keep the vectors of this model from now on; those of another are dropped."""
    if model(connection) != model_id:
        connection.execute("DELETE FROM vector")
        connection.execute("DELETE FROM meaning")
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_MODEL, model_id))


def add(connection: sqlite3.Connection, rows: Iterable[tuple[int, bytes]]) -> None:
    """Keep packed vectors by the hashes (64 bits, unsigned) of their texts."""
    connection.executemany(
        "INSERT OR REPLACE INTO vector (text, body) VALUES (?, ?)",
        ((_signed(text), body) for text, body in rows),
    )


def of(connection: sqlite3.Connection, texts: Sequence[int]) -> list[bytes]:
    """The packed vectors of texts by their hashes; empty where there is none."""
    found: dict[int, bytes] = {}
    wanted = list({_signed(text) for text in texts})
    for start in range(0, len(wanted), MAX_VARIABLES):
        chunk = wanted[start : start + MAX_VARIABLES]
        marks = ",".join("?" * len(chunk))
        found.update(connection.execute(f"SELECT text, body FROM vector WHERE text IN ({marks})", chunk))
    return [found.get(_signed(text), b"") for text in texts]


def size(connection: sqlite3.Connection) -> int:
    """The bytes of a packed vector; 0 where none is kept."""
    row = connection.execute("SELECT length(body) FROM vector LIMIT 1").fetchone()
    return int(row[0]) if row else 0


def known(connection: sqlite3.Connection) -> Iterator[int]:
    """The hashes of all texts that have a vector."""
    for (text,) in connection.execute("SELECT text FROM vector"):
        yield text % (1 << 64)


def read(connection: sqlite3.Connection, dataset: int) -> Read | None:
    """Whether and when a data set's texts were read to the end."""
    row = connection.execute("SELECT content, event FROM meaning WHERE dataset = ?", (dataset,)).fetchone()
    return Read(*row) if row else None


def mark_read(connection: sqlite3.Connection, dataset: int, content: str, event: int) -> None:
    """Say that all texts of a data set have vectors."""
    connection.execute(
        "INSERT OR REPLACE INTO meaning (dataset, content, event) VALUES (?, ?, ?)", (dataset, content, event)
    )


def _signed(text: int) -> int:
    return text - 2 * _SIGN if text >= _SIGN else text
