"""Commands of the reviewer: queue, show, decide, undo, redo, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from synthreview import settings
from synthreview.cli.output import emit, emit_lines, json_option, project_argument
from synthreview.domain import Decision, Operation, StoredFinding, Verdict
from synthreview.errors import UserError
from synthreview.project import WORKLIST, Project

PAGE = 200


@click.command()
@project_argument
@click.option("--dataset", help="Only items of this data set.")
@click.option("--limit", default=20, show_default=True, help="How many items (0: all).")
@click.option(
    "--where", default=WORKLIST, show_default=True, help="A filter, e.g. 'risk>=0.5 kind:instruction'."
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
    return f'dataset:"{project.dataset(dataset).name}"' + (f" ({where})" if where.strip() else "")


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
@click.argument("item", type=int)
@json_option
def show(project: Path, item: int, as_json: bool) -> None:
    """Show one item: its parts, findings, decision and raw record."""
    with closing(Project.open(project)) as opened:
        view = opened.view(item)
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
    words = [f"#{item}  {view.dataset.name}, record {view.item.position}  risk {view.risk:.2f}  {state}"]
    filled = ((part, content) for part, content in view.item.parts.items() if content not in (None, "", []))
    words += [f"{part}: {content}" for part, content in filled]
    words += [f"! {finding.words} ({finding.confidence}, {finding.score:.2f})" for finding in view.findings]
    emit(value, words, as_json=as_json)


@click.command()
@project_argument
@click.argument("words", nargs=-1, metavar="[ITEM] VERDICT")
@click.option("--set", "edits", multiple=True, metavar="PART=VALUE", help="A corrected part, with 'fix'.")
@click.option("--reason", "reasons", multiple=True, help="A reason code (see 'synthreview reasons').")
@click.option("--note", default="", help="A note in your own words.")
@click.option("--reviewer", default="", help="Who decides (default: the name from the settings).")
@click.option("--where", help="Give VERDICT to every item a filter finds.")
@click.option("--from", "file", type=click.Path(path_type=Path), help="Decisions as JSON Lines.")
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
    with closing(Project.open(project, reviewer=reviewer or settings.load().reviewer)) as opened:
        if file is not None:
            decisions = list(_from_file(opened, file))
        else:
            verdict, items = _asked(opened, words, where)
            corrected, way = _edits(edits), "direct" if where is None else "search"
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
    if not item[0].isdigit():
        raise UserError(f"'{item[0]}' is no item number; 'synthreview queue' lists them.")
    return Verdict(verdict), [int(item[0])]


def _edits(entries: tuple[str, ...]) -> dict[str, Any]:
    edits = {}
    for entry in entries:
        part, equals, value = entry.partition("=")
        if not equals:
            raise UserError(f"'--set {entry}' is not PART=VALUE.")
        edits[part] = value
    return edits


def _from_file(project: Project, file: Path) -> Iterator[Decision]:
    """Decisions of a JSON Lines file; a broken line stops all, and nothing is decided."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UserError(f"'{file}' cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = orjson.loads(line)
            item = fields.get("item")
            if item is None:
                item = project.item_at(fields["dataset"], int(fields["position"]), fields.get("unit"))
            yield Decision(
                item=int(item),
                verdict=Verdict(fields["verdict"]),
                edits=fields.get("set", {}),
                reasons=tuple(fields.get("reasons", ())),
                note=fields.get("note", ""),
                reviewer=fields.get("reviewer", ""),
            )
        except UserError as error:
            raise UserError(f"Line {number} of '{file.name}': {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f"Line {number} of '{file.name}' is no decision ({error}); each line needs an item "
                "(or dataset and position) and a verdict. Nothing was decided."
            ) from error


@click.command()
@project_argument
@click.option("--to", type=int, help="Undo everything after this operation (0: everything).")
@json_option
def undo(project: Path, to: int | None, as_json: bool) -> None:
    """Take back the newest operation."""
    with closing(Project.open(project, reviewer=settings.load().reviewer)) as opened:
        operation = opened.undo(to)
    words = f"Undone: {operation.label}." if operation else "Nothing to undo."
    _emit_operation(operation, words, as_json=as_json)


@click.command()
@project_argument
@json_option
def redo(project: Path, as_json: bool) -> None:
    """Do again what was undone last."""
    with closing(Project.open(project, reviewer=settings.load().reviewer)) as opened:
        operation = opened.redo()
    words = f"Done again: {operation.label}." if operation else "Nothing to redo."
    _emit_operation(operation, words, as_json=as_json)


@click.command()
@project_argument
@click.option("--limit", default=50, show_default=True, help="How many operations.")
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
