"""A while at the desk in the real window: opens a project, decides by keys, looks around, closes."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.safety.at_the_desk import opened, pause, wait


def main() -> None:
    """Look at all of it."""
    window = opened(sys.argv[1])
    assert window.session is not None
    desk = window.session.review
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_F):
        QTest.keyClick(QApplication.focusWidget() or desk, key)
        wait(lambda: desk.view is not None)
    for place in ("data", "insights", "probe", "export", "settings", "home"):
        window.go(place)
        pause(300)
    window.show_help()
    pause(300)
    window.close()
    assert Path(sys.argv[1]).exists()


if __name__ == "__main__":
    main()
