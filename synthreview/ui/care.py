"""What a person does to a whole data set, in the background, and what came of it in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.domain import Dataset
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext
from synthreview.translation import tr
from synthreview.ui.bridge import Bridge
from synthreview.ui.dataset_words import joined_words, mended_words, update_words
from synthreview.ui.faults import words

if TYPE_CHECKING:
    from synthreview.project import Join, Mended, Project


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act."""

    dataset: int
    """The data set it was about, by the id it has now."""
    words: str
    operation: int = 0
    """The number under which it can be undone; 0 where there is nothing to undo."""
    lasting: bool = False
    """Whether the words stay on the card; others are said once."""
    analyze: bool = False
    """Whether items are there now that were not analyzed."""
    result: Any = None


class Care(QObject):
    """Runs one act on a data set at a time; what fails is told by the data set."""

    done = Signal(object)
    """A Done."""
    failed = Signal(int, str)
    """A data set and a sentence."""
    busy = Signal(int, bool)
    """A data set, and whether something is under way on it."""

    def __init__(self, project: Project, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._bridge = project, bridge
        self._under_way: dict[Job[Any], int] = {}
        bridge.changed.connect(self._job_changed)

    def is_busy(self, dataset: int) -> bool:
        """Whether something is under way on a data set."""
        return dataset in self._under_way.values()

    def rename(self, dataset: Dataset, name: str) -> str:
        """Give it another name at once; returns why that failed, empty when it did not."""
        try:
            operation = self._project.rename_dataset(dataset.id, name)
        except SynthreviewError as error:
            return str(error)
        self.done.emit(
            Done(
                dataset.id,
                tr("Renamed '{old}' to '{new}'.", old=dataset.name, new=name.strip()),
                operation.seq,
            )
        )
        return ""

    def remove(self, dataset: Dataset) -> None:
        """Take it out of the project."""

        def work(_job: JobContext) -> Done:
            operation = self._project.remove_dataset(dataset.id)
            return Done(dataset.id, tr("Removed '{name}'.", name=dataset.name), operation.seq)

        self._run(dataset.id, tr("Removing {name}", name=dataset.name), work)

    def exchange(self, dataset: Dataset) -> None:
        """Read a for b in its choices."""

        def work(_job: JobContext) -> Done:
            operation = self._project.exchange_codes(dataset.id)
            told = tr("Exchanged A and B in '{name}'.", name=dataset.name)
            return Done(dataset.id, told, operation.seq, analyze=True)

        self._run(dataset.id, tr("Exchanging A and B in {name}", name=dataset.name), work)

    def hold_out(self, dataset: Dataset, held: bool) -> None:
        """Keep its answers from the detectors, or let them be used; they run anew."""

        def work(_job: JobContext) -> Done:
            operation = self._project.hold_out(dataset.id, held)
            told = (
                tr("'{name}' is held out: detectors do not see it, Effect can test on it.", name=dataset.name)
                if held
                else tr("Detectors may use '{name}' again.", name=dataset.name)
            )
            return Done(dataset.id, told, operation.seq, analyze=True)

        self._run(dataset.id, tr("Holding out {name}", name=dataset.name), work)

    def update(self, dataset: Dataset, file: Path) -> None:
        """Put a newer version of its source in its place."""

        def work(job: JobContext) -> Done:
            report = self._project.update_dataset(dataset.id, file, None, job)
            now = self._project.dataset(report.dataset).id
            return Done(now, update_words(report), report.operation, lasting=True, analyze=True)

        self._run(dataset.id, tr("Updating {name}", name=dataset.name), work)

    def attach(self, dataset: Dataset, to: int, by: Join | None) -> None:
        """Join a reference to the data it speaks of."""

        def work(job: JobContext) -> Done:
            joined = self._project.attach(dataset.id, to, by, job)
            return Done(dataset.id, joined_words(joined), analyze=True)

        self._run(dataset.id, tr("Joining {name}", name=dataset.name), work)

    def mend(self, dataset: Dataset, texts: Callable[[], Sequence[tuple[int, str | None]]]) -> None:
        """Try records that were set aside again; ``texts`` is asked for them in the background."""

        def work(_job: JobContext) -> Done:
            mended: Mended = self._project.mend(dataset.id, texts())
            seq = mended.operation.seq if mended.operation is not None else 0
            return Done(dataset.id, mended_words(mended), seq, analyze=bool(seq), result=mended)

        self._run(dataset.id, tr("Mending records of {name}", name=dataset.name), work)

    def write(self, dataset: Dataset, title: str, act: Callable[[], str]) -> None:
        """Do something beside the project, such as writing a file; ``act`` returns what it came to."""

        def work(_job: JobContext) -> Done:
            return Done(dataset.id, act())

        self._run(dataset.id, title, work)

    def _run(self, dataset: int, title: str, work: Callable[[JobContext], Done]) -> None:
        if self.is_busy(dataset):
            return

        def told(job: JobContext) -> Done | tuple[int, BaseException]:
            try:
                return work(job)
            except SynthreviewError as error:
                return dataset, error

        job = self._bridge.run(title, told, self._ended)
        self._under_way[job] = dataset
        self.busy.emit(dataset, True)

    @Slot(object)
    def _ended(self, answer: Done | tuple[int, BaseException]) -> None:
        if isinstance(answer, Done):
            self.done.emit(answer)
        else:
            self.failed.emit(answer[0], words(answer[1]))

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        if job.state.ended and job in self._under_way:
            self.busy.emit(self._under_way.pop(job), False)
