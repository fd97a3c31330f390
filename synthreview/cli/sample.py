"""The demo command: the sample project in a window, or its main job in the terminal."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from synthreview import paths
from synthreview.cli.output import PROJECT, ProgressBar, emit, json_option, say
from synthreview.domain import Decision, Verdict
from synthreview.figures import grouped
from synthreview.project import Project
from synthreview.store.store import SUFFIX

SHOWN = 8
"""Items the terminal run decides on."""


@click.command()
@click.argument("project", type=PROJECT, required=False)
@click.option("--terminal", is_flag=True, help="Do the main job here, even where a window could open.")
@json_option
def demo(project: Path | None, terminal: bool, as_json: bool) -> None:
    """Open the sample project: five kinds of synthetic data with known defects.

    Without a screen the main job runs in the terminal: import, analyze, decide, undo, export.
    """
    path = project or paths.state_dir() / f"sample{SUFFIX}"
    if terminal or as_json or not has_screen():
        summary = run_main_job(path)
        emit(summary, summary["told"], as_json=as_json)
        if not has_screen() and not as_json:
            say("There is no screen here. To see the window, run the same command in a desktop session.")
        return
    from synthreview.ui.app import start

    sys.exit(start(path if path.exists() else _make(path)))


def has_screen() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make(path: Path) -> Path:
    """Make the sample project; returns its file, which has the ending the name may lack."""
    with closing(Project.open(path, create=True)) as project, ProgressBar("Making the sample project") as job:
        project.add_sample(job)
        project.analyze(job=job)
        return project.path


def run_main_job(path: Path) -> dict[str, Any]:
    """Import, analyze, decide, undo and export on a sample project; tells what it did."""
    told: list[str] = []
    path.parent.mkdir(parents=True, exist_ok=True)
    path = path if path.exists() else _make(path)
    with closing(Project.open(path, reviewer="demo")) as project:
        counts = project.counts()
        told.append(
            f"Project {path} holds {grouped(counts.items)} items in {len(project.datasets())} data sets."
        )
        findings = sum(report.findings for report in project.runs())
        told.append(
            f"The analyzers found {grouped(findings)} things to look at. The riskiest items not decided yet:"
        )
        ids = project.queue_ids()[:SHOWN]
        told += [
            f"  #{row.item} risk {row.risk:.2f}  {row.title[:56]!r}: {row.reason}"
            for row in project.rows(ids)
        ]
        decided = [project.decide_many([_reviewed(project, item)]).label for item in ids]
        told.append("Decided, each on disk at once: " + ", ".join(decided) + ".")
        undone = project.undo()
        told.append(f"Undone again: {undone.label if undone else 'nothing'}.")
        exports = [_export(project, dataset.id, path) for dataset in project.datasets()]
    for manifest in exports:
        out, left = manifest["output"], sum(manifest["left_out"].values())
        kept, fixed = manifest["records_byte_equal"], manifest["records_changed"]
        told.append(
            f"Exported {out['file']}: {grouped(out['records'])} records, {grouped(kept)} as they came, "
            f"{grouped(fixed)} fixed, {grouped(left)} left out; verified."
        )
    return {
        "project": str(path),
        "items": counts.items,
        "findings": findings,
        "decided": len(decided),
        "undone": undone.label if undone else None,
        "exports": exports,
        "told": told,
    }


def _reviewed(project: Project, item: int) -> Decision:
    """What a reviewer in a hurry would do: take a proposed fix, otherwise reject."""
    best = next(iter(project.findings(item)), None)
    reasons = (best.reason,) if best else ()
    if best and best.fix:
        return Decision(item, Verdict.FIX, dict(best.fix), reasons, selected_by="risk")
    return Decision(item, Verdict.REJECT, {}, reasons, selected_by="risk")


def _export(project: Project, dataset: int, path: Path) -> dict[str, Any]:
    source = next(each for each in project.datasets() if each.id == dataset)
    folder = path.with_name(f"{path.stem}-export")
    folder.mkdir(exist_ok=True)
    return project.export(dataset, folder / source.source)
