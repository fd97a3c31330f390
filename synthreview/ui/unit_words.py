"""Where an item stands in its source, as the screens say it."""

from __future__ import annotations

from synthreview.figures import grouped

LONGEST = 80
"""Characters of a name that are shown."""


def place(position: int, unit: str | None) -> str:
    """``record 1``; ``record 1, gpt4/vicuna`` or ``record 1, item 2`` where it holds several items.

    ``position`` and a unit that is a number count from 0; people count from 1.
    """
    record = f"record {grouped(position + 1)}"
    if not unit:
        return record
    if unit.isascii() and unit.isdecimal():
        return f"{record}, item {grouped(int(unit) + 1)}"
    return f"{record}, {unit if len(unit) <= LONGEST else unit[: LONGEST - 1] + '…'}"
