"""Import: how a source is understood, shown on its first records and corrected before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QLineEdit,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from synthreview import figures
from synthreview.domain import Dataset, Kind
from synthreview.errors import SynthreviewError, UserError
from synthreview.jobs import JobContext
from synthreview.translation import later, tr
from synthreview.ui import mirror, theme
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import Elided, EmptyPlace, button, label, row
from synthreview.ui.faults import words
from synthreview.ui.field_list import FieldList
from synthreview.ui.first_record import first_record, values_at
from synthreview.ui.import_form import ImportForm
from synthreview.ui.intake import ImportRequest
from synthreview.ui.mapping_editor import MappingEditor, guess
from synthreview.ui.new_project import bare_name
from synthreview.ui.samples import Samples
from synthreview.ui.saved_mappings import SavedMappings

if TYPE_CHECKING:
    from synthreview.formats.mapping import Mapping
    from synthreview.project import Preview

Previewer = Callable[[Path, "Mapping | None"], "Preview"]

LEFT = 392
"""Pixels of the side with the fields to fill in."""
NARROW = 740
"""Pixels of the dialog, in letters of usual size, below which the records stand under the fields."""
AROUND = 64
"""Pixels of the screen that the dialog leaves free."""
_ANY = 16_777_215
"""Qt's word for no limit."""
UNKNOWN = later("This shape is not known. Choose the kind of data and the field for each part.")


class Seen(NamedTuple):
    """An answer to one look at the source."""

    number: int
    found: Preview | SynthreviewError
    record: dict[str, Any]


