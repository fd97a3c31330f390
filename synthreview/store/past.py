"""Going to any moment of the past, and taking back or doing again one operation by itself.

Undo and redo walk along the line of what was done. Taking back an old operation without the later
ones, and doing again one that was undone or left behind, are new operations on that line: they can be
undone themselves, and nothing is ever rewritten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from synthreview.domain import Operation, OperationState
from synthreview.errors import UserError
from synthreview.figures import grouped
from synthreview.store import bulk, idset, ops
from synthreview.store.fields import DECISION, FLAG, OBJECTION, READ, RECORD, WITHOUT_ITEM, whose
from synthreview.store.stored import loads
from synthreview.translation import later, tr

REVERT, AGAIN = "revert", "again"
"""Kinds of the operations that take one back by itself, and that do one again."""
ABOUT = "operation"
"""The field under which such an operation notes, as its key, which one it is about. It moves no row."""
_ALONE = (DECISION, FLAG, OBJECTION)
"""Fields whose items do not hang together: some may move without the others."""
_STEPS = 200
"""Operations turned between two reports of progress."""
Tick = Callable[[int, int], None]
"""Told how many of how many are done; may raise, which takes all of it back."""
_BACK, _AGAIN = later("Take back: {label}"), later("Again: {label}")


@dataclass(frozen=True, slots=True)
class Turned:
    """What came of taking one operation back, or doing it again, by itself."""

    operation: Operation
    """The new operation that did it."""
    left: int
    """Items that it left as they are, because they were changed since."""

    @property
    def back(self) -> bool:
        """Whether it took something back, and did not do it again."""
        return _about(self.operation.label)[0]

    @property
    def about(self) -> str:
        """What was taken back or done again, as the history names it."""
        return _about(self.operation.label)[1]


class _Row(NamedTuple):
    field: str
    key: str
    item: int


class _Group(NamedTuple):
    """Rows of one field and key that hold one value now and get another."""

    field: str
    key: str
    ids: list[int]
    now: str | None
    target: str | None


class _Turn(NamedTuple):
    """How to turn the rows of an operation: a row moves from ``held`` to ``target``."""

    operation: Operation
    forward: bool
    holds: Callable[[str, str | None, str | None], bool]
    """Whether a field's value counts as the one to start from."""


def go_to(
    connection: sqlite3.Connection, seq: int, reviewer: str, tick: Tick = lambda _done, _all: None
) -> list[Operation]:
    """Undo and redo until exactly the operations up to ``seq`` (0: none) stand; those turned, in order.

    UserError when there is no such operation, or it was left behind.
    """
    if seq and ops.get(connection, seq).state is OperationState.ABANDONED:
        raise UserError(
            tr(
                "Operation {seq} was left behind, so nobody can go back to it; do it again by itself "
                "instead.",
                seq=seq,
            )
        )
    later = connection.execute(
        "SELECT * FROM op WHERE state = 'done' AND seq > ? ORDER BY seq DESC", (seq,)
    ).fetchall()
    earlier = connection.execute(
        "SELECT * FROM op WHERE state = 'undone' AND seq <= ? ORDER BY seq", (seq,)
    ).fetchall()
    turned: list[Operation] = []
    for row in (*later, *earlier):
        forward = row[0] <= seq
        turned.append(ops.turn(connection, ops.operation(row), reviewer, forward=forward))
        if len(turned) % _STEPS == 0:
            tick(len(turned), len(later) + len(earlier))
    return turned


def revert(connection: sqlite3.Connection, seq: int, reviewer: str) -> Turned:
    """Take back operation ``seq`` without the later ones, as a new operation.

    Of a decision on many items, what still stands is taken back; anything else moves as a whole.
    UserError, naming what changed since, when nothing or not enough of it still stands.
    """
    found = ops.get(connection, seq)
    if found.state is not OperationState.DONE:
        raise UserError(tr("'{label}' is undone already; there is nothing to take back.", label=found.label))
    return _turned(connection, _Turn(found, forward=False, holds=_is_same), reviewer)


def again(connection: sqlite3.Connection, seq: int, reviewer: str) -> Turned:
    """Do once more, as a new operation, what was undone or left behind, where all is as it was before.

    UserError, naming what changed since, when nothing or not enough of it can be done.
    """
    found = ops.get(connection, seq)
    return _turned(connection, _Turn(found, forward=True, holds=_says_same), reviewer)


