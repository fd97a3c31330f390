"""Commands of the reviewer: queue, show, decide."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from synthreview import query, settings
from synthreview.cli import many
from synthreview.cli.decision_file import HIGHEST, read_decisions
from synthreview.cli.output import PATH, WORDS, emit, emit_lines, json_option, project_argument
from synthreview.cli.past import emit_operation
from synthreview.domain import Decision, StoredFinding, Verdict
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
        asked = _within(opened, dataset, where)
        ids = opened.queue_page(asked, limit) if limit else opened.queue_ids(asked)
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
        "called_wrong_by": list(finding.objected_by),
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
        sign = "-" if finding.objected_by else "!"
        words.append(f"{sign} {finding.words} ({finding.confidence}, {finding.score:.2f}) [{finding.reason}]")
        if finding.objected_by:
            names = ", ".join(name or "somebody unnamed" for name in finding.objected_by)
            words.append(f"  called wrong by {names}: it counts nothing")
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
@click.option("--verdict", type=WORDS, help="The verdict, where it is not written as a word.")
@click.option("--where", type=WORDS, help="Give the verdict to every item a filter finds.")
@click.option(
    "--suggested", type=WORDS, metavar="REASON", help="With fix: the change that a reason suggests."
)
@click.option("--dry-run", is_flag=True, help="With --where: only tell what it would do.")
@click.option(
    "--check", type=click.IntRange(0), default=0, help="With --where: look at so many at random first."
)
@click.option("--from", "file", type=PATH, help="Decisions as JSON Lines.")
@json_option
def decide(
    project: Path,
    words: tuple[str, ...],
    edits: tuple[str, ...],
    reasons: tuple[str, ...],
    note: str,
    file: Path | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Record a verdict: accept, fix, reject or defer.

    On ITEM, on all items a filter finds (--where), or on those a file names (--from). It is one
    operation, on disk when the command ends, and can be undone.
    """
    where = asked["where"]
    if where is None and (asked["suggested"] is not None or asked["dry_run"] or asked["check"]):
        raise UserError("'--suggested', '--dry-run' and '--check' go with '--where FILTER'; add it.")
    if edits and (asked["suggested"] is not None or asked["dry_run"] or asked["check"]):
        raise UserError("'--set' goes without '--suggested', '--dry-run' and '--check'; leave one out.")
    if asked["verdict"]:
        words = (*words, asked["verdict"])
    if file is not None and (words or edits or reasons or note or where is not None):
        raise UserError(
            "'--from' takes all of a decision from the file; leave out the item, the verdict, "
            "--set, --reason, --note and --where."
        )
    who = asked["reviewer"] or settings.load().reviewer
    with closing(Project.open(project, reviewer=who)) as opened:
        if where is not None and not edits:
            operation = many.decide(opened, _verdict(words, 0), asked, reasons, note, as_json=as_json)
            if operation is not None:
                emit_operation(operation, f"{operation.label}: done, on disk.", as_json=as_json)
            return
        if file is not None:
            decisions = list(read_decisions(opened, file))
        else:
            verdict, items = _asked(opened, words, where)
            corrected, way = _edits(verdict, edits), "direct" if where is None else "search"
            decisions = [Decision(item, verdict, corrected, reasons, note, selected_by=way) for item in items]
        operation = opened.decide_many(decisions)
    emit_operation(operation, f"{operation.label}: done, on disk.", as_json=as_json)


@click.command("object")
@project_argument
@click.argument("item", type=WORDS)
@click.option("--reason", type=WORDS, required=True, help="The reason of the finding, as 'show' prints it.")
@click.option("--take-back", is_flag=True, help="No longer call it wrong.")
@click.option("--reviewer", type=WORDS, default="", help="Who says so (default: the name from the settings).")
@json_option
def object_to(project: Path, item: str, reason: str, take_back: bool, reviewer: str, as_json: bool) -> None:
    """Say that a finding of an item is wrong.

    It stays with the item and counts nothing in its risk any more. The queue keeps its order until
    it is ranked next. It is one operation and can be undone.
    """
    number = _item(item)
    with closing(Project.open(project, reviewer=reviewer or settings.load().reviewer)) as opened:
        named = [finding.analyzer for finding in opened.findings(number) if finding.reason == reason]
        operation = opened.call_wrong(number, named[0] if named else "", reason, on=not take_back)
    emit_operation(operation, f"{operation.label}: done, on disk.", as_json=as_json)


def _asked(project: Project, words: tuple[str, ...], where: str | None) -> tuple[Verdict, Sequence[int]]:
    """The verdict and the items that the words of ``decide`` name."""
    if where is not None:
        return _verdict(words, 0), project.queue_ids(where)
    return _verdict(words, 1), [_item(words[0])]


def _verdict(words: tuple[str, ...], items: int) -> Verdict:
    """The last of the words, behind so many items; UserError where it is none."""
    if len(words) != items + 1 or words[-1] not in list(Verdict):
        raise UserError(
            f"Say which item gets which verdict ({', '.join(Verdict)}): 'decide PROJECT 812 reject'; or"
            " 'decide PROJECT reject --where FILTER'; or use --from FILE."
        )
    return Verdict(words[-1])


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
