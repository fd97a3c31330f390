"""A project file that is open: who reviews, who listens, and which data sets it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from synthreview.domain import Changes, Dataset, Role
from synthreview.engine import backups, integrity, joining, judges
from synthreview.engine.ranking import rank_if_stale
from synthreview.errors import SynthreviewError, UserError
from synthreview.jobs import JobContext
from synthreview.store import datasets, worklist
from synthreview.store.store import SUFFIX, Store
from synthreview.translation import tr


class Opened:
    """One open project file: what every part of the service stands on.

    ``listeners`` are called after each change, on the thread that made it.
    """

    def __init__(self, store: Store, reviewer: str = "") -> None:
        self._store = store
        self.path = store.path
        self.reviewer = reviewer
        self.listeners: list[Callable[[Changes], None]] = []

    @classmethod
    def open(cls, path: Path, *, create: bool = False, reviewer: str = "") -> Self:
        """Open (or with ``create`` make) a project.

        Raises UserError or EnvironmentFault with the reason. What a killed import or analysis left
        half done is taken away.
        """
        if create and not path.suffix and not path.is_file():
            path = path.with_suffix(SUFFIX)
        store = Store(path, create=create)
        try:
            if not store.read_only:
                integrity.tidy(store)
                rank_if_stale(store, JobContext())
        except BaseException:
            store.close()
            raise
        return cls(store, reviewer)

    @property
    def name(self) -> str:
        """The project's name: its file's, without the ending."""
        return self.path.stem

    @property
    def read_only(self) -> bool:
        """Whether decisions cannot be recorded."""
        return self._store.read_only

    @property
    def read_only_reason(self) -> str:
        """Why not, as a sentence; empty when they can."""
        return self._store.read_only_reason

    @property
    def is_stale(self) -> bool:
        """Whether ``refresh_queue`` has something to do."""
        return worklist.is_stale(self._store.read())

    def close(self) -> None:
        """Let go of the file; what was acknowledged is on disk already.

        Work of more than half an hour that no backup holds makes one.
        """
        try:
            with suppress(SynthreviewError, sqlite3.Error):
                backups.keep_if_changed(self._store, backups.moment(), backups.AFTER)
        finally:
            self._store.close()

    def datasets(self) -> list[Dataset]:
        """All data sets, in the order of their import."""
        return datasets.every(self._store.read())

    def dataset(self, name: str | None = None) -> Dataset:
        """A data set by name; without one, the only one to be reviewed."""
        every = self.datasets()
        if name is not None:
            for dataset in every:
                if dataset.name == name:
                    return dataset
        choice = [dataset for dataset in every if dataset.role is Role.SYNTHETIC]
        if name is None and len(choice) == 1:
            return choice[0]
        known = ", ".join(f"'{dataset.name}'" for dataset in every) or tr("none yet")
        if name is not None:
            raise UserError(
                tr("There is no data set '{name}'; the project holds {known}.", name=name, known=known)
            )
        raise UserError(tr("Say which data set is meant; the project holds {known}.", known=known))

    def refresh_queue(self, job: JobContext | None = None) -> None:
        """Rank and compare anew what came, went or changed since the last time (long).

        Called after undo and redo too, which may bring a data set back.
        """
        rank_if_stale(self._store, job or JobContext())
        judges.judge_again(self._store, job or JobContext())
        joining.join_again(self._store, job or JobContext())
        self._changed("datasets", "queue", "decisions")

    def _before_many(self) -> None:
        """Keep people's work safe before an act that changes much of it at once.

        EnvironmentFault or Damaged when that cannot be, and so neither can the act.
        """
        backups.keep_if_changed(self._store, backups.moment())

    def _free_name(self, wanted: str) -> str:
        taken = datasets.names(self._store.read())
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted} ({number})", number + 1
        return name

    def _changed(self, *topics: str, items: Sequence[int] = ()) -> None:
        changes = Changes(frozenset(topics), tuple(items))
        for listener in list(self.listeners):
            listener(changes)
