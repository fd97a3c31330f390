"""One part's text with the evidence of all findings marked; very long texts are shown in part first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Slot
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from synthreview.translation import tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import button
from synthreview.ui.text.display import Shown
from synthreview.ui.text.marks import Look, Mark, mark_format
from synthreview.ui.text.reading_view import ReadingView
from synthreview.ui.text.rendered_view import MOST, Rendered

FIRST_PART = 12_000
"""Code points shown of a long text before a person asks for all of it."""

MARKS = 500
"""Marks drawn at most in one text."""

MOST_IN_LAYER = 2_000
"""Marks of a layer drawn at most in one text."""


class EvidenceView(QWidget):
    """The text of a part as it is, or its Markdown laid out, with marks in layers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._source = self._part = ""
        self._shown: Shown | Rendered = Shown("")
        self._marks: tuple[Mark, ...] = ()
        self._layers: dict[str, tuple[Mark, ...]] = {}
        self._wants_rendered = False
        self.reading = ReadingView()
        self.reading.setAccessibleName(name)
        self._all = button(tr("Show all"), self.show_all, "link")
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

    @property
    def is_rendered(self) -> bool:
        """Whether the text is laid out rather than shown as it is."""
        return isinstance(self._shown, Rendered)

    @property
    def hides_evidence(self) -> bool:
        """Whether the text is raw only because some evidence lies in what a layout would hide."""
        return self._wants_rendered and not self.is_rendered and not self.too_long

    @property
    def too_long(self) -> bool:
        """Whether the text is raw only because it is too long to be laid out."""
        return self._wants_rendered and len(self._part) > MOST

    def show_text(self, source: str, *, rendered: bool = False) -> None:
        """Show a text without marks, raw or, where it is not too long for that, ``rendered``."""
        self._source, self._marks, self._layers = source, (), {}
        self._wants_rendered = rendered
        self._show(source[:FIRST_PART] if len(source) > FIRST_PART * 1.2 else source)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark the evidence; where a layout would hide some of it, the text becomes raw."""
        self._marks = tuple(marks[:MARKS])
        if isinstance(self._shown, Rendered):
            length, rendered = len(self._part), self._shown
            if not all(rendered.shows(mark.start, min(mark.end, length)) for mark in self._marks):
                self._put(Shown(self._part))
        self._draw()

    def set_layer(self, name: str, marks: Sequence[Mark] = ()) -> None:
        """Lay other marks under the evidence, in place of those laid under that name before."""
        self._layers[name] = tuple(marks[:MOST_IN_LAYER])
        self._draw()

    def bring(self, mark: Mark) -> None:
        """Show all of the text when a mark lies beyond the shown part."""
        if not self.complete and mark.end > FIRST_PART:
            self.show_all()

    def place_of(self, mark: Mark) -> QRect:
        """Where a mark is, in this widget's coordinates."""
        place = self.reading.place_of(*self._shown.span(mark.start, mark.end))
        return place.toRect().translated(self.reading.mapTo(self, QPoint()))

    @Slot()
    def show_all(self) -> None:
        """Show the whole text."""
        self._show(self._source)

    def _show(self, part: str) -> None:
        self._part = part
        self._all.setVisible(len(part) < len(self._source))
        self._all.setText(trn("Show all {count} character", "Show all {count} characters", len(self._source)))
        self._all.setAccessibleName(self._all.text())
        rendered = self._wants_rendered and len(part) <= MOST
        self._put(Rendered(part) if rendered else Shown(part))
        self.set_marks(self._marks)

    def _put(self, shown: Shown | Rendered) -> None:
        self._shown = shown
        if isinstance(shown, Rendered):
            shown.write(self.reading)
        else:
            self.reading.show_text(shown)

    @Slot()
    def _redraw(self) -> None:
        self._put(self._shown)
        self._draw()

    def _draw(self) -> None:
        layers = (mark for marks in self._layers.values() for mark in marks)
        drawn = []
        for mark in sorted((*self._marks, *layers), key=_small_and_focused_last):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self.reading.span(*self._shown.span(mark.start, mark.end))
            selection.format = mark_format(mark)
            drawn.append(selection)
        self.reading.setExtraSelections(drawn)


def _small_and_focused_last(mark: Mark) -> tuple[int, bool]:
    """What is drawn last is seen: a word within a passage, and the evidence in focus among its likes."""
    return mark.start - mark.end, mark.look is Look.EVIDENCE and mark.focused
