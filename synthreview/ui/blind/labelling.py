"""The desk of labelling blind: progress, the text, the labels. One key labels and shows the next text."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from synthreview.project import BlindItem, BlindProgress
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.actions import BLIND_DIGITS, action
from synthreview.ui.announce import announce
from synthreview.ui.blind.card import BlindCard
from synthreview.ui.blind.choices import Choices
from synthreview.ui.blind.progress import ProgressPanel
from synthreview.ui.keys.live import live

NARROW = 800
"""Pixels of width, in letters of usual size, below which the progress lies above the text."""
LONGEST = 600.0
"""Seconds: who takes longer over one item was away."""


class LabellingView(QWidget):
    """Shows one item at a time; says which label was chosen and knows nothing of any other."""

    chosen = Signal(object, float)
    """A label, or None for "not sure"; and the seconds it took."""
    undo_asked = Signal()
    finish_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panel = ProgressPanel(
            self,
            (tr("Take back the last"), self.undo_asked),
            (tr("Use these labels now"), self.finish_asked),
            (tr("Leave, go on later"), self.left),
        )
        self.card, self.choices = BlindCard(), Choices()
        self._since = time.monotonic()
        sheet = QWidget()
        sheet.setProperty("look", "clear")
        inner = QVBoxLayout(sheet)
        inner.setContentsMargins(24, 20, 24, 24)
        inner.addWidget(self.card)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(tr("The text to label"))
        self.area.setWidget(sheet)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.area, 1)
        right.addWidget(_rule("line"))
        right.addWidget(self.choices)
        self._edge = _rule("upright")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.panel)
        self._layout.addWidget(self._edge)
        self._layout.addLayout(right, 1)
        self.verbs = {
            f"label_{digit}": action(f"label_{digit}", self, self._on_digit) for digit in BLIND_DIGITS
        }
        self.verbs["not_sure"] = action("not_sure", self, self._on_not_sure)
        self.verbs["find_label"] = action("find_label", self, self._on_find)
        self.choices.chosen.connect(self._on_chosen)
        self._finding = False
        live.changed.connect(self._show_keys)

    def begin(
        self,
        dataset: str,
        question: str,
        labels: Sequence[str],
        keys: Mapping[str, str],
        names: Mapping[str, str],
        *,
        own: bool,
    ) -> None:
        """Get ready for a data set's labels."""
        self._names = dict(names)
        self.panel.dataset.setText(dataset)
        self.choices.offer(question, labels, keys, names, own=own)
        self._finding = own
        self._show_keys()

    def show_item(self, item: BlindItem, progress: BlindProgress) -> None:
        """Show an item from its beginning."""
        self.card.show_item(item)
        self.area.verticalScrollBar().setValue(0)
        self.choices.finder.close()
        self.choices.say_wrong("")
        last = tr("not sure") if progress.last is None else self._names.get(progress.last, progress.last)
        self.panel.show_progress(progress, last)
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        texts = " ".join(text if len(item.texts) == 1 else f"{name}: {text}" for name, text in item.texts)
        announce(
            self.area,
            tr("{done} of {total}. {texts}", done=progress.done + 1, total=progress.total, texts=texts),
        )
        self._since = time.monotonic()

    @Slot()
    def _show_keys(self) -> None:
        self.panel.show_keys(self.choices.keys, finding=self._finding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the progress beside the text, or above it where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(NARROW)
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if narrow else ways.LeftToRight
        if self._layout.direction() is not way or not event.oldSize().isValid():
            self._layout.setDirection(way)
            self.panel.set_narrow(narrow)
            self._edge.setProperty("look", "line" if narrow else "upright")
            self._edge.setFixedSize(*((16_777_215, 1) if narrow else (1, 16_777_215)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on to the text."""
        super().focusInEvent(event)
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_chosen(self, label: str | None) -> None:
        self.chosen.emit(label, min(time.monotonic() - self._since, LONGEST))

    @Slot()
    def _on_digit(self) -> None:
        label = self.choices.by_key(self.sender().objectName().rpartition("_")[2])
        if label is not None:
            self._on_chosen(label)

    @Slot()
    def _on_not_sure(self) -> None:
        self._on_chosen(None)

    @Slot()
    def _on_find(self) -> None:
        if self.choices.field.isVisible():
            self.choices.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave_field(self) -> bool:
        """Take the keyboard from the field to the text; False where the field had it not."""
        if QApplication.focusWidget() is not self.choices.field:
            return False
        self.choices.finder.close()
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _rule(look: str) -> QFrame:
    made = QFrame()
    made.setProperty("look", look)
    return made
