"""Below everything: pace, running work with its way out, and whether all is saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from synthreview import figures
from synthreview.jobs import Job, JobState
from synthreview.translation import later, tr
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import Elided, button, label, row
from synthreview.ui.keys.follow import sentence

QUICK = 400
"""Milliseconds before work is shown at all: shorter work would only flicker."""
LINGER = 8000
"""Milliseconds a message stays."""


class StatusLine(QFrame):
    """One quiet line; it never takes the keyboard by itself."""

    keys_asked = Signal()
    day_asked = Signal()
    """A person wants to see the day: pace, breaks, goal."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._pace = ""
        self.setProperty("look", "panel")
        self.setMinimumHeight(34)
        self.words = Elided("", "small", Qt.TextElideMode.ElideRight)
        self.day = button(tr("Today"), self.day_asked, "link")
        self.day.setToolTip(tr("Your pace, your breaks and your goal"))
        self.saved = label("", "small")
        self.keys = button(tr("Keys"), self.keys_asked, "link")
        sentence(self.keys, self.keys.setText, later("{key} for keys"), "keys", bare=later("Keys"))
        self._make_job_line()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(16)
        layout.addWidget(self.day)
        layout.addWidget(self.words, 1)
        layout.addWidget(self._job_line)
        layout.addStretch(0)
        layout.addWidget(self.saved)
        layout.addWidget(self.keys)
        self._linger = _once(self, LINGER, self._show_pace)
        self._wait = _once(self, QUICK, self.show_jobs)
        bridge.changed.connect(self._changed)

    def _make_job_line(self) -> None:
        self._title = Elided("", "small", Qt.TextElideMode.ElideMiddle)
        self._title.setMinimumWidth(180)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName(tr("Progress"))
        self.cancel = button(tr("Cancel"), self._cancel, "link")
        self._job_line = QWidget()
        self._job_line.setLayout(row(self._title, self._bar, self.cancel, spacing=8))
        self._job_line.hide()

    def say(self, words: str) -> None:
        """Show a message for a while."""
        self.words.setText(words)
        self._linger.start()

    def show_pace(self, words: str) -> None:
        """Set the line's resting words."""
        self._pace = words
        if not self._linger.isActive():
            self._show_pace()

    def show_saved(self, words: str) -> None:
        """Say whether everything is on disk."""
        self.saved.setText(words)

    @Slot()
    def _show_pace(self) -> None:
        self.words.setText(self._pace)

    @Slot(object)
    def _changed(self, job: Job[object]) -> None:
        if job.state is JobState.CANCELLED:
            self.say(tr("Cancelled: {title}", title=job.title))
        if self._job_line.isVisible():
            self.show_jobs()
        elif not job.state.ended and not self._wait.isActive():
            self._wait.start()

    @Slot()
    def show_jobs(self) -> None:
        """Show the oldest running job, and how many others there are."""
        jobs = self._bridge.active()
        self._job_line.setVisible(bool(jobs))
        if jobs:
            job = jobs[0]
            self._title.setText(job_words(job, len(jobs) - 1))
            self._bar.setMaximum(job.total)
            self._bar.setValue(job.done)
            self.cancel.setAccessibleName(tr("Cancel: {title}", title=job.title))

    @Slot()
    def _cancel(self) -> None:
        for job in self._bridge.active()[:1]:
            job.cancel()


def job_words(job: Job[object], others: int) -> str:
    """``Importing a.json 64 %, 3 min left, and 2 more``."""
    words = job.title
    if job.total:
        words += f" {figures.share(int(100 * job.done / job.total) / 100)}"
    parts, left = [words], job.seconds_left
    if left is not None and left >= 1:
        parts.append(tr("{span} left", span=figures.span(left)))
    if others:
        parts.append(tr("and {others} more", others=others))
    return ", ".join(parts)


def _once(parent: StatusLine, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
