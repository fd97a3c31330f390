"""Start of the program to its first painted window, and what it loads on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.speed.made import percentile, told

ROUNDS = 5
SCRIPT = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    def eventFilter(self, receiver, event):
        if event.type() == QEvent.Type.Paint and receiver.isWindow():
            QTimer.singleShot(0, QApplication.quit)
        return False

watch = Watch()
original = QApplication.exec
def exec_(*args):
    QApplication.instance().installEventFilter(watch)
    return original()
QApplication.exec = exec_
from synthreview.ui.app import start
code = start(None)
heavy = [name for name in ("pandas", "sklearn", "torch", "sentence_transformers") if name in sys.modules]
print(",".join(heavy) or "none")
"""


def run(folder: Path) -> None:
    """Start five times in fresh processes."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SYNTHREVIEW_HOME": str(folder)}
    times, bare, loaded = [], [], ""
    for _ in range(ROUNDS):
        started = time.perf_counter()
        result = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        times.append(time.perf_counter() - started)
        loaded = result.stdout.strip().splitlines()[-1]
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import PySide6.QtWidgets"], env=environment, check=True)
        bare.append(time.perf_counter() - started)
    told(
        "start to first window",
        median=f"{percentile(times, 0.5):.2f} s",
        bare_qt=f"{percentile(bare, 0.5):.2f} s",
        heavy_packages=loaded,
    )
