"""A person at the review desk, played through real key events in an offscreen window, with a stopwatch.

Every press is timed until the window has painted what followed; the durable commit and the painting in
it are timed apart.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.project import Project
from synthreview.settings import Settings
from synthreview.ui.actions import verb
from synthreview.ui.app import SWITCH_INTERVAL
from synthreview.ui.faults import Notifier
from synthreview.ui.garbage import Garbage
from synthreview.ui.looks import dress
from synthreview.ui.main_window import MainWindow

PATIENCE = 600.0
"""Seconds after which something that was waited for will not come."""


@dataclass
class Timings:
    """Seconds of each press: until all is painted, the painting in it, the commits in it."""

    pressed: list[float] = field(default_factory=list)
    painting: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)


class _Painting(QObject):
    """Counts the time that the window spends on update requests, which is laying out and painting."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.spent = 0.0
        self._watched, self._inside = watched, False
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest and not self._inside:
            self._inside = True
            began = time.perf_counter()
            QApplication.sendEvent(watched, event)
            self.spent += time.perf_counter() - began
            self._inside = False
            return True
        return False


class DeskWindow:
    """The program's window with one project open at Review; threads and memory are kept as the program does."""

    def __init__(self, project: Path, width: int = 1280, height: int = 820) -> None:
        self.application = QApplication.instance() or QApplication([])
        sys.setswitchinterval(SWITCH_INTERVAL)
        settings = Settings(reviewer="Ana", theme="light", closely=False)
        dress(settings)
        began = time.perf_counter()
        self.window = MainWindow(settings, Notifier())
        self.window.resize(width, height)
        self.window.show()
        self._garbage = Garbage()
        self.window.open_project(project)
        self.wait(lambda: self.window.session is not None)
        assert self.window.session is not None
        self.page: Any = self.window.session.review
        self.wait(lambda: self.page.view is not None)
        self.settle()
        self.opened_in = time.perf_counter() - began
        self.timings = Timings()
        self._painting = _Painting(self.window)

    @property
    def project(self) -> Project:
        """The project behind the window."""
        assert self.window.session is not None
        return self.window.session.project

    def settle(self) -> None:
        """Let the window do what is due now, painting included."""
        for _ in range(3):
            self.application.sendPostedEvents()
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)

    def wait(self, ready: Any, patience: float = PATIENCE) -> None:
        """Run the window until something is so."""
        until = time.monotonic() + patience
        while not ready():
            if time.monotonic() > until:
                raise TimeoutError("what was waited for did not come")
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()

    def press(self, name: str) -> float:
        """Press the key of a verb and wait until what follows is painted; seconds that took."""
        return self.key(verb(name).keys[0])

    def key(self, key: str) -> float:
        """Press a key where the keyboard is."""
        combination = QKeySequence(key)[0]
        self._painting.spent = 0.0
        began = time.perf_counter()
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        self.settle()
        spent = time.perf_counter() - began
        self.timings.pressed.append(spent)
        self.timings.painting.append(self._painting.spent)
        return spent

    def write(self, words: str) -> None:
        """Type words where the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget(), words)

    @contextmanager
    def timed_commits(self) -> Iterator[None]:
        """Note how long each call takes that returns once a decision is on disk."""
        project, decide = self.project, self.project.decide

        def timed(*args: Any, **named: Any) -> Any:
            began = time.perf_counter()
            answer = decide(*args, **named)
            self.timings.commits.append(time.perf_counter() - began)
            return answer

        project.decide = timed  # type: ignore[method-assign]
        try:
            yield
        finally:
            del project.decide

    def close(self) -> None:
        """Close the window and the project."""
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window.close()
        self.settle()
        self._garbage.stop()


def resident() -> float:
    """Megabytes this process holds in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")
