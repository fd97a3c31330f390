"""Which field of a record is which part, and what its codes mean: corrected by choosing or typing."""

from __future__ import annotations

from collections.abc import Mapping as Paths
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QGridLayout, QLabel, QVBoxLayout, QWidget

from synthreview.domain import PARTS, Form, Kind, PartSpec
from synthreview.translation import Table, later, tr
from synthreview.ui import elements, theme
from synthreview.ui.codes_table import CodesTable
from synthreview.ui.elements import label
from synthreview.ui.fold import Fold
from synthreview.ui.part_combo import UNUSED, PartCombo

if TYPE_CHECKING:
    from synthreview.formats.mapping import Mapping

__all__ = ["UNUSED", "MappingEditor", "form_name", "guess"]

SETTLE = 250
"""Milliseconds after the last keystroke before a typed path counts."""

NAMES = 134
"""Pixels that the names of the fields take."""
ASIDE_WORDS = Table({"each": later("Items in a record"), "id": later("Id"), "group": later("Group")})
ASIDE_TIPS = Table(
    {
        "each": later("Where a record holds several items, such as instances[*]"),
        "id": later("What names an item, so that references and newer versions find it"),
        "group": later("What several items belong to, such as their question"),
    }
)


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
    """Edits one mapping: a line for each part, the codes below their part, rare things under More."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mapping: Mapping | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.combos: dict[str, PartCombo] = {}
        self.codes: dict[str, CodesTable] = {}
        self._folds: dict[str, Fold] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self.changed)
        self._make_more()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(self.more)

    def _make_more(self) -> None:
        content = QWidget()
        self._beside = QFormLayout(content)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setHorizontalSpacing(12)
        self._beside.setVerticalSpacing(8)
        self._beside.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.aside: dict[str, PartCombo] = {}
        for name, words in ASIDE_WORDS.items():
            combo = PartCombo(words, "", ())
            combo.setToolTip(ASIDE_TIPS[name])
            combo.setAccessibleDescription(ASIDE_TIPS[name])
            combo.currentTextChanged.connect(self._edited)
            self.aside[name] = combo
            self.add_beside(words, combo)
        self.more = Fold(tr("More"), content)

    def add_beside(self, words: str, field: QWidget) -> None:
        """Add a line under More."""
        self._beside.addRow(form_name(words), field)

    def show_mapping(self, mapping: Mapping, fields: Sequence[str]) -> None:
        """Offer the parts of a kind with the fields a record has."""
        self._settle.stop()
        self._mapping = mapping
        elements.clear(self._grid)
        for made in (self.combos, self.codes, self._folds):
            made.clear()
        for line, part in zip(count(step=2), PARTS[mapping.kind], strict=False):
            combo = self._combo(part, mapping.parts.get(part.name, ""), fields)
            name = form_name(tr("{part} (needed)", part=part.words) if self._is_needed(part) else part.words)
            name.setBuddy(combo)
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(combo, line, 1)
            if part.form in (Form.CHOICE, Form.LABEL):
                self._grid.addWidget(self._fold(part, mapping), line + 1, 0, 1, 2)
        for which, combo in self.aside.items():
            combo.offer(fields, getattr(mapping, which))
        if any(combo.path for combo in self.aside.values() if combo is not self.aside["id"]):
            self.more.set_open(True)

    def order_after(self, before: QWidget) -> None:
        """Let Tab go from a widget down the lines; newly made ones would come last of all."""
        for name, combo in self.combos.items():
            QWidget.setTabOrder(before, combo)
            before = combo
            if name in self.codes:
                table = self.codes[name]
                for part in (self._folds[name].head, table.table, table.add, table.remove):
                    QWidget.setTabOrder(before, part)
                    before = part

    def mapping(self) -> Mapping:
        """The mapping as it now stands; UserError for a path or a code that is none."""
        from synthreview.formats.mapping import Mapping

        kind = self._mapping.kind if self._mapping is not None else Kind.INSTRUCTION
        codes = {
            name: table.codes()
            for name, table in self.codes.items()
            if self.combos[name].path and table.codes()
        }
        aside = {name: combo.path for name, combo in self.aside.items()}
        return Mapping(kind, self.paths(), codes, **aside)

    def paths(self) -> dict[str, str]:
        """Part name to source path, without the parts that are not used."""
        return {name: combo.path for name, combo in self.combos.items() if combo.path}

    def use_field(self, part: str, path: str) -> None:
        """Read a part, or one of the things beside the parts, from a field."""
        combo = self.combos.get(part) or self.aside[part]
        combo.setCurrentText(path)
        if part in self.aside:
            self.more.set_open(True)

    def settle(self) -> bool:
        """Let what was just typed count at once; whether there was something."""
        pending = self._settle.isActive()
        if pending:
            self._settle.stop()
            self.changed.emit()
        return pending

    def uses(self) -> list[tuple[str, str]]:
        """What a field can be used for: name and words, in the order of the lines."""
        if self._mapping is None:
            return []
        parts = [(part.name, part.words) for part in PARTS[self._mapping.kind]]
        return parts + list(ASIDE_WORDS.items())

    def offer_code(self, part: str, value: str) -> None:
        """Open a part's codes with a line for a value they do not know."""
        self._folds[part].set_open(True)
        self.codes[part].offer(value)

    def _is_needed(self, part: PartSpec) -> bool:
        return self._mapping is not None and any(
            part == missing for missing in replace(self._mapping, parts={}, codes={}).missing
        )

    def _combo(self, part: PartSpec, path: str, fields: Sequence[str]) -> PartCombo:
        combo = PartCombo(tr("Field for {part}", part=part.words), path, fields)
        self.combos[part.name] = combo
        combo.currentTextChanged.connect(self._edited)
        return combo

    def _fold(self, part: PartSpec, mapping: Mapping) -> Fold:
        table = CodesTable(part.words, choice=part.form is Form.CHOICE)
        given = mapping.codes.get(part.name, {})
        table.show_codes(given)
        table.changed.connect(self._edited)
        fold = Fold(tr("What the values of {part} mean", part=part.words), table)
        fold.set_open(bool(given))
        if part.name not in mapping.parts:
            fold.hide()
        self.codes[part.name], self._folds[part.name] = table, fold
        return fold

    @Slot()
    def _edited(self) -> None:
        for name, fold in self._folds.items():
            fold.setVisible(bool(self.combos[name].path))
        self._settle.start()


def form_name(words: str) -> QLabel:
    """A name as wide as those beside it, so that all fields begin at one line."""
    made = label(words, "muted")
    made.setMinimumWidth(theme.scaled(NAMES))
    return made
