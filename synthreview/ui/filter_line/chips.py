"""A filter as its conditions in words, each with a cross that takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from synthreview.query import Chip
from synthreview.translation import tr
from synthreview.ui import icons, theme
from synthreview.ui.elements import Elided, label
from synthreview.ui.mirror import margins, turned

_WIDEST = 260
"""Pixels of one condition; longer ones are cut, with all of it as a tooltip."""
_MORE = 84
"""Pixels kept for the words about those that have no place."""
_GAP = 6
_CROSS, _TARGET = 14, 22


class Condition(QFrame):
    """One condition."""

    removed = Signal(object)

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self.chip = chip
        self.setProperty("look", "condition")
        words = Elided(chip.words, "", Qt.TextElideMode.ElideRight)
        words.setToolTip(f"{chip.words}\n{chip.piece}")
        self.cross = QToolButton()
        self.cross.setProperty("look", "cross")
        self.cross.setIconSize(QSize(_CROSS, _CROSS))
        self.cross.setFixedSize(_TARGET, _TARGET)
        self.cross.setToolTip(tr("Take this condition away"))
        self.cross.setAccessibleName(tr("Take away: {words}", words=chip.words))
        self.cross.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # reached from the line, which hides them while it is edited
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        icons.dress(self.cross, "close", "muted")
        self.cross.clicked.connect(self._remove)
        layout = QHBoxLayout(self)
        margins(layout, 8, 0, 3, 0)
        layout.setSpacing(2)
        layout.addWidget(words)
        layout.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def wanted(self) -> int:
        """Pixels it would take."""
        self.ensurePolished()
        return min(theme.scaled(_WIDEST), self.sizeHint().width() + 4)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self.chip)


class Chips(QWidget):
    """Lies over a line edit while it is not edited; a click beside the crosses begins the editing."""

    removed = Signal(object)
    """The Chip whose cross was pressed."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.conditions: list[Condition] = []
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setProperty("look", "conditions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._more: QLabel = label("", "muted")
        self._more.setParent(self)
        self.hide()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show other conditions; none hides them all."""
        for old in self.conditions:
            old.hide()
            old.deleteLater()
        self.conditions = [Condition(chip) for chip in chips]
        for made in self.conditions:
            made.setParent(self)
            made.removed.connect(self.removed)
        self._place()

    @property
    def crosses(self) -> list[QWidget]:
        """The crosses of the conditions there is room for."""
        return [condition.cross for condition in self.conditions if not condition.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many conditions as there is room for."""
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Begin to edit."""
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._place()

    def _place(self) -> None:
        """Those that do not fit are counted at the end; the last that fits gives way, so one is seen."""
        height = self.height() - 4
        begin, hidden = 2, 0
        room = self.width() - 2
        for number, condition in enumerate(self.conditions):
            last = number == len(self.conditions) - 1
            free = room - begin - (0 if last else _MORE)
            fits = hidden == 0 and (free >= condition.wanted or (number == 0 and free > 60))
            condition.setVisible(fits)
            if fits:
                self._put(condition, QRect(begin, 2, min(condition.wanted, free), height))
                begin += min(condition.wanted, free) + _GAP
            else:
                hidden += 1
        self._more.setVisible(hidden > 0)
        self._more.setText(tr("and {hidden} more", hidden=hidden))
        without = self.conditions[len(self.conditions) - hidden :]
        self._more.setToolTip("\n".join(condition.chip.words for condition in without))
        self._more.adjustSize()
        self._put(self._more, QRect(begin, 0, self._more.width(), self.height()))

    def _put(self, widget: QWidget, place: QRect) -> None:
        widget.setGeometry(turned(self.layoutDirection(), self.rect(), place))
