"""What an import asks beside the mapping: name, kind, purpose, what a reference speaks of, the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from synthreview.domain import Dataset, Kind, Role
from synthreview.translation import Table, later, tr
from synthreview.ui import dialogs
from synthreview.ui.elements import Elided, button, row
from synthreview.ui.mapping_editor import form_name

if TYPE_CHECKING:
    from synthreview.project import Join

ROLES = Table(
    {
        Role.SYNTHETIC: later("Synthetic: to be reviewed"),
        Role.HUMAN: later("People's own: to compare with"),
        Role.HOLDOUT: later("People's own: held out for checks"),
    }
)
JOINS = Table(
    {
        "": later("What meets: ids, else texts"),
        "id": later("Id"),
        "text": later("Text"),
        "none": later("Not at all"),
    }
)
"""How rows of a reference find their items."""
JOIN_WAYS = Table(
    {"": later("By what meets: ids, else texts"), "id": later("By id"), "text": later("By text")}
)
"""The same as what a menu offers to do."""


class ImportForm(QWidget):
    """Fields with their labels; those about joining show only where there is something to join to."""

    kind_chosen = Signal()
    changed = Signal()

    def __init__(self, name: str, known: Sequence[Dataset], project: Path | None) -> None:
        super().__init__()
        self._known = known
        self.project = project
        self._proposed = _free(name, known)
        self.name = QLineEdit(self._proposed)
        self.name.setAccessibleName(tr("Name of the data set"))
        self.name.textChanged.connect(self.changed)
        self.kind = _combo(tr("Kind of data"))
        self.role = _combo(tr("What the data is for"))
        self.join = _combo(tr("Join by"))
        self.to = _combo(tr("Speaks of"))
        for kind in Kind:
            self.kind.addItem(kind.words, kind)
        for role, told in ROLES.items():
            self.role.addItem(told, role)
        for by, told in JOINS.items():
            self.join.addItem(told, by)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.role.currentIndexChanged.connect(self._show_join)
        self.join.currentIndexChanged.connect(self._show_join)
        self._lay_out()
        self._show_join()

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (tr("Name"), self.name),
            (tr("Kind"), self.kind),
            (tr("For"), self.role),
            (tr("Join by"), self.join),
            (tr("Speaks of"), self.to),
        ):
            name = form_name(words)
            name.setBuddy(field)
            self._form.addRow(name, field)
        self.place = Elided(str(self.project or ""))
        self.change = button(tr("Change"), self._choose_place, "quiet")
        self.change.setAccessibleDescription(tr("Chooses where the new project goes."))
        if self.project is not None:
            place = row(self.place, self.change)
            place.setStretch(0, 1)
            self._form.addRow(form_name(tr("Project")), place)

    def chosen_kind(self) -> Kind:
        """The kind the records will be read as."""
        return Kind(self.kind.currentData())

    def show_kind(self, kind: Kind) -> None:
        """Choose a kind without asking for a preview."""
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(list(Kind).index(kind))
        self._show_join()

    def chosen_role(self) -> Role:
        """What the data is for."""
        return Role(self.role.currentData())

    def chosen_join(self) -> Join | None:
        """How rows find their items; None takes what meets."""
        from synthreview.project import Join

        by = self.join.currentData()
        return Join(by) if by else None

    def targets(self) -> tuple[int, ...]:
        """Ids of the data sets that a reference is joined to."""
        if self.join.isHidden() or self.join.currentData() == "none":
            return ()
        chosen = self.to.currentData()
        return (chosen,) if chosen else tuple(dataset.id for dataset in self._reviewed())

    def chosen_name(self) -> str:
        """The name of the data set; the proposed one where none is written."""
        return self.name.text().strip() or self._proposed

    def fault(self) -> str:
        """What is wrong with the name; empty when nothing is."""
        name = self.chosen_name()
        if any(dataset.name == name for dataset in self._known):
            return tr("The project already has a data set named '{name}'; choose another name.", name=name)
        return ""

    def _reviewed(self) -> list[Dataset]:
        kind = self.chosen_kind()
        return [each for each in self._known if each.role is Role.SYNTHETIC and each.kind is kind]

    @Slot()
    def _show_join(self) -> None:
        sets = self._reviewed() if self.chosen_role() is not Role.SYNTHETIC else []
        chosen = self.to.currentData()
        self.to.clear()
        self.to.addItem(tr("All of its kind"), 0)
        for dataset in sets:
            self.to.addItem(dataset.name, dataset.id)
        self.to.setCurrentIndex(max(0, self.to.findData(chosen)))
        self._form.setRowVisible(self.join, bool(sets))
        self._form.setRowVisible(self.to, bool(sets) and self.join.currentData() != "none")

    @Slot()
    def _kind_chosen(self) -> None:
        self._show_join()
        self.kind_chosen.emit()

    @Slot()
    def _choose_place(self) -> None:
        chosen = dialogs.save_project(self, self.project or Path())
        if chosen is not None:
            self.project = chosen
            self.place.setText(str(chosen))


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    return made


def _free(wanted: str, known: Sequence[Dataset]) -> str:
    """A name that no data set has: ``chats``, or ``chats (2)``."""
    taken, name, number = {dataset.name for dataset in known}, wanted, 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name
