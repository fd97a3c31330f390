"""``decide --where``: one verdict for all that a filter finds, looked at before it is given."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from synthreview.cli.output import ProgressBar, emit, say
from synthreview.domain import Operation, Verdict
from synthreview.errors import UserError
from synthreview.figures import counted, grouped, share
from synthreview.project import BatchPlan, Judged, Matching, Project

_MOST_CLASSES = 12


def decide(
    project: Project,
    verdict: Verdict,
    asked: Mapping[str, Any],
    reasons: Sequence[str],
    note: str,
    *,
    as_json: bool,
) -> Operation | None:
    """Plan, show, check and decide, as far as is asked for; None where nothing was to be decided.

    ``asked`` has the options ``where``, ``suggested``, ``dry_run`` and ``check``. The filter says whether
    items that were decided before are meant.
    """
    suggested = asked["suggested"] or ""
    if (verdict is Verdict.FIX) != bool(suggested) and not asked["dry_run"]:
        raise UserError(
            "'--suggested REASON' goes with fix: each item gets the change that its own finding suggests."
        )
    with ProgressBar("Looking") as job:
        plan = project.plan_many(Matching(asked["where"]), verdict, job, with_decided=True, reason=suggested)
    if asked["dry_run"]:
        emit(value(plan), told(plan), as_json=as_json)
    if asked["check"]:
        judged, wrong = check(project, plan, asked["check"])
        left = len(plan.items) - len(wrong)
        if asked["dry_run"] or not left or not _sure(verdict, left):
            return None
    elif asked["dry_run"]:
        return None
    else:
        judged, wrong = None, []
    with ProgressBar("Deciding") as job:
        return project.decide_all(plan, reasons=reasons, note=note, judged=judged, but=wrong, job=job)


def _sure(verdict: Verdict, items: int) -> bool:
    return click.confirm(f"{verdict.capitalize()} {counted(items, 'item')}?", err=True)


def told(plan: BatchPlan) -> Iterator[str]:
    """The plan in words, a line at a time."""
    yield f"{plan.verdict.capitalize()} would decide {counted(len(plan.items), 'item')}."
    for name, count in plan.datasets:
        yield f"  {grouped(count)} of '{name}'"
    if plan.decided:
        said = ", ".join(
            f"{grouped(one.items)} {one.verdict.past} by {one.reviewer or 'nobody named'}"
            for one in plan.already
        )
        yield f"  decided before: {said}"
    if plan.reasons:
        yield "  most frequent: " + ", ".join(f"{words} ({grouped(count)})" for words, count in plan.reasons)
    for loss in plan.classes[:_MOST_CLASSES]:
        label = f"label '{loss.label}'" if loss.label is not None else "without a label"
        of = f"{grouped(loss.removed)} of {grouped(loss.total)}"
        yield f"  {share(loss.share):>6} of {loss.dataset}, {label}: {of}"
    if len(plan.classes) > _MOST_CLASSES:
        yield f"  and {counted(len(plan.classes) - _MOST_CLASSES, 'label')} more"
    for sentence in plan.warnings():
        yield f"! {sentence}"
    if plan.verdict is Verdict.FIX and not plan.items and plan.fixes:
        known = ", ".join(f"{code} ({grouped(count)})" for code, _, count in plan.fixes)
        yield f"  changes are suggested for: {known}"


def value(plan: BatchPlan) -> dict[str, Any]:
    """The plan as JSON."""
    return {
        "verdict": plan.verdict,
        "items": len(plan.items),
        "datasets": dict(plan.datasets),
        "decided": [asdict(one) for one in plan.already],
        "classes": [{**asdict(loss), "share": loss.share} for loss in plan.classes],
        "minority": {**asdict(plan.minority), "share": plan.minority.share} if plan.minority else None,
        "warnings": plan.warnings(),
        "samples": list(plan.samples),
        "fixes": {code: count for code, _, count in plan.fixes},
    }


def check(project: Project, plan: BatchPlan, count: int) -> tuple[Judged, list[int]]:
    """Show random items one after the other and ask of each; the judgement, and the items found wrong."""
    right, wrong = 0, list[int]()
    drawn = project.checks(plan, count, seed=secrets.randbits(32))
    for number, item in enumerate(drawn, 1):
        say("\n".join([f"Check {number} of {len(drawn)}", *_shown(project, item)]))
        question = f"Is {plan.verdict} right for it? (y, n, or s to stop)"
        answer = click.prompt(question, type=click.Choice(["y", "n", "s"]), show_choices=False, err=True)
        if answer == "s":
            break
        right += answer == "y"
        wrong += [item] if answer == "n" else []
    judged = project.judge_checks(plan, right, len(wrong))
    say(judged.words())
    return judged, wrong


def _shown(project: Project, item: int) -> Iterator[str]:
    view = project.view(item)
    yield f"#{item}  {view.dataset.name}, record {view.item.position}  risk {view.risk:.2f}"
    for part, content in view.item.parts.items():
        if content not in (None, "", []):
            yield f"{part}: {content}"
    for finding in view.findings:
        yield f"! {finding.words}"
