"""What a reviewer waits for, at 100,000 items: the next item, its screen, a decision on disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

from synthreview.domain import Verdict
from synthreview.project import Project
from tests.speed.made import alpaca, percentile, told

ITEMS = 100_000
DECISIONS = 500


def fsync_baseline(folder: Path) -> list[float]:
    """Seconds the disk takes for an append that is forced to it: the floor of any durable decision."""
    times = []
    with (folder / "floor").open("wb") as file:
        for _ in range(DECISIONS):
            started = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - started)
    return times


def run(folder: Path) -> None:
    """Decide on five hundred items one after the other."""
    project = Project.open(folder / "desk.synthreview", create=True)
    project.import_file(alpaca(folder / "made.jsonl", ITEMS))
    started = time.perf_counter()
    project.analyze()
    told(f"analysis of {ITEMS:,} items", seconds=f"{time.perf_counter() - started:.1f}")
    nexts, views, decisions = [], [], []
    item = project.next_item()
    for _ in range(DECISIONS):
        assert item is not None
        moment = time.perf_counter()
        project.view(item)
        views.append(time.perf_counter() - moment)
        moment = time.perf_counter()
        project.decide(item, Verdict.REJECT)
        decisions.append(time.perf_counter() - moment)
        moment = time.perf_counter()
        item = project.next_item(item)
        nexts.append(time.perf_counter() - moment)
    floor = fsync_baseline(folder)
    for name, times in (
        ("next item", nexts),
        ("its screen", views),
        ("durable decision", decisions),
        ("bare fsync", floor),
    ):
        told(
            f"{name} of {ITEMS:,}",
            p50=f"{percentile(times, 0.5) * 1000:.1f} ms",
            p99=f"{percentile(times, 0.99) * 1000:.1f} ms",
            max=f"{max(times) * 1000:.1f} ms",
        )
    moment = time.perf_counter()
    ids = project.queue_ids()
    told("whole queue", items=f"{len(ids):,}", ms=f"{(time.perf_counter() - moment) * 1000:.0f}")
    project.close()
