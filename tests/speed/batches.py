"""One decision for many items: preview, apply, undo and redo, at 100,000 and at a million items."""

from __future__ import annotations

import json
import random
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from synthreview.domain import Verdict
from synthreview.project import Chosen, Matching, Project
from tests.speed.made import percentile, told

T = TypeVar("T")

SIZES = (100_000, 1_000_000)
_LABELS = ("positive", "negative", "negative", "neutral")


def _made(folder: Path, items: int) -> Project:
    source, chance = folder / f"made{items}.jsonl", random.Random(7)
    with source.open("w") as file:
        for number in range(items):
            file.write(json.dumps({"text": f"Text number {number}.", "label": chance.choice(_LABELS)}) + "\n")
    project = Project.open(folder / f"made{items}.synthreview", create=True, reviewer="ana")
    project.import_file(source)
    source.unlink()
    return project


def _timed(what: str, act: Callable[[], T]) -> T:
    started = time.perf_counter()
    result = act()
    told(what, seconds=f"{time.perf_counter() - started:.2f}")
    return result


def measure(project: Project) -> None:
    """Preview, apply, undo, redo and decide again on everything, then the like of a selection."""
    every = _timed("  queue", lambda: project.queue_ids(""))
    project.decide(every[0], Verdict.ACCEPT)
    plan = _timed("  preview", lambda: project.plan_many(Matching(""), Verdict.REJECT))
    _timed("  apply", lambda: project.decide_all(plan, reasons=["other"], note="A note on all."))
    _timed("  undo", project.undo)
    _timed("  redo", project.redo)
    again = _timed(
        "  preview with decided", lambda: project.plan_many(Matching(""), Verdict.ACCEPT, with_decided=True)
    )
    _timed("  apply over decided", lambda: project.decide_all(again))
    _timed("  undo", project.undo)
    _timed("  undo", project.undo)
    few = project.plan_many(Chosen(tuple(plan.items[:200])), Verdict.REJECT)
    _timed("  apply to 200", lambda: project.decide_all(few))
    _waiting(project)


def _waiting(project: Project) -> None:
    """How long single decisions wait while everything is being decided in another thread."""
    plan = project.plan_many(Matching("verdict:undecided"), Verdict.DEFER)
    items, waits = list(plan.items[:2000]), []
    work = threading.Thread(target=lambda: project.decide_all(plan))
    work.start()
    while work.is_alive() and items:
        moment = time.perf_counter()
        project.decide(items.pop(), Verdict.ACCEPT)
        waits.append(time.perf_counter() - moment)
    work.join()
    told(
        "  single decisions meanwhile",
        count=len(waits),
        p50=f"{percentile(waits, 0.5) * 1000:.0f} ms",
        longest=f"{max(waits):.2f} s",
    )


def run(folder: Path) -> None:
    """Make a project of each size and measure it."""
    for items in SIZES:
        place = folder / str(items)
        place.mkdir()
        project = _made(place, items)
        told(f"batches of {items:,} items")
        measure(project)
        project.close()
        shutil.rmtree(place)
