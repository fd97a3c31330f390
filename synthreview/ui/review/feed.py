"""The queue's ids, fetched in the background; only the newest question is answered."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.errors import SynthreviewError
from synthreview.jobs import JobContext
from synthreview.ui.bridge import Bridge

if TYPE_CHECKING:
    from synthreview.project import Project

WORKLIST = "verdict:undecided"
"""The filter the desk opens with."""


class Feed(QObject):
    """Lists the items that meet the filter ``where``."""

    listed = Signal(object)
    """The ids, as an array."""
    refused = Signal(str)
    """A sentence about a filter that cannot be used."""

    def __init__(self, project: Project, runner: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._runner = project, runner
        self._asked = 0
        self.where = WORKLIST

    @property
    def is_worklist(self) -> bool:
        """Whether the filter is the one the desk opens with."""
        return self.where == WORKLIST

    def ask(self, where: str) -> None:
        """Take another filter; an empty one means what is undecided."""
        self.where = where.strip() or WORKLIST
        self.again()

    @Slot()
    def again(self) -> None:
        """List the items anew."""
        self._asked += 1
        number, where, project = self._asked, self.where, self._project

        def work(_job: JobContext) -> tuple[int, array[int] | SynthreviewError]:
            try:
                return number, project.queue_ids(where)
            except SynthreviewError as error:
                return number, error

        self._runner.run("Listing the queue", work, self._on_answer)

    @Slot(object)
    def _on_answer(self, answer: tuple[int, array[int] | SynthreviewError]) -> None:
        number, found = answer
        if number != self._asked:
            return
        if isinstance(found, SynthreviewError):
            self.refused.emit(str(found))
        else:
            self.listed.emit(found)
