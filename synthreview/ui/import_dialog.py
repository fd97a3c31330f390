"""Import: how a file is understood, shown on its first records and corrected before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from synthreview import figures
from synthreview.domain import PARTS, Kind, Role
from synthreview.errors import SynthreviewError
from synthreview.jobs import JobContext
from synthreview.ui import dialogs
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import Elided, EmptyPlace, button, label, row
from synthreview.ui.faults import words
from synthreview.ui.intake import ImportRequest
from synthreview.ui.mapping_editor import MappingEditor, guess
from synthreview.ui.samples import Samples

if TYPE_CHECKING:
    from synthreview.formats.mapping import Mapping
    from synthreview.project import Preview

Previewer = Callable[[Path, "Mapping | None"], "Preview"]

ROLES = (
    (Role.SYNTHETIC, "Synthetic: to be reviewed"),
    (Role.HUMAN, "People's own: to compare with"),
    (Role.HOLDOUT, "People's own: held out for checks"),
)


class ImportDialog(QDialog):
    """Asks what cannot be known and shows what is; ``asked`` carries the answer."""

    asked = Signal(object)
    """An ImportRequest, once a person pressed Import."""

    def __init__(
        self, file: Path, previewer: Previewer, bridge: Bridge, parent: QWidget, project: Path | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import a file")
        self.resize(980, 660)
        self._file, self._previewer, self._bridge = file, previewer, bridge
        self._project = project
        self._preview: Preview | None = None
        self._asked_for = 0
        self._fields: tuple[str, ...] = ()
        self._make_fields()
        self._lay_out()
        self._look(None)

    def _make_fields(self) -> None:
        self.recognised = label("", "muted", wrap=True)
        self.question = label("", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.name = QLineEdit(self._file.stem)
        self.name.setAccessibleName("Name of the data set")
        self.kind, self.role = QComboBox(), QComboBox()
        self.kind.setAccessibleName("Kind of data")
        self.role.setAccessibleName("What the data is for")
        for kind in Kind:
            self.kind.addItem(kind.words, kind)
        for role, told in ROLES:
            self.role.addItem(told, role)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.mapping = MappingEditor()
        self.mapping.changed.connect(self._mapping_edited)
        self.samples = Samples()
        self.place = Elided(str(self._project or ""))
        self.change = button("Change", self._choose_place, "quiet")
        self.import_button = button("Import", self._ask, "primary")
        self.import_button.setDefault(True)
        self.cancel = button("Cancel", self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Name", self.name)
        form.addRow("Kind", self.kind)
        form.addRow("For", self.role)
        if self._project is not None:
            place = row(self.place, self.change)
            place.setStretch(0, 1)
            form.addRow("Project", place)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(Elided(self._file.name, "heading"))
        left.addWidget(self.recognised)
        left.addWidget(self.question)
        left.addSpacing(8)
        left.addLayout(form)
        left.addSpacing(12)
        left.addWidget(label("Which field is which part", "heading"))
        left.addWidget(self.mapping)
        left.addStretch(1)
        left.addWidget(self.fault)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(372)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(label("The first records, as you will see them", "heading"))
        right.addWidget(self.samples, 1)
        understood = QWidget()
        middle = QHBoxLayout(understood)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(24)
        middle.addWidget(side)
        middle.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 16)
        whole.setSpacing(16)
        self.pages = QStackedWidget()
        self.unreadable = EmptyPlace("warning", "This file cannot be imported", "")
        self.pages.addWidget(understood)
        self.pages.addWidget(self.unreadable)
        whole.addWidget(self.pages, 1)
        whole.addLayout(row(None, self.cancel, self.import_button))

    # what is shown

    def _look(self, mapping: Mapping | None) -> None:
        """Ask for a preview; an answer to an older question is passed over."""
        self._asked_for += 1
        number, file, previewer = self._asked_for, self._file, self._previewer
        self.import_button.setEnabled(False)

        def work(_job: JobContext) -> tuple[int, Preview | SynthreviewError]:
            try:
                return number, previewer(file, mapping)
            except SynthreviewError as error:
                return number, error

        self._bridge.run(f"Looking into {file.name}", work, self._seen, self._broken)

    @Slot(object)
    def _seen(self, answer: tuple[int, Preview | SynthreviewError]) -> None:
        number, found = answer
        if number != self._asked_for:
            return
        if isinstance(found, SynthreviewError):
            self._broken(found)
            return
        self.pages.setCurrentIndex(0)
        self._preview = found
        self._show(found)

    @Slot(object)
    def _broken(self, error: BaseException) -> None:
        """Say what is wrong; where nothing was understood yet, there is nothing to fill in either."""
        self.fault.setText(words(error))
        if self._preview is None:
            self.unreadable.say(f"{words(error)} Nothing was changed.")
            self.pages.setCurrentWidget(self.unreadable)
            self.import_button.hide()
            self.cancel.setText("Close")
            self.cancel.setFocus()

    def _show(self, preview: Preview) -> None:
        self.recognised.setText(
            f"{preview.format}, {figures.encoding(preview.encoding)}, {figures.size(preview.bytes)}"
        )
        self.question.setText(preview.note if not preview.sure else "")
        self.question.setVisible(bool(self.question.text()))
        kind = preview.kind
        first = not self._fields
        self._fields = preview.fields
        if first:
            with QSignalBlocker(self.kind):
                self.kind.setCurrentIndex(list(Kind).index(kind))
            self.mapping.show_mapping(kind, preview.mapping.parts, preview.fields)
        self.samples.show_samples(self.chosen_kind(), preview.samples)
        self._judge(preview)

    def _judge(self, preview: Preview) -> None:
        """Say what still stands in the way of an import."""
        paths = self.mapping.paths()
        missing = [
            part.words for part in PARTS[self.chosen_kind()] if part.required and part.name not in paths
        ]
        readable = any(sample.parts is not None for sample in preview.samples)
        fault = ""
        if missing:
            fault = f"Choose the field for {' and '.join(missing)}."
        elif not readable:
            fault = "None of the first records fits; choose another kind or other fields."
        self.fault.setText(fault)
        self.import_button.setEnabled(not fault)

    # what is chosen

    def chosen_kind(self) -> Kind:
        """The kind the records will be read as."""
        return Kind(self.kind.currentData())

    def chosen_mapping(self) -> Mapping:
        """The mapping as the dialog now stands."""
        from synthreview.formats.mapping import Mapping

        kind = self.chosen_kind()
        known = self._preview.mapping if self._preview is not None else None
        codes = known.codes if known is not None and known.kind is kind else {}
        return Mapping(kind, self.mapping.paths(), codes)

    @Slot()
    def _kind_chosen(self) -> None:
        kind = self.chosen_kind()
        self.mapping.show_mapping(kind, guess(kind, self._fields, self.mapping.paths()), self._fields)
        self._look(self.chosen_mapping())

    @Slot()
    def _mapping_edited(self) -> None:
        self._look(self.chosen_mapping())

    @Slot()
    def _choose_place(self) -> None:
        chosen = dialogs.save_project(self, self._project or Path())
        if chosen is not None:
            self._project = chosen
            self.place.setText(str(chosen))

    @Slot()
    def _ask(self) -> None:
        name = self.name.text().strip() or self._file.stem
        role = Role(self.role.currentData())
        self.asked.emit(ImportRequest(self._file, name, role, self.chosen_mapping(), self._project))
        self.accept()
