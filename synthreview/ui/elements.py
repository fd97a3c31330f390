"""The few widgets every page is made of: labels and buttons with a look, cards, columns, empty places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, SignalInstance, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStylePainter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from synthreview.ui import icons, mirror, theme

PAGE_WIDTH = 1160
"""Pixels beyond which a page stops growing, so that lines stay readable."""

EMPTY_WIDTH = 440
"""Pixels of a sentence in an empty place, where there is so much room."""
LEAST_BUTTON = 96
"""Pixels that the words of a button may be squeezed to, at the usual size of text."""


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """A line or, with ``wrap``, a paragraph of plain text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made


class Elided(QLabel):
    """One line that gives way in its middle rather than push its neighbours; the tooltip has it all."""

    def __init__(
        self, text: str = "", look: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle
    ) -> None:
        super().__init__()
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(32)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; line breaks become spaces."""
        super().setText(" ".join(text.split()))
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """As small as need be."""
        return QSize(32, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(self.palette().windowText().color())
        ground = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, ground.width())
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a path runs as its letters do
        painter.drawText(ground, Qt.AlignmentFlag.AlignVCenter | mirror.side(self.layoutDirection()), shown)


class Button(QPushButton):
    """A button whose words give way at their end where there is no room; a listener hears all of them."""

    def minimumSizeHint(self) -> QSize:
        """No more than a few letters."""
        usual = super().sizeHint()
        return QSize(min(usual.width(), theme.scaled(LEAST_BUTTON)), usual.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """As usual where all of it fits."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - (self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text()))
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0, room))
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


_Spin = TypeVar("_Spin", bound=QAbstractSpinBox)


def inset(box: _Spin) -> _Spin:
    """A number field whose digits stand off its edge, which style sheets cannot do."""
    box.lineEdit().setTextMargins(6, 0, 6, 0)
    return box


def button(
    text: str, act: Callable[[], object] | SignalInstance, look: str = "", *, symbol: str = ""
) -> QPushButton:
    """A button that says what it does; ``act`` is a bound method of a QObject, or a signal."""
    made = Button(text)
    made.setProperty("look", look)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if symbol:
        icons.dress(made, symbol, {"primary": "on_accent", "link": "accent"}.get(look, "text"))
        made.setIconSize(QSize(16, 16))
    made.clicked.connect(act)
    return made


def entry(
    menu: QMenu, words: str, act: Callable[[], object] | SignalInstance, data: object = None
) -> QAction:
    """A line of a menu; ``act`` is a bound method of a QObject, or a signal."""
    made = menu.addAction(words.replace("&", "&&"))
    made.setData(data)
    made.triggered.connect(act)
    return made


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    layout = QHBoxLayout()
    fill(layout, widgets, spacing)
    return layout


def column(*widgets: QWidget | None, spacing: int = 8) -> QVBoxLayout:
    """Widgets below one another; None is a stretch."""
    layout = QVBoxLayout()
    fill(layout, widgets, spacing)
    return layout


def fill(layout: QBoxLayout, widgets: tuple[QWidget | None, ...], spacing: int) -> None:
    """Put widgets into a layout without margins; None is a stretch."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (entry := layout.takeAt(0)) is not None:
        if (widget := entry.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := entry.layout()) is not None:
            clear(inner)


def rule(look: str) -> QFrame:
    """A thin line: ``"line"`` lies, ``"upright"`` stands."""
    made = QFrame()
    made.setProperty("look", look)
    return made


def show_as_list(table: QTableView) -> None:
    """Make a table with one column look and act like a list; a real list view would count all its lines."""
    table.horizontalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.setShowGrid(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setTabKeyNavigation(False)


class Card(QFrame):
    """A bordered surface with a column of content."""

    def __init__(self, *widgets: QWidget | None, spacing: int = 8, margin: int = 16) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        fill(self.body, widgets, spacing)
        self.body.setContentsMargins(margin, margin, margin, margin)


class Page(QScrollArea):
    """A place in the window: one column of at most a readable width that scrolls as a whole."""

    def __init__(self, width: int = PAGE_WIDTH) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground, sheet = QWidget(), QWidget()
        ground.setProperty("look", "clear")
        sheet.setMaximumWidth(width)
        self.body = QVBoxLayout(sheet)
        self.body.setContentsMargins(24, 24, 24, 32)
        self.body.setSpacing(16)
        around = QHBoxLayout(ground)
        around.setContentsMargins(0, 0, 0, 0)
        around.addStretch(1)
        around.addWidget(sheet, 1000)
        around.addStretch(1)
        self.setWidget(ground)


class EmptyPlace(QWidget):
    """What would be here, and the one useful next step."""

    def __init__(self, symbol: str, heading: str, words: str, *steps: QPushButton) -> None:
        super().__init__()
        self._symbol = symbol
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title, self._words = label(heading, "heading", wrap=True), label(words, "muted", wrap=True)
        for text in (title, self._words):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setMaximumWidth(EMPTY_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 32)
        layout.setSpacing(8)
        layout.addStretch(2)
        for widget in (self._picture, title, self._words):
            line = row(None, widget, None)  # a row keeps the height of wrapped text
            line.setStretch(1, 0 if widget is self._picture else 1_000)
            layout.addLayout(line)
        if steps:
            layout.addSpacing(8)
            layout.addLayout(row(None, *steps, None))
        layout.addStretch(3)
        self._draw()
        theme.signals.changed.connect(self._draw)

    def say(self, words: str) -> None:
        """Change the sentence."""
        self._words.setText(words)

    @Slot()
    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._symbol, 40, self.devicePixelRatioF(), "muted"))
