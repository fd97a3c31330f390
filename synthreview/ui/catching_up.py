"""A page that looks again when it is shown, because data or decisions have moved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from synthreview.jobs import Job, JobContext
from synthreview.ui.bridge import Bridge

T = TypeVar("T")


class CatchingUp(QStackedWidget):
    """Looks as late as it can: what nobody sees is not read, and nothing twice at a time.

    Where many changes come while one look is being answered, one more look follows for all of them.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._stale = True
        self._reading: set[Job[Any]] = set()
        bridge.changed.connect(self._on_read)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what moved while another place was shown."""
        super().showEvent(event)
        self._catch_up()

    def moved(self) -> None:
        """Data or decisions have changed: look again as soon as the page is shown and reads nothing."""
        self._stale = True
        self._catch_up()

    @Slot()
    def refresh(self) -> None:
        """Look again now."""
        self._stale = False
        self._look()

    def _look(self) -> None:
        """Read what the page shows."""
        raise NotImplementedError

    def _read(self, title: str, work: Callable[[JobContext], T], on_done: Callable[[T], None]) -> Job[T]:
        """Read a part of what the page shows, in the background."""
        job = self._bridge.run(title, work, on_done)
        self._reading.add(job)
        return job

    def _catch_up(self) -> None:
        if self._stale and self.isVisible() and not self._reading:
            self.refresh()

    @Slot(object)
    def _on_read(self, job: Job[Any]) -> None:
        if job in self._reading and job.state.ended:
            self._reading.remove(job)
            self._catch_up()
