"""Exports of 50,000 records in every format, and what changed since an export was planned."""

from __future__ import annotations

import time
from pathlib import Path

from synthreview.engine.exporting import offered
from synthreview.project import Project
from tests.speed.made import alpaca, told

RECORDS = 50_000


def run(folder: Path) -> None:
    """Seconds per format, verification included."""
    project = Project.open(folder / "e.synthreview", create=True)
    project.import_file(alpaca(folder / "made.jsonl", RECORDS))
    for name in offered(project.datasets()[0]):
        started = time.perf_counter()
        manifest = project.export(1, folder / f"out-{name}", name, ["all"])
        seconds = time.perf_counter() - started
        told(
            f"export of {RECORDS:,} as {name}",
            seconds=f"{seconds:.2f}",
            records=manifest["output"]["records"],
        )
    project.close()
