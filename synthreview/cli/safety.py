"""Commands that keep work safe: backup, backups, restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from synthreview.cli.output import PATH, ProgressBar, emit, emit_lines, json_option, project_argument
from synthreview.errors import UserError
from synthreview.figures import counted, grouped
from synthreview.project import Contents, Project, Restored, RestorePlan, Sort

_HOLDS = {Sort.WHOLE: "the project with its data", Sort.WORK: "people's work, without the data"}


@click.command()
@project_argument
@click.argument("out", type=PATH, required=False)
@click.option("--work", is_flag=True, help="Only what people made, without the data: small.")
@json_option
def backup(project: Path, out: Path | None, work: bool, as_json: bool) -> None:
    """Copy PROJECT, checked, into the folder of its backups or to OUT; others may work on meanwhile."""
    if out is not None and out.exists():
        raise UserError(f"'{out}' is there already; name a new file.")
    with closing(Project.open(project)) as opened:
        made = opened.backup(out, sort=Sort.WORK if work else Sort.WHOLE)
    words = f"Wrote '{made.path}' ({grouped(made.size)} bytes): {_HOLDS[made.sort]}."
    emit(asdict(made), [words], as_json=as_json)


@click.command()
@project_argument
@json_option
def backups(project: Path, as_json: bool) -> None:
    """List the backups of PROJECT, newest first; it need not be there any more."""
    found = Project.backups(project)
    if as_json:
        emit_lines(asdict(each) for each in found)
        return
    for each in found:
        at = each.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        click.echo(f"{at}  {grouped(each.size)} bytes  {_HOLDS[each.sort]}  {each.path}")
    if not found:
        click.echo(f"There are no backups of '{project}' yet; 'synthreview backup {project}' makes one.")


@click.command()
@click.argument("from_", metavar="BACKUP", type=PATH)
@project_argument
@click.option(
    "--source",
    "sources",
    type=PATH,
    multiple=True,
    help="A source file, or a folder of them; more than once.",
)
@click.option("--without", is_flag=True, help="Leave out data sets whose records are found nowhere.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and lost; change nothing.")
@json_option
def restore(
    from_: Path, project: Path, sources: tuple[Path, ...], without: bool, dry_run: bool, as_json: bool
) -> None:
    """Put what BACKUP holds in the place of PROJECT; the project that was there is kept aside."""
    if dry_run:
        plan = Project.plan_restore(from_, project, sources)
        emit(plan, _plan_words(plan), as_json=as_json)
        return
    with ProgressBar("Restoring") as job:
        done = Project.restore(from_, project, sources, job, without=without)
    emit(done, _done_words(done), as_json=as_json)


def _plan_words(plan: RestorePlan) -> Iterator[str]:
    yield f"The backup holds {_HOLDS[plan.sort]}: {_contents(plan.then)}."
    if plan.now is not None:
        yield f"In its place is now: {_contents(plan.now)}. It would be kept aside."
        if plan.since:
            yield f"{counted(plan.since, 'step')} since then would be gone from the project."
    elif plan.damaged:
        yield "The project in its place is damaged. It would be kept aside, with its journals."
    if plan.from_sources:
        yield f"Read again from their sources: {', '.join(plan.from_sources)}."
    for name, source in plan.missing:
        yield f"The records of '{name}' were not found; name its file '{source}' or its folder with --source."


def _done_words(done: Restored) -> Iterator[str]:
    yield f"'{done.project}' holds {_contents(done.contents)}."
    if done.aside is not None:
        yield f"What was there before is kept as '{done.aside}'."
    if done.imported:
        names = ", ".join(done.imported)
        yield f"Read again from their sources: {names}. Run 'synthreview analyze {done.project}'."
    if done.left_out:
        yield f"Left out, for want of their records: {', '.join(done.left_out)}."


def _contents(held: Contents) -> str:
    last = f", the last of {held.last[:16].replace('T', ' ')} UTC" if held.last else ""
    sets = ", ".join(f"'{name}'" for name in held.datasets) or "no data sets"
    decided, done = counted(held.decisions, "decision"), counted(held.operations, "operation")
    return f"{decided}, {done}{last}, {sets}"
