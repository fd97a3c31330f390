"""Commands of the reviewer: queue, show, decide, undo, redo, history."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from synthreview import query, settings
from synthreview.cli.decision_file import HIGHEST, read_decisions
from synthreview.cli.output import PATH, WORDS, emit, emit_lines, json_option, project_argument
from synthreview.domain import Decision, Operation, StoredFinding, Verdict
from synthreview.errors import UserError
from synthreview.project import WORKLIST, Project

PAGE = 200
DIGITS = len(str(HIGHEST))


@click.command()
@project_argument
@click.option("--dataset", type=WORDS, help="Only items of this data set.")
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, help="How many items (0: all)."
)
@click.option(
    "--where",
    type=WORDS,
    default=WORKLIST,
    show_default=True,
    help="A filter, e.g. 'risk>=0.5 kind:instruction'.",
)
@json_option
def queue(project: Path, dataset: str | None, limit: int, where: str, as_json: bool) -> None:
    """List the ranked queue, the riskiest item first."""
    with closing(Project.open(project)) as opened:
        ids = opened.queue_ids(_within(opened, dataset, where))
        ids = ids[:limit] if limit else ids
        for start in range(0, len(ids), PAGE):
            rows = opened.rows(ids[start : start + PAGE])
            if as_json:
                emit_lines(_queue_row(opened, row) for row in rows)
                continue
            for row in rows:
                place = f"{row.dataset} record {row.position}"
                why = row.reason or "no finding"
                click.echo(f"#{row.item:<7} {row.risk:.2f}  {row.title[:60]:<60}  {why}  [{place}]")
        if not ids and not as_json:
            click.echo("Nothing matches; 'synthreview analyze' ranks what was imported.")


def _within(project: Project, dataset: str | None, where: str) -> str:
    if dataset is None:
        return where
    query.parse(where)  # on its own, so that no ')' in it ends the parentheses put around it
    return f"dataset:{query.quoted(project.dataset(dataset).name)}" + (f" ({where})" if where.strip() else "")


def _queue_row(project: Project, row: Any) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "item": row.item,
        "dataset": row.dataset,
        "position": row.position,
        "unit": row.unit,
        "kind": row.kind,
        "risk": row.risk,
        "verdict": row.verdict,
        "reasons": [_finding(finding) for finding in project.findings(row.item)],
    }


def _finding(finding: StoredFinding) -> dict[str, Any]:
    return {
        "analyzer": finding.analyzer,
        "score": finding.score,
        "reason": finding.reason,
        "words": finding.words,
        "evidence": [asdict(evidence) for evidence in finding.evidence],
        "fix": dict(finding.fix),
    }


@click.command()
@project_argument
@click.argument("item", type=WORDS)
@json_option
def show(project: Path, item: str, as_json: bool) -> None:
    """Show one item: its parts, findings, decision and raw record."""
    with closing(Project.open(project)) as opened:
        view = opened.view(_item(item))
    value = {
        "item": view.item.id,
        "dataset": view.dataset.name,
        "position": view.item.position,
        "unit": view.item.unit,
        "kind": view.item.kind,
        "rank": view.rank,
        "risk": view.risk,
        "parts": view.item.parts,
        "original": view.original,
        "findings": [_finding(finding) for finding in view.findings],
        "decision": asdict(view.decision) if view.decision else None,
        "flagged": view.flagged,
        "history": [asdict(operation) for operation in view.history],
        "raw": view.raw,
    }
    state = view.decision.verdict.past if view.decision else "undecided"
    words = [
        f"#{view.item.id}  {view.dataset.name}, record {view.item.position}  risk {view.risk:.2f}  {state}"
    ]
    filled = ((part, content) for part, content in view.item.parts.items() if content not in (None, "", []))
    words += [f"{part}: {content}" for part, content in filled]
    for finding in view.findings:
        words.append(f"! {finding.words} ({finding.confidence}, {finding.score:.2f})")
        words += [f"  {line}" for spot in finding.evidence for line in spot.note.splitlines()]
    emit(value, words, as_json=as_json)


@click.command()
@project_argument
@click.argument("words", type=WORDS, nargs=-1, metavar="[ITEM] VERDICT")
@click.option(
    "--set", "edits", type=WORDS, multiple=True, metavar="PART=VALUE", help="A corrected part, with 'fix'."
)
@click.option(
    "--reason", "reasons", type=WORDS, multiple=True, help="A reason code (see 'synthreview reasons')."
)
@click.option("--note", type=WORDS, default="", help="A note in your own words.")
@click.option("--reviewer", type=WORDS, default="", help="Who decides (default: the name from the settings).")
@click.option("--where", type=WORDS, help="Give VERDICT to every item a filter finds.")
@click.option("--from", "file", type=PATH, help="Decisions as JSON Lines.")
@json_option
def decide(
    project: Path,
    words: tuple[str, ...],
    edits: tuple[str, ...],
    reasons: tuple[str, ...],
    note: str,
    reviewer: str,
    where: str | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Record a verdict: accept, fix, reject or defer.

    On ITEM, on all items a filter finds (--where), or on those a file names (--from). It is one
    operation, on disk when the command ends, and can be undone.
    """
    if file is not None and (words or edits or reasons or note or where is not None):
        raise UserError(
            "'--from' takes all of a decision from the file; leave out the item, the verdict, "
            "--set, --reason, --note and --where."
        )
    with closing(Project.open(project, reviewer=reviewer or settings.load().reviewer)) as opened:
        if file is not None:
            decisions = list(read_decisions(opened, file))
        else:
            verdict, items = _asked(opened, words, where)
            corrected, way = _edits(verdict, edits), "direct" if where is None else "search"
            decisions = [Decision(item, verdict, corrected, reasons, note, selected_by=way) for item in items]
        operation = opened.decide_many(decisions)
    _emit_operation(operation, f"{operation.label}: done, on disk.", as_json=as_json)


