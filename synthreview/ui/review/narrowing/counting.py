"""Counting what items are made of, in the background; only the newest question is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.engine.found import Facet
from synthreview.errors import SynthreviewError
from synthreview.jobs import Cancelled, Job, JobContext, JobState
from synthreview.translation import tr
from synthreview.ui.bridge import Bridge

if TYPE_CHECKING:
    from synthreview.project import Project

_LATER = 1500
"""Milliseconds in which many decisions become one new count."""

_Answer = tuple[int, str, list[Facet] | SynthreviewError | None]


class Counting(QObject):
    """Counts of a filter, and the values that any item has, for the filter line to offer."""

    counted = Signal(object, str)
    """Facets and the filter they are of."""
    failed = Signal(str)
    """A sentence about a count that could not be made."""
    known = Signal(object)
    """Values by key, of all items."""

    def __init__(self, project: Project, runner: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._runner = project, runner
        self._asked = 0
        self._job: Job[Any] | None = None
        self._learning: Job[Any] | None = None
        self._learned = False
        self.where = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER)
        self._later.timeout.connect(self._again)

    def count(self, where: str) -> None:
        """Count what the items under a filter are made of."""
        self._later.stop()
        self._asked += 1
        self.where = where
        if self._job is not None and self._job.state is JobState.RUNNING:
            self._job.cancel()
        number, project = self._asked, self._project

        def work(job: JobContext) -> _Answer:
            try:
                return number, where, project.facets(where, job) if number == self._asked else None
            except SynthreviewError as error:
                return number, where, error
            except Cancelled:
                if number != self._asked:
                    return number, where, None
                raise

        self._job = self._runner.run(tr("Counting the items"), work, self._on_answer)

    def soon(self, where: str) -> None:
        """Count anew, once, after what is moving has settled for a moment."""
        self.where = where
        if not self._later.isActive():
            self._later.start()

    @Slot()
    def learn(self) -> None:
        """Find the values that there are, unless they are known already."""
        if self._learned or self._runner.awaits(self._learning):
            return
        project = self._project

        def work(job: JobContext) -> list[Facet]:
            return project.facets("", job)

        self._learning = self._runner.run(
            tr("Looking what there is"), work, self._on_learned, self._not_learned
        )

    def forget(self, topics: frozenset[str]) -> None:
        """Values may be others now."""
        if topics - {"decisions"}:
            self._learned = False

    @Slot()
    def _again(self) -> None:
        self.count(self.where)

    @Slot(object)
    def _on_answer(self, answer: _Answer) -> None:
        number, where, found = answer
        if number != self._asked or found is None:
            return
        if isinstance(found, SynthreviewError):
            self.failed.emit(str(found))
        else:
            self.counted.emit(found, where)

    @Slot(object)
    def _on_learned(self, facets: list[Facet]) -> None:
        self._learned = True
        self.known.emit({facet.key: facet.values for facet in facets})

    @Slot(object)
    def _not_learned(self, _error: BaseException) -> None:
        """Nothing is offered then; whatever is wrong shows when a filter is asked."""
