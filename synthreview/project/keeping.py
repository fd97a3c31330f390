"""Backups of a project, and the project brought back from one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from synthreview.engine import backups, restoring
from synthreview.engine.backups import AFTER, Contents
from synthreview.engine.restoring import Restored, RestorePlan
from synthreview.jobs import JobContext
from synthreview.project.opened import Opened
from synthreview.store import shelf
from synthreview.store.shelf import Backup, Sort

__all__ = ["Backup", "Contents", "Keeping", "RestorePlan", "Restored", "Sort"]


class Keeping(Opened):
    """What keeps people's work safe when a file is lost or damaged."""

    def backup(self, out: Path | None = None, *, sort: Sort = Sort.WHOLE) -> Backup:
        """Make a backup now, whole or of people's work alone, beside the project or at ``out`` (long).

        It is read back before it takes its place. Of a damaged project a backup of work is tried too.
        """
        return backups.keep(self._store, sort, backups.moment(), out)

    def keep_safe(self, after: timedelta = AFTER) -> Backup | None:
        """Make the backups that are due: of work that none holds for so long, and a whole one a day (long).

        Returns what was made of the work; None where nothing was due.
        """
        now = backups.moment()
        made = backups.keep_if_changed(self._store, now, after)
        if made is not None:
            backups.keep_daily(self._store, now)
        return made

    def examine(self) -> bool:
        """Whether the structure of the file holds (a second a gigabyte); if not, it is read only from now."""
        return self._store.examine()

    def heed(self, error: BaseException) -> None:
        """Hear of an error met anywhere; one of the file or its disk makes the project read-only."""
        self._store.heed(error)

    @property
    def is_damaged(self) -> bool:
        """Whether the file does not hold together."""
        return self._store.damaged

    @staticmethod
    def backups(project: Path) -> list[Backup]:
        """The backups beside a project, newest first; the project itself need not be there any more."""
        return shelf.found(project)

    @staticmethod
    def backup_contents(backup: Path) -> Contents:
        """What a backup holds (long for whole ones); UserError or Damaged when it cannot be used."""
        return backups.contents(backup)

    @staticmethod
    def plan_restore(backup: Path, project: Path, sources: Sequence[Path] = ()) -> RestorePlan:
        """What restoring would do and what would be lost (long); nothing is changed."""
        return restoring.plan(backup, project, sources)

    @staticmethod
    def restore(
        backup: Path,
        project: Path,
        sources: Sequence[Path] = (),
        job: JobContext | None = None,
        *,
        without: bool = False,
    ) -> Restored:
        """Put what a backup holds in the place of a project, which is kept aside (long).

        ``sources`` are source files, or folders to look in, for records that no project or whole backup
        holds; ``without`` leaves out data sets whose records are nowhere. UserError when the project is open.
        """
        return restoring.restore(backup, project, sources, job, without=without)
