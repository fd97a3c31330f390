"""What a person has begun to say of an item and not yet decided; on disk within a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.domain import Decision, Draft
from synthreview.errors import SynthreviewError
from synthreview.translation import tr

if TYPE_CHECKING:
    from synthreview.project import Project

__all__ = ["Draft", "Drafts"]

SOON = 400
"""Milliseconds from a change until it is written: typing on does not put it off."""


class Drafts(QObject):
    """Drafts by reviewer and item; an item without one has what its decision says.

    ``unwritten`` is asked for what is still being typed whenever something is to be written.
    """

    failed = Signal(str)
    """A sentence about a draft that could not be stored; it is still there while the program runs."""

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._drafts: dict[tuple[str, int], Draft | None] = {}
        self._changed: set[tuple[str, int]] = set()
        self._writing: list[Future[None]] = []
        self.unwritten: Callable[[], None] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.write)

    def of(self, item: int, decision: Decision | None) -> Draft:
        """The draft of an item."""
        draft = self._known(item)
        return draft if draft is not None else _said(decision)

    def put(self, item: int, decision: Decision | None, draft: Draft) -> None:
        """Keep a draft; one that says what the decision says is none."""
        kept = None if draft == _said(decision) else draft
        if kept != self._known(item):
            self._set(item, kept)

    def put_edits(self, item: int, decision: Decision | None, edits: Mapping[str, Any]) -> None:
        """Keep unsaved edits beside reasons and note."""
        self.put(item, decision, replace(self.of(item, decision), edits=dict(edits)))

    def forget(self, item: int) -> None:
        """Drop the draft of an item, when it was decided or everything was taken back."""
        if self._known(item) is not None:
            self._set(item, None)
            self.write()

    def touch(self) -> None:
        """Something is being typed: ask for it and write it soon."""
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def write(self) -> None:
        """Write now what has changed, without waiting for the disk."""
        self._soon.stop()
        if self.unwritten is not None:
            self.unwritten()
        self._soon.stop()
        changed, self._changed = self._changed, set()
        self._look_back()
        for reviewer, item in changed:
            if not self._project.read_only:
                self._submit(reviewer, item)

    def _known(self, item: int) -> Draft | None:
        key = (self._project.reviewer, item)
        if key not in self._drafts:
            self._drafts[key] = self._project.draft(item)
        return self._drafts[key]

    def _set(self, item: int, draft: Draft | None) -> None:
        key = (self._project.reviewer, item)
        self._drafts[key] = draft
        self._changed.add(key)
        self.touch()

    def _submit(self, reviewer: str, item: int) -> None:
        try:
            self._writing.append(self._project.keep_draft(item, self._drafts[reviewer, item], reviewer))
        except SynthreviewError as error:
            self._tell(error)

    def _look_back(self) -> None:
        """Tell of what could not be written the last time."""
        ended = [future for future in self._writing if future.done()]
        self._writing = [future for future in self._writing if not future.done()]
        error = next((error for future in ended if (error := future.exception()) is not None), None)
        if error is not None:
            self._tell(error)

    def _tell(self, error: BaseException) -> None:
        self.failed.emit(tr("What you began on an item could not be stored: {error}", error=error))


def _said(decision: Decision | None) -> Draft:
    return Draft(decision.reasons, decision.note) if decision else Draft()
