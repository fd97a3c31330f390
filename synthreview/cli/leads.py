"""Commands of leads and trainers: stats, export, check."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from synthreview.cli.output import PATH, WORDS, ProgressBar, emit, json_option, project_argument
from synthreview.engine.exporting import FORMATS
from synthreview.engine.outfile import MANIFEST_SUFFIX
from synthreview.errors import EnvironmentFault
from synthreview.figures import grouped
from synthreview.project import ExportPlan, Project


@click.command()
@project_argument
@json_option
def stats(project: Path, as_json: bool) -> None:
    """Count what was imported, found and decided."""
    with closing(Project.open(project)) as opened, ProgressBar("Counting") as job:
        value = opened.stats(job)
    emit(value, _stats_words(value), as_json=as_json)


def _stats_words(value: dict[str, Any]) -> list[str]:
    bands = value["risk_bands"]
    verdicts = ", ".join(f"{grouped(count)} {state}" for state, count in value["verdicts"].items())
    words = [f"{grouped(value['items'])} items: {verdicts}"]
    words.append(
        f"risk: {grouped(bands['high'])} high, {grouped(bands['medium'])} medium, {grouped(bands['low'])} low"
    )
    words += [f"  {grouped(count):>7}  {reason}" for reason, count in value["reasons"].items()]
    for name, shares in value["label_shares"].items():
        words.append(f"{name}: {shares['title']}. {shares['subtitle']}")
    return words


@click.command()
@project_argument
@click.argument("out", type=PATH)
@click.option("--dataset", type=WORDS, help="Which data set (needed when there are several).")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="source", show_default=True)
@click.option(
    "--include",
    type=WORDS,
    help="Which items, with commas: accepted, fixed, undecided, deferred, rejected, quarantined, or all.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@json_option
def export(
    project: Path,
    out: Path,
    dataset: str | None,
    format_: str,
    include: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write a cleaned data set to OUT, verified, with a manifest beside it."""
    names = [name.strip() for name in include.split(",")] if include else None
    with closing(Project.open(project)) as opened:
        chosen = opened.dataset(dataset)
        plan = opened.plan_export(chosen.id, format_, names)
        words = _plan_words(plan)
        if dry_run:
            emit(asdict(plan), [f"Would write {words[0]}", *words[1:]], as_json=as_json)
            return
        with ProgressBar(f"Exporting {chosen.name}") as job:
            manifest = opened.export(chosen.id, out, format_, names, job)
    proof = f"SHA-256 {manifest['output']['sha256']}, verified by reading it back"
    told = [f"Wrote '{out}': {words[0]}", *words[1:], f"{proof}; see {out.name}{MANIFEST_SUFFIX}."]
    emit(manifest, told, as_json=as_json)


def _plan_words(plan: ExportPlan) -> list[str]:
    taken = f"{grouped(plan.will_write)} of {grouped(plan.records_total)} records"
    words = [f"{taken}, {grouped(plan.changed)} of them fixed; left out: {_left_out(plan.left_out)}."]
    if plan.unwritable:
        words.append(
            f"{grouped(plan.unwritable)} edits have no place in this format; they go to a side file."
        )
    return words


def _left_out(states: dict[str, int]) -> str:
    return ", ".join(f"{grouped(count)} {state}" for state, count in sorted(states.items())) or "none"


@click.command()
@project_argument
@json_option
def check(project: Path, as_json: bool) -> None:
    """Check the project file: SQLite's integrity and our own rules."""
    with closing(Project.open(project)) as opened:
        report = opened.check()
    value = {"intact": report.intact, "problems": list(report.problems), "rules": list(report.rules)}
    words = report.problems or (f"All {len(report.rules)} rules hold.",)
    emit(value, words, as_json=as_json)
    if not report.intact:
        raise EnvironmentFault(f"'{project.name}' does not hold together; open a backup of it.")
