"""The filter line: conditions in words while it rests, plain text with offers while it is edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QMargins, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from synthreview.engine.found import FacetValue
from synthreview.errors import UserError
from synthreview.query import Chip, parse, readable
from synthreview.translation import tr
from synthreview.ui import icons, theme
from synthreview.ui.announce import announce
from synthreview.ui.filter_line.chips import Chips
from synthreview.ui.filter_line.drop import Drop
from synthreview.ui.filter_line.offers import Offer, hint, offers
from synthreview.ui.keys.follow import tip
from synthreview.ui.mirror import turned

HOME = "verdict:undecided"
"""The filter of an empty line."""

EARLIER = 6
"""Filters remembered."""

_SIGN = 30
"""Pixels kept for the sign at the line's beginning."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class FilterLine(QLineEdit):
    """Asks with Enter; Esc, or going elsewhere, brings back the filter in force."""

    asked = Signal(str)
    """A filter that can be read; empty for what the queue opens with."""
    entered = Signal()
    """The line has the keyboard."""
    dropped = Signal(object)
    """The Chip that a person took away."""

    def __init__(self) -> None:
        super().__init__()
        self._where, self._hint = "", ""
        self._values: Mapping[str, Sequence[FacetValue]] = {}
        self._earlier: list[str] = []
        self.setProperty("look", "search")
        self.setPlaceholderText(tr("To decide, mostly the riskiest first. Write here to look for others"))
        self.setAccessibleName(tr("Show only items that match"))
        self.setAcceptDrops(False)
        sign = QAction(self)
        icons.dress(sign, "search", "muted")
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self.chips = Chips(self)
        self.chips.removed.connect(self._removed)
        self.drop = Drop()
        self.drop.taken.connect(self._take)
        self.destroyed.connect(self.drop.deleteLater)
        self.textEdited.connect(self._edited)
        theme.signals.changed.connect(self._fit)
        tip(self, tr("Which items to show. Enter looks, Esc leaves"), "filter")

    @property
    def where(self) -> str:
        """The filter in force, as it was shown last."""
        return self._where

    def show_filter(self, where: str) -> None:
        """Show the filter that is in force."""
        where = "" if where.strip() == HOME else where.strip()
        if where:
            self._earlier = [where, *(one for one in self._earlier if one != where)][:EARLIER]
        self._where = where
        self.say_wrong("")
        self.setText(where)
        self.setCursorPosition(0)
        self.chips.show_chips(_conditions(where))
        self._show_chips()

    def refuse(self, text: str, where: str, sentence: str) -> None:
        """Show a filter that cannot be used, and why, while ``where`` is in force again."""
        self.show_filter(where)
        self.setText(text)
        self.chips.hide()
        self.say_wrong(sentence)

    def rest(self) -> bool:
        """Show the filter in force instead of what is wrong; False when nothing is."""
        if not self.property("wrong"):
            return False
        self.setText(self._where)
        self.say_wrong("")
        self._show_chips()
        return True

    def set_values(self, values: Mapping[str, Sequence[FacetValue]]) -> None:
        """Know the values to be offered for each key."""
        self._values = values
        if self.hasFocus() and not self.drop.isHidden():
            self._offer()

    def say_wrong(self, sentence: str) -> None:
        """Say beneath the line why a filter cannot be used; an empty sentence takes that away."""
        self.setProperty("wrong", bool(sentence))
        theme.repolish(self)
        self.drop.show_below(self, (), sentence, "")
        if sentence:
            announce(self, sentence)

    @Slot()
    def ask(self) -> None:
        """Ask for what is written, or say what is wrong with it."""
        text = self.text().strip()
        try:
            parse(text)
        except UserError as error:
            self.say_wrong(str(error))
            return
        self.drop.hide()
        self.asked.emit(text)

    def event(self, event: QEvent) -> bool:
        """Tab takes the offer that is marked; without one it goes on to the next widget."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            chosen = self._chosen()
            if Qt.Key(event.key()) is Qt.Key.Key_Tab and chosen is not None:
                self._take(chosen)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks or takes the marked offer, Up and Down mark offers, Esc restores."""
        key, chosen = Qt.Key(event.key()), self._chosen()
        if key in _ENTER:
            if chosen is not None:
                self._take(chosen)
            else:
                self.ask()
        elif key in _OWN:
            self._step(1 if key is Qt.Key.Key_Down else -1)
        elif key is Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Shift+Tab goes from the line back through the crosses of its conditions, Tab on to the line."""
        crosses, focused = self.chips.crosses, self.window().focusWidget()
        places: list[QWidget] = [*crosses, self]
        if focused not in places or (forward and focused is self):
            return super().focusNextPrevChild(forward)
        at = places.index(focused) + (1 if forward else -1)
        if at < 0:
            self.setFocus(Qt.FocusReason.BacktabFocusReason)
            return super().focusNextPrevChild(forward)
        if focused is self:
            self.setText(self._where)
            self.chips.show()
        places[at].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the text and what can be written."""
        super().focusInEvent(event)
        if event.reason() not in _PASSING:
            self.chips.hide()
            self.entered.emit()
            if not self.property("wrong"):
                self._offer()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Rest, on the filter in force."""
        super().focusOutEvent(event)
        if event.reason() in _PASSING:
            return
        text = self.text().strip()
        if text and text != self._where and text not in self._earlier:
            self._earlier.insert(0, text)  # what was written and not asked can be taken up again
            del self._earlier[EARLIER:]
        self.setText(self._where)
        self.say_wrong("")
        self._show_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the conditions inside."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        place = self.rect().marginsRemoved(QMargins(_SIGN, 2, 8, 2))
        self.chips.setGeometry(turned(self.layoutDirection(), self.rect(), place))

    def _show_chips(self) -> None:
        resting = not self.hasFocus() and bool(self.chips.conditions)
        self.chips.setVisible(resting)
        words = ", ".join(condition.chip.words for condition in self.chips.conditions)
        self.setAccessibleDescription(words)

    @Slot()
    def _edited(self) -> None:
        if self.property("wrong"):
            self.say_wrong("")
        self._offer()

    def _chosen(self) -> Offer | None:
        return self.drop.chosen if self.drop.isVisible() else None

    def _offer(self) -> None:
        text = self.text()[: self.cursorPosition()] if not self.hasSelectedText() else ""
        told = [(one, _in_words(one)) for one in self._earlier if one != self._where]
        made = [one for one in offers(text, self._values, told) if one.whole or one.text != text[one.start :]]
        self.drop.show_below(self, made, "", hint(text, self._values))

    def _step(self, by: int) -> None:
        if self.drop.isHidden():
            self._offer()
        offer = self.drop.step(by)
        if offer is not None:
            announce(self, f"{offer.text.strip()}, {offer.words}")

    @Slot(object)
    def _take(self, offer: Offer) -> None:
        if offer.whole:
            self.setText(offer.text)
            self.ask()
            return
        place = self.cursorPosition() if not self.hasSelectedText() else 0
        before, after = self.text()[: min(offer.start, place)], self.text()[place:]
        if self.hasSelectedText():
            before = after = ""
        self.setText(before + offer.text + after.lstrip(" "))
        self.setCursorPosition(len(before + offer.text))
        self._edited()

    @Slot(object)
    def _removed(self, chip: Chip) -> None:
        self.dropped.emit(chip)


_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def _conditions(where: str) -> list[Chip]:
    try:
        return readable(where)
    except UserError:
        return []  # it stays as text; whoever lists the items says what is wrong with it


def _in_words(where: str) -> str:
    return ", ".join(chip.words for chip in _conditions(where)) or tr("cannot be read yet")
