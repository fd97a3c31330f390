"""Looking through the operations: filtered, newest first, each with what became of it."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from synthreview.domain import Operation, OperationState
from synthreview.store import ops
from synthreview.store.past import ABOUT, AGAIN, REVERT


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which operations are asked for; what is left empty does not matter."""

    words: tuple[str, ...] = ()
    """Each is part of the label, in any case."""
    kind: str = ""
    reviewer: str = ""
    item: int | None = None
    states: tuple[OperationState, ...] = ()
    day: date | None = None
    """A day by this machine's clock."""
    bulk: bool = False
    """Only those that moved more than one item."""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return self != HistoryFilter()


EVERY = HistoryFilter()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An operation with what became of it."""

    operation: Operation
    taken_back: bool = False
    """It is done, but a later operation took it back by itself."""
    done_again: bool = False
    """It was undone or left behind, and a later operation did it again."""
    left_for: str = ""
    """The label of the operation for which it was left behind."""


def page(
    connection: sqlite3.Connection, where: HistoryFilter, limit: int, before: int | None = None
) -> list[Operation]:
    """Operations that meet a filter, newest first, those below ``before`` when given."""
    source, condition, values = _condition(where)
    rows = connection.execute(
        f"SELECT op.* FROM {source} WHERE op.seq < ? AND {condition} ORDER BY op.seq DESC LIMIT ?",
        (before if before is not None else 1 << 62, *values, limit),
    ).fetchall()
    return [ops.operation(row) for row in rows]


def numbers(connection: sqlite3.Connection, where: HistoryFilter) -> array[int]:
    """The numbers of the operations that meet a filter, newest first."""
    if not where:
        # Operations are never deleted and a number is not used up by what is rolled back: no need to read.
        (newest,) = connection.execute("SELECT coalesce(max(seq), 0) FROM op").fetchone()
        return array("q", range(newest, 0, -1))
    source, condition, values = _condition(where)
    rows = connection.execute(
        f"SELECT op.seq FROM {source} WHERE {condition} ORDER BY op.seq DESC", values
    ).fetchall()
    return array("q", [row[0] for row in rows])


def count(connection: sqlite3.Connection, where: HistoryFilter) -> int:
    """How many operations meet a filter."""
    source, condition, values = _condition(where)
    row = connection.execute(f"SELECT count(*) FROM {source} WHERE {condition}", values).fetchone()
    return int(row[0])


def here(connection: sqlite3.Connection) -> int:
    """The newest operation that stands: where one is in the history; 0 at its beginning."""
    row = connection.execute("SELECT seq FROM op WHERE state = 'done' ORDER BY seq DESC LIMIT 1").fetchone()
    return 0 if row is None else int(row[0])


def between(connection: sqlite3.Connection, low: int, high: int) -> int:
    """How many operations behind ``low``, up to ``high``, are done or can be redone."""
    row = connection.execute(
        "SELECT count(*) FROM op WHERE seq > ? AND seq <= ? AND state <> 'abandoned'", (low, high)
    ).fetchone()
    return int(row[0])


class Sequels:
    """Which operations are about which earlier ones: looked for once, then only among what was added."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = 0
        self._about: dict[int, list[int]] = {}

    def learn(self, connection: sqlite3.Connection) -> None:
        """Look at what was added (20 ms at a hundred thousand operations the first time)."""
        with self._lock:
            (newest,) = connection.execute("SELECT coalesce(max(seq), 0) FROM op").fetchone()
            found = connection.execute(
                "SELECT p.key, op.seq FROM op JOIN op_patch p ON p.op = op.seq AND p.field = ?"
                " WHERE op.seq > ? AND op.seq <= ? AND op.kind IN (?, ?)",
                (ABOUT, self._seen, newest, REVERT, AGAIN),
            ).fetchall()
            for key, seq in found:
                self._about.setdefault(int(key), []).append(seq)
            self._seen = max(self._seen, newest)

    def turned(self, connection: sqlite3.Connection, seq: int, kind: str) -> bool:
        """Whether one of ``kind`` that stands is about the operation and was not itself taken back."""
        return any(
            _is_done(connection, later, kind) and not self.turned(connection, later, REVERT)
            for later in self._about.get(seq, ())  # later numbers only grow, so this ends
        )


def _is_done(connection: sqlite3.Connection, seq: int, kind: str) -> bool:
    query = "SELECT 1 FROM op WHERE seq = ? AND kind = ? AND state = 'done'"
    return connection.execute(query, (seq, kind)).fetchone() is not None


def rows(connection: sqlite3.Connection, wanted: Sequence[int], sequels: Sequels) -> list[HistoryRow]:
    """Some operations by their numbers, in that order, each with what became of it."""
    sequels.learn(connection)
    marks = ",".join("?" * len(wanted))
    found = {
        row[0]: ops.operation(row)
        for row in connection.execute(f"SELECT * FROM op WHERE seq IN ({marks})", wanted)
    }
    shown = [found[seq] for seq in wanted if seq in found]
    left = [each.seq for each in shown if each.state is OperationState.ABANDONED]
    left_for = _left_for(connection, left) if left else {}
    return [
        HistoryRow(
            operation=each,
            taken_back=each.state is OperationState.DONE and sequels.turned(connection, each.seq, REVERT),
            done_again=each.state is not OperationState.DONE and sequels.turned(connection, each.seq, AGAIN),
            left_for=left_for.get(each.seq, ""),
        )
        for each in shown
    ]


def _left_for(connection: sqlite3.Connection, left: Sequence[int]) -> dict[int, str]:
    """By operation that was left behind, the label of the one done next after its undo."""
    marks = ",".join("?" * len(left))
    # An operation's events come after as many others as there are operations before it.
    undone = connection.execute(
        f"SELECT op, max(id) FROM op_event WHERE id > ? AND event = 'undo' AND op IN ({marks}) GROUP BY op",
        (min(left), *left),
    ).fetchall()
    labels = {}
    for seq, event in undone:
        row = connection.execute(
            "SELECT op.label FROM op_event e JOIN op ON op.seq = e.op"
            " WHERE e.id > ? AND e.event = 'do' ORDER BY e.id LIMIT 1",
            (event,),
        ).fetchone()
        labels[seq] = "" if row is None else str(row[0])
    return labels


_Value = str | int


def _condition(where: HistoryFilter) -> tuple[str, str, list[_Value]]:
    """Where to look, an SQL condition, and the values for its question marks."""
    conditions: list[str] = []
    values: list[_Value] = []

    def need(condition: str, *given: _Value) -> None:
        conditions.append(condition)
        values.extend(given)

    for word in where.words:
        need(r"op.label LIKE ? ESCAPE '\'", f"%{_literal(word)}%")
    if where.kind:
        need("op.kind = ?", where.kind)
    if where.reviewer:
        need("op.reviewer = ? COLLATE NOCASE", where.reviewer)
    if where.states:
        need(f"op.state IN ({','.join('?' * len(where.states))})", *where.states)
    if where.day is not None:
        need("op.at >= ? AND op.at < ?", _midnight(where.day), _midnight(where.day + timedelta(days=1)))
    if where.bulk:
        need("op.items > 1")
    source = "op"
    if where.item is not None:
        source = "op_item t CROSS JOIN op ON op.seq = t.op"
        need("t.item = ?", where.item)
    return source, " AND ".join(conditions) or "1", values


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _midnight(day: date) -> str:
    """The beginning of a day by this machine's clock, as the project stores moments."""
    begun = datetime.combine(day, time.min).astimezone(UTC)
    return begun.isoformat(timespec="milliseconds").replace("+00:00", "Z")