def _turned(connection: sqlite3.Connection, turn: _Turn, reviewer: str) -> Turned:
    moves, left = _moves(connection, turn)
    whole = any(group.field not in _ALONE for group in (*moves, *left))
    if left and (whole or not moves):
        row = _Row(left[0].field, left[0].key, left[0].ids[0])
        alone = whole or sum(len(group.ids) for group in left) == 1
        raise UserError(_why_not(connection, turn, row, alone=alone))
    if not moves:
        raise UserError(tr("'{label}' moved nothing, so there is nothing to do.", label=turn.operation.label))
    items = sorted({item for group in moves if group.field not in WITHOUT_ITEM for item in group.ids})
    behind = len({item for group in left for item in group.ids}.difference(items))
    label = _label(turn.operation.label, back=not turn.forward)
    if behind:
        label = tr(
            "{label} ({moved} of {all})",
            label=label,
            moved=grouped(len(items)),
            all=grouped(len(items) + behind),
        )
    made = _made(connection, turn, label, reviewer, moves, items)
    _note(connection, made.seq, turn.operation.seq)
    return Turned(made, behind)


def _made(
    connection: sqlite3.Connection,
    turn: _Turn,
    label: str,
    reviewer: str,
    moves: Sequence[_Group],
    items: Sequence[int],
) -> Operation:
    kind = AGAIN if turn.forward else REVERT

    def target(group: _Group, seq: int) -> str | None:
        return _signed(group.target, seq) if turn.forward and group.field == DECISION else group.target

    def turns(seq: int) -> list[bulk.Turn]:
        return [(group.key, group.ids, group.now, target(group, seq)) for group in moves]

    def plan(seq: int) -> list[ops.Move]:
        return [
            (group.field, group.key, item, group.now, target(group, seq))
            for group in moves
            for item in group.ids
        ]

    if len(items) >= bulk.MANY and all(group.field == DECISION for group in moves):
        return ops.redecide(connection, kind, label, reviewer, items, turns)
    return ops.do(connection, kind, label, reviewer, items, plan)


def _moves(connection: sqlite3.Connection, turn: _Turn) -> tuple[list[_Group], list[_Group]]:
    """What can move, and what cannot because it holds another value now."""
    patches = connection.execute(
        "SELECT field, key, items, before, after FROM op_patch WHERE op = ? ORDER BY part",
        (turn.operation.seq,),
    ).fetchall()
    moves: list[_Group] = []
    left: list[_Group] = []
    # Backwards in reverse: a name is free again before it is given back.
    for field, key, items, before, after in patches if turn.forward else reversed(patches):
        held, target = (before, after) if turn.forward else (after, before)
        for now, ids in _values(connection, field, key, idset.unpack(items)):
            can = [item for item in ids if turn.holds(field, now, held)]
            can = _movable(connection, turn, field, key, can)
            cannot = ids if not can else sorted(set(ids).difference(can))
            moves += [_Group(field, key, can, now, target)] if can else []
            left += [_Group(field, key, cannot, now, target)] if cannot else []
    return moves, left


def _values(
    connection: sqlite3.Connection, field: str, key: str, items: list[int]
) -> Iterator[tuple[str | None, list[int]]]:
    """What some items hold now, each value with its items."""
    if field == DECISION and len(items) >= bulk.MANY:
        bulk.choose(connection, items)
        yield from bulk.held(connection, key)
    else:
        for item in items:
            yield READ[field](connection, item, key), [item]


def _movable(
    connection: sqlite3.Connection, turn: _Turn, field: str, key: str, items: list[int]
) -> list[int]:
    """Of the items that hold the right value those that can move: items come and go with mended records."""
    if field in WITHOUT_ITEM or (field == RECORD and turn.forward):
        return items
    if field == RECORD:
        seq = turn.operation.seq
        return [item for item in items if _touched_by(connection, item, seq) is None]
    listed = orjson.dumps(items).decode()
    there = connection.execute("SELECT i.id FROM json_each(?) n JOIN item i ON i.id = n.value", (listed,))
    return [row[0] for row in there]


def _is_same(_field: str, one: str | None, other: str | None) -> bool:
    return one == other


def _says_same(field: str, one: str | None, other: str | None) -> bool:
    """Whether two values are the same to a person; a decision done again has another operation's number."""
    if field != DECISION or one is None or other is None:
        return one == other
    return _signed(one, 0) == _signed(other, 0)


