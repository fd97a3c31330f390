"""A person at the desk of the real window who never stops, to be killed; offscreen.

Run as ``python -m tests.safety.window_journey PROJECT SEED``. After each key it tells the number of the newest
operation that stands and how many there were, once the window shows the decision as counted.
"""

from __future__ import annotations

import random
import sys

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.ui.actions import verb
from tests.safety.at_the_desk import opened, pause

VERBS = ("accept", "reject", "defer", "accept", "undo", "redo")


def main() -> None:
    """Decide and go back until killed."""
    window = opened(sys.argv[1])
    assert window.session is not None
    desk, project = window.session.review, window.session.project
    chance = random.Random(int(sys.argv[2]))
    print("ready", flush=True)
    while True:
        pressed = QKeySequence(verb(chance.choice(VERBS)).keys[0])[0]
        QTest.keyClick(QApplication.focusWidget() or desk, pressed.key(), pressed.keyboardModifiers())
        pause(5)
        for event, seq in project.events()[-1:]:
            print(event, seq, flush=True)


if __name__ == "__main__":
    main()
