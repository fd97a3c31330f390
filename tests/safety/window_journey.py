"""A person at the desk of the real window who never stops, to be killed; offscreen.

Run as ``python -m tests.safety.window_journey PROJECT SEED``. After each key it tells the number of the newest
operation that stands and how many there were, once the window shows the decision as counted.
"""

from __future__ import annotations

import os
import random
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

PATIENCE = 60_000
KEYS = (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_S, Qt.Key.Key_A, Qt.Key.Key_U)


def main() -> None:
    """Decide and go back until killed."""
    from synthreview import settings
    from synthreview.ui.faults import Notifier
    from synthreview.ui.looks import dress
    from synthreview.ui.main_window import MainWindow

    app = QApplication([])
    chosen = settings.Settings(reviewer="Ana")
    dress(chosen)
    window = MainWindow(chosen, Notifier())
    window.show()
    window.open_path(sys.argv[1])
    wait(lambda: window.session is not None and window.session.review.view is not None)
    assert window.session is not None
    desk, project = window.session.review, window.session.project
    chance = random.Random(int(sys.argv[2]))
    print("ready", flush=True)
    while True:
        QTest.keyClick(app.focusWidget() or desk, chance.choice(KEYS))
        pause(5)
        for event, seq in project.events()[-1:]:
            print(event, seq, flush=True)


def wait(ready) -> None:
    for _ in range(PATIENCE // 20):
        if ready():
            return
        pause(20)
    raise SystemExit("waited in vain")


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
