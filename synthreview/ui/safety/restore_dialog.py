"""Choosing a backup: the list, what the chosen one holds, and what would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from synthreview.errors import SynthreviewError
from synthreview.jobs import JobContext
from synthreview.translation import tr
from synthreview.ui import dialogs, elements, theme
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import EmptyPlace, button, column, label, row
from synthreview.ui.faults import words
from synthreview.ui.safety.words import line, plan_lines

if TYPE_CHECKING:
    from synthreview.project import Backup, Project, RestorePlan

AROUND = 64
"""Pixels of the screen that the dialog leaves free."""


class RestoreDialog(QDialog):
    """Lists the backups beside a project; ``asked`` carries the answer."""

    asked = Signal(object, object, bool)
    """The backup, where sources are, and whether data sets without records are left out."""

    def __init__(self, projects: type[Project], project: Path, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._projects, self.project, self._bridge = projects, project, bridge
        self._sources: tuple[Path, ...] = ()
        self._looks = 0
        self.plan: RestorePlan | None = None
        self.setWindowTitle(tr("Restore a backup"))
        room = parent.screen().availableSize() - QSize(AROUND, AROUND)
        self.resize(QSize(theme.scaled(820), theme.scaled(480)).boundedTo(room))
        self._make_parts()
        self._lay_out()
        self._fill(projects.backups(project))

    def _make_parts(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Backups, newest first"))
        self.list.itemSelectionChanged.connect(self._look)
        self.none = EmptyPlace(
            "history",
            tr("No backups yet"),
            tr(
                "They are made while you work, and by File, Back up now. One from elsewhere can be opened"
                " below."
            ),
        )
        self.told = column(spacing=8)
        self.without = QCheckBox(tr("Leave these data sets out"))
        self.without.toggled.connect(self._judge)
        self.where = button(tr("Where are the files\u2026"), self._choose_sources)
        self.other = button(tr("Another backup\u2026"), self._choose_other, "link")
        self.restore = button(tr("Restore"), self._ask, "primary")
        self.cancel = button(tr("Cancel"), self.reject)

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.none, 1)
        left.addWidget(self.other)
        right.setSpacing(12)
        right.addLayout(self.told)
        right.addWidget(self.where)
        right.addWidget(self.without)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(left, 1)
        middle.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 16)
        whole.setSpacing(16)
        whole.addWidget(label(tr("Bring back '{name}'", name=self.project.stem), "heading", wrap=True))
        whole.addLayout(middle, 1)
        whole.addLayout(row(None, self.cancel, self.restore))

    def _fill(self, backups: Sequence[Backup]) -> None:
        for backup in backups:
            entry = QListWidgetItem(line(backup))
            entry.setData(Qt.ItemDataRole.UserRole, backup.path)
            entry.setToolTip(str(backup.path))
            self.list.addItem(entry)
        self.list.setVisible(bool(backups))
        self.none.setVisible(not backups)
        self._show([])
        self.list.setCurrentRow(0)

    @property
    def backup(self) -> Path | None:
        """The backup that is chosen."""
        chosen = self.list.selectedItems()
        return Path(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else None

    @Slot()
    def _look(self) -> None:
        """Look into the chosen backup, in the background; an answer about another one is dropped."""
        backup = self.backup
        if backup is None:
            return
        self._looks += 1
        number, project, sources, plan = self._looks, self.project, self._sources, self._projects.plan_restore
        self._show([(tr("Looking\u2026"), "muted")])

        def work(_job: JobContext) -> tuple[int, RestorePlan | SynthreviewError]:
            try:
                return number, plan(backup, project, sources)
            except SynthreviewError as error:
                return number, error

        self._bridge.run(tr("Looking into the backup"), work, self._seen)

    @Slot(object)
    def _seen(self, answer: tuple[int, RestorePlan | SynthreviewError]) -> None:
        number, found = answer
        if number != self._looks:
            return
        if isinstance(found, SynthreviewError):
            self._show([(words(found), "error")])
        else:
            self._show(list(plan_lines(found)), found)

    def _show(self, lines: list[tuple[str, str]], plan: RestorePlan | None = None) -> None:
        self.plan = plan
        elements.clear(self.told)
        for told, look in lines:
            self.told.addWidget(label(told, look, wrap=True))
        missing = plan is not None and bool(plan.missing)
        self.where.setVisible(missing)
        self.without.setVisible(missing)
        self._judge()

    @Slot()
    def _judge(self) -> None:
        ready = self.plan is not None and (not self.plan.missing or self.without.isChecked())
        self.restore.setEnabled(ready)
        self.restore.setDefault(ready)

    @Slot()
    def _choose_sources(self) -> None:
        folder = dialogs.open_folder(self)
        if folder is not None:
            self._sources = (*self._sources, folder)
            self._look()

    @Slot()
    def _choose_other(self) -> None:
        path = dialogs.open_backup(self)
        if path is not None:
            entry = QListWidgetItem(path.name)
            entry.setData(Qt.ItemDataRole.UserRole, path)
            entry.setToolTip(str(path))
            self.list.insertItem(0, entry)
            self.none.hide()
            self.list.show()
            self.list.setCurrentItem(entry)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.backup, self._sources, self.without.isChecked())
        self.accept()
