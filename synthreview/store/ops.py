"""Operations: the only way user data changes, each with what it takes to go back and forth.

An operation stores, per distinct pair of old and new value, the compressed set of items it moved.
Undo and redo are transactions of their own; they refuse when a row no longer holds the value the
operation left there, so they never overwrite somebody's later work.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from synthreview.domain import Decision, Operation, OperationState, Verdict
from synthreview.errors import UserError
from synthreview.store import idset
from synthreview.store.datasets import now
from synthreview.store.fields import DECISION, FLAG, OF_DATASETS, READ, WRITE

Move = tuple[str, str, int, str | None, str | None]
"""One row's change: field, key, item, value before, value after (JSON, None = no row)."""


def decide(
    connection: sqlite3.Connection, decisions: Sequence[Decision], label: str, reviewer: str
) -> Operation:
    """Record decisions (each with its reviewer set) as one operation."""
    _require_items(connection, [decision.item for decision in decisions])
    # The last word on an item counts when a file names it twice.
    latest = {(decision.item, decision.reviewer): decision for decision in decisions}
    at = now()

    def moves(seq: int) -> list[Move]:
        return [
            (DECISION, key, item, READ[DECISION](connection, item, key), _encoded(decision, seq, at))
            for (item, key), decision in latest.items()
        ]

    return _do(connection, "decide", label, reviewer, [item for item, _ in latest], moves)


def flag(connection: sqlite3.Connection, item: int, reviewer: str, *, on: bool) -> Operation:
    """Set or clear an item's flag as one operation."""
    _require_items(connection, [item])
    label = f"{'Flag' if on else 'Unflag'} #{item}"
    move = (FLAG, "", item, READ[FLAG](connection, item, ""), "1" if on else None)
    return _do(connection, "flag", label, reviewer, [item], lambda _: [move])


def change(
    connection: sqlite3.Connection,
    kind: str,
    label: str,
    reviewer: str,
    moves: Sequence[tuple[str, str, int, str | None]],
    decisions: Sequence[Decision] = (),
) -> Operation:
    """Any change of user data as one operation: fields to new values, and decisions with them.

    A move is a field, its key, the item or data set it belongs to, and the value it gets.
    """
    items = [item for field, _, item, _ in moves if field not in OF_DATASETS]
    items += [decision.item for decision in decisions]
    at = now()

    def planned(seq: int) -> list[Move]:
        fields = [
            (field, key, owner, READ[field](connection, owner, key), value)
            for field, key, owner, value in moves
        ]
        words = [
            (DECISION, decision.reviewer, decision.item, None, _encoded(decision, seq, decision.at or at))
            for decision in decisions
        ]
        return fields + words

    return _do(connection, kind, label, reviewer, items, planned)


def undo(connection: sqlite3.Connection, reviewer: str, to: int | None = None) -> list[Operation]:
    """Undo the newest operation, or all that came after operation ``to``; newest first."""
    if (
        to is not None
        and not connection.execute("SELECT 1 FROM op WHERE seq = ?", (to,)).fetchone()
        and to != 0
    ):
        raise UserError(f"There is no operation {to}; 'synthreview history' lists them.")
    rows = connection.execute(
        "SELECT * FROM op WHERE state = 'done' AND seq > ? ORDER BY seq DESC LIMIT ?",
        (to if to is not None else 0, 1 if to is None else -1),
    ).fetchall()
    return [_turn(connection, _operation(row), reviewer, forward=False) for row in rows]


def redo(connection: sqlite3.Connection, reviewer: str) -> Operation | None:
    """Redo the operation undone last, or None when there is none."""
    row = _next_redo(connection)
    return None if row is None else _turn(connection, row, reviewer, forward=True)


