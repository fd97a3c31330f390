"""A while at the desk in the real window: opens a project, decides by keys, looks around, closes."""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

PATIENCE = 60_000


def main() -> None:
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
    desk = window.session.review
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_F):
        QTest.keyClick(app.focusWidget() or desk, key)
        wait(lambda: desk.view is not None)
    for place in ("data", "insights", "probe", "export", "settings", "home"):
        window.go(place)
        pause(300)
    window.show_help()
    pause(300)
    path = window.session.project.path
    window.close()
    assert Path(path).exists()


def wait(ready) -> None:
    for _ in range(PATIENCE // 50):
        if ready():
            return
        pause(50)
    raise SystemExit("waited in vain")


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
