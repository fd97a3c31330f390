"""How likely an item needs a change, in words: a chance once random checks tell one, before that a level."""

from __future__ import annotations

from synthreview.chance import Chance
from synthreview.domain import ItemView, QueueRow
from synthreview.figures import grouped, share
from synthreview.translation import tr, trn
from synthreview.ui import theme


def level(risk: float) -> str:
    """A risk in a word."""
    medium, high, _ = theme.RISK_STEPS
    return tr("High") if risk >= high else tr("Medium") if risk >= medium else tr("Low")


def brief(risk: float, chance: Chance | None) -> str:
    """The chance, or the level of a risk that nobody has held against decisions yet."""
    return level(risk) if chance is None else share(chance.share)


def spoken(row: QueueRow) -> str:
    """The same for those who hear it."""
    if row.chance is not None:
        return tr("{share} likely to need a change", share=share(row.chance.share))
    if row.risk >= theme.RISK_STEPS[1]:
        return tr("high risk")
    return tr("medium risk") if row.risk >= theme.RISK_STEPS[0] else tr("low risk")


def basis(view: ItemView) -> str:
    """What the chance or the level of an item rests on."""
    if view.chance is not None:
        found = view.chance
        return trn(
            "{share} of such items need a change ({low} to {high}), as {count} random check and the other"
            " decisions here tell.",
            "{share} of such items need a change ({low} to {high}), as {count} random checks and the other"
            " decisions here tell.",
            found.checks,
            share=share(found.share),
            low=share(found.low),
            high=share(found.high),
        )
    if view.taught_by:
        return tr(
            "Learned from {count} decisions here. How many such items need a change is told from 50 random"
            " checks on.",
            count=grouped(view.taught_by),
        )
    return tr("From how often such findings tend to be right; not yet checked by decisions here.")
