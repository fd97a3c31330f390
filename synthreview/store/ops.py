"""Operations: the only way user data changes, each with what it takes to go back and forth.

An operation stores, per distinct pair of old and new value, the compressed set of items it moved.
Undo and redo are transactions of their own; they refuse when a row no longer holds the value the
operation left there, so they never overwrite somebody's later work.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import orjson

from synthreview.domain import Decision, Operation, OperationState, Verdict
from synthreview.errors import ItemGone, UserError
from synthreview.store import bulk, idset
from synthreview.store.datasets import REMOVED, now
from synthreview.store.fields import DECISION, FLAG, READ, WITHOUT_ITEM, WRITE, as_json, storable, whose
from synthreview.translation import later, tr

Move = tuple[str, str, int, str | None, str | None]
"""One row's change: field, key, item, value before, value after (JSON, None = no row)."""


def decide(
    connection: sqlite3.Connection, decisions: Sequence[Decision], label: str, reviewer: str
) -> Operation:
    """Record decisions (each with its reviewer set) as one operation."""
    require_items(connection, [decision.item for decision in decisions])
    # The last word on an item counts when a file names it twice.
    latest = {(decision.item, decision.reviewer): decision for decision in decisions}
    at = now()

    def moves(seq: int) -> list[Move]:
        return [
            (DECISION, key, item, READ[DECISION](connection, item, key), _encoded(decision, seq, at))
            for (item, key), decision in latest.items()
        ]

    return do(connection, "decide", label, reviewer, [item for item, _ in latest], moves)


def decide_alike(
    connection: sqlite3.Connection,
    items: Iterable[int],
    decision: Decision,
    label: Callable[[int], str],
    since: int,
    tick: bulk.Tick,
) -> Operation:
    """Give one decision (its own item does not matter) to many items as one operation.

    Left out are items that are not to be reviewed any more and those whose decision moved after the
    event ``since``: whoever looked at a single item knew it better. ``label`` tells the operation in
    words by how many items there are. UserError when none is left.
    """
    ranges = bulk.choose(connection, items)
    bulk.drop_lost(connection)
    bulk.drop_decided_since(connection, since)
    count, first = bulk.extent(connection)
    if first is None:
        raise UserError(tr("None of these items is left to be decided: all were decided or removed since."))
    at = now()
    operation = _begin(connection, "decide", label(count), decision.reviewer, at, count, first)
    value = _encoded(decision, operation.seq, at)
    said = bulk.held(connection, decision.reviewer)
    patches = [(DECISION, decision.reviewer, ids, before, value) for before, ids in said]
    _keep_patches(connection, operation.seq, patches)
    bulk.give(connection, decision.reviewer, value, ranges, tick)
    _event(connection, operation.seq, "do", decision.reviewer, at)
    return operation


def flag(connection: sqlite3.Connection, item: int, reviewer: str, *, on: bool) -> Operation:
    """Set or clear an item's flag as one operation."""
    require_items(connection, [item])
    label = tr("Flag #{item}", item=item) if on else tr("Unflag #{item}", item=item)
    move = (FLAG, "", item, READ[FLAG](connection, item, ""), "1" if on else None)
    return do(connection, "flag", label, reviewer, [item], lambda _: [move])


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
    sound = [(field, storable(key), owner, value and storable(value)) for field, key, owner, value in moves]
    items = [item for field, _, item, _ in moves if field not in WITHOUT_ITEM]
    items += [decision.item for decision in decisions]
    at = now()

    def planned(seq: int) -> list[Move]:
        fields = [
            (field, key, owner, READ[field](connection, owner, key), value)
            for field, key, owner, value in sound
        ]
        words = [
            (DECISION, decision.reviewer, decision.item, None, _encoded(decision, seq, decision.at or at))
            for decision in decisions
        ]
        return fields + words

    return do(connection, kind, label, reviewer, items, planned)


def get(connection: sqlite3.Connection, seq: int) -> Operation:
    """The operation of that number; UserError when there is none."""
    row = connection.execute("SELECT * FROM op WHERE seq = ?", (seq,)).fetchone()
    if row is None:
        raise UserError(tr("There is no operation {seq}; 'synthreview history' lists them.", seq=seq))
    return operation(row)


def undo(connection: sqlite3.Connection, reviewer: str, to: int | None = None) -> list[Operation]:
    """Undo the newest operation, or all that came after operation ``to``; newest first."""
    if to:
        get(connection, to)
    rows = connection.execute(
        "SELECT * FROM op WHERE state = 'done' AND seq > ? ORDER BY seq DESC LIMIT ?",
        (to if to is not None else 0, 1 if to is None else -1),
    ).fetchall()
    return [turn(connection, operation(row), reviewer, forward=False) for row in rows]


def redo(connection: sqlite3.Connection, reviewer: str) -> Operation | None:
    """Redo the operation undone last, or None when there is none."""
    row = _next_redo(connection)
    return None if row is None else turn(connection, row, reviewer, forward=True)