def _signed(value: str | None, seq: int) -> str | None:
    """A decision's value as one that operation ``seq`` made."""
    return None if value is None else orjson.dumps({**loads(value), "op": seq}).decode()


def _note(connection: sqlite3.Connection, seq: int, about: int) -> None:
    connection.execute(
        "INSERT INTO op_patch (op, part, field, key, items, before, after)"
        " SELECT ?1, count(*), ?2, ?3, ?4, NULL, NULL FROM op_patch WHERE op = ?1",
        (seq, ABOUT, str(about), idset.pack(())),
    )


def _label(label: str, *, back: bool) -> str:
    """``Take back: Reject #812``; what takes that back again does it again, in words too."""
    was_back, about = _about(label)
    return tr(_BACK if back != was_back else _AGAIN, label=about)


def _about(label: str) -> tuple[bool, str]:
    """Whether a label takes something back, and what it speaks of; in today's language or in English."""
    for words in (_BACK, _AGAIN):
        for said in (tr(words), words):
            before, _, behind = said.partition("{label}")
            if 0 < len(before + behind) <= len(label) and label.startswith(before) and label.endswith(behind):
                return words is _BACK, label[len(before) : len(label) - len(behind)]
    return False, label


def _why_not(connection: sqlite3.Connection, turn: _Turn, row: _Row, *, alone: bool) -> str:
    """The sentence that refuses: what was changed since, by which operation, and what to do."""
    label = turn.operation.label
    newest = _changed_by(connection, row, 0 if turn.forward else turn.operation.seq)
    if newest is None and row.field == RECORD:
        newest = _touched_by(connection, row.item, turn.operation.seq)
    if newest is not None and newest.seq == turn.operation.seq:
        return tr("'{label}' stands; there is nothing to do again.", label=label)
    cannot = (
        tr("'{label}' cannot be done again", label=label)
        if turn.forward
        else tr("'{label}' cannot be taken back by itself", label=label)
    )
    what = whose(row.field, row.item)
    if row.field not in (RECORD, *WITHOUT_ITEM) and not _is_there(connection, row.item):
        return tr("{cannot}: {what} is not in the project any more.", cannot=cannot, what=what)
    return tr(_CHANGED[newest is not None, alone], cannot=cannot, what=what, by=_quoted(newest))


_CHANGED = {
    (True, True): later("{cannot}: {what} was changed since by {by}. Take that back first."),
    (True, False): later("{cannot}: every item was changed since, {what} by {by}. Take that back first."),
    (False, True): later("{cannot}: {what} was changed since by another operation; change it there instead."),
    (False, False): later(
        "{cannot}: every item was changed since, {what} by another operation; change it there instead."
    ),
}
"""Whether the operation that changed it is known, and whether it is about one thing."""


def _quoted(operation: Operation | None) -> str:
    """An operation inside a sentence, with who did it."""
    if operation is None:
        return ""
    if operation.reviewer:
        return tr("'{label}' ({reviewer})", label=operation.label, reviewer=operation.reviewer)
    return tr("'{label}'", label=operation.label)


def _is_there(connection: sqlite3.Connection, item: int) -> bool:
    return bool(connection.execute("SELECT 1 FROM item WHERE id = ?", (item,)).fetchone())


def _touched_by(connection: sqlite3.Connection, item: int, after: int) -> Operation | None:
    """The newest operation behind ``after`` that stands and had to do with an item."""
    row = connection.execute(
        "SELECT op.* FROM op_item t JOIN op ON op.seq = t.op AND op.state = 'done'"
        " WHERE t.item = ? AND t.op > ? ORDER BY t.op DESC LIMIT 1",
        (item, after),
    ).fetchone()
    return None if row is None else ops.operation(row)


def _changed_by(connection: sqlite3.Connection, row: _Row, after: int) -> Operation | None:
    """The newest operation behind ``after`` that stands and moved a row."""
    inside = "" if row.field in WITHOUT_ITEM else " AND op.seq IN (SELECT op FROM op_item WHERE item = ?4)"
    values = (after, row.field, row.key, row.item)
    moved = connection.execute(
        "SELECT op.seq, p.items FROM op JOIN op_patch p ON p.op = op.seq AND p.field = ?2 AND p.key = ?3"
        f" WHERE op.state = 'done' AND op.seq > ?1{inside} ORDER BY op.seq DESC",
        values if inside else values[:3],
    ).fetchall()
    newest = next((seq for seq, items in moved if row.item in idset.unpack(items)), None)
    return None if newest is None else ops.get(connection, newest)
