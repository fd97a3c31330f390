"""Keeps the open project safe: backups by the clock, word of damage, and the way back from a backup."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthreview.errors import Damaged, SynthreviewError
from synthreview.jobs import JobContext
from synthreview.translation import tr
from synthreview.ui.banner import Banner
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import button
from synthreview.ui.faults import Notifier
from synthreview.ui.safety.restore_dialog import RestoreDialog
from synthreview.ui.safety.words import line

if TYPE_CHECKING:
    from synthreview.project import Backup, Project, Restored

T = TypeVar("T")

RECENT = 20
"""Operations whose kinds are told with a fault."""
STEP = 5 * 60_000
"""Milliseconds between looks whether a backup is due."""


def _work(act: Callable[[], T]) -> Callable[[JobContext], T]:
    """Something short that cannot be cancelled, as a job."""
    return lambda _job: act()


class Keeper(QObject):
    """One for the window; follows whichever project is open."""

    told = Signal(str)
    """Something to be said in the status line."""
    restored = Signal(object)
    """The path of a project that was brought back, to be opened."""
    changed = Signal()
    """The open project cannot be written any more."""
    leaving = Signal()
    """The open project has to be closed, because another state takes its place."""

    def __init__(self, notice: Banner, notifier: Notifier, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._notice, self._notifier, self._bridge, self._window = notice, notifier, bridge, window
        self._project: Project | None = None
        self._path: Path | None = None
        self._projects: type[Project] | None = None
        self._grumbled = False
        self._said: str | None = None
        """Why nothing can be written, as it was told; None where nothing was told yet."""
        self.way_back = button(tr("Restore a backup\u2026"), self.choose, "quiet")
        notice.offer(self.way_back)
        self._clock = QTimer(self, interval=STEP)
        self._clock.timeout.connect(self._tick)
        notifier.heard.connect(self._heed)
        notifier.context = self._recent

    def follow(self, project: Project | None) -> None:
        """Care for this project from now on, or for none."""
        self._project, self._grumbled, self._said = project, False, None
        self._clock.stop()
        self._show()
        if project is None:
            return
        self._path, self._projects = project.path, type(project)
        if not project.read_only:
            self._clock.start()
            self._bridge.run(tr("Checking the project"), _work(project.examine), self._examined)

    def keep(self) -> None:
        """Keep what was done since the last backup; called before the project closes."""
        if self._project is not None and not self._project.read_only:
            try:
                self._project.keep_safe(timedelta(0))
            except SynthreviewError as error:
                self._notifier.tell(error)

    @Slot()
    def back_up(self) -> None:
        """Make a whole backup now."""
        if self._project is not None:
            self._bridge.run(tr("Backing up"), _work(self._project.backup), self._backed_up)

    @Slot()
    def choose(self) -> None:
        """Show the backups of the project that is, or was to be, open."""
        if self._path is None or self._projects is None:
            return
        dialog = RestoreDialog(self._projects, self._path, self._bridge, self._window)
        dialog.asked.connect(self._restore)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def cannot_open(self, projects: type[Project], path: Path, error: BaseException) -> bool:
        """Offer the backups of a project that is damaged or gone; False where there is nothing to offer."""
        if not (isinstance(error, Damaged) or not path.exists()) or not projects.backups(path):
            return False
        self._projects, self._path = projects, path
        self._notice.say(str(error))
        self.way_back.show()
        return True

    @Slot(object, object, bool)
    def _restore(self, backup: Path, sources: tuple[Path, ...], without: bool) -> None:
        assert self._projects is not None
        assert self._path is not None
        path, restore = self._path, self._projects.restore
        self.leaving.emit()

        def work(job: JobContext) -> Restored:
            return restore(backup, path, sources, job, without=without)

        self._bridge.run(tr("Restoring {name}", name=path.stem), work, self._came_back, self._stayed)

    @Slot(object)
    def _came_back(self, done: Restored) -> None:
        self.restored.emit(done.project)
        if done.aside is not None:
            self.told.emit(tr("Restored. What was there before is in '{name}'.", name=done.aside.parent.name))
        else:
            self.told.emit(tr("Restored."))

    @Slot(object)
    def _stayed(self, error: BaseException) -> None:
        self._notifier.tell(error)
        if self._path is not None and self._path.exists():
            self.restored.emit(self._path)  # as it was

    @Slot()
    def _tick(self) -> None:
        if self._project is not None and not self._project.read_only:
            work = _work(self._project.keep_safe)
            self._bridge.run(tr("Keeping your work safe"), work, self._kept, self._not_kept)

    @Slot(object)
    def _kept(self, _made: Backup | None) -> None:
        self._grumbled = False

    @Slot(object)
    def _not_kept(self, error: BaseException) -> None:
        if not self._grumbled:  # once, not every five minutes
            self._notifier.tell(error)
        self._grumbled = True

    @Slot(object)
    def _backed_up(self, made: Backup) -> None:
        self.told.emit(tr("Backed up: {backup}", backup=line(made)))

    @Slot(object)
    def _examined(self, _sound: bool) -> None:
        self._show()

    @Slot(object)
    def _heed(self, error: BaseException) -> None:
        if self._project is not None:
            self._project.heed(error)
            self._show()

    def _recent(self) -> str:
        """The kinds of the last operations, which say what was going on and nothing of the data."""
        with suppress(Exception):  # told beside a fault, of which this must not make a second one
            if self._project is not None:
                return ", ".join(each.kind for each in self._project.history(RECENT))
        return ""

    def _show(self) -> None:
        """Say why nothing can be written, and for a damaged project offer the way back."""
        project = self._project
        reason = project.read_only_reason if project is not None and project.read_only else ""
        if reason == self._said:
            return  # one that was put away stays away
        self._said = reason
        self.way_back.setVisible(project is not None and project.is_damaged)
        if reason:
            self._notice.say(reason)
            self.changed.emit()
        else:
            self._notice.hide()