def history(connection: sqlite3.Connection, limit: int, before: int | None = None) -> list[Operation]:
    """Operations, newest first, those below ``before`` when given."""
    rows = connection.execute(
        "SELECT * FROM op WHERE seq < ? ORDER BY seq DESC LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    ).fetchall()
    return [operation(row) for row in rows]


def touching(connection: sqlite3.Connection, item: int, limit: int = 50) -> list[Operation]:
    """Operations that moved an item, newest first."""
    rows = connection.execute(
        "SELECT op.* FROM op_item t JOIN op ON op.seq = t.op WHERE t.item = ? ORDER BY t.op DESC LIMIT ?",
        (item, limit),
    ).fetchall()
    return [operation(row) for row in rows]


def items_of(connection: sqlite3.Connection, seq: int, most: int) -> set[int]:
    """The items that an operation moves; empty where there is none, or it moves more than ``most``."""
    row = connection.execute("SELECT items FROM op WHERE seq = ?", (seq,)).fetchone()
    if row is None or row[0] > most:
        return set()
    patches = connection.execute("SELECT field, items FROM op_patch WHERE op = ?", (seq,)).fetchall()
    return {item for field, items in patches if field not in WITHOUT_ITEM for item in idset.unpack(items)}


def fields_moved(connection: sqlite3.Connection, numbers: Iterable[int]) -> set[str]:
    """The fields that any of some operations move."""
    return {
        row[0]
        for seq in numbers
        for row in connection.execute("SELECT field FROM op_patch WHERE op = ?", (seq,))
    }


def events(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every do, undo and redo, oldest first, with its operation's number."""
    return connection.execute("SELECT event, op FROM op_event ORDER BY id").fetchall()


def last_event(connection: sqlite3.Connection) -> int:
    """The number of the newest do, undo or redo; 0 before the first."""
    (event,) = connection.execute("SELECT coalesce(max(id), 0) FROM op_event").fetchone()
    return int(event)


def decided_since(connection: sqlite3.Connection, event: int, first: int, last: int) -> int:
    """Decisions made, taken back or done again after an event, on items from the first to the last id.

    What was done and taken back again counts for nothing.
    """
    (items,) = connection.execute(
        "SELECT coalesce(sum(o.items), 0) FROM (SELECT op, sum(iif(event = 'undo', -1, 1)) AS times"
        " FROM op_event WHERE id > ? GROUP BY op) e JOIN op o ON o.seq = e.op"
        " WHERE e.times <> 0 AND o.kind IN ('decide', 'revert', 'again') AND o.first_item BETWEEN ? AND ?",
        (event, first, last),
    ).fetchone()
    return int(items)


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
    found = _next_redo(connection)
    return None if found is None else found.label


def to_redo(connection: sqlite3.Connection) -> int:
    """The number of the operation that would be done again; 0 where there is none."""
    found = _next_redo(connection)
    return found.seq if found is not None else 0


def sizes(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many items undo, and redo, would move; 0 where there is nothing to undo or redo."""
    done = "SELECT items FROM op WHERE state = 'done' ORDER BY seq DESC LIMIT 1"
    last, undone = connection.execute(done).fetchone(), _next_redo(connection)
    return (int(last[0]) if last else 0), (undone.items if undone else 0)


def _next_redo(connection: sqlite3.Connection) -> Operation | None:
    row = connection.execute("SELECT * FROM op WHERE state = 'undone' ORDER BY seq LIMIT 1").fetchone()
    return None if row is None else operation(row)


def do(
    connection: sqlite3.Connection,
    kind: str,
    label: str,
    reviewer: str,
    items: Iterable[int],
    plan: Callable[[int], list[Move]],
) -> Operation:
    """Record and carry out an operation on items; ``plan`` gets its number and says what moves.

    What was undone is left behind: it stays on record and cannot be redone any more.
    """
    items = sorted(set(items))
    at, first = now(), items[0] if items else None
    begun = _begin(connection, kind, label, reviewer, at, len(items), first)
    seq = begun.seq
    moves = plan(seq)
    connection.executemany("INSERT INTO op_item (item, op) VALUES (?, ?)", [(item, seq) for item in items])
    grouped = _grouped(moves).items()
    _keep_patches(
        connection, seq, [(field, key, ids, before, after) for (field, key, before, after), ids in grouped]
    )
    for field, key, item, _, after in moves:
        WRITE[field](connection, item, key, after)
    _event(connection, seq, "do", reviewer, at)
    return begun


def redecide(
    connection: sqlite3.Connection,
    kind: str,
    label: str,
    reviewer: str,
    items: Sequence[int],
    plan: Callable[[int], Sequence[bulk.Turn]],
) -> Operation:
    """Record and carry out an operation that moves the decisions of many items, ascending, as ``do`` does."""
    at = now()
    begun = _begin(connection, kind, label, reviewer, at, len(items), items[0])
    turns = plan(begun.seq)
    rows = [(item, begun.seq) for item in items]
    connection.executemany("INSERT INTO op_item (item, op) VALUES (?, ?)", rows)
    _keep_patches(connection, begun.seq, [(DECISION, *turn) for turn in turns])
    bulk.turn(connection, turns)
    _event(connection, begun.seq, "do", reviewer, at)
    return begun


def _begin(
    connection: sqlite3.Connection,
    kind: str,
    label: str,
    reviewer: str,
    at: str,
    items: int,
    first: int | None,
) -> Operation:
    connection.execute("UPDATE op SET state = 'abandoned' WHERE state = 'undone'")
    label = storable(label)  # names a data set, or a text that somebody pasted
    cursor = connection.execute(
        "INSERT INTO op (kind, label, reviewer, at, items, first_item) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, label, reviewer, at, items, first),
    )
    return Operation(int(cursor.lastrowid or 0), kind, label, reviewer, at, items, first_item=first)


def _keep_patches(
    connection: sqlite3.Connection,
    seq: int,
    patches: Sequence[tuple[str, str, Sequence[int], str | None, str | None]],
) -> None:
    connection.executemany(
        "INSERT INTO op_patch (op, part, field, key, items, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (seq, part, field, key, idset.pack(ids), before, after)
            for part, (field, key, ids, before, after) in enumerate(patches)
        ],
    )


def _grouped(moves: Iterable[Move]) -> dict[tuple[str, str, str | None, str | None], list[int]]:
    groups: dict[tuple[str, str, str | None, str | None], list[int]] = defaultdict(list)
    for field, key, item, before, after in moves:
        groups[field, key, before, after].append(item)
    return groups


def turn(connection: sqlite3.Connection, turned: Operation, reviewer: str, *, forward: bool) -> Operation:
    """Undo an operation, or with ``forward`` redo it; UserError where a row was changed since."""
    patches = connection.execute(
        "SELECT field, key, items, before, after FROM op_patch WHERE op = ? ORDER BY part", (turned.seq,)
    ).fetchall()
    if turned.items >= bulk.MANY and {patch[0] for patch in patches} & READ.keys() == {DECISION}:
        sides = [
            (key, idset.unpack(items), *((before, after) if forward else (after, before)))
            for field, key, items, before, after in patches
            if field == DECISION
        ]
        strayed = bulk.turn(connection, sides)
        if strayed is not None:
            raise _moved_since(turned, whose(DECISION, strayed), forward=forward)
        patches = []
    # Backwards in reverse: a name is free again before it is given back.
    for field, key, items, before, after in patches if forward else reversed(patches):
        held, target = (before, after) if forward else (after, before)
        for item in idset.unpack(items):
            if READ[field](connection, item, key) != held:
                what = whose(field, item)
                raise _moved_since(turned, what, forward=forward)
            WRITE[field](connection, item, key, target)
    state = OperationState.DONE if forward else OperationState.UNDONE
    connection.execute("UPDATE op SET state = ? WHERE seq = ?", (state, turned.seq))
    _event(connection, turned.seq, "redo" if forward else "undo", reviewer, now())
    return replace(turned, state=state)


def _moved_since(turned: Operation, what: str, *, forward: bool) -> UserError:
    sentence = (
        later(
            "'{label}' cannot be done again: {what} was changed since by another operation; change it there"
            " instead."
        )
        if forward
        else later(
            "'{label}' cannot be undone: {what} was changed since by another operation; change it there"
            " instead."
        )
    )
    return UserError(tr(sentence, label=turned.label, what=what))


def _event(connection: sqlite3.Connection, seq: int, event: str, reviewer: str, at: str) -> None:
    connection.execute(
        "INSERT INTO op_event (op, event, reviewer, at) VALUES (?, ?, ?, ?)", (seq, event, reviewer, at)
    )


def operation(row: Sequence[Any]) -> Operation:
    """An operation from its row in the table."""
    seq, kind, label, reviewer, at, items, first, state = row
    return Operation(seq, kind, label, reviewer, at, items, OperationState(state), first)


def require_items(connection: sqlite3.Connection, items: Iterable[int]) -> None:
    """ItemGone where one of the items is not in the project, or its data set was removed."""
    for item in items:
        row = connection.execute(
            "SELECT d.ready FROM item i LEFT JOIN dataset d ON d.id = i.record >> 32 WHERE i.id = ?", (item,)
        ).fetchone()
        if row is None:
            raise ItemGone(tr("The project has no item {item}; 'synthreview queue' lists them.", item=item))
        if row[0] == REMOVED:
            raise ItemGone(tr("Item #{item} is gone: its data set was removed.", item=item))


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
    value = {"op": seq, "verdict": decision.verdict, "body": as_json(body)}
    return orjson.dumps(value).decode()
