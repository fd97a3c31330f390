"""Checking an earlier export: a manifest is chosen, and what it says is held against what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from synthreview.errors import SynthreviewError
from synthreview.jobs import JobContext
from synthreview.translation import tr
from synthreview.ui import dialogs, elements
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import Card, button, column, label, row
from synthreview.ui.export_words import check_lines
from synthreview.ui.faults import words

if TYPE_CHECKING:
    from synthreview.project import Project, Verification


class ExportCheck(Card):
    """A button, and below it what the last check found."""

    def __init__(self, project: Project, bridge: Bridge) -> None:
        super().__init__(spacing=8)
        self._project, self._bridge = project, bridge
        self.choose = button(tr("Choose a manifest\u2026"), self._choose)
        about = tr("Every export has a manifest beside it. By it the file is read again and compared.")
        words = QWidget()
        words.setLayout(
            column(
                label(tr("Check an earlier export"), "heading", wrap=True),
                label(about, "small", wrap=True),
                spacing=4,
            )
        )
        self.choose.setAccessibleDescription(tr("Check an earlier export"))
        head = row(words, self.choose, spacing=12)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.lines = column(spacing=4)
        self.body.addLayout(self.lines)

    @Slot()
    def _choose(self) -> None:
        manifest = dialogs.open_manifest(self, self._project.path.absolute().parent)
        if manifest is not None:
            self.check(manifest)

    def check(self, manifest: Path) -> None:
        """Check the export that a manifest tells of, in the background."""
        verify = self._project.verify

        def work(_job: JobContext) -> Verification | SynthreviewError:
            try:
                return verify(manifest)
            except SynthreviewError as error:
                return error

        self._bridge.run(tr("Checking {name}", name=manifest.name), work, self._checked)

    @Slot(object)
    def _checked(self, found: Verification | SynthreviewError) -> None:
        elements.clear(self.lines)
        lines = [(words(found), "error")] if isinstance(found, SynthreviewError) else check_lines(found)
        for told, look in lines:
            self.lines.addWidget(label(told, look, wrap=True))