class ImportDialog(QDialog):
    """Asks what cannot be known and shows what is; ``asked`` carries the answer."""

    asked = Signal(object)
    """An ImportRequest, once a person pressed Import."""

    def __init__(
        self,
        file: Path,
        previewer: Previewer,
        bridge: Bridge,
        parent: QWidget,
        project: Path | None = None,
        known: Sequence[Dataset] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import a folder") if file.is_dir() else tr("Import a file"))
        room = parent.screen().availableSize() - QSize(AROUND, AROUND)
        self.resize(QSize(theme.scaled(1080), theme.scaled(720)).boundedTo(room))
        self.setMinimumSize(760, 480)
        self._file, self._previewer, self._bridge = file, previewer, bridge
        self._preview: Preview | None = None
        self._asked_for = 0
        self._shown: Mapping | None = None
        self._record: dict[str, Any] = {}
        self.form = ImportForm(bare_name(file), known, project)
        self._make_parts()
        self._lay_out()
        self._look(None)

    def _make_parts(self) -> None:
        self.recognised = label("", "muted", wrap=True)
        self.question = label("", "hint", wrap=True)
        self.question.hide()
        self.fault = label("", "error", wrap=True)
        self.form.kind_chosen.connect(self._kind_chosen)
        self.form.changed.connect(self._judge_again)
        self.mapping = MappingEditor()
        self.mapping.changed.connect(self._mapping_edited)
        self.licence, self.generator = QLineEdit(), QLineEdit()
        for words_, field in ((tr("Licence"), self.licence), (tr("Written by"), self.generator)):
            field.setAccessibleName(words_)
            self.mapping.add_beside(words_, field)
        self.licence.setPlaceholderText(tr("Such as cc-by-4.0"))
        self.generator.setPlaceholderText(tr("The model that wrote the data"))
        self.saved = SavedMappings()
        self.saved.used.connect(self._use_saved)
        self.saved.wanted.connect(self._save)
        self.saved.failed.connect(self.fault.setText)
        self.samples, self.fields = Samples(), FieldList()
        self.fields.picked.connect(self._field_picked)
        self.parts_menu = QMenu(self)
        self.parts_menu.triggered.connect(self._use_field)
        self.import_button = button(tr("Import"), self._ask, "primary")
        self.import_button.setDefault(True)
        self.cancel = button(tr("Cancel"), self.reject)

    def _lay_out(self) -> None:
        understood = QWidget()
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight, understood)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(16)
        self._middle.addWidget(self._left(), 1)
        self._middle.addWidget(self._right(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 16)
        whole.setSpacing(12)
        self.pages = QStackedWidget()
        self.unreadable = EmptyPlace("warning", tr("This cannot be imported"), "")
        self.pages.addWidget(understood)
        self.pages.addWidget(self.unreadable)
        whole.addWidget(self.pages, 1)
        foot = row(self.fault, None, self.cancel, self.import_button)
        foot.setStretch(0, 100)  # the spacer counts only where there is no fault
        whole.addLayout(foot)

    def _left(self) -> QWidget:
        sheet = QWidget()
        sheet.setProperty("look", "clear")
        left = QVBoxLayout(sheet)
        mirror.margins(left, 0, 0, 12, 0)
        left.setSpacing(8)
        left.addWidget(Elided(self._file.name, "heading"))
        left.addWidget(self.recognised)
        left.addWidget(self.question)
        left.addSpacing(8)
        left.addWidget(self.form)
        left.addSpacing(12)
        head = row(label(tr("Which field is which part"), "heading", wrap=True), self.saved.open_button)
        head.setStretch(0, 1)
        left.addLayout(head)
        left.addWidget(self.saved)
        left.addWidget(self.mapping)
        left.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        return area

    def _right(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setProperty("look", "gap")
        split.setHandleWidth(12)
        hint = label(tr("Drag one onto a part, or press Enter on it."), "small", wrap=True)
        for title, below, widget, share in (
            (tr("The first records, as you will see them"), None, self.samples, 3),
            (tr("Fields in the first record"), hint, self.fields, 1),
        ):
            half = QWidget()
            layout = QVBoxLayout(half)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
            layout.addWidget(label(title, "heading", wrap=True))
            if below is not None:
                layout.addWidget(below)
            layout.addSpacing(4)
            layout.addWidget(widget, 1)
            split.addWidget(half)
            split.setStretchFactor(split.count() - 1, share)
        split.setSizes([460, 180])
        return split

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for two columns, the records stand under the fields."""
        super().resizeEvent(event)
        narrow, wide = self.width() < theme.scaled(NARROW), theme.scaled(LEFT)
        ways = QBoxLayout.Direction
        self._middle.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._area.setMinimumWidth(0 if narrow else wide)
        self._area.setMaximumWidth(_ANY if narrow else wide)

    # what is shown

    def _look(self, mapping: Mapping | None) -> None:
        """Ask for a preview; an answer to an older question is passed over."""
        if self._bridge.closed:
            return  # the window went away while a path was typed
        self._asked_for += 1
        number, file, previewer = self._asked_for, self._file, self._previewer
        self.import_button.setEnabled(False)

        known = self._record

        def work(_job: JobContext) -> Seen:
            try:
                preview = previewer(file, mapping)
            except SynthreviewError as error:
                return Seen(number, error, known)
            return Seen(number, preview, known or first_record(file))

        self._bridge.run(tr("Looking into {name}", name=file.name), work, self._seen, self._broken)

    @Slot(object)
    def _seen(self, seen: Seen) -> None:
        from synthreview.engine.intake import UnknownShape

        found = seen.found
        if seen.number != self._asked_for:
            return
        if isinstance(found, UnknownShape) and self._preview is None:
            self._begin_by_hand()
        elif isinstance(found, SynthreviewError):
            self._broken(found)
        else:
            self.pages.setCurrentIndex(0)
            self._preview, self._record = found, seen.record
            self._show(found)

    def _begin_by_hand(self) -> None:
        """The records are read but say nothing of what they are: begin with an empty mapping."""
        from synthreview.formats.mapping import Mapping

        self.question.setText(tr(UNKNOWN))
        self.question.show()
        self._look(Mapping(Kind.INSTRUCTION, {}))

    @Slot(object)
    def _broken(self, error: BaseException) -> None:
        """Say what is wrong; where nothing was understood yet, there is nothing to fill in either."""
        self.fault.setText(words(error))
        if self._preview is None:
            self.fault.hide()
            self.unreadable.say(tr("{words} Nothing was changed.", words=words(error)))
            self.pages.setCurrentWidget(self.unreadable)
            self.import_button.hide()
            self.cancel.setText(tr("Close"))
            self.cancel.setFocus()

    def _show(self, preview: Preview) -> None:
        from synthreview.formats.layout import named

        self.recognised.setText(
            f"{named(preview.format)}, {figures.encoding(preview.encoding)}, {figures.size(preview.bytes)}"
        )
        if not preview.sure:
            self.question.setText(preview.note)
        if not preview.sure or self.question.text() != tr(UNKNOWN):
            self.question.setVisible(not preview.sure and bool(preview.note))
        if self._shown is None:
            self._show_mapping(preview.mapping)
            values = values_at(preview.fields, self._record, preview.mapping.each)
            self.fields.show_fields(preview.fields, values)
        self.samples.show_samples(preview.kind, preview.samples)
        self._judge(preview)

    def _show_mapping(self, mapping: Mapping) -> None:
        self._shown = mapping
        self.form.show_kind(mapping.kind)
        self.mapping.show_mapping(mapping, self._preview.fields if self._preview is not None else ())
        self.mapping.order_after(self.saved.save)

    def _judge(self, preview: Preview) -> None:
        """Say what still stands in the way of an import."""
        missing = [part.words for part in preview.mapping.missing]
        readable = any(sample.parts is not None for sample in preview.samples)
        fault = self.form.fault()
        if missing:
            fault = _ask_fields(missing)
        elif not readable:
            fault = tr("None of the first records fits; choose another kind or other fields.")
        self.fault.setText(fault)
        self.import_button.setEnabled(not fault)

    @Slot()
    def _judge_again(self) -> None:
        if self._preview is not None:
            self._judge(self._preview)

    # what is chosen

    def chosen_mapping(self) -> Mapping:
        """The mapping as the dialog now stands; UserError for a path or a code that is none."""
        return self.mapping.mapping()

    def _look_again(self) -> None:
        try:
            mapping = self.chosen_mapping()
        except UserError as error:
            self._asked_for += 1  # what is under way answers another question
            self.fault.setText(str(error))
            self.import_button.setEnabled(False)
        else:
            self._look(mapping)

    @Slot()
    def _kind_chosen(self) -> None:
        kind, fields = self.form.chosen_kind(), self._preview.fields if self._preview is not None else ()
        paths = guess(kind, fields, self.mapping.paths())
        if self._shown is not None:
            self._show_mapping(replace(self._shown, kind=kind, parts=paths, codes={}))
            self._look_again()

    @Slot()
    def _mapping_edited(self) -> None:
        self._look_again()

    @Slot(object)
    def _use_saved(self, mapping: Mapping) -> None:
        self._show_mapping(mapping)
        self._look_again()

    @Slot()
    def _save(self) -> None:
        try:
            self.saved.keep(self.chosen_mapping())
        except UserError as error:
            self.fault.setText(str(error))

    @Slot(str)
    def _field_picked(self, path: str) -> None:
        """Offer what a field can be used for, beside the field."""
        self.parts_menu.clear()
        self.parts_menu.addSection(path)
        for name, told in self.mapping.uses():
            self.parts_menu.addAction(tr("Use for {told}", told=told)).setData((name, path))
        line = self.fields.currentItem()
        if line is not None:
            place = self.fields.visualItemRect(line).bottomLeft()
            self.parts_menu.popup(self.fields.viewport().mapToGlobal(place))

    @Slot(QAction)
    def _use_field(self, chosen: QAction) -> None:
        self.mapping.use_field(*chosen.data())

    @Slot()
    def _ask(self) -> None:
        if self.mapping.settle():
            return  # what was just typed is shown before it is imported
        form = self.form
        request = ImportRequest(
            self._file,
            form.chosen_name(),
            form.chosen_role(),
            self.chosen_mapping(),
            form.project,
            licence=self.licence.text().strip(),
            generator=self.generator.text().strip(),
            by=form.chosen_join(),
            to=form.targets(),
        )
        self.asked.emit(request)
        self.accept()


def _ask_fields(parts: Sequence[str]) -> str:
    """Ask for the fields of parts that cannot be left out."""
    *others, last = parts
    if not others:
        return tr("Choose the field for {part}.", part=last)
    return tr("Choose the field for {parts} and {last}.", parts=", ".join(others), last=last)
