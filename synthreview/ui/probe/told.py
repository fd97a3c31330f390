"""What the page says of a result besides the sentences that it shares with the report (pure, no Qt)."""

from __future__ import annotations

from synthreview.figures import grouped
from synthreview.probe import words
from synthreview.probe.result import Result, View
from synthreview.translation import tr, trn


def tested(result: Result, when: str) -> str:
    """When it was checked and on what."""
    if not result.holdout:
        return tr(
            "Checked {when}, on {count} of people's answers in the data itself",
            when=when,
            count=grouped(result.tested),
        )
    return tr(
        "Checked {when}, on {count} of people's answers in '{name}'",
        when=when,
        count=grouped(result.tested),
        name=result.holdout,
    )


def since(count: int) -> str:
    """That the result is not of what is in the project now; empty where it is."""
    if not count:
        return ""
    return trn(
        "{count} item has been decided on since. Run the check again to see what that brings.",
        "{count} items have been decided on since. Run the check again to see what that brings.",
        count,
    )


def sort_of(view: View) -> str:
    """What sort of model it is."""
    return words.VIEWS.get(view.name, view.name)
