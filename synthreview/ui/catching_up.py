"""A page that looks again when it is shown, because data or decisions have moved meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget


class CatchingUp(QStackedWidget):
    """Looks as late as it can: what nobody sees is not read."""

    def __init__(self) -> None:
        super().__init__()
        self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what moved while another place was shown."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def moved(self) -> None:
        """Data or decisions have changed: look again now, or when the page is next shown."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look again now."""
        self._stale = False
        self._look()

    def _look(self) -> None:
        """Read what the page shows."""
        raise NotImplementedError
