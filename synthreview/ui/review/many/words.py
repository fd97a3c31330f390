"""How a decision on many items is told (pure, no Qt)."""

from __future__ import annotations

from synthreview.domain import Verdict
from synthreview.figures import grouped
from synthreview.project import BatchPlan
from synthreview.translation import later, tr, trn

_BEFORE = {
    Verdict.ACCEPT: later("{count} accepted by {reviewer}"),
    Verdict.FIX: later("{count} fixed by {reviewer}"),
    Verdict.REJECT: later("{count} rejected by {reviewer}"),
    Verdict.DEFER: later("{count} deferred by {reviewer}"),
}


def done(verdict: Verdict | None, items: int) -> str:
    """What was decided on so many items; without a verdict only that it was."""
    match verdict:
        case Verdict.ACCEPT:
            return trn("Accepted {count} item", "Accepted {count} items", items)
        case Verdict.FIX:
            return trn("Fixed {count} item", "Fixed {count} items", items)
        case Verdict.REJECT:
            return trn("Rejected {count} item", "Rejected {count} items", items)
        case Verdict.DEFER:
            return trn("Deferred {count} item", "Deferred {count} items", items)
    return trn("Decided {count} item", "Decided {count} items", items)


def before(verdict: Verdict, items: int, reviewer: str) -> str:
    """How many items somebody decided in one way already."""
    return tr(_BEFORE[verdict], count=grouped(items), reviewer=reviewer or tr("somebody"))


def nothing(plan: BatchPlan) -> str:
    """Why a plan has no items."""
    if plan.verdict is Verdict.FIX:
        return tr("No undecided item of these comes with a suggested change.")
    if plan.decided:
        return trn(
            "The {count} item was decided before. Tick the box above to decide anew.",
            "All {count} items were decided before. Tick the box above to decide anew.",
            plan.decided,
        )
    return tr("There is no item to decide on.")
