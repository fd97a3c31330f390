"""Commands that look around: what a filter holds, what an item is like, which filters are kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from synthreview import settings
from synthreview.cli.decision_file import HIGHEST
from synthreview.cli.output import WORDS, ProgressBar, emit, emit_lines, json_option, project_argument
from synthreview.domain import Operation, QueueRow, Role
from synthreview.errors import UserError
from synthreview.figures import grouped
from synthreview.project import WORKLIST, Neighbour, Project

_WIDTH = 30


@click.command()
@project_argument
@click.option("--where", type=WORDS, default=WORKLIST, show_default=True, help="A filter.")
@json_option
def facets(project: Path, where: str, as_json: bool) -> None:
    """Count what the items under a filter are made of: kinds, reasons, labels, languages ..."""
    with closing(Project.open(project)) as opened, ProgressBar("Counting") as job:
        found = opened.facets(where, job)
    if as_json:
        emit_lines(found)
        return
    for facet in found:
        click.echo(facet.words)
        for value in facet.values:
            click.echo(f"  {value.words:<{_WIDTH}} {grouped(value.count):>9}  {value.where}")
    if not found:
        click.echo("Nothing matches; 'synthreview analyze' ranks what was imported.")


@click.command()
@project_argument
@click.argument("item", type=click.IntRange(0, HIGHEST), required=False)
@click.option("--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help="How many items.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="Only items of data that is for this (default: all).",
)
@click.option("--prepare", is_flag=True, help="First read what all texts mean (once, a minute a million).")
@json_option
def like(project: Path, item: int | None, limit: int, role: str | None, prepare: bool, as_json: bool) -> None:
    """List the items that mean something like ITEM, the most alike first."""
    if item is None and not prepare:
        raise UserError("Say which item: 'synthreview like PROJECT 812'; 'synthreview queue' lists them.")
    with closing(Project.open(project)) as opened:
        if prepare:
            with ProgressBar("Reading meanings") as job:
                read = opened.prepare_likeness(job)
        if item is None:
            words = f"What {grouped(read)} items mean was read; items like one can be asked for now."
            emit({"read": read}, [words], as_json=as_json)
            return
        near = opened.like(item, limit, Role(role) if role else None)
        rows = {row.item: row for row in opened.rows([each.item for each in near])}
    if as_json:
        emit_lines(_neighbour(each, rows[each.item]) for each in near)
        return
    for each in near:
        row = rows[each.item]
        click.echo(f"#{each.item:<7} {each.similarity:.2f}  {row.title[:60]:<60}  [{row.dataset}]")
    if not near:
        click.echo(f"Nothing is like #{item}: there is no other text of its kind, or it says nothing.")


def _neighbour(near: Neighbour, row: QueueRow) -> dict[str, Any]:
    return {
        "item": near.item,
        "similarity": near.similarity,
        "dataset": row.dataset,
        "position": row.position,
        "verdict": row.verdict,
    }


@click.command()
@project_argument
@click.option("--save", type=WORDS, metavar="NAME", help="Keep the filter of --where under a name.")
@click.option("--where", type=WORDS, help="The filter to keep.")
@click.option("--remove", type=WORDS, metavar="NAME", help="Forget the filter of that name.")
@json_option
def filters(project: Path, save: str | None, where: str | None, remove: str | None, as_json: bool) -> None:
    """List the filters that are kept in the project; save or remove one."""
    if (save is None) != (where is None) or (save is not None and remove is not None):
        raise UserError("Say '--save NAME --where FILTER' to keep a filter, or '--remove NAME'.")
    with closing(Project.open(project, reviewer=settings.load().reviewer)) as opened:
        if save is not None and where is not None:
            _emit(opened.save_filter(save, where), as_json=as_json)
        elif remove is not None:
            _emit(opened.remove_filter(remove), as_json=as_json)
        else:
            _list(list(opened.saved_filters().items()), as_json=as_json)


def _list(kept: Sequence[tuple[str, str]], *, as_json: bool) -> None:
    if as_json:
        emit_lines({"name": name, "where": where} for name, where in kept)
        return
    for name, where in kept:
        click.echo(f"{name:<{_WIDTH}} {where}")
    if not kept:
        click.echo("No filter is kept yet; '--save NAME --where FILTER' keeps one.")


def _emit(operation: Operation, *, as_json: bool) -> None:
    value = {"operation": operation.seq, "label": operation.label}
    emit(value, [f"{operation.label}: done, on disk."], as_json=as_json)
