"""The parts that cards of settings are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QWidget

from synthreview.translation import tr
from synthreview.ui.elements import Card, label, row
from synthreview.ui.form_rows import add_row


class Choice(QComboBox):
    """One of a few values; the wheel scrolls the page and never changes what was chosen."""

    picked = Signal(object)
    """A value a person chose."""

    def __init__(self, name: str, values: Mapping[Any, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, words in values.items():
            self.addItem(words, value)
        self.activated.connect(self._activated)

    def show_value(self, value: object) -> None:
        """Show a value without calling it a person's choice."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        """All of the longest value, so that larger text is not cut."""
        return self.sizeHint()

    @Slot(int)
    def _activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index))


class Section(Card):
    """A card with a heading, perhaps a way back to the first day, and rows of settings."""

    def __init__(self, said: str, reset: QPushButton | None = None) -> None:
        super().__init__(spacing=12, margin=20)
        self.name = said
        self.body.addLayout(
            row(label(self.heading, "heading"), None, *([reset] if reset is not None else []))
        )
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(24)
        self.form.setVerticalSpacing(12)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(self.form)

    @property
    def heading(self) -> str:
        """Its heading."""
        return tr(self.name)

    def add(self, words: str, control: QWidget, about: str = "") -> None:
        """A row: what it is, the control, and under it what a person should know."""
        under = [label(about, "small", wrap=True)] if about else []
        add_row(self.form, words, control, row(control, None), *under)
