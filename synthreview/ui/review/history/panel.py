"""The panel at the right: a line to find with, what was done, and what can be done about it."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from synthreview.project import HistoryFilter
from synthreview.translation import Table, later, tr, trn
from synthreview.ui import icons
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, column, label, row
from synthreview.ui.flow import FlowLayout
from synthreview.ui.mirror import margins
from synthreview.ui.review.close_button import close_button
from synthreview.ui.review.history.acts import SHOW, Line
from synthreview.ui.review.history.filter_line import Chosen, filter_of
from synthreview.ui.review.history.foot import LineFoot
from synthreview.ui.review.history.list_view import HistoryList
from synthreview.ui.review.history.model import Fetch, HistoryModel
from synthreview.ui.review.history.words import today

CHIPS = Table(
    {"mine": later("Mine"), "item": later("This item"), "bulk": later("Many"), "undone": later("Undone")}
)
_ONLY = Table(
    {
        "mine": later("Only: mine"),
        "item": later("Only: this item"),
        "bulk": later("Only: many"),
        "undone": later("Only: undone"),
    }
)
_TYPING = 150
"""Milliseconds after the last key before the list is asked for."""
_EMPTY = later("Nothing was done yet")
_EMPTY_WORDS = later(
    "What you decide, flag or change stands here, the newest first, and can be taken back at any time."
)
_NONE = later("Nothing meets this")
_NONE_WORDS = later(
    "Find by words, #812 for an item, today, yesterday or 2026-03-12 for a day, by:name for a person."
)


class HistoryPanel(QFrame):
    """Shows the operations that meet a filter; what a person does with one is for others to carry out."""

    asked = Signal()
    """The filter has changed."""
    acted = Signal(str, int)
    """An act and the number of the operation it is about (0: the beginning)."""
    closed = Signal()

    def __init__(self, fetch: Fetch, steps: Callable[[int], int]) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setAccessibleName(tr("History"))
        self.model = HistoryModel(fetch, self)
        self.list = HistoryList(self.model)
        self.foot = LineFoot(steps)
        self.filter = self._filter_line()
        self.chips = {name: self._chip(name, words) for name, words in CHIPS.items()}
        self.count = label("", "muted")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPING)
        self._typed.timeout.connect(self.asked)
        self._places = QStackedWidget()
        self._places.addWidget(self.list)
        self._places.addWidget(self._empty_place())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._foot_rule = _rule()
        for part in (self._head(), _rule(), self._places, self._foot_rule, self.foot):
            layout.addWidget(part)
        layout.setStretchFactor(self._places, 1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._show_line)
        self.list.shown.connect(self._show_item)
        self.list.offered.connect(self.foot.offer)
        self.foot.acted.connect(self.acted)

    # What others call

    def lock(self, why: str) -> None:
        """Only to read, and why; an empty sentence opens it again."""
        self.foot.lock(why)
        self._show_line()

    def where(self, reviewer: str, item: int | None) -> HistoryFilter:
        """The filter that is asked for, where this reviewer is at this item."""
        chosen = Chosen(
            mine=reviewer if self.chips["mine"].isChecked() else "",
            item=item if self.chips["item"].isChecked() else None,
            bulk=self.chips["bulk"].isChecked(),
            undone=self.chips["undone"].isChecked(),
        )
        return filter_of(self.filter.text(), chosen, today())

    def show_numbers(self, numbers: array[int], here: int, *, whole: bool) -> None:
        """Show the operations of these numbers, keeping the line a person is at; ``whole``: no filter."""
        old, old_here = self.line, self.model.here
        kept = here if old is None or old.number == old_here else old.number
        self.list.forget_headings()
        self.model.show(numbers, here, whole=whole)
        found = self.model.row_of(kept)
        self.list.go_to(found if found is not None else 0 if len(numbers) else None)
        self._show_line()
        told = (
            trn("{count} step", "{count} steps", len(numbers))
            if whole
            else trn("{count} match", "{count} matches", len(numbers))
        )
        self.count.setText(told)
        self._say_empty(whole=whole)
        self._show_place(0 if len(numbers) else 1)
        if not whole:
            announce(self, told)

    @property
    def line(self) -> Line | None:
        """The line a person is at."""
        place = self.list.row
        return Line(self.model.row_at(place), self.model.here) if place >= 0 else None

    # What a person does

    @Slot()
    def _show_item(self) -> None:
        self.foot.act(SHOW)

    @Slot()
    @Slot(int)
    def _show_line(self, _row: int = -1) -> None:
        self.foot.show_line(self.line)

    @Slot()
    def _clear(self) -> None:
        self.filter.clear()
        for chip in self.chips.values():
            chip.setChecked(False)
        self.asked.emit()
        self.filter.setFocus()

    @Slot()
    def _into_list(self) -> None:
        self._typed.stop()
        self.asked.emit()
        self.list.setFocus()

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._typed.start()

    def _show_place(self, place: int) -> None:
        """Show the list or, where it is empty, what that means; the keyboard stays in the panel."""
        held = self.list.hasFocus()
        self._places.setCurrentIndex(place)
        for part in (self._foot_rule, self.foot):  # nothing can be done with nothing
            part.setVisible(not place)
        self.setFocusProxy(self.filter if place else self.list)
        if held and place:
            self.filter.setFocus()

    # How it is made

    def _head(self) -> QWidget:
        head = QWidget()
        close = close_button(tr("the history"), self.closed)
        chips = QWidget()
        flow = FlowLayout(6)
        chips.setLayout(flow)
        for chip in self.chips.values():
            flow.addWidget(chip)
        lines = QVBoxLayout(head)
        margins(lines, 16, 10, 8, 12)
        lines.setSpacing(8)
        lines.addLayout(row(label(tr("History"), "heading"), self.count, None, close, spacing=12))
        for part in (self.filter, chips):
            inner = row(part)
            margins(inner, 0, 0, 8, 0)
            lines.addLayout(inner)
        return head

    def _filter_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setProperty("look", "find")
        line.setPlaceholderText(tr("Find: reject #812 yesterday"))
        line.setAccessibleName(tr("Find in the history"))
        line.setToolTip(tr(_NONE_WORDS))
        line.setClearButtonEnabled(True)
        symbol = QAction(line)
        icons.dress(symbol, "search", "muted")
        line.addAction(symbol, QLineEdit.ActionPosition.LeadingPosition)
        line.textChanged.connect(self._on_typed)
        line.returnPressed.connect(self._into_list)
        return line

    def _chip(self, name: str, words: str) -> QPushButton:
        chip = QPushButton(words)
        chip.setObjectName(name)
        chip.setProperty("look", "chip")
        chip.setAccessibleName(_ONLY[name])
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(self.asked)
        return chip

    def _empty_place(self) -> QWidget:
        place = QWidget()
        self.empty_title, self._empty_words = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self.empty_step = button(tr("Show all"), self._clear)
        lines = column(self.empty_title, self._empty_words, self.empty_step, None)
        lines.setContentsMargins(16, 24, 16, 24)
        place.setLayout(lines)
        return place

    def _say_empty(self, *, whole: bool) -> None:
        self.empty_title.setText(tr(_EMPTY) if whole else tr(_NONE))
        self._empty_words.setText(tr(_EMPTY_WORDS) if whole else tr(_NONE_WORDS))
        self.empty_step.setVisible(not whole)


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("look", "line")
    return made
