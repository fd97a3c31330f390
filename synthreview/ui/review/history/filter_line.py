"""What a person types to find an operation, as a filter (pure, no Qt)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from synthreview.domain import OperationState
from synthreview.project import HistoryFilter
from synthreview.ui.review.history.words import yesterday

UNDONE = (OperationState.UNDONE, OperationState.ABANDONED)
_ITEM_DIGITS = 18
"""More cannot be an item's number."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which of the chips are on, and what they mean now."""

    mine: str = ""
    """The reviewer's name, when only theirs are wanted."""
    item: int | None = None
    bulk: bool = False
    undone: bool = False


def filter_of(text: str, chosen: Chosen, today: date) -> HistoryFilter:
    """The filter of a typed line and the chips.

    ``#812`` is an item, ``today``, ``yesterday`` and ``2026-03-12`` a day, ``by:ana`` a reviewer; all else is
    looked for in what was done.
    """
    words: list[str] = []
    item, day, reviewer = chosen.item, None, chosen.mine
    for word in text.split():
        number = word.removeprefix("#")
        if word.startswith("#") and number.isascii() and number.isdecimal() and len(number) <= _ITEM_DIGITS:
            item = int(number)
        elif word.lower().startswith("by:") and len(word) > len("by:"):
            reviewer = word[len("by:") :]
        elif (named := _day(word, today)) is not None:
            day = named
        else:
            words.append(word)
    return HistoryFilter(
        words=tuple(words),
        reviewer=reviewer,
        item=item,
        states=UNDONE if chosen.undone else (),
        day=day,
        bulk=chosen.bulk,
    )


def _day(word: str, today: date) -> date | None:
    named = {"today": today, "yesterday": yesterday(today)}.get(word.lower())
    if named is not None:
        return named
    try:
        return date.fromisoformat(word) if len(word) == len("2026-03-12") else None
    except ValueError:
        return None
