"""Backups in words: when they are from, what they hold, what would be lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from synthreview import figures
from synthreview.translation import Table, later, tr, trn
from synthreview.ui.review.history.words import today, when_words

if TYPE_CHECKING:
    from synthreview.project import Backup, Contents, RestorePlan

_SORTS = Table({"work": later("people's work"), "whole": later("whole")})
SORTS_TOLD = Table(
    {
        "work": later("Holds what people did, without the data: it is laid over the data you have."),
        "whole": later("Holds the project with its data."),
    }
)


def line(backup: Backup) -> str:
    """``today 14:03 · people's work · 8 kB``."""
    when = when_words(backup.at.isoformat(), today())
    return tr(
        "{when} \u00b7 {sort} \u00b7 {size}",
        when=when,
        sort=_SORTS[backup.sort],
        size=figures.size(backup.size),
    )


def holds(held: Contents) -> str:
    """``212 decisions, 40 blind labels, the last today 14:03``."""
    counted = trn("{count} decision", "{count} decisions", held.decisions)
    if held.answers:
        blind = trn("{count} blind label", "{count} blind labels", held.answers)
        counted = tr("{decisions}, {labels}", decisions=counted, labels=blind)
    if not held.last:
        return counted
    return tr("{decisions}, the last {when}", decisions=counted, when=when_words(held.last, today()))


def plan_lines(plan: RestorePlan) -> Iterator[tuple[str, str]]:
    """What a restore would do, as lines with their looks."""
    yield SORTS_TOLD[plan.sort], "muted"
    yield tr("In the backup: {contents}.", contents=holds(plan.then)), "heading"
    if plan.then.datasets:
        yield tr("Data: {names}.", names=", ".join(plan.then.datasets)), ""
    if plan.now is not None:
        yield tr("In the project now: {contents}.", contents=holds(plan.now)), ""
        if plan.since:
            yield (
                trn(
                    "{count} step since then would be gone from the project.",
                    "{count} steps since then would be gone from the project.",
                    plan.since,
                ),
                "hint",
            )
    elif plan.damaged:
        yield tr("The project is damaged and cannot be read as a whole."), "hint"
    if plan.there:
        yield tr("The project as it is now is kept beside the backups first."), ""
    if plan.from_sources:
        yield (
            tr(
                "Read again from their files, and to be analyzed again: {names}.",
                names=", ".join(plan.from_sources),
            ),
            "",
        )
    for name, source in plan.missing:
        yield (
            tr(
                "The records of '{name}' were not found: they came from '{source}'.", name=name, source=source
            ),
            ("error"),
        )
