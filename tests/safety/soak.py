"""E20: a long day in one process: decide, undo, filter and draw in the real window, and see what grows.

Run as ``python -m tests.safety.soak [DECISIONS]`` (50,000 without a number: some minutes). Ends with 1 when the
memory in use grew by 50 MB or more between the first tenth and the end, the journal reached 64 MB, or threads or
timers came that did not go.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from synthreview.domain import Verdict
from synthreview.project import Project
from tests.safety.at_the_desk import pause, wait

DECISIONS = 50_000
ITEMS = 5_000
ROUNDS = 100
GROWTH, JOURNAL = 50 << 20, 64 << 20
FILTERS = ("", "risk>0.5", "verdict:reject", "length>20", "note")
PLACES = ("insights", "data", "review")
VERDICTS = (Verdict.ACCEPT, Verdict.REJECT, Verdict.DEFER)


def main(decisions: int) -> int:
    """Work, print a line for each tenth, and say whether anything grew."""
    from synthreview import settings
    from synthreview.ui.faults import Notifier
    from synthreview.ui.looks import dress
    from synthreview.ui.main_window import MainWindow

    app = QApplication([])
    chosen = settings.Settings(reviewer="Ana")
    dress(chosen)
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder))
        window = MainWindow(chosen, Notifier())
        window.show()
        window.open_path(str(path))
        wait(lambda: window.session is not None and window.session.review.view is not None)
        assert window.session is not None
        chance, ids = random.Random(20), list(window.session.project.queue_ids(""))
        work(window, chance, ids, 50)
        # Before anything is measured all has been reviewed once, each page made and filled, and what reads in the
        # background done: Insights has more to show the further the work is, and loads what it draws it with.
        for number, item in enumerate(ids):
            window.session.project.decide(item, chance.choice(VERDICTS))
            if number % 25 == 24:
                pause(0)
        for place in (*PLACES, *PLACES):
            window.go(place)
            settled(app, window)
        measured = []
        for round_ in range(ROUNDS):
            work(window, chance, ids, decisions // ROUNDS)
            if round_ % 10 == 9:
                pause(1_500)
                gc.collect()
                measured.append(measure(app, path))
                print(json.dumps(measured[-1]), flush=True)
        window.close()
        pause(500)
    faults = grown(measured)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def made(folder: Path) -> Path:
    source, path = folder / "notes.jsonl", folder / "notes.synthreview"
    source.write_text("".join(f'{{"text": "note number {n} about birds"}}\n' for n in range(ITEMS)))
    with closing(Project.open(path, create=True)) as project:
        project.import_file(source)
        project.analyze()
        project.index_text()
    return path


def settled(app: QApplication, window, quiet: int = 4_000) -> None:
    """Wait until nothing runs behind the window and no widget came for a while: pages fill by and by."""
    count = -1
    while window.bridge.active() or count != len(app.allWidgets()):
        count = len(app.allWidgets())
        pause(quiet)


def work(window, chance: random.Random, ids: list[int], decisions: int) -> None:
    """One round: decisions, each tenth taken back, a look at each page, a filter and the charts."""
    project = window.session.project
    for number in range(decisions):
        project.decide(chance.choice(ids), chance.choice(VERDICTS), note="n" * (number % 40))
        if number % 10 == 9:
            project.undo()
        if number % 25 == 24:
            pause(0)
    project.queue_ids(chance.choice(FILTERS))
    project.risk_chart()
    project.stats()
    for place in PLACES:
        window.go(place)
        pause(30)


def measure(app: QApplication, path: Path) -> dict[str, float]:
    """What is in use now."""
    journal = path.with_name(f"{path.name}-wal")
    timers = [
        timer for widget in app.allWidgets() for timer in widget.findChildren(QTimer) if timer.isActive()
    ]
    return {
        "at": round(time.monotonic(), 1),
        "memory": memory(),
        "journal": journal.stat().st_size if journal.exists() else 0,
        "threads": threading.active_count(),
        "timers": len(set(map(id, timers))),
        "widgets": len(app.allWidgets()),
        "none": sys.getrefcount(None) if sys.version_info < (3, 12) else 0,
    }


def memory() -> int:
    """Bytes that are resident, on Linux; elsewhere 0."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if status.exists() else 0


def grown(measured: list[dict[str, float]]) -> list[str]:
    """What grew that may not, in words."""
    first, last = measured[0], measured[-1]
    faults = []
    if last["memory"] - first["memory"] >= GROWTH:
        faults.append(f"memory grew by {(last['memory'] - first['memory']) / (1 << 20):.0f} MB")
    if max(each["journal"] for each in measured) >= JOURNAL:
        faults.append(f"the journal reached {max(each['journal'] for each in measured) / (1 << 20):.0f} MB")
    faults += [
        f"{what} went from {first[what]:.0f} to {last[what]:.0f}"
        for what in ("threads", "timers")
        if last[what] > first[what]
    ]
    return faults


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else DECISIONS))
