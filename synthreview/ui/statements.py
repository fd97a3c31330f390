"""What can honestly be said of a data set from the decisions so far (pure, no Qt).

Decisions follow the risk order, so they say much about the items they were made on and nothing
about the rest: that would take items drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview import figures

if TYPE_CHECKING:
    from synthreview.project import Counts


FEW = 10
"""Judged items below which a share would look like more than it is; their number is shown."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A card's question, its number, and the sentence that says what the number rests on."""

    title: str
    number: str
    unit: str
    words: str


def statements(counts: Counts) -> tuple[Statement, ...]:
    """The cards at the head of Insights."""
    return (_progress(counts), _changed(counts), _rest(counts))


def _progress(counts: Counts) -> Statement:
    words = f"{figures.grouped(counts.undecided)} undecided" if counts.undecided else "None undecided"
    words += f", {figures.grouped(counts.deferred)} deferred." if counts.deferred else "."
    return Statement(
        "How far are we?",
        figures.grouped(counts.decided),
        f"of {figures.counted(counts.items, 'item')} decided",
        words,
    )


def _changed(counts: Counts) -> Statement:
    judged = counts.accepted + counts.fixed + counts.rejected
    changed = counts.fixed + counts.rejected
    if not judged:
        return Statement(
            "What needed a change?", "", "", "This is known once items are accepted, fixed or rejected."
        )
    title, of = "What needed a change?", figures.counted(judged, "judged item")
    if judged < FEW:
        return Statement(
            title, figures.grouped(changed), f"of {of}", "Fixed or rejected. A share needs ten items."
        )
    words = f"{figures.grouped(changed)} of {of} were fixed or rejected. It holds for these items only."
    return Statement(title, figures.share(changed / judged), "of the judged items", words)


def _rest(counts: Counts) -> Statement:
    title = "What about the rest?"
    if not counts.decided:
        return Statement(title, "", "", "Nothing is decided yet, so nothing can be said about the rest.")
    if not counts.undecided + counts.deferred:
        return Statement(title, "None", "is left", "Every item was decided.")
    words = (
        f"From {figures.counted(counts.decided, 'decision')} nothing can yet be said about the rest: "
        "they were made on the riskiest items, not on items drawn at random."
    )
    return Statement(title, "Not known", "yet", words)
