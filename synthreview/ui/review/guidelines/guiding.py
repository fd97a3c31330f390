"""Opening the guidelines, and keeping what is written in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.domain import Role
from synthreview.errors import SynthreviewError
from synthreview.translation import tr
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.guidelines.beginning import beginning
from synthreview.ui.review.guidelines.panel import GuidelinesPanel

if TYPE_CHECKING:
    from synthreview.project import Project


class Guiding(QObject):
    """The panel is made when it is first wanted."""

    failed = Signal(str)
    """A sentence about what could not be kept."""

    def __init__(self, project: Project, columns: Columns, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._columns = project, columns
        self.panel: GuidelinesPanel | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs this answers to."""
        return {"guidelines": self.toggle}

    @Slot()
    def toggle(self) -> None:
        """Show the guidelines, or take them away."""
        if self.panel is None:
            self.panel = panel = GuidelinesPanel()
            panel.kept.connect(self._keep)
            panel.begun.connect(self._begin)
            panel.closed.connect(self._close)
            panel.set_read_only(self._project.read_only)
        if self._columns.panel is self.panel:
            self._close()
        else:
            self.panel.show_text(self._project.guidelines())
            self._columns.open_panel(self.panel)

    def catch_up(self) -> None:
        """Show what an undo or redo made of the text, unless it is being written."""
        if self.panel is not None and self._columns.panel is self.panel and not self.panel.writing:
            self.panel.show_text(self._project.guidelines())

    @Slot()
    def _close(self) -> None:
        self._columns.close_panel()

    @Slot()
    def _begin(self) -> None:
        kinds = [dataset.kind for dataset in self._project.datasets() if dataset.role is Role.SYNTHETIC]
        if self.panel is not None:
            self.panel.propose(beginning(kinds))

    @Slot(str)
    def _keep(self, text: str) -> None:
        try:
            self._project.write_guidelines(text)
        except SynthreviewError as error:
            self._columns.item.say(str(error))
            self.failed.emit(str(error))
            if self.panel is not None:
                self.panel.propose(text)
            return
        self._columns.item.say(tr("The guidelines are kept"), tr("Undo"), "undo")
