"""The command for those who approve a data set: one file that tells what became of it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from synthreview.cli.output import PATH, WORDS, ProgressBar, emit, json_option, project_argument
from synthreview.project import Project


@click.command()
@project_argument
@click.argument("out", type=PATH)
@click.option("--dataset", type=WORDS, help="Only this data set (default: all).")
@json_option
def report(project: Path, out: Path, dataset: str | None, as_json: bool) -> None:
    """Write to OUT, one HTML file, what was loaded, found, reviewed, changed and left, and how sure it is."""
    with closing(Project.open(project)) as opened, ProgressBar("Reporting") as job:
        chosen = None if dataset is None else opened.dataset(dataset).id
        told = opened.report_html(out, chosen, job)
    emit(asdict(told), [f"Wrote '{out}': {told.title}."], as_json=as_json)
