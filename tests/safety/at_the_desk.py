"""The real window on a project, offscreen, for scripts that work at its desk in a process of their own."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from synthreview import settings
from synthreview.ui.faults import Notifier
from synthreview.ui.looks import dress
from synthreview.ui.main_window import MainWindow

PATIENCE = 60_000
"""Milliseconds that a busy machine may take."""
STEP = 20


def opened(path: str) -> MainWindow:
    """A window that shows the first item of a project; the application lives as long as the process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    chosen = settings.Settings(reviewer="Ana")
    dress(chosen)
    window = MainWindow(chosen, Notifier())
    window.setProperty("application", application)
    window.show()
    window.open_path(path)
    wait(lambda: window.session is not None and window.session.review.view is not None)
    return window


def wait(ready: Callable[[], object]) -> None:
    """Let the window work until something is so."""
    for _ in range(PATIENCE // STEP):
        if ready():
            return
        pause(STEP)
    raise SystemExit("waited in vain")


def pause(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
