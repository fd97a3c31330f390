"""How far a check is, and the way out of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from synthreview import figures
from synthreview.jobs import Job
from synthreview.translation import tr
from synthreview.ui.elements import button, column, label, row


class Working(QWidget):
    """What is being done, a bar and a button that stops it."""

    def __init__(self) -> None:
        super().__init__()
        self._stopping = False  # the button stays usable: one that goes dead loses the keyboard
        self.note = label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the check"))
        self.cancel = button(tr("Cancel"), self._stop)
        beside = row(spacing=16)
        beside.addLayout(column(self.note, self.bar, spacing=6), 1)
        beside.addWidget(self.cancel)
        self.setLayout(beside)

    def begin(self) -> None:
        """Nothing is known yet of how far it is."""
        self.note.setText(tr("Beginning"))
        self.bar.setMaximum(0)
        self._stopping = False

    def show_job(self, job: Job[object]) -> None:
        """What the job says; each of its steps has a bar of its own."""
        if not job.note or self._stopping:
            return
        share = f", {figures.share(int(100 * job.done / job.total) / 100)}" if job.total > 1 else ""
        self.note.setText(f"{job.note}{share}")
        self.bar.setMaximum(job.total if job.total > 1 else 0)
        self.bar.setValue(job.done)

    @Slot()
    def _stop(self) -> None:
        self.note.setText(tr("Stopping"))
        self.bar.setMaximum(0)
        self._stopping = True
