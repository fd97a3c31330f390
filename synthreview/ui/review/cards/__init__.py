"""One card per kind: an item laid out to be read."""

from __future__ import annotations

from synthreview.domain import Kind
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.free_text import FreeTextCard
from synthreview.ui.review.cards.instruction import InstructionCard
from synthreview.ui.review.cards.preference import PreferenceCard
from synthreview.ui.review.cards.simulation import SimulationCard
from synthreview.ui.review.cards.task_label import TaskLabelCard

_CARDS: dict[Kind, type[Card]] = {
    Kind.TASK_LABEL: TaskLabelCard,
    Kind.PREFERENCE: PreferenceCard,
    Kind.INSTRUCTION: InstructionCard,
    Kind.SIMULATION: SimulationCard,
    Kind.FREE_TEXT: FreeTextCard,
}


def card_for(kind: Kind) -> Card:
    """A new card for items of a kind."""
    return _CARDS[kind]()
