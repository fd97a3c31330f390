"""The middle column: which item, the item itself or its editor, the decision bar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from synthreview.domain import ItemView, Kind, Verdict
from synthreview.translation import later, tr
from synthreview.ui import icons, theme
from synthreview.ui.elements import Elided, button, label
from synthreview.ui.mirror import margins
from synthreview.ui.review.cards import card_for
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.preference import HIDDEN
from synthreview.ui.review.cards.simulation import SimulationCard
from synthreview.ui.review.decision_bar import DecisionBar
from synthreview.ui.review.fix_editor import FixEditor
from synthreview.ui.review.veil import is_veiled
from synthreview.ui.review.visit_bar import VisitBar
from synthreview.ui.toast import Toast
from synthreview.ui.unit_words import place

MEASURE = theme.MEASURE
"""Characters in a line of text at most, about, unless a person wants another width."""

_MARGIN = 32
_RIGHT = 24
_NESTED = 8
"""Rounds of layout at most: text after width, each box after what is in it, page after boxes."""
_WIDE = (Kind.PREFERENCE,)
"""Kinds with two columns of text."""
_DONE_BY = {
    Verdict.ACCEPT: later("Accepted by {reviewer}"),
    Verdict.FIX: later("Fixed by {reviewer}"),
    Verdict.REJECT: later("Rejected by {reviewer}"),
    Verdict.DEFER: later("Deferred by {reviewer}"),
}


class ItemPane(QWidget):
    """Shows one item after another in the card of its kind; cards are kept and used again."""

    resume = Signal()
    """A person wants to go on with the unsaved change of this item."""
    made = Signal(object)
    """A Card that is shown for the first time."""
    turn_fix = Signal(object)
    """The TurnFix that a person chose in the menu of a turn."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[Kind, Card] = {}
        self.card: Card | None = None
        self.editor: FixEditor | None = None
        self.bar = DecisionBar()
        self.toast = Toast(self)
        self.visit = VisitBar()
        self._what, self._where = label("", "muted"), Elided("", "muted")
        self.state = label("", "badge")
        self.state.hide()
        self.queue_button = QPushButton()
        icons.dress(self.queue_button, "chevron-left" if self.isRightToLeft() else "chevron-right", "muted")
        self.queue_button.hide()
        unsaved = tr("You have an unsaved change to this item. Go on with it")
        self.draft = button(unsaved, self.resume, "link", symbol="fix")
        self.draft.hide()
        self._lead = label("", wrap=True)
        self._lead.hide()
        self._sheet = QWidget()
        self._sheet.setProperty("look", "clear")
        self.column = QVBoxLayout(self._sheet)
        margins(self.column, _MARGIN, 0, _RIGHT, 32)
        self.column.setSpacing(16)
        self.below = QVBoxLayout()
        for widget in (self._lead, self.draft):
            self.column.addWidget(widget)
        self.column.addLayout(self.below)
        self.column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(tr("The item"))
        self.area.setWidget(self._sheet)
        self.places = QStackedWidget()
        self.places.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        above = QHBoxLayout()
        margins(above, _MARGIN, 0, 24, 0)
        above.addWidget(self.visit)
        layout.addLayout(above)
        layout.addWidget(self.places, 1)
        layout.addWidget(self.bar)
        theme.signals.changed.connect(self._measure)

    def show_view(self, view: ItemView) -> None:
        """Show an item from its beginning."""
        item, kind = view.item, view.item.kind
        self.places.setCurrentWidget(self.area)
        self._swap_card(kind)
        card, focus = self.card, QApplication.focusWidget()
        if isinstance(card, SimulationCard) and focus is not None and card.turns.isAncestorOf(focus):
            self.area.setFocus()  # the turn that was looked at is another item's now
        if self.card is not None:
            self.card.show_view(view)
        self._what.setText(f"{kind.words} · #{item.id}")
        source = view.dataset.source or view.dataset.name
        self._where.setText(f"{source}, {place(item.position, item.unit)}")
        standing = [finding.words for finding in view.findings if not finding.objected_by]
        heaviest = (
            tr("Why it is here: {reason}", reason=standing[0])
            if standing
            else tr("Nothing speaks against it.")
        )
        if is_veiled(view):
            heaviest = tr(HIDDEN)
        self._lead.setText(heaviest)
        self.show_state(view)
        self.area.verticalScrollBar().setValue(0)

    def show_state(self, view: ItemView) -> None:
        """Show what was decided on the item."""
        verdict = view.decision.verdict if view.decision else None
        said = [_said(verdict, view.decision.reviewer if view.decision else "")] if verdict else []
        said += [tr("Flagged")] if view.flagged else []
        self.state.setText(" · ".join(said))
        self.state.setVisible(bool(said))
        self.bar.set_state(verdict, flagged=view.flagged)

    def start_fixing(self, editor: FixEditor) -> None:
        """Put an editor in the card's place."""
        self.editor = editor
        self.draft.hide()
        self.toast.hide()
        if self.card is not None:
            self.card.hide()
        self.column.insertWidget(2, editor)
        editor.show()  # or it would wait for the next turn of the loop, and nothing could be scrolled to
        self._measure()
        self.bar.set_writing(True)
        editor.focus_first()
        self.lay_out()
        self._follow_keyboard()

    def stop_fixing(self) -> None:
        """Bring the card back."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        if self.card is not None:
            self.card.show()
        self.bar.set_writing(False)

    def _follow_keyboard(self) -> None:
        focus = QApplication.focusWidget()
        if self.editor is not None and focus is not None and self.editor.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus, 0, 96)

    def show_empty(self, place: QWidget) -> None:
        """Show a place without an item."""
        if self.places.indexOf(place) < 0:
            self.places.addWidget(place)
        self.places.setCurrentWidget(place)
        self._what.setText("")
        self._where.setText("")
        self.state.hide()
        self.visit.hide()

    def reveal(self, place: QRect) -> None:
        """Scroll so that a place of the card is on screen."""
        if self.card is None:
            return
        top = self.card.mapTo(self._sheet, place.topLeft()).y()
        bar, height = self.area.verticalScrollBar(), self.area.viewport().height()
        if top < bar.value() + 8 or top + place.height() > bar.value() + height - 8:
            bar.setValue(max(0, top - height // 4))

    @Slot(QWidget)
    def _reveal_box(self, box: QWidget) -> None:
        if self.card is not None:
            self.lay_out()
            self.reveal(QRect(box.mapTo(self.card, QPoint()), box.size()))

    def lay_out(self) -> None:
        """Give everything its place now rather than in a moment, so that places can be asked for."""
        for _ in range(_NESTED):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    @Slot()
    def read_on(self) -> None:
        """Scroll down by most of a page."""
        self._page(1)

    @Slot()
    def read_back(self) -> None:
        """Scroll up by most of a page."""
        self._page(-1)

    def _page(self, direction: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + direction * (self.area.viewport().height() - 48))

    def say(self, words: str, offer: str = "", verb: str = "") -> None:
        """A quiet line about what was just done."""
        self.toast.say(words, offer, verb)
        self._place_toast()

    def set_narrow(self, narrow: bool) -> None:
        """Whether the reasons stand below the item, so that their heaviest leads above it."""
        self._lead.setVisible(narrow)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines readable and the toast in its corner."""
        super().resizeEvent(event)
        self._measure()
        self._place_toast()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        margins(head, _MARGIN, 16, 24, 12)
        head.setSpacing(12)
        self._where.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self.queue_button, self._what, self._where, self.state):
            head.addWidget(widget)
        return head

    def _swap_card(self, kind: Kind) -> None:
        card = self._cards.get(kind)
        if card is None:
            card = self._cards[kind] = card_for(kind)
            self.column.insertWidget(2, card)
            self.made.emit(card)
            if isinstance(card, SimulationCard):
                card.asked.connect(self._reveal_box)
                card.fixed.connect(self.turn_fix)
        if self.card is not None and self.card is not card:
            self.card.hide()
        self.card = card
        self._measure()
        card.setVisible(self.editor is None)

    @Slot()
    def _measure(self) -> None:
        wide = self.card is not None and self.editor is None and self.card is self._cards.get(_WIDE[0])
        characters = QFontMetrics(theme.reading_font()).averageCharWidth() * theme.reading_measure()
        width = (2 * characters + 16 if wide else characters) + 34
        below = self.below.itemAt(0)
        for widget in (self.card, self.editor, self._lead, below.widget() if below is not None else None):
            if widget is not None:
                widget.setMaximumWidth(width)
        # A box asks its parts how high they are at its own width: it must not be wider than they may be.
        room = self.width() - _MARGIN - _RIGHT - self.area.verticalScrollBar().sizeHint().width()
        margins(self.column, _MARGIN, 0, _RIGHT + max(0, room - width), 32)

    def _place_toast(self) -> None:
        beside = self.width() - 24 - self.bar.right_edge() - 16
        self.toast.adjustSize()
        bottom = self.height() - 16
        if self.toast.sizeHint().width() > beside:
            bottom = self.bar.y() - 4
            beside = self.width() - _MARGIN - 24
        self.toast.place(self.width() - 24, bottom, beside)


def _said(verdict: Verdict, reviewer: str) -> str:
    return tr(_DONE_BY[verdict], reviewer=reviewer) if reviewer else verdict.done
