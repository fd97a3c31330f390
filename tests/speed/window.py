"""Whether the window stays usable while it imports and analyzes: gaps between ticks of a 5 ms timer."""

from __future__ import annotations

import os
import sys
import time
from itertools import pairwise
from pathlib import Path

from synthreview.project import Project
from tests.speed.made import alpaca, percentile, told

RECORDS = 100_000


def run(folder: Path) -> None:
    """Import and analyze through the window's own runner while a timer ticks."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QObject, QTimer, Slot
    from PySide6.QtWidgets import QApplication

    from synthreview.ui.app import SWITCH_INTERVAL
    from synthreview.ui.bridge import Bridge

    class Ends(QObject):
        @Slot(object)
        def take(self, result: object) -> None:
            pass

    sys.setswitchinterval(SWITCH_INTERVAL)
    app = QApplication.instance() or QApplication([])
    source = alpaca(folder / "made.jsonl", RECORDS)
    project = Project.open(folder / "window.synthreview", create=True)
    bridge, ends = Bridge(), Ends()
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(5)
    for title, work in (
        ("import", lambda job: project.import_file(source, job=job)),
        ("full text", project.index_text),
        ("analysis", lambda job: project.analyze(job=job)),
    ):
        ticks.clear()
        job = bridge.run(title, work, ends.take)
        while not job.state.ended:
            app.processEvents()
            time.sleep(0.0002)
        gaps = [later - earlier for earlier, later in pairwise(ticks)]
        told(
            f"window while {title} runs",
            p50=f"{percentile(gaps, 0.5) * 1000:.0f} ms",
            p99=f"{percentile(gaps, 0.99) * 1000:.0f} ms",
            max=f"{max(gaps) * 1000:.0f} ms",
            ticks=f"{len(gaps)}",
        )
    timer.stop()
    project.close()
