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
from synthreview.engine.target_export import DEFAULT_SPLIT
from synthreview.errors import EnvironmentFault
from synthreview.figures import grouped
from synthreview.formats.targets import COLUMNS, Choices
from synthreview.formats.targets.splits import parse_shares
from synthreview.project import ExportOptions, ExportPlan, Project


@click.command()
@project_argument
@json_option
def stats(project: Path, as_json: bool) -> None:
    """Tell what was imported, found, decided and left, and how sure that is: the report, in words."""
    with closing(Project.open(project)) as opened, ProgressBar("Counting") as job:
        if as_json:
            emit(opened.stats(job), (), as_json=True)
        else:
            emit(None, [opened.report_text(None, job)], as_json=False)


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
@click.option("--conversational", is_flag=True, help="Messages in place of texts (preference, kto, ...).")
@click.option("--implicit-prompt", is_flag=True, help="Preferences as two whole dialogues, without a prompt.")
@click.option(
    "--columns", type=WORDS, default="", help=f"What stands beside the parts: {', '.join(COLUMNS)}."
)
@click.option("--splits", type=WORDS, help="Splits of a Hugging Face folder, such as train=0.9,test=0.1.")
@click.option("--escape-formulas", is_flag=True, help="Keep spreadsheets from running CSV cells.")
@click.option("--diff", is_flag=True, help="Also write every change, before and after, beside OUT.")
@click.option("--card", is_flag=True, help="Also write a data card in plain words beside OUT.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@json_option
def export(project: Path, out: Path, dry_run: bool, as_json: bool, **asked: Any) -> None:
    """Write a cleaned data set to OUT, verified, with a manifest beside it."""
    include, format_ = asked["include"], asked["format_"]
    names = [name.strip() for name in include.split(",")] if include else None
    options = _options(asked)
    with closing(Project.open(project)) as opened:
        chosen = opened.dataset(asked["dataset"])
        plan = opened.plan_export(chosen.id, format_, names, options)
        words = _plan_words(plan)
        if dry_run:
            emit(asdict(plan), [f"Would write {words[0]}", *words[1:]], as_json=as_json)
            return
        with ProgressBar(f"Exporting {chosen.name}") as job:
            manifest = opened.export(chosen.id, out, format_, names, job, options)
    proof = f"SHA-256 {manifest['output']['sha256']}, verified by reading it back"
    told = [f"Wrote '{out}': {words[0]}", *words[1:], f"{proof}; see {out.name}{MANIFEST_SUFFIX}."]
    emit(manifest, told, as_json=as_json)


def _options(asked: dict[str, Any]) -> ExportOptions:
    columns = tuple(name.strip() for name in asked["columns"].split(",") if name.strip())
    choices = Choices(
        conversational=asked["conversational"], implicit_prompt=asked["implicit_prompt"], columns=columns
    )
    return ExportOptions(
        choices=choices,
        shares=parse_shares(asked["splits"]) if asked["splits"] else DEFAULT_SPLIT,
        escape_formulas=asked["escape_formulas"],
        diff=asked["diff"],
        card=asked["card"],
    )


def _plan_words(plan: ExportPlan) -> list[str]:
    taken = f"{grouped(plan.will_write)} of {grouped(plan.records_total)} records"
    if plan.format != "source":
        taken = f"{grouped(plan.will_write)} records from {grouped(plan.items_total)} items"
    words = [f"{taken}, {grouped(plan.changed)} of them changed; left out: {_left_out(plan.left_out)}."]
    if plan.unwritable:
        words.append(
            f"{grouped(plan.unwritable)} edits have no place in this format; they go to a side file."
        )
    words += [f"{grouped(count)} left out: the item {why}." for why, count in plan.unsaid.items()]
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
