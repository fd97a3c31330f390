"""Judging a pair blind: who chose what, and every finding that tells it, is hidden until one decides."""

from __future__ import annotations

from dataclasses import replace

from synthreview.domain import ItemView, Kind, QueueRow, StoredFinding
from synthreview.translation import tr

HIDDEN = ("choice", "human_choice", "judge")
"""Parts that tell who chose what."""
_TELLING_ANALYZERS = {"preference_judges", "minority_labels"}
_TELLING_REASONS = {"refusal_preferred", "same_judgement", "near_judgement"}


def veiled(view: ItemView) -> ItemView:
    """A pair that is not decided on without its choices; any other item as it is."""
    if view.item.kind is not Kind.PREFERENCE or view.decision is not None:
        return view
    parts = {name: value for name, value in view.item.parts.items() if name not in HIDDEN}
    findings = tuple(finding for finding in view.findings if not gives_away(finding))
    return replace(view, item=replace(view.item, parts=parts), findings=findings)


def is_veiled(view: ItemView) -> bool:
    """Whether the choices of a pair are hidden."""
    return any(name in view.original and name not in view.item.parts for name in HIDDEN)


def veiled_row(row: QueueRow) -> QueueRow:
    """A line of the queue without a reason that may tell."""
    if row.kind is not Kind.PREFERENCE or row.verdict is not None or not row.reason:
        return row
    return replace(row, reason=tr("Reason hidden"))


def gives_away(finding: StoredFinding) -> bool:
    """Whether a finding tells, or lets one guess, who chose which answer."""
    points_there = any(spot.part.partition(".")[0] in HIDDEN for spot in finding.evidence)
    return points_there or finding.analyzer in _TELLING_ANALYZERS or finding.reason in _TELLING_REASONS
