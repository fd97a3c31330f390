"""What was done in a project, and every way back and forth through it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from synthreview.domain import Operation
from synthreview.jobs import JobContext
from synthreview.project.counting import Counting
from synthreview.store import history, ops, past
from synthreview.store.fields import OF_DATASETS, PAGE, RECORD
from synthreview.store.history import EVERY, HistoryFilter, HistoryRow
from synthreview.store.past import Turned
from synthreview.store.store import Store


class Past(Counting):
    """The operations of a project. They are undone newest first, whoever made them.

    Any one of them can also be taken back, or done again, by itself: as a new operation.
    """

    def __init__(self, store: Store, reviewer: str = "") -> None:
        super().__init__(store, reviewer)
        self._sequels = history.Sequels()

    def history(
        self, limit: int = 200, before: int | None = None, where: HistoryFilter = EVERY
    ) -> list[Operation]:
        """Operations that meet a filter, newest first; from those below number ``before`` on."""
        return history.page(self._store.read(), where, limit, before)

    def history_numbers(self, where: HistoryFilter = EVERY) -> array[int]:
        """The numbers of all operations that meet a filter, newest first (30 ms at a hundred thousand)."""
        self._sequels.learn(self._store.read())
        return history.numbers(self._store.read(), where)

    def history_rows(self, numbers: Sequence[int]) -> list[HistoryRow]:
        """A page of operations by their numbers, each with what became of it."""
        return history.rows(self._store.read(), numbers, self._sequels)

    def history_count(self, where: HistoryFilter = EVERY) -> int:
        """How many operations meet a filter."""
        return history.count(self._store.read(), where)

    def here(self) -> int:
        """The newest operation that stands; 0 when none does."""
        return history.here(self._store.read())

    def steps_to(self, seq: int) -> int:
        """How many operations ``go_to`` would undo (below 0) or redo."""
        now, connection = self.here(), self._store.read()
        if seq < now:
            return -history.between(connection, seq, now)
        return history.between(connection, now, seq)

    def events(self) -> list[tuple[str, int]]:
        """Every do, undo and redo that ever happened, oldest first, with its operation's number."""
        return ops.events(self._store.read())

    def undo_label(self) -> str | None:
        """What undo would take back."""
        return ops.undo_label(self._store.read())

    def redo_label(self) -> str | None:
        """What redo would do again."""
        return ops.redo_label(self._store.read())

    def undo(self, to: int | None = None) -> Operation | None:
        """Take back the newest operation, or all after operation ``to``.

        Returns the last one taken back, None when there was nothing. UserError when an item has been
        changed since.
        """
        with self._turning(self.here() if to is None else 0):
            undone = self._store.write(lambda c: ops.undo(c, self.reviewer, to))
        self._tell_of(undone)
        return undone[-1] if undone else None

    def redo(self) -> Operation | None:
        """Do again what was undone last; None when there is nothing."""
        with self._turning(ops.to_redo(self._store.read())):
            operation = self._store.write(lambda c: ops.redo(c, self.reviewer))
        if operation is not None:
            self._tell_of([operation])
        return operation

    def go_to(self, seq: int, job: JobContext | None = None) -> list[Operation]:
        """Undo and redo until exactly the operations up to ``seq`` stand; 0 is the beginning.

        Returns those undone or redone, in that order (long: 10 000 take a second). UserError when there is
        no such operation, when it was left behind, or when an item has been changed since; nothing is moved
        then.
        """
        tick = (job or JobContext()).progress
        self._before_many()
        turned = self._store.write(lambda c: past.go_to(c, seq, self.reviewer, tick))
        self._tell_of(turned)
        return turned

    def revert(self, seq: int) -> Turned:
        """Take back one operation without the later ones.

        Of a decision on many items, what still stands is taken back. UserError names what was changed
        since where nothing, or not enough of it, still stands.
        """
        with self._turning(seq):
            turned = self._store.write(lambda c: past.revert(c, seq, self.reviewer))
        self._tell_of([turned.operation])
        return turned

    def again(self, seq: int) -> Turned:
        """Do an operation again that was undone or left behind; UserError as for ``revert``."""
        with self._turning(seq):
            turned = self._store.write(lambda c: past.again(c, seq, self.reviewer))
        self._tell_of([turned.operation])
        return turned

    def _tell_of(self, operations: Sequence[Operation]) -> None:
        """Let everybody know what moved; after one on data sets ``refresh_queue`` ranks anew."""
        if not operations:
            return
        fields = ops.fields_moved(self._store.read(), [operation.seq for operation in operations])
        topics = ["decisions"]
        if fields & {*OF_DATASETS, RECORD}:
            topics += ["datasets", "queue"]
        if PAGE in fields:
            topics.append("pages")
        self._changed(*topics, items=_touched(operations))


def _touched(operations: Sequence[Operation]) -> list[int]:
    """The items of single-item operations; empty (meaning many) when one moved more."""
    if any(operation.items != 1 for operation in operations):
        return []
    return [operation.first_item for operation in operations if operation.first_item is not None]
