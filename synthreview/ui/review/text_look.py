"""How a text field is shown while it is edited: which way it runs, and in which font."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from synthreview.translation import Table, later, tr
from synthreview.ui import theme
from synthreview.ui.elements import button, entry, row
from synthreview.ui.text.growing_edit import Direction, GrowingEdit

_WORDS = Table(
    {
        Direction.AUTO: later("Direction: from the text"),
        Direction.LEFT_TO_RIGHT: later("Left to right"),
        Direction.RIGHT_TO_LEFT: later("Right to left"),
    }
)


class TextLook(QWidget):
    """Two small buttons beside a field's title; they change the look and never the text."""

    def __init__(self, title: str, field: GrowingEdit, *, fixed: bool) -> None:
        super().__init__()
        self._field, self._title = field, title
        self.direction = QPushButton()
        self.direction.setProperty("look", "fold")
        self.direction.setAutoDefault(False)
        menu = QMenu(self.direction)
        ways = QActionGroup(menu)
        for way, words in _WORDS.items():
            made = entry(menu, words, self._on_way, way)
            made.setCheckable(True)
            made.setChecked(way is Direction.AUTO)
            ways.addAction(made)
        self.direction.setMenu(menu)
        self.font_button = button(tr("Fixed font"), self._on_font, "fold")
        self.font_button.setCheckable(True)
        self.setLayout(row(self.direction, self.font_button, spacing=12))
        for each in (self.direction, self.font_button):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_direction(Direction.AUTO)
        self.set_fixed(fixed)

    def set_direction(self, way: Direction) -> None:
        """Have the text run a way, and say so."""
        self._field.set_direction(way)
        self.direction.setText(tr("Auto direction") if way is Direction.AUTO else _WORDS[way])
        self.direction.setAccessibleName(
            tr("Direction of {title}: {words}", title=self._title, words=_WORDS[way])
        )
        self.direction.setToolTip(
            tr("Which way the text runs while you edit it; the text itself stays as it is")
        )

    def set_fixed(self, fixed: bool) -> None:
        """Show the text in a fixed font, where columns and spaces count, or in the reading font."""
        self._field.setFont(theme.fixed_font() if fixed else theme.reading_font())
        self.font_button.setChecked(fixed)
        self.font_button.setText(tr("Fixed font: on") if fixed else tr("Fixed font"))
        self.font_button.setAccessibleName(
            tr("Fixed font for {title}: on", title=self._title)
            if fixed
            else tr("Fixed font for {title}: off", title=self._title)
        )

    @Slot()
    def _on_way(self) -> None:
        chosen = self.sender()
        if isinstance(chosen, QAction):
            self.set_direction(Direction(chosen.data()))
            self._field.setFocus()

    @Slot()
    def _on_font(self) -> None:
        self.set_fixed(self.font_button.isChecked())
