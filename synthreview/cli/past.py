"""Commands that go through what was done: history, undo, redo, revert, again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from synthreview import settings
from synthreview.cli.decision_file import HIGHEST
from synthreview.cli.output import WORDS, emit, emit_lines, json_option, project_argument
from synthreview.domain import Operation, OperationState
from synthreview.errors import UserError
from synthreview.figures import counted
from synthreview.project import HistoryFilter, HistoryRow, Project, Turned

T = TypeVar("T")

PAGE = 200
_NUMBER = click.IntRange(0, HIGHEST)
_DAY = click.DateTime(["%Y-%m-%d"])
_STATES = {
    "done": (OperationState.DONE,),
    "undone": (OperationState.UNDONE,),
    "left": (OperationState.ABANDONED,),
}


@click.command()
@project_argument
@click.option("--to", type=_NUMBER, help="Undo everything after this operation (0: everything).")
@json_option
def undo(project: Path, to: int | None, as_json: bool) -> None:
    """Take back the newest operation."""
    operation = _written(project, lambda opened: opened.undo(to))
    words = f"Undone: {operation.label}." if operation else "Nothing to undo."
    emit_operation(operation, words, as_json=as_json)


@click.command()
@project_argument
@click.option("--to", type=_NUMBER, help="Redo everything up to and with this operation.")
@json_option
def redo(project: Path, to: int | None, as_json: bool) -> None:
    """Do again what was undone last."""
    operation = _written(project, lambda opened: opened.redo() if to is None else _redo_to(opened, to))
    words = f"Done again: {operation.label}." if operation else "Nothing to redo."
    emit_operation(operation, words, as_json=as_json)


def _redo_to(project: Project, to: int) -> Operation | None:
    if to <= project.here():
        raise UserError(f"Operation {to} is not undone; 'synthreview history' lists what is.")
    redone = project.go_to(to)
    return redone[-1] if redone else None


@click.command()
@project_argument
@click.argument("seq", type=_NUMBER)
@json_option
def revert(project: Path, seq: int, as_json: bool) -> None:
    """Take back operation SEQ without the later ones; this can be undone too."""
    _emit_turned(_written(project, lambda opened: opened.revert(seq)), as_json=as_json)


@click.command()
@project_argument
@click.argument("seq", type=_NUMBER)
@json_option
def again(project: Path, seq: int, as_json: bool) -> None:
    """Do operation SEQ again, which was undone or left behind."""
    _emit_turned(_written(project, lambda opened: opened.again(seq)), as_json=as_json)


@click.command()
@project_argument
@click.option("--limit", type=_NUMBER, default=50, show_default=True, help="How many operations (0: all).")
@click.option("--item", type=_NUMBER, help="Only what was done with this item.")
@click.option("--reviewer", type=WORDS, default="", help="Only what this reviewer did.")
@click.option("--words", type=WORDS, default="", help="Only operations with these words in their label.")
@click.option("--kind", type=WORDS, default="", help="Only operations of a kind: decide, flag, revert ...")
@click.option(
    "--state", type=click.Choice(list(_STATES)), help="Only what stands, is undone, or left behind."
)
@click.option("--day", type=_DAY, help="Only what was done on this day (year-month-day).")
@json_option
def history(
    project: Path,
    limit: int,
    item: int | None,
    reviewer: str,
    words: str,
    kind: str,
    state: str | None,
    day: datetime | None,
    as_json: bool,
) -> None:
    """List the operations, newest first."""
    where = HistoryFilter(
        words=tuple(words.split()),
        kind=kind,
        reviewer=reviewer,
        item=item,
        states=_STATES[state] if state else (),
        day=day.date() if day else None,
    )
    with closing(Project.open(project)) as opened:
        rows = _rows(opened, where, limit)
        if as_json:
            emit_lines(_row(row) for row in rows)
            return
        none = True
        for row in rows:
            operation, none = row.operation, False
            what = f"{operation.label} ({'; '.join(_states(row))})"
            click.echo(f"{operation.seq:>6}  {operation.at}  {what}  {operation.reviewer}")
        if none:
            click.echo("No operation meets this." if where else "No operations yet.")


def _rows(project: Project, where: HistoryFilter, limit: int) -> Iterator[HistoryRow]:
    numbers = project.history_numbers(where)
    numbers = numbers[:limit] if limit else numbers
    for start in range(0, len(numbers), PAGE):
        yield from project.history_rows(numbers[start : start + PAGE])


def _states(row: HistoryRow) -> Iterator[str]:
    """Where an operation stands and what became of it."""
    left = row.operation.state is OperationState.ABANDONED
    yield f"left behind for '{row.left_for}'" if left and row.left_for else row.operation.state.value
    if row.taken_back:
        yield "taken back since"
    if row.done_again:
        yield "done again since"


def _row(row: HistoryRow) -> dict[str, Any]:
    more = {"taken_back": row.taken_back, "done_again": row.done_again, "left_for": row.left_for}
    return {**_operation(row.operation), **more}


def _written(project: Path, act: Callable[[Project], T]) -> T:
    """What an act on a project gives; what moved with it is ranked anew."""
    with closing(Project.open(project, reviewer=settings.load().reviewer)) as opened:
        result = act(opened)
        if opened.is_stale:
            opened.refresh_queue()
    return result


def _emit_turned(turned: Turned, *, as_json: bool) -> None:
    operation = turned.operation
    left = f" {counted(turned.left, 'item')} changed since stay as they are." if turned.left else ""
    value = {**_operation(operation), "left": turned.left}
    emit(value, [f"{operation.label}: done, on disk.{left}"], as_json=as_json)


def emit_operation(operation: Operation | None, words: str, *, as_json: bool) -> None:
    """One operation, or that there was none."""
    value = _operation(operation) if operation else {"operation": None, "label": "", "items": 0}
    emit(value, [words], as_json=as_json)


def _operation(operation: Operation) -> dict[str, Any]:
    return {
        "operation": operation.seq,
        "kind": operation.kind,
        "label": operation.label,
        "items": operation.items,
        "reviewer": operation.reviewer,
        "at": operation.at,
        "state": operation.state,
    }