def _asked(project: Project, words: tuple[str, ...], where: str | None) -> tuple[Verdict, Sequence[int]]:
    """The verdict and the items that the words of ``decide`` name."""
    *item, verdict = words or ("",)
    if verdict not in list(Verdict) or len(item) != (where is None):
        raise UserError(
            f"Say which item gets which verdict ({', '.join(Verdict)}): 'decide PROJECT 812 reject'; or"
            " 'decide PROJECT reject --where FILTER'; or use --from FILE."
        )
    if where is not None:
        return Verdict(verdict), project.queue_ids(where)
    return Verdict(verdict), [_item(item[0])]


def _item(word: str) -> int:
    """An item's number as typed; UserError for what can be none."""
    if not (word.isascii() and word.isdecimal() and len(word) < DIGITS):
        raise UserError(f"'{word}' is no item number; 'synthreview queue' lists them.")
    return int(word)


def _edits(verdict: Verdict, entries: tuple[str, ...]) -> dict[str, Any]:
    if entries and verdict is not Verdict.FIX:
        raise UserError(f"'--set' goes with fix, not with {verdict}; leave one of them out.")
    if not entries and verdict is Verdict.FIX:
        raise UserError("A fix needs what to change: add '--set PART=VALUE'.")
    edits = {}
    for entry in entries:
        part, equals, value = entry.partition("=")
        if not equals:
            raise UserError(f"'--set {entry}' is not PART=VALUE.")
        edits[part] = value
    return edits


@click.command()
@project_argument
@click.option(
    "--to", type=click.IntRange(0, HIGHEST), help="Undo everything after this operation (0: everything)."
)
@json_option
def undo(project: Path, to: int | None, as_json: bool) -> None:
    """Take back the newest operation."""
    with closing(Project.open(project, reviewer=settings.load().reviewer)) as opened:
        operation = opened.undo(to)
        if opened.is_stale:
            opened.refresh_queue()
    words = f"Undone: {operation.label}." if operation else "Nothing to undo."
    _emit_operation(operation, words, as_json=as_json)


@click.command()
@project_argument
@json_option
def redo(project: Path, as_json: bool) -> None:
    """Do again what was undone last."""
    with closing(Project.open(project, reviewer=settings.load().reviewer)) as opened:
        operation = opened.redo()
        if opened.is_stale:
            opened.refresh_queue()
    words = f"Done again: {operation.label}." if operation else "Nothing to redo."
    _emit_operation(operation, words, as_json=as_json)


@click.command()
@project_argument
@click.option(
    "--limit", type=click.IntRange(0, HIGHEST), default=50, show_default=True, help="How many operations."
)
@json_option
def history(project: Path, limit: int, as_json: bool) -> None:
    """List the operations, newest first."""
    with closing(Project.open(project)) as opened:
        operations = opened.history(limit)
    if as_json:
        emit_lines(_operation(operation) for operation in operations)
        return
    for operation in operations:
        what = f"{operation.label} ({operation.state})"
        click.echo(f"{operation.seq:>6}  {operation.at}  {what}  {operation.reviewer}")
    if not operations:
        click.echo("No operations yet.")


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


def _emit_operation(operation: Operation | None, words: str, *, as_json: bool) -> None:
    value = _operation(operation) if operation else {"operation": None, "label": "", "items": 0}
    emit(value, [words], as_json=as_json)
