"""How much people have decided since a check, so that an old result is not taken for a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from synthreview.domain import Operation

if TYPE_CHECKING:
    from synthreview.project import Project

KINDS = ("decide", "revert", "again")
"""Operations that move decisions."""
_AT_ONCE = 500


def decided_since(project: Project, dataset: str | None, event: int) -> int:
    """Items decided on since an event, or whose decision was taken back or done again; 0 where none was.

    ``dataset``: count only what begins in this data set (a read for each item); None counts all. What was
    done and taken back again counts for nothing.
    """
    turned: Counter[int] = Counter()
    for said, seq in project.events()[event:]:
        turned[seq] += -1 if said == "undo" else 1
    moved = list(_operations(project, [seq for seq, times in turned.items() if times]))
    if dataset is not None:
        first = sorted({each.first_item for each in moved if each.first_item is not None})
        here = {row.item for some in _parts(first) for row in project.rows(some) if row.dataset == dataset}
        moved = [each for each in moved if each.first_item in here]
    return sum(each.items for each in moved)


def _operations(project: Project, numbers: list[int]) -> Iterator[Operation]:
    for some in _parts(numbers):
        for row in project.history_rows(some):
            if row.operation.kind in KINDS:
                yield row.operation


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]
