"""Where an item stands in its source, as the screens say it."""

from __future__ import annotations

from synthreview.figures import grouped
from synthreview.translation import tr

LONGEST = 80
"""Characters of a name that are shown."""


def place(position: int, unit: str | None) -> str:
    """``record 1``; ``record 1, gpt4/vicuna`` or ``record 1, item 2`` where it holds several items.

    ``position`` and a unit that is a number count from 0; people count from 1.
    """
    return _with_unit(tr("record {position}", position=grouped(position + 1)), unit)


def heading(position: int, unit: str | None) -> str:
    """The same at the head of a card: ``Record 1``."""
    return _with_unit(tr("Record {position}", position=grouped(position + 1)), unit)


def _with_unit(record: str, unit: str | None) -> str:
    if not unit:
        return record
    if unit.isascii() and unit.isdecimal():
        return tr("{record}, item {unit}", record=record, unit=grouped(int(unit) + 1))
    return f"{record}, {unit if len(unit) <= LONGEST else unit[: LONGEST - 1] + '…'}"
