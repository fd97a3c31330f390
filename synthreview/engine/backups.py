"""When a project is kept safe, and what is in a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from synthreview.store import backups, shelf
from synthreview.store.backups import reading
from synthreview.store.faults import told
from synthreview.store.shelf import Backup, Sort
from synthreview.store.store import Store

AFTER = timedelta(minutes=30)
"""Work that is older than this and in no backup makes one."""
SMALL = 200 << 20
"""Bytes up to which a project is kept whole once a day."""
_DAY = timedelta(days=1)
_KEPT = "kept"
"""The meta row with what the newest small backup holds."""


def moment() -> datetime:
    """Now, to the millisecond, as names of backups tell it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def keep(store: Store, sort: Sort, now: datetime, out: Path | None = None) -> Backup:
    """Make a backup now; Damaged or EnvironmentFault when that cannot be."""
    with told(store.path):
        mark = backups.mark(store.read())
    made = shelf.put(store.path, sort, now, out)
    if sort is Sort.WORK and out is None and not store.read_only:
        store.write(lambda connection: _note(connection, mark))
    return made


def keep_if_changed(store: Store, now: datetime, after: timedelta = timedelta(0)) -> Backup | None:
    """Make a small backup when people did something that none holds, for at least so long."""
    if store.read_only:
        return None
    since = _unkept_since(store.read())
    if since is None or now - since < after:
        return None
    return keep(store, Sort.WORK, now)


def keep_daily(store: Store, now: datetime) -> Backup | None:
    """Make a whole backup of a small project whose newest one is from another day, if there is work in it."""
    if store.read_only or store.path.stat().st_size > SMALL:
        return None
    if not store.read().execute("SELECT 1 FROM op_event UNION SELECT 1 FROM blind_answer").fetchone():
        return None
    last = next((each.at for each in shelf.found(store.path) if each.sort is Sort.WHOLE), None)
    return keep(store, Sort.WHOLE, now) if last is None or now - last >= _DAY else None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a project, or a backup of one, holds of people's work."""

    decisions: int
    operations: int
    answers: int
    """Blind labels."""
    last: str
    """When something was done last, ISO 8601; empty where nothing was."""
    datasets: tuple[str, ...]


def contents(backup: Path) -> Contents:
    """Look into a backup; UserError or Damaged when it cannot be used."""
    with shelf.unpacked(backup) as (_, plain):
        return contents_at(plain)


def contents_at(path: Path) -> Contents:
    """The same of a file that nobody has open."""
    with told(path), closing(reading(path)) as connection:
        return contents_of(connection)


def contents_of(connection: sqlite3.Connection) -> Contents:
    """The same of an open project."""
    decisions, operations, answers = (
        connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        for what in ("decision", "op WHERE state = 'done'", "blind_answer WHERE taken_back IS NULL")
    )
    (last,) = connection.execute(
        "SELECT max(at) FROM (SELECT max(at) AS at FROM op_event UNION ALL SELECT max(at) FROM blind_answer)"
    ).fetchone()
    names = connection.execute("SELECT name FROM dataset WHERE ready = 1 ORDER BY id").fetchall()
    return Contents(decisions, operations, answers, last or "", tuple(name for (name,) in names))


def _unkept_since(connection: sqlite3.Connection) -> datetime | None:
    """When the first thing was done that no small backup holds; None where all is held."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEPT,)).fetchone()
    held, mark = row[0] if row else backups.NOTHING, backups.mark(connection)
    if mark == held:
        return None
    event, answer, *_ = (int(part) for part in held.split("."))
    (at,) = connection.execute(
        "SELECT min(at) FROM (SELECT at FROM op_event WHERE id > ? UNION ALL SELECT coalesce(taken_back, at)"
        " FROM blind_answer WHERE id > ? OR taken_back IS NOT NULL)",
        (event, answer),
    ).fetchone()
    return datetime.fromisoformat(at) if at else None


def _note(connection: sqlite3.Connection, mark: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_KEPT, mark))
