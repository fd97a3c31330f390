"""The stored audit streams: random checks of each data set, drawn once, and what was known by then."""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.domain import Verdict
from synthreview.store import idset
from synthreview.store.datasets import item_range, now
from synthreview.store.reviewed import TOGETHER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 500
_FINE = 65_535
"""Steps in which risks are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Random checks of one data set of N items."""

    dataset: int
    items: NDArray[np.int64]
    """The N items it was drawn from, ascending."""
    strata: NDArray[np.int64]
    """Of each, the stratum."""
    risks: NDArray[np.float64]
    """Of each, the risk that was known before any of the checks was judged."""
    order: NDArray[np.int64]
    """The items to be checked, in the order of the stream; its beginning only where N is large."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What is decided in a data set, item by item; arrays of the same length, ascending by item."""

    items: NDArray[np.int64]
    verdicts: list[str]
    together: NDArray[np.bool_]
    """Decided with others at once, so that nobody looked at the item itself."""
    checks: NDArray[np.bool_]
    """Shown as a random check."""
    ops: NDArray[np.int64]
    """The operation that decided."""


def is_drawn(connection: sqlite3.Connection, dataset: int, items: int) -> bool:
    """Whether a data set of so many items has its stream.

    One that was drawn before items came or went is drawn anew unless one of its checks has been judged: what
    people have done for it is not thrown away, and the new items are not covered by it.
    """
    row = connection.execute("SELECT size FROM audit_stream WHERE dataset = ?", (dataset,)).fetchone()
    if row is None or row[0] == items:
        return row is not None
    judged = connection.execute(
        "SELECT 1 FROM audit a JOIN item_state s ON s.item = a.item WHERE a.dataset = ?"
        " AND s.verdict IS NOT NULL LIMIT 1",
        (dataset,),
    ).fetchone()
    return judged is not None


def ids(connection: sqlite3.Connection, dataset: int) -> NDArray[np.int64]:
    """The items of a data set, ascending."""
    import numpy as np

    rows = connection.execute(
        "SELECT id FROM item WHERE id BETWEEN ? AND ? ORDER BY id", item_range(connection, dataset)
    )
    return np.fromiter((row[0] for row in rows), np.int64)


def labels_and_lengths(
    connection: sqlite3.Connection, dataset: int, items: Sequence[int] | None = None
) -> list[tuple[str | None, int]]:
    """Label and characters of each item of a data set, in the order of ``ids``, or of some, ascending."""
    columns = "SELECT label, length FROM item WHERE id"
    if items is None:
        whole = item_range(connection, dataset)
        return connection.execute(f"{columns} BETWEEN ? AND ? ORDER BY id", whole).fetchall()
    found: list[tuple[str | None, int]] = []
    for start in range(0, len(items), CHUNK):
        some = items[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        found += connection.execute(f"{columns} IN ({marks}) ORDER BY id", some).fetchall()
    return found


def keep(connection: sqlite3.Connection, stream: Stream, seed: int) -> None:
    """Store a stream, in the place of one that was drawn from other items."""
    import numpy as np

    strata = stream.strata.astype("<u2").tobytes()
    risks = np.rint(stream.risks * _FINE).astype("<u2").tobytes()
    connection.execute("DELETE FROM audit WHERE dataset = ?", (stream.dataset,))
    connection.execute(
        "INSERT OR REPLACE INTO audit_stream (dataset, seed, size, items, strata, risks, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            stream.dataset,
            seed,
            len(stream.items),
            idset.pack(stream.items.tolist()),
            zlib.compress(strata),
            zlib.compress(risks),
            now(),
        ),
    )
    connection.executemany(
        "INSERT INTO audit (dataset, place, item) VALUES (?, ?, ?)",
        [(stream.dataset, place, item) for place, item in enumerate(stream.order.tolist())],
    )


def stream(connection: sqlite3.Connection, dataset: int) -> Stream | None:
    """The stream of a data set; None before it was drawn."""
    import numpy as np

    row = connection.execute(
        "SELECT items, strata, risks FROM audit_stream WHERE dataset = ?", (dataset,)
    ).fetchone()
    if row is None:
        return None
    items = idset.unpack_array(row[0])
    strata, risks = (np.frombuffer(zlib.decompress(blob), "<u2") for blob in row[1:])
    order = connection.execute("SELECT item FROM audit WHERE dataset = ? ORDER BY place", (dataset,))
    drawn = np.fromiter((each[0] for each in order), np.int64)
    return Stream(dataset, items, strata.astype(np.int64), risks / _FINE, drawn)


def undecided(connection: sqlite3.Connection) -> list[tuple[float, int]]:
    """All checks that wait for a verdict, with the share of their data set drawn until then, ascending.

    So large data sets have as many more checks than small ones as they have more items.
    """
    return connection.execute(
        "SELECT (a.place + 0.5) / s.size AS share, a.item FROM audit a"
        " JOIN audit_stream s ON s.dataset = a.dataset JOIN dataset d ON d.id = a.dataset AND d.ready = 1"
        " LEFT JOIN item_state t ON t.item = a.item WHERE t.verdict IS NULL ORDER BY share, a.item"
    ).fetchall()


def place(connection: sqlite3.Connection, item: int) -> tuple[int, int] | None:
    """The place of an item in the stream of its data set, and from how many that was drawn."""
    row: tuple[int, int] | None = connection.execute(
        "SELECT a.place, s.size FROM audit a JOIN audit_stream s ON s.dataset = a.dataset WHERE a.item = ?",
        (item,),
    ).fetchone()
    return row


def words(connection: sqlite3.Connection, dataset: int) -> Words:
    """What was decided of the items of a data set."""
    import numpy as np

    rows = connection.execute(
        f"SELECT s.item, s.verdict, {TOGETHER},"
        ' d.body LIKE \'%"selected_by":"audit"%\', s.op FROM item_state s'
        " LEFT JOIN decision d ON d.item = s.item AND d.op = s.op"
        " WHERE s.verdict IS NOT NULL AND s.item BETWEEN ? AND ? ORDER BY s.item",
        item_range(connection, dataset),
    ).fetchall()
    items, done_by = (np.frombuffer(array("q", (row[at] for row in rows)), np.int64) for at in (0, 4))
    together, checks = (np.array([bool(row[column]) for row in rows], dtype=bool) for column in (2, 3))
    return Words(items, [Verdict(row[1]).value for row in rows], together, checks, done_by)


def decided(connection: sqlite3.Connection) -> set[int]:
    """All items that have a verdict."""
    return {row[0] for row in connection.execute("SELECT item FROM item_state WHERE verdict IS NOT NULL")}


def label_counts(connection: sqlite3.Connection, dataset: int) -> dict[str, int]:
    """How often each label is given in a data set."""
    return dict(
        connection.execute(
            "SELECT label, count(*) FROM item WHERE id BETWEEN ? AND ? AND label IS NOT NULL GROUP BY label",
            item_range(connection, dataset),
        )
    )


def of_label(connection: sqlite3.Connection, dataset: int, label: str, limit: int) -> list[int]:
    """Items of a data set with a label, not more than so many."""
    rows = connection.execute(
        "SELECT id FROM item WHERE id BETWEEN ? AND ? AND label = ? ORDER BY id LIMIT ?",
        (*item_range(connection, dataset), label, limit),
    )
    return [row[0] for row in rows]
