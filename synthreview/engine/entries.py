"""The records of a data set as an export sees them: bytes, items, and what was decided on each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from synthreview.domain import UNDECIDED, Verdict
from synthreview.store import datasets
from synthreview.store import items as stored_items
from synthreview.store.items import StoredItem
from synthreview.store.stored import decoding, loads

QUARANTINED = "quarantined"
STATES = (*(verdict.past for verdict in Verdict), UNDECIDED, QUARANTINED)
"""Names of what an export may include."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One item with the word that counts on it."""

    stored: StoredItem
    state: str
    reasons: tuple[str, ...] = ()
    note: str = ""
    reviewer: str = ""
    risk: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: without items it could not be read, and ``fault`` says why.

    ``source`` is what it was in the source file, where somebody mended it since.
    """

    position: int
    prefix: bytes
    raw: bytes
    items: tuple[Judged, ...]
    fault: str = ""
    source: bytes | None = None


def entries(connection: sqlite3.Connection, dataset: int) -> Iterator[Entry]:
    """Every record of the data set in order (for snapshots only)."""
    items = groupby(stored_items.of_records(connection, dataset), key=itemgetter(0))
    following = next(items, None)
    for record, prefix, raw, fault, source in datasets.records(connection, dataset):
        position = datasets.place(record)[1]
        judged: tuple[Judged, ...] = ()
        if following is not None and following[0] == record:
            judged = tuple(_judged(dataset, position, raw, row) for row in following[1])
            following = next(items, None)
        yield Entry(position, prefix, raw, judged, fault or "", source)


@decoding
def _judged(dataset: int, position: int, raw: bytes, row: stored_items.ItemRow) -> Judged:
    _, item, unit, verdict, body, reviewer, risk = row
    if verdict is None:
        return Judged(StoredItem(item, dataset, position, unit, raw, {}), UNDECIDED, risk=risk)
    fields = loads(body) if body else {}
    edits = fields.get("edits", {}) if verdict == Verdict.FIX else {}
    return Judged(
        StoredItem(item, dataset, position, unit, raw, edits),
        Verdict(verdict).past,
        tuple(fields.get("reasons", ())),
        fields.get("note", ""),
        reviewer or "",
        risk,
    )
