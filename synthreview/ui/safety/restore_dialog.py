"""Choosing a backup: the list, what the chosen one holds, and what would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
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

NARROW = 640
"""Pixels of the dialog, in letters of usual size, below which it has one column."""
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
        self.setMinimumSize(480, 420)
        self._make_parts()
        self._lay_out()
        self._fill(projects.backups(project))

    def _make_parts(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Backups, newest first"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumSize(theme.scaled(200), theme.scaled(96))
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
        self._left, self._right = QWidget(), QScrollArea()
        self._left.setLayout(column(self.list, self.none, self.other, spacing=8))
        details = QWidget()
        details.setProperty("look", "clear")
        right = column(spacing=12)
        right.addLayout(self.told)
        right.addWidget(self.where)
        right.addWidget(self.without)
        right.addStretch(1)
        details.setLayout(right)
        self._right.setWidget(details)
        self._right.setWidgetResizable(True)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(24)
        self._middle.addWidget(self._left, 1)
        self._middle.addWidget(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 16)
        whole.setSpacing(16)
        whole.addWidget(label(tr("Bring back '{name}'", name=self.project.stem), "heading", wrap=True))
        whole.addLayout(self._middle, 1)
        whole.addLayout(row(None, self.cancel, self.restore))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for two columns, what a backup holds stands under the list."""
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(NARROW)
        ways = QBoxLayout.Direction
        self._middle.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _fill(self, backups: Sequence[Backup]) -> None:
        for backup in backups:
            self._add(line(backup), backup.path)
        self._show([])
        self.list.setCurrentRow(0)
        (self.list if backups else self.other).setFocus()

    def _add(self, words_: str, path: Path, row_: int | None = None) -> QListWidgetItem:
        entry = QListWidgetItem(words_)
        entry.setData(Qt.ItemDataRole.UserRole, path)
        entry.setToolTip(str(path))
        self.list.insertItem(self.list.count() if row_ is None else row_, entry)
        return entry

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
        any_ = self.list.count() > 0
        for widget in (self.list, self._right):
            widget.setVisible(any_)
        self.none.setVisible(not any_)
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
            self.offer(path)

    def offer(self, path: Path) -> None:
        """Put a backup from elsewhere at the head of the list, and look into it."""
        self.list.setCurrentItem(self._add(path.name, path, 0))

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.backup, self._sources, self.without.isChecked())
        self.accept()
