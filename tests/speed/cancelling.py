"""How soon an analysis of 50,000 records ends when it is cancelled, at several moments, by all analyzers.

Within a second is the promise. What was there before must still be there, and the project must open.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project
from tests.speed.made import alpaca, told

RECORDS = 50_000
PROMISED = 1.0

Moment = Callable[[int, int, str], bool]
"""Whether this word of progress (done, total, note) is the one after which to cancel."""


class Stopwatch(JobContext):
    """Asks for a cancel so many seconds after a moment, from another thread, as a person does."""

    def __init__(self, moment: Moment, delay: float) -> None:
        super().__init__()
        self._moment, self._delay = moment, delay
        self._waiting: threading.Timer | None = None
        self.asked = 0.0

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Look whether the moment has come."""
        if self._waiting is None and self._moment(done, total, note):
            self._waiting = threading.Timer(self._delay, self._ask)
            self._waiting.start()
        super().progress(done, total, note)

    def _ask(self) -> None:
        self.asked = time.perf_counter()
        self.cancel()


@dataclass(frozen=True)
class Point:
    """One moment to cancel at."""

    name: str
    moment: Moment
    delay: float = 0.0


def part(note: str, share: float = 0.0) -> Moment:
    """Once so much of all the work is done, in the phase that this note tells."""
    return lambda done, total, said: said.endswith(note) and done >= share * total


POINTS = (
    Point("pass 1, at once", part("looking")),
    Point("pass 1, halfway", part("looking", 0.25), 0.15),
    Point("pass 1, at its end", part("looking", 0.5)),
    Point("finish, at once", part("weighing up")),
    Point("finish, after 1 s", part("weighing up"), 1.0),
    Point("finish, after 3 s", part("weighing up"), 3.0),
    Point("pass 2, at once", part("scoring")),
    Point("pass 2, halfway", part("scoring", 0.75), 0.15),
    Point("pass 2, near its end", part("scoring", 0.99)),
)


def run(folder: Path) -> None:
    """Seconds from the cancel until the call returns, at each moment."""
    path = folder / "c.synthreview"
    project = Project.open(path, create=True)
    project.import_file(alpaca(folder / "made.jsonl", RECORDS))
    project.analyze(analyzers=["private_data"])
    before = state(project)
    slowest = 0.0
    for point in POINTS:
        watch = Stopwatch(point.moment, point.delay)
        try:
            project.analyze(job=watch)
        except Cancelled:
            waited = time.perf_counter() - watch.asked
            slowest = max(slowest, waited)
            told(
                f"cancel in {point.name}",
                returns_after=f"{waited:.2f} s",
                unchanged=str(state(project) == before),
            )
        else:
            told(f"cancel in {point.name}", returns_after="the end came first")
            break
    project.close()
    project = Project.open(path)
    intact = project.check().intact
    told(
        "cancel, the slowest",
        seconds=f"{slowest:.2f}",
        promised=f"{PROMISED:.2f}",
        opens_and_intact=str(intact),
    )
    project.close()


def state(project: Project) -> tuple[object, object]:
    """What an analysis that was cancelled must leave as it was."""
    worst = [(row.item, row.risk, row.reason) for row in project.rows(project.queue_ids()[:100])]
    return [(run.analyzer, run.status, run.findings) for run in project.runs()], worst
