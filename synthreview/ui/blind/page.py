"""Labelling blind from the question which data set to what it has brought, in the place of the data sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from synthreview.domain import Dataset, Kind
from synthreview.engine.blind import keys
from synthreview.errors import SynthreviewError
from synthreview.figures import grouped
from synthreview.jobs import Job, JobContext
from synthreview.project import BLIND_COUNT, BlindItem, BlindSample, Gain
from synthreview.translation import Table, later, tr
from synthreview.ui.actions import action
from synthreview.ui.announce import announce
from synthreview.ui.blind.choices import names_of
from synthreview.ui.blind.gain import GainView
from synthreview.ui.blind.labelling import LabellingView
from synthreview.ui.blind.setup import SetupView
from synthreview.ui.bridge import Bridge

if TYPE_CHECKING:
    from synthreview.project import Project

T = TypeVar("T")

QUESTIONS = Table(
    {
        Kind.TASK_LABEL: later("Which label would you give?"),
        Kind.PREFERENCE: later("Which answer is better?"),
    }
)


class BlindPage(QStackedWidget):
    """Keeps every answer before it shows the next item; the model's label never comes here."""

    left = Signal(str)
    """The person goes back to the data sets; what was kept, in words."""
    review_asked = Signal(str)
    moved = Signal()
    """There is more or less to take back."""

    def __init__(self, project: Project, bridge: Bridge) -> None:
        super().__init__()
        self._project, self._bridge = project, bridge
        self._dataset: Dataset | None = None
        self._sample: BlindSample | None = None
        self._item: BlindItem | None = None
        self._comparing: Job[Any] | None = None
        self.setup, self.labelling, self.gain = SetupView(), LabellingView(), GainView()
        for view in (self.setup, self.labelling, self.gain):
            self.addWidget(view)
        self.setup.asked.connect(self._start)
        self.setup.left.connect(self._leave)
        self.setup.results_asked.connect(self._show_results)
        self.setup.dataset.currentIndexChanged.connect(self._say_state)
        self.labelling.chosen.connect(self._take)
        self.labelling.undo_asked.connect(self.undo)
        self.labelling.finish_asked.connect(self.finish)
        self.labelling.left.connect(self._leave)
        self.gain.review_asked.connect(self.review_asked)
        self.gain.more_asked.connect(self._more)
        self.gain.again_asked.connect(self.finish)
        self.gain.left.connect(self._leave)
        action("leave_blind", self, self._on_leave)
        bridge.changed.connect(self._job_changed)

    def open(self, dataset: int | None = None) -> None:
        """Ask what to label; with a data set it is chosen already."""
        project = self._project
        self.setup.show_choice(
            project.blind_datasets(),
            dataset,
            BLIND_COUNT,
            project.read_only_reason if project.read_only else "",
        )
        self._say_state()
        self.setCurrentWidget(self.setup)
        self.setup.start.setFocus()

    @Slot()
    def _say_state(self) -> None:
        """Whether a sample is under way, and how far."""
        number = self.setup.dataset.currentData()
        sample = self._project.blind_sample(number) if number is not None else None
        words, going_on, labelled = "", False, False
        if sample is not None:
            progress = self._project.blind_progress(sample.id)
            done, total = grouped(progress.done), grouped(progress.total)
            going_on, labelled = progress.left > 0, progress.done > progress.unsure
            words = (
                tr("{done} of {total} of the sample are labelled.", done=done, total=total)
                if going_on
                else tr("You labelled {done} of {total}; this draws more.", done=done, total=total)
            )
        self.setup.show_state(words, going_on=going_on, labelled=labelled)

    @property
    def dataset(self) -> int | None:
        """The data set that was labelled last."""
        return self._dataset.id if self._dataset is not None else None

    # labelling

    @Slot(int, int)
    def _start(self, dataset: int, count: int) -> None:
        def work(job: JobContext) -> BlindSample | SynthreviewError:
            return _tried(lambda: self._project.blind_start(dataset, count, None, job))

        self.setup.set_busy(True)
        self._bridge.run(tr("Drawing a sample"), work, self._started)

    @Slot(object)
    def _started(self, answer: BlindSample | SynthreviewError) -> None:
        self.setup.set_busy(False)
        if isinstance(answer, SynthreviewError):
            self.setup.say_wrong(str(answer))
            return
        self._sample = answer
        self._dataset = next(one for one in self._project.blind_datasets() if one.id == answer.dataset)
        labels, kind = self._project.blind_labels(answer.dataset), self._dataset.kind
        sides = kind is Kind.PREFERENCE
        self.labelling.begin(
            self._dataset.name,
            QUESTIONS[kind],
            labels,
            keys(labels),
            names_of(labels, sides=sides),
            own=not sides,
        )
        self._next()

    def _next(self) -> None:
        assert self._sample is not None
        self._item = self._project.blind_next(self._sample.id)
        if self._item is None:
            self.finish()
            return
        self.setCurrentWidget(self.labelling)
        self.labelling.show_item(self._item, self._project.blind_progress(self._sample.id))
        self.moved.emit()

    @Slot(object, float)
    def _take(self, label: str | None, seconds: float) -> None:
        if self._sample is None or self._item is None:
            return
        try:
            self._project.blind_label(self._sample.id, self._item.item, label, seconds)
        except SynthreviewError as error:
            self.labelling.choices.say_wrong(str(error))
            announce(self, str(error))
            return
        self._next()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None when there is nothing."""
        if self._sample is None or self.currentWidget() is self.setup or self._comparing is not None:
            return None
        progress = self._project.blind_progress(self._sample.id)
        return tr("the last label") if progress.done and not self._project.read_only else None

    @Slot()
    def undo(self) -> None:
        """Take back the last answer and show its item again."""
        if self._sample is None or self.undo_label is None:
            return
        try:
            self._project.blind_undo(self._sample.id)
        except SynthreviewError as error:
            self.labelling.choices.say_wrong(str(error))
            return
        self._next()

    # what it brings

    @Slot()
    def finish(self) -> None:
        """Put the labels there are to use."""
        if self._dataset is None or self._comparing is not None:
            return
        number = self._dataset.id

        def work(job: JobContext) -> Gain | SynthreviewError:
            return _tried(lambda: self._project.blind_finish(number, job))

        self.gain.show_working()
        self.setCurrentWidget(self.gain)
        self._comparing = self._bridge.run(tr("Comparing with people's labels"), work, self._finished)
        self.moved.emit()

    @Slot(object)
    def _finished(self, answer: Gain | SynthreviewError) -> None:
        if isinstance(answer, SynthreviewError):
            self.gain.show_wrong(str(answer))
        else:
            self.gain.show_gain(answer)

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        if job is not self._comparing:
            return
        self.gain.show_job(job)
        if job.state.ended:
            self._comparing = None
            if job.result is None:
                self.gain.show_wrong(tr("The comparison was stopped. Finish again when you like."))
            self.moved.emit()

    @Slot(int)
    def _show_results(self, dataset: int) -> None:
        self._dataset = next(one for one in self._project.blind_datasets() if one.id == dataset)
        self._sample = self._project.blind_sample(dataset)
        self.finish()

    @Slot()
    def _more(self) -> None:
        if self._dataset is not None:
            self.open(self._dataset.id)

    @Slot()
    def _on_leave(self) -> None:
        """Leave the field first, then the page; a comparison under way is waited for."""
        inside = self.currentWidget() is self.labelling and self.labelling.leave_field()
        if not inside and self._comparing is None:
            self._leave()

    @Slot()
    def _leave(self) -> None:
        words = ""
        if self.currentWidget() is self.labelling and self._sample is not None:
            progress = self._project.blind_progress(self._sample.id)
            words = tr(
                "{done} of {total} labelled, all kept. Label blind again to go on where you stopped.",
                done=grouped(progress.done),
                total=grouped(progress.total),
            )
        self._item = None
        self.left.emit(words)


def _tried(act: Callable[[], T]) -> T | SynthreviewError:
    """What an act returns, or the trouble that a person can be told of."""
    try:
        return act()
    except SynthreviewError as error:
        return error
