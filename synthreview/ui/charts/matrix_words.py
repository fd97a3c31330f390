"""A matrix of people's and the model's labels in words (pure, no Qt)."""

from __future__ import annotations

from html import escape

from synthreview.chart import Cell, Flips
from synthreview.figures import THIN, grouped, isolated, share
from synthreview.translation import later, tr, trn

PEOPLE, MODEL = later("People say"), later("The model says")
CALLED = later("more often than agreement, beyond chance")
AGREES, DIFFERS, DIFFERS_SURELY = later("agreement"), later("differs"), later("differs beyond chance")


def named(label: str) -> str:
    """A label in one line."""
    return " ".join(label.split())


def tip(label: str) -> str:
    """A label in full for a tooltip, which would take some labels for markup."""
    return f"<span>{escape(label)}</span>"


def place(flips: Flips, index: int) -> Cell:
    """A cell, counted row by row."""
    row, column = divmod(index, len(flips.labels))
    return flips.rows[row][column]


def total(flips: Flips, row: int) -> int:
    """The items with a label of people."""
    return sum(cell.count for cell in flips.rows[row])


def brief(value: float) -> str:
    """A share in whole per cent, as it stands in a cell; never a rounded 0 or 100 that is not one."""
    percent = round(100 * value)
    if value and not percent:
        return f"<1{THIN}%"
    return f">99{THIN}%" if percent == 100 and value < 1 else f"{percent}{THIN}%"


def interval(cell: Cell) -> str:
    """The 95 % interval of a cell's share."""
    low, high = share(cell.low), share(cell.high)
    return f"{low.removesuffix(f'{THIN}%')}\u2013{high}"


def standing(flips: Flips, cell: Cell) -> str:
    """What a cell is."""
    if not cell.flipped:
        return tr(AGREES)
    return tr(DIFFERS_SURELY) if cell in flips.called else tr(DIFFERS)


def spoken(flips: Flips, index: int) -> str:
    """A cell as a sentence, with what its share rests on."""
    cell, of = place(flips, index), total(flips, index // len(flips.labels))
    people, model = isolated(named(cell.people)), isolated(named(cell.model))
    if not of:
        return tr("On no item do people say \u201c{people}\u201d.", people=people)
    values = {
        "people": people,
        "model": model,
        "part": grouped(cell.count),
        "share": share(cell.share),
        "interval": interval(cell),
    }
    if not cell.flipped:
        return trn(
            "Where people say \u201c{people}\u201d, so does the model on {part} of {count} "
            "item: {share} ({interval}).",
            "Where people say \u201c{people}\u201d, so does the model on {part} of {count} "
            "items: {share} ({interval}).",
            of,
            **values,
        )
    told = trn(
        "Where people say \u201c{people}\u201d, the model says \u201c{model}\u201d on {part} of {count} "
        "item: {share} ({interval}).",
        "Where people say \u201c{people}\u201d, the model says \u201c{model}\u201d on {part} of {count} "
        "items: {share} ({interval}).",
        of,
        **values,
    )
    if cell in flips.called:
        surely = tr("That is more often than agreement, beyond chance.")
        return f"{told} {surely}"
    return told


def leads(cell: Cell) -> str:
    """How many of a cell's items are shown, where those are not all."""
    if not cell.where or cell.shown >= cell.count:
        return ""
    return trn("The first of them can be shown.", "The first {count} of them can be shown.", cell.shown)
