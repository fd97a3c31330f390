"""At which turns of which conversations a role flips."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

Flipped = tuple[int, int, int]
"""A conversation; the number of a turn of it in which a role flips, from 1; and how many turns it has."""


def turns(
    connection: sqlite3.Connection, dataset: int, analyzer: str, reasons: Sequence[str]
) -> Iterator[Flipped]:
    """The turns at which findings of an analyzer's latest run point, in any order, some perhaps twice.

    Findings that somebody called wrong are left out. A finding that does not know the number of turns has 0.
    """
    return connection.execute(
        # The path of a turn's text is "turns.N.text" with N from 0; the number ends where the digits do.
        "SELECT f.item, CAST(substr(json_extract(e.value, '$[0]'), 7) AS INTEGER) + 1,"
        " coalesce(json_extract(f.body, '$.args.turns'), 0)"
        " FROM analyzer_run r CROSS JOIN finding f INDEXED BY finding_run ON f.run = r.id"
        f" AND f.reason IN ({','.join('?' * len(reasons))})"
        " CROSS JOIN json_each(f.body, '$.evidence') e"
        " WHERE r.dataset = ? AND r.analyzer = ? AND r.status = 'done'"
        " AND json_extract(e.value, '$[0]') GLOB 'turns.[0-9]*'"
        " AND NOT EXISTS (SELECT 1 FROM objection o WHERE o.item = f.item AND o.analyzer = r.analyzer"
        " AND o.reason = f.reason)",
        (*reasons, dataset, analyzer),
    )
