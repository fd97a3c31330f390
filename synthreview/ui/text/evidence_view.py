"""One part's text with the evidence of all findings marked; very long texts are shown in part first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Slot
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from synthreview.figures import grouped
from synthreview.ui import theme
from synthreview.ui.elements import button
from synthreview.ui.text.display import Shown
from synthreview.ui.text.marks import Mark, mark_format
from synthreview.ui.text.reading_view import ReadingView

FIRST_PART = 12_000
"""Code points shown of a long text before a person asks for all of it."""

MARKS = 500
"""Marks drawn at most in one text."""


class EvidenceView(QWidget):
    """The text of a part as it is, never as markup, with marks."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._source = ""
        self._shown = Shown("")
        self._marks: tuple[Mark, ...] = ()
        self.reading = ReadingView()
        self.reading.setAccessibleName(name)
        self._all = button("Show all", self.show_all, "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.reading)
        layout.addWidget(self._all)
        theme.signals.changed.connect(self._redraw)

    @property
    def complete(self) -> bool:
        """Whether all of the text is on screen."""
        return self._all.isHidden()

    def show_text(self, source: str) -> None:
        """Show a text without marks."""
        self._source, self._marks = source, ()
        self._show(source[:FIRST_PART] if len(source) > FIRST_PART * 1.2 else source)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark the evidence."""
        self._marks = tuple(marks[:MARKS])
        self._draw()

    def bring(self, mark: Mark) -> None:
        """Show all of the text when a mark lies beyond the shown part."""
        if not self.complete and mark.end > FIRST_PART:
            self.show_all()

    def place_of(self, mark: Mark) -> QRect:
        """Where a mark is, in this widget's coordinates."""
        place = self.reading.place_of(self._shown.place(mark.start), self._shown.place(mark.end))
        return place.toRect().translated(self.reading.mapTo(self, QPoint()))

    @Slot()
    def show_all(self) -> None:
        """Show the whole text."""
        self._show(self._source)

    def _show(self, part: str) -> None:
        self._shown = Shown(part)
        self._all.setVisible(len(part) < len(self._source))
        self._all.setText(f"Show all {grouped(len(self._source))} characters")
        self._all.setAccessibleName(self._all.text())
        self.reading.show_text(self._shown)
        self._draw()

    @Slot()
    def _redraw(self) -> None:
        self.reading.show_text(self._shown)
        self._draw()

    def _draw(self) -> None:
        drawn = []
        for mark in sorted(self._marks, key=_focused_last):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self.reading.span(self._shown.place(mark.start), self._shown.place(mark.end))
            selection.format = mark_format(mark)
            drawn.append(selection)
        self.reading.setExtraSelections(drawn)


def _focused_last(mark: Mark) -> bool:
    return mark.focused