def history(connection: sqlite3.Connection, limit: int, before: int | None = None) -> list[Operation]:
    """Operations, newest first, those below ``before`` when given."""
    rows = connection.execute(
        "SELECT * FROM op WHERE seq < ? ORDER BY seq DESC LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    ).fetchall()
    return [_operation(row) for row in rows]


def touching(connection: sqlite3.Connection, item: int, limit: int = 50) -> list[Operation]:
    """Operations that moved an item, newest first."""
    rows = connection.execute(
        "SELECT op.* FROM op_item t JOIN op ON op.seq = t.op WHERE t.item = ? ORDER BY t.op DESC LIMIT ?",
        (item, limit),
    ).fetchall()
    return [_operation(row) for row in rows]


def events(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every do, undo and redo, oldest first, with its operation's number."""
    return connection.execute("SELECT event, op FROM op_event ORDER BY id").fetchall()


def last_event(connection: sqlite3.Connection) -> int:
    """The number of the newest do, undo or redo; 0 before the first."""
    (event,) = connection.execute("SELECT coalesce(max(id), 0) FROM op_event").fetchone()
    return int(event)


def edited_since(connection: sqlite3.Connection, event: int) -> set[int]:
    """Items whose text may have moved by any do, undo or redo after the given event.

    A decision moves the text when it is or was a fix, and also when it takes the place of another
    reviewer's fix.
    """
    patches = connection.execute(
        "SELECT items, coalesce(before, '') || coalesce(after, '') LIKE '%\"verdict\":\"fix\"%' FROM op_patch"
        " WHERE field = 'decision' AND op IN (SELECT op FROM op_event WHERE id > ?)",
        (event,),
    ).fetchall()
    fixed = {row[0] for row in connection.execute("SELECT item FROM decision WHERE verdict = 'fix'")}
    return {item for items, is_fix in patches for item in idset.unpack(items) if is_fix or item in fixed}


def undo_label(connection: sqlite3.Connection) -> str | None:
    """What undo would take back, in words."""
    row = connection.execute("SELECT label FROM op WHERE state = 'done' ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def redo_label(connection: sqlite3.Connection) -> str | None:
    """What redo would do again, in words."""
    operation = _next_redo(connection)
    return None if operation is None else operation.label


def _next_redo(connection: sqlite3.Connection) -> Operation | None:
    row = connection.execute("SELECT * FROM op WHERE state = 'undone' ORDER BY seq LIMIT 1").fetchone()
    return None if row is None else _operation(row)


def _do(
    connection: sqlite3.Connection,
    kind: str,
    label: str,
    reviewer: str,
    items: Iterable[int],
    plan: Callable[[int], list[Move]],
) -> Operation:
    connection.execute("UPDATE op SET state = 'abandoned' WHERE state = 'undone'")
    items = sorted(set(items))
    at, first = now(), items[0] if items else None
    cursor = connection.execute(
        "INSERT INTO op (kind, label, reviewer, at, items, first_item) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, label, reviewer, at, len(items), first),
    )
    seq = int(cursor.lastrowid or 0)
    moves = plan(seq)
    connection.executemany("INSERT INTO op_item (item, op) VALUES (?, ?)", [(item, seq) for item in items])
    connection.executemany(
        "INSERT INTO op_patch (op, part, field, key, items, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (seq, part, field, key, idset.pack(ids), before, after)
            for part, ((field, key, before, after), ids) in enumerate(_grouped(moves).items())
        ],
    )
    for field, key, item, _, after in moves:
        WRITE[field](connection, item, key, after)
    _event(connection, seq, "do", reviewer, at)
    return Operation(seq, kind, label, reviewer, at, len(items), first_item=first)


def _grouped(moves: Iterable[Move]) -> dict[tuple[str, str, str | None, str | None], list[int]]:
    groups: dict[tuple[str, str, str | None, str | None], list[int]] = defaultdict(list)
    for field, key, item, before, after in moves:
        groups[field, key, before, after].append(item)
    return groups


def _turn(connection: sqlite3.Connection, operation: Operation, reviewer: str, *, forward: bool) -> Operation:
    patches = connection.execute(
        "SELECT field, key, items, before, after FROM op_patch WHERE op = ? ORDER BY part", (operation.seq,)
    ).fetchall()
    # Backwards in reverse: a name is free again before it is given back.
    for field, key, items, before, after in patches if forward else reversed(patches):
        held, target = (before, after) if forward else (after, before)
        for item in idset.unpack(items):
            if READ[field](connection, item, key) != held:
                what = "its data set" if field in OF_DATASETS else f"item #{item}"
                raise UserError(
                    f"'{operation.label}' cannot be {'done again' if forward else 'undone'}: {what} "
                    "was changed since by another operation; change it there instead."
                )
            WRITE[field](connection, item, key, target)
    state = OperationState.DONE if forward else OperationState.UNDONE
    connection.execute("UPDATE op SET state = ? WHERE seq = ?", (state, operation.seq))
    _event(connection, operation.seq, "redo" if forward else "undo", reviewer, now())
    return Operation(
        operation.seq,
        operation.kind,
        operation.label,
        operation.reviewer,
        operation.at,
        operation.items,
        state,
        operation.first_item,
    )


def _event(connection: sqlite3.Connection, seq: int, event: str, reviewer: str, at: str) -> None:
    connection.execute(
        "INSERT INTO op_event (op, event, reviewer, at) VALUES (?, ?, ?, ?)", (seq, event, reviewer, at)
    )


def _operation(row: Sequence[Any]) -> Operation:
    seq, kind, label, reviewer, at, items, first, state = row
    return Operation(seq, kind, label, reviewer, at, items, OperationState(state), first)


def _require_items(connection: sqlite3.Connection, items: Iterable[int]) -> None:
    for item in items:
        if not connection.execute("SELECT 1 FROM item WHERE id = ?", (item,)).fetchone():
            raise UserError(f"The project has no item {item}; 'synthreview queue' lists them.")


def _encoded(decision: Decision, seq: int, at: str) -> str:
    body: dict[str, Any] = {"at": at}
    if decision.verdict is Verdict.FIX:
        body["edits"] = dict(decision.edits)
    for name in ("reasons", "note", "selected_by"):
        if value := getattr(decision, name):
            body[name] = value
    if decision.seconds:
        body["seconds"] = round(decision.seconds, 2)
    if decision.probability is not None:
        body["probability"] = decision.probability
    value = {"op": seq, "verdict": decision.verdict, "body": orjson.dumps(body).decode()}
    return orjson.dumps(value).decode()
