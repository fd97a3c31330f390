"""A closer look at pairs and instructions: their verbs, and what is looked up beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal, Slot

from synthreview.domain import ItemView, Kind
from synthreview.engine.constraint_checks import Check
from synthreview.engine.judge_cues import JudgeCues
from synthreview.engine.other_judges import OtherVerdict
from synthreview.jobs import Job, JobContext
from synthreview.translation import later, tr
from synthreview.ui.announce import announce
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.instruction import InstructionCard
from synthreview.ui.review.cards.preference import PreferenceCard
from synthreview.ui.review.queue_model import QueueModel
from synthreview.ui.review.veil import is_veiled

if TYPE_CHECKING:
    from synthreview.project import Project
    from synthreview.ui.review.item_pane import ItemPane
    from synthreview.ui.review.showing import Showing

_LOOKED_AT = (Kind.PREFERENCE, Kind.INSTRUCTION)
BLIND = later("Who chose what is hidden in pairs until you decide on them. B shows it again.")
SEEING = later("Who chose what is shown again.")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked up for an item."""

    item: int
    checks: tuple[Check, ...] = ()
    titles: dict[int, str] = field(default_factory=dict)
    cues: JudgeCues | None = None
    verdicts: tuple[OtherVerdict, ...] = ()


class Closer(QObject):
    """Works on the card on screen; where it is of another kind, a verb says what it is for."""

    pressed = Signal(str)
    """A verb that a person pressed a button on a card for."""
    visited = Signal(int)
    """Another item that a card names and a person wants to see."""

    def __init__(
        self,
        project: Project,
        runner: Bridge,
        pane: ItemPane,
        showing: Showing,
        queue: QueueModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project, self._runner, self._pane = project, runner, pane
        self._showing, self._queue = showing, queue
        self._job: Job[Looked] | None = None
        self._asked = 0
        pane.made.connect(self._on_made)
        showing.changed.connect(self._on_shown)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What each verb does."""
        return {
            "swap_sides": self._swap_sides,
            "hide_choices": self._hide_choices,
            "rendered": self._switch_rendered,
        }

    @Slot(object)
    def _on_made(self, card: Card) -> None:
        card.pressed.connect(self.pressed)
        card.visited.connect(self.visited)
        card.shown.connect(self._on_place)
        if isinstance(card, PreferenceCard):
            card.set_blind(self._showing.blind)

    @Slot(QRect)
    def _on_place(self, place: QRect) -> None:
        self._pane.lay_out()
        self._pane.reveal(place)

    @Slot()
    def _swap_sides(self) -> None:
        card = self._pane.card
        if isinstance(card, PreferenceCard) and self._showing.view is not None:
            card.swap_sides()
        else:
            self._pane.say(tr("Only pairs of answers have sides to swap."))

    @Slot()
    def _switch_rendered(self) -> None:
        card = self._pane.card
        if isinstance(card, PreferenceCard | InstructionCard) and self._showing.view is not None:
            card.switch_rendered()
        else:
            self._pane.say(tr("Only instructions and pairs of answers are laid out."))

    @Slot()
    def _hide_choices(self) -> None:
        """Judge pairs blind, or see who chose what again, where the reader is."""
        blind = self._showing.blind = self._queue.veil = not self._showing.blind
        card, bar = self._pane.card, self._pane.area.verticalScrollBar()
        if isinstance(card, PreferenceCard):
            card.set_blind(blind)
        self._queue.refresh()
        place = bar.value()
        self._showing.catch_up()
        self._pane.lay_out()
        bar.setValue(place)
        self._pane.say(tr(BLIND) if blind else tr(SEEING))
        announce(self._pane, tr(BLIND) if blind else tr(SEEING))

    @Slot()
    def _on_shown(self) -> None:
        """Look things up in the background, for one item at a time: paging through never piles them up."""
        view = self._showing.view
        if view is None or view.item.kind not in _LOOKED_AT or is_veiled(view):
            return
        if self._runner.awaits(self._job):
            return
        project, other = self._project, self._other()
        self._asked = view.item.id

        def work(_job: JobContext) -> Looked:
            return _looked(project, view, other)

        self._job = self._runner.run(tr("Reading about the item"), work, self._on_looked, self._on_failed)

    def _other(self) -> int | None:
        card = self._pane.card
        return card.fit.item if isinstance(card, InstructionCard) else None

    @Slot(object)
    def _on_looked(self, looked: Looked) -> None:
        view, card = self._showing.view, self._pane.card
        if view is None or view.item.id != looked.item:
            self._on_shown()  # another item waited for this one to be done
        elif isinstance(card, InstructionCard):
            card.show_checks(looked.checks)
            card.show_titles(looked.titles)
        elif isinstance(card, PreferenceCard):
            card.show_beside(looked.cues, looked.verdicts)

    @Slot(object)
    def _on_failed(self, _error: BaseException) -> None:
        """What could not be looked up beside the item is left out; another item may have waited for it."""
        if self._showing.view is not None and self._showing.view.item.id != self._asked:
            self._on_shown()


def _looked(project: Project, view: ItemView, other: int | None) -> Looked:
    item = view.item
    if item.kind is Kind.INSTRUCTION:
        titles = project.titles([other]) if other is not None else {}
        return Looked(item.id, project.constraint_checks(item), titles)
    return Looked(item.id, cues=project.judge_cues(item), verdicts=project.other_verdicts(item.id))
