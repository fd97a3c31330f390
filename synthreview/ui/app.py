"""Start of the window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from synthreview import settings
from synthreview.translation import later, tr
from synthreview.ui import icons
from synthreview.ui.faults import Notifier
from synthreview.ui.garbage import Garbage
from synthreview.ui.language import speak
from synthreview.ui.looks import dress
from synthreview.ui.main_window import MainWindow
from synthreview.ui.safety.crashes import CrashLog
from synthreview.ui.warm import Warm

CRASHED = later("synthreview ended by itself last time. What you had decided is saved.")
SWITCH_INTERVAL = 0.0005
"""Seconds a worker thread may keep the interpreter: short, so that the window never waits for one."""


def start(project_path: Path | None = None) -> int:
    """Show the window, with a project when one is named; returns the exit code once it is closed."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    QGuiApplication.setDesktopFileName("synthreview")
    app = QApplication(sys.argv[:1])
    app.setApplicationName("synthreview")
    chosen = settings.load()
    speak(chosen, app)
    dress(chosen)
    app.setWindowIcon(icons.icon("review", "accent"))
    crashes = CrashLog()
    notifier = Notifier()
    notifier.install()
    window = MainWindow(chosen, notifier)
    window.show()
    if crashes.left:
        window.fault.say(tr(CRASHED), crashes.left)
    Warm(window)
    garbage = Garbage()
    if project_path is not None:
        QTimer.singleShot(0, window, lambda: window.open_project(project_path))
    try:
        return app.exec()
    finally:
        notifier.uninstall()
        garbage.stop()
        crashes.close()
