"""Python's cycle collector, kept to the main thread.

Left to itself it runs on whichever thread makes the next object, and there it may take apart widgets
that the window is just painting: the process would crash, now and then, while work runs behind it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

STEP = 2_000
"""Milliseconds between looks at how much there is to collect."""


class Garbage(QObject):
    """Switches automatic collection off for as long as it lives and collects by the clock instead."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what was loaded with the program stays; looking through it would take long
        self._timer = QTimer(self)
        self._timer.setInterval(STEP)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the generations that are due, by the thresholds Python itself goes by."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give collection back to Python; called when no window is left."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
