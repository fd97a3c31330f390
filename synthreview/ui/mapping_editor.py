"""Which field of a record is which part: one line per part, corrected by choosing or typing a path."""

from __future__ import annotations

from collections.abc import Mapping as Paths
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QWidget

from synthreview.domain import PARTS, Kind, PartSpec
from synthreview.ui import elements
from synthreview.ui.elements import label

UNUSED = "Not used"
SETTLE = 250
"""Milliseconds after the last keystroke before a typed path counts."""


def guess(kind: Kind, fields: Sequence[str], known: Paths[str, str]) -> dict[str, str]:
    """Paths for a kind's parts: those already known, then fields that bear the part's own name."""
    by_name = {field.rsplit(".", 1)[-1].lower(): field for field in reversed(fields)}
    paths = {}
    for part in PARTS[kind]:
        path = known.get(part.name) or by_name.get(part.name)
        if path:
            paths[part.name] = path
    return paths


class MappingEditor(QWidget):
    """Edits the path of each part of one kind."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.combos: dict[str, QComboBox] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self.changed)

    def show_mapping(self, kind: Kind, paths: Paths[str, str], fields: Sequence[str]) -> None:
        """Offer the parts of a kind with the fields a record has."""
        self._settle.stop()
        elements.clear(self._grid)
        self.combos.clear()
        for line, part in enumerate(PARTS[kind]):
            name = label(part.words + (" (needed)" if part.required else ""), "muted")
            combo = self._combo(part, paths.get(part.name, ""), fields)
            name.setBuddy(combo)
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(combo, line, 1)

    def paths(self) -> dict[str, str]:
        """Part name to source path, without the parts that are not used."""
        chosen = {name: combo.currentText().strip() for name, combo in self.combos.items()}
        return {name: path for name, path in chosen.items() if path and path != UNUSED}

    def _combo(self, part: PartSpec, path: str, fields: Sequence[str]) -> QComboBox:
        combo = QComboBox()
        self.combos[part.name] = combo
        with QSignalBlocker(combo):
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            combo.addItem(UNUSED)
            combo.addItems(list(dict.fromkeys([*fields, *([path] if path else [])])))
            combo.setCurrentText(path or UNUSED)
        combo.setAccessibleName(f"Field for {part.words}")
        line = combo.lineEdit()
        if line is not None:
            line.setAccessibleName(combo.accessibleName())
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = combo.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        combo.currentTextChanged.connect(self._edited)
        return combo

    @Slot()
    def _edited(self) -> None:
        self._settle.start()
