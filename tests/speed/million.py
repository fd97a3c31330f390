"""The review desk at a million items: opening, the next item, jumps in the table, a filter, memory.

Making the project takes minutes; ``SYNTHREVIEW_MILLION`` may name one that is there (it is copied).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from synthreview.project import Project
from tests.speed.made import alpaca, percentile, told

if TYPE_CHECKING:
    from tests.speed.desk_window import DeskWindow

ITEMS = 1_000_000
DECISIONS = 500
JUMPS = 100
WANTED = "snow"
"""A word that many of the made texts hold."""


def run(folder: Path) -> None:
    """Make or copy the project, then measure in a process of its own, so that memory is the desk's."""
    given = os.environ.get("SYNTHREVIEW_MILLION")
    path = folder / "million.synthreview"
    if given:
        shutil.copy(given, path)
    else:
        project = Project.open(path, create=True, reviewer="Ana")
        project.import_file(alpaca(folder / "made.jsonl", ITEMS))
        project.analyze(analyzers=["corrupt_instructions"])
        project.index_text()
        project.close()
    subprocess.run(
        [sys.executable, "-m", "tests.speed.million", str(path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SYNTHREVIEW_HOME": str(folder / "home")},
        check=True,
    )


def measure(path: Path) -> None:
    """Open the window on the project and work in it."""
    from tests.speed.desk_window import DeskWindow, resident

    bare = resident()
    desk = DeskWindow(path)
    listed = until_listed(desk)
    told(
        f"open {desk.page.queue.model.rowCount():,} items",
        until_first_item=f"{desk.opened_in:.2f} s",
        and_all_are_listed=f"{listed:.2f} s",
        promised="2 s",
    )
    pressed(desk)
    spent, painting, commits = desk.timings.pressed, desk.timings.painting, desk.timings.commits
    told("key press to next item painted", **_percentiles(spent), promised="p99 50 ms")
    told("painting in it", **_percentiles(painting), promised="p95 16 ms")
    told("durable commit in it", **_percentiles(commits), promised="p99 25 ms")
    jumps, busy = jumped(desk)
    told("jump in the table, painted", **_percentiles(jumps), promised="50 ms")
    told("processor time in it", **_percentiles(busy))
    firsts = filtered(desk, [f"{WANTED} -item:{number + 1}" for number in range(5)])
    told("full-text filter, first page painted", **_percentiles(firsts), promised="300 ms")
    told("memory", desk=f"{resident():.0f} MB", before_the_window=f"{bare:.0f} MB", promised="400 MB")
    desk.close()


def until_listed(desk: DeskWindow) -> float:
    """Seconds until all items stand in the table, once the first is on the screen."""
    began = time.perf_counter()
    desk.wait(lambda: not desk.page.feed.is_looking)
    desk.settle()
    return time.perf_counter() - began


def pressed(desk: DeskWindow) -> None:
    """Decide on five hundred items by their keys; the times are in the desk's timings."""
    chance = random.Random(3)
    with desk.timed_commits():
        for _ in range(DECISIONS):
            desk.press(chance.choice(("accept", "reject", "accept", "defer")))


def jumped(desk: DeskWindow) -> tuple[list[float], list[float]]:
    """Seconds of jumps to any row until it is painted, and the processor time in them."""
    chance, jumps, busy = random.Random(3), [], []
    for _ in range(JUMPS):
        row = chance.randrange(desk.page.queue.model.rowCount())
        began, worked = time.perf_counter(), time.thread_time()
        desk.page.queue.table.scrollTo(desk.page.queue.model.index(row, 0))
        desk.settle()
        jumps.append(time.perf_counter() - began)
        busy.append(time.thread_time() - worked)
    return jumps, busy


def filtered(desk: DeskWindow, wheres: list[str]) -> list[float]:
    """Seconds until the first page of each filter is painted."""
    firsts = []
    for where in wheres:
        began = time.perf_counter()
        arrived: list[object] = []
        desk.page.feed.began.connect(arrived.append)
        desk.page.feed.listed.connect(arrived.append)
        desk.page.open_filter(where)
        desk.wait(lambda came=arrived: bool(came))
        desk.settle()
        firsts.append(time.perf_counter() - began)
        desk.page.feed.began.disconnect(arrived.append)
        desk.page.feed.listed.disconnect(arrived.append)
        desk.wait(lambda: not desk.page.feed.is_looking)
    return firsts


def _percentiles(times: list[float]) -> dict[str, str]:
    return {f"p{share}": f"{percentile(times, share / 100) * 1000:.1f} ms" for share in (50, 95, 99)}


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
