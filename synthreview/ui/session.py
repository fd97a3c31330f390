"""One open project in the window: the project, its pages, and word of what moves in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthreview.domain import Changes
from synthreview.jobs import JobContext
from synthreview.ui.actions import action
from synthreview.ui.bridge import Bridge
from synthreview.ui.data_page import DataPage
from synthreview.ui.export_page import ExportPage
from synthreview.ui.insights_page import InsightsPage
from synthreview.ui.intake import Intake
from synthreview.ui.probe.page import ProbePage
from synthreview.ui.undoing import Undoing

if TYPE_CHECKING:
    from synthreview.project import Project
    from synthreview.ui.review.page import ReviewPage

UNDOING = {"decisions", "datasets", "queue"}
"""What moves when an operation on data sets is taken back or done again, among others."""

MakeReview = Callable[["Project", Bridge, QWidget], "ReviewPage"]
T = TypeVar("T")


def with_detectors(work: Callable[[JobContext], T]) -> Callable[[JobContext], T]:
    """Work behind the window that also loads the detectors: pages need them, and it takes half a second."""

    def ready(job: JobContext) -> T:
        from synthreview.analyzers.registry import unloadable

        unloadable()
        return work(job)

    return ready


def make_review(project: Project, bridge: Bridge, parent: QWidget) -> ReviewPage:
    """The review desk; imported when the first project opens, so that the window comes up sooner."""
    from synthreview.ui.review.page import ReviewPage

    return ReviewPage(project, bridge, parent)


class Session(QObject):
    """Lives from the opening of a project to its closing."""

    changed = Signal(object)
    """Changes of the project, in the main thread, whichever thread made them."""
    _heard = Signal(object)

    def __init__(self, project: Project, bridge: Bridge, parent: QWidget, desk: MakeReview) -> None:
        super().__init__(parent)
        self.project = project
        self._bridge = bridge
        self.intake = Intake(project, bridge, self)
        self.undoing = Undoing(project, bridge, self)
        self.undoing.settled.connect(self.intake.analyze_moved)
        self.data = DataPage(project, bridge, self.intake, self.undoing)
        self.data.turned.connect(self._turned)
        self.review = desk(project, bridge, parent)
        self.insights = InsightsPage(project, bridge)
        self.probe = ProbePage(project, bridge)
        self.export = ExportPage(project, bridge)
        for page in (self.insights, self.probe, self.export):
            for verb, act in (("undo", self.undoing.undo), ("redo", self.undoing.redo)):
                action(verb, page, act)
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        project.listeners.append(self._hear)
        self.intake.read_closely()

    def pages(self) -> dict[str, QWidget]:
        """The pages by the id of their place."""
        return {
            "data": self.data,
            "review": self.review,
            "insights": self.insights,
            "probe": self.probe,
            "export": self.export,
        }

    def undo_label(self, place: str) -> str | None:
        """What undo would take back at a place."""
        return self.data.undo_label() if place == "data" else self.project.undo_label()

    def undo(self, place: str) -> None:
        """Take back the last act; Review shows the item it was about."""
        self._undoes(place).undo()

    def redo(self, place: str) -> None:
        """Do again what was taken back; Review shows the item it is about."""
        self._undoes(place).redo()

    def _undoes(self, place: str) -> ReviewPage | DataPage | Undoing:
        return self.review if place == "review" else self.data if place == "data" else self.undoing

    def take(self, changes: Changes) -> None:
        """Let the pages catch up with what has moved."""
        if changes.topics & {"datasets", "findings", "queue"}:
            self.data.refresh()
        if changes.topics & {"datasets", "pages"}:
            self.undoing.catch_up(forced=changes.topics >= UNDOING)
        self.insights.moved()
        self.probe.moved()
        self.export.moved()

    def close(self) -> None:
        """Stop its work, close the file, drop the pages."""
        self.review.leave()
        self._bridge.settle()
        self.project.listeners.clear()
        for receiver in (self, *self.pages().values()):
            # Word of what moved last would have them look into a project that is closed.
            QCoreApplication.removePostedEvents(receiver, QEvent.Type.MetaCall.value)
        self.project.close()
        for page in self.pages().values():
            page.hide()
            page.deleteLater()
        self.deleteLater()

    @Slot()
    def _turned(self) -> None:
        self.changed.emit(Changes(frozenset()))

    def _hear(self, changes: Changes) -> None:
        self._heard.emit(changes)
