"""What can honestly be said of a data set from the decisions so far (pure, no Qt).

Most decisions follow the risk order: they say much about the items they were made on and nothing about
the rest. That is told by the random checks among them (``engine.quality``), where there are any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview import figures
from synthreview.engine import quality_words
from synthreview.translation import tr, trn

if TYPE_CHECKING:
    from synthreview.project import Counts, Quality


FEW = 10
"""Judged items below which a share would look like more than it is; their number is shown."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A card's question, its number, and the sentence that says what the number rests on."""

    title: str
    number: str
    unit: str
    words: str
    more: tuple[str, ...] = ()
    """What the number assumes, a sentence each."""
    items: tuple[int, ...] = ()
    """Items that have to be looked at before the number can move."""
    target: float | None = None
    """What it is held against, where a person may choose that."""


def statements(counts: Counts, quality: Quality | None = None, ahead: str = "") -> tuple[Statement, ...]:
    """The cards at the head of Insights.

    ``quality`` is that of the chosen data set, if it has random checks; ``ahead`` tells the work left.
    """
    if quality is None:
        return (_progress(counts, ahead), _changed(counts), _rest(counts))
    return (_progress(counts, ahead), _left(quality), _stop(quality), _ranking(quality))


def _left(quality: Quality) -> Statement:
    number, unit = quality_words.headline(quality)
    first, *others = quality_words.sentences(quality)
    more = quality_words.assumptions(quality) if quality.told else []
    words = " ".join([first, *others])
    return Statement(tr("How many errors are left?"), number, unit, words, tuple(more), quality.passed)


def _stop(quality: Quality) -> Statement:
    answer, unit, words = quality_words.stop(quality)
    more = tuple(quality_words.ahead(quality))
    return Statement(tr("May we stop?"), answer, unit, words, more, target=quality.target)


def _ranking(quality: Quality) -> Statement:
    number, words = quality_words.ranking(quality)
    return Statement(tr("Is the ranking any good?"), number, "", words)


def _progress(counts: Counts, ahead: str) -> Statement:
    return Statement(
        tr("How far are we?"),
        figures.grouped(counts.decided),
        trn("of {count} item decided", "of {count} items decided", counts.items),
        _open(counts),
        (ahead,) if ahead else (),
    )


def _open(counts: Counts) -> str:
    undecided, deferred = figures.grouped(counts.undecided), figures.grouped(counts.deferred)
    if counts.deferred:
        return (
            tr("{undecided} undecided, {deferred} deferred.", undecided=undecided, deferred=deferred)
            if counts.undecided
            else tr("None undecided, {deferred} deferred.", deferred=deferred)
        )
    return tr("{undecided} undecided.", undecided=undecided) if counts.undecided else tr("None undecided.")


def _changed(counts: Counts) -> Statement:
    judged = counts.accepted + counts.fixed + counts.rejected
    changed = counts.fixed + counts.rejected
    if not judged:
        return Statement(
            tr("What needed a change?"),
            "",
            "",
            tr("This is known once items are accepted, fixed or rejected."),
        )
    title = tr("What needed a change?")
    if judged < FEW:
        return Statement(
            title,
            figures.grouped(changed),
            trn("of {count} judged item", "of {count} judged items", judged),
            tr("Fixed or rejected. A share needs ten items."),
        )
    words = trn(
        "{changed} of {count} judged item were fixed or rejected. It holds for these items only.",
        "{changed} of {count} judged items were fixed or rejected. It holds for these items only.",
        judged,
        changed=figures.grouped(changed),
    )
    return Statement(title, figures.share(changed / judged), tr("of the judged items"), words)


def _rest(counts: Counts) -> Statement:
    title = tr("What about the rest?")
    if not counts.decided:
        return Statement(title, "", "", tr("Nothing is decided yet, so nothing can be said about the rest."))
    if not counts.undecided + counts.deferred:
        return Statement(title, tr("None"), tr("is left"), tr("Every item was decided."))
    words = trn(
        "From {count} decision nothing can yet be said about the rest: they were made on the "
        "riskiest items, not on items drawn at random.",
        "From {count} decisions nothing can yet be said about the rest: they were made on "
        "the riskiest items, not on items drawn at random.",
        counts.decided,
    )
    return Statement(title, tr("Not known"), tr("yet"), words)
