"""Above everything: which project, which items, how far, and who is reviewing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from synthreview import figures
from synthreview.translation import later, tr
from synthreview.ui import icons, theme
from synthreview.ui.elements import Elided, label, row
from synthreview.ui.filter_line.line import FilterLine

_WIDEST = 720
"""Pixels beyond which the filter line would only be empty."""
ASK = later("Who is reviewing?")


class Reviewer(QWidget):
    """A name that becomes a field when it is clicked; asks by itself while no name is known."""

    renamed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.shown = QPushButton()
        self.shown.setProperty("look", "quiet")
        icons.dress(self.shown, "person", "muted")
        self.shown.clicked.connect(self._edit)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr(ASK))
        self.field.setAccessibleName(tr(ASK))
        self.field.setAcceptDrops(False)
        self.field.editingFinished.connect(self._take)
        theme.signals.changed.connect(self._fit)
        self.setLayout(row(self.shown, self.field, spacing=0))
        self._fit()
        self._show()

    @Slot()
    def _fit(self) -> None:
        """Leave room for the question in the text size in force."""
        self.field.setFixedWidth(QFontMetrics(theme.interface_font()).horizontalAdvance(tr(ASK)) + 36)

    def _show(self) -> None:
        metrics = self.shown.fontMetrics()
        self.shown.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, 130))
        self.shown.setToolTip(tr("{name} is reviewing. Click to change.", name=self._name))
        self.shown.setAccessibleName(tr("Reviewer: {name}. Change", name=self._name))
        self._turn(asking=not self._name)

    def _turn(self, *, asking: bool) -> None:
        self.field.setVisible(asking)
        self.shown.setVisible(not asking)

    @Slot()
    def _edit(self) -> None:
        self.field.setText(self._name)
        self._turn(asking=True)
        self.field.setFocus()
        self.field.selectAll()

    @Slot()
    def _take(self) -> None:
        self.take_name(self.field.text().strip())

    def take_name(self, name: str) -> None:
        """Take another name, wherever it was given; an empty one changes nothing."""
        if name and name != self._name:
            self._name = name
            self.renamed.emit(name)
        self._show()


class TopBar(QFrame):
    """The line that stays while places change."""

    filter_asked = Signal(str)
    """A query line that was entered."""

    def __init__(self, reviewer: str) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setMinimumHeight(52)
        self.project = Elided("", "heading", Qt.TextElideMode.ElideMiddle)
        self.project.setMaximumWidth(220)
        self.query = FilterLine()
        self.query.setMaximumWidth(_WIDEST)
        self.query.asked.connect(self.filter_asked)
        self.decided = label("", "badge")
        self.reviewer = Reviewer(reviewer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(self.project)
        layout.addWidget(self.query, 10)
        layout.addWidget(self.decided, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addWidget(self.reviewer)
        self.show_project("")

    def show_project(self, name: str) -> None:
        """Name the open project; without one there is nothing to query."""
        self.project.setText(name or tr("No project"))
        self.project.setMinimumWidth(
            min(220, self.project.fontMetrics().horizontalAdvance(self.project.text()) + 8)
        )
        self.query.setVisible(bool(name))
        self.decided.setVisible(False)
        self.query.show_filter("")

    def show_counts(self, decided: int, items: int) -> None:
        """Show how far the review is."""
        self.decided.setText(
            tr("{decided} of {items} decided", decided=figures.grouped(decided), items=figures.grouped(items))
        )
        self.decided.setVisible(bool(items))

    def show_filter(self, where: str) -> None:
        """Show a filter that came from elsewhere, such as a bar of a chart."""
        self.query.show_filter(where)
