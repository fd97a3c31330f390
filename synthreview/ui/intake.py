"""From a file to the first item: import, then analysis, then word that the queue is ready."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from synthreview import settings
from synthreview.domain import Role
from synthreview.errors import UserError
from synthreview.jobs import Job, JobContext
from synthreview.translation import tr, trn
from synthreview.ui.bridge import Bridge
from synthreview.ui.dataset_words import joined_words

if TYPE_CHECKING:
    from synthreview.formats.mapping import Mapping
    from synthreview.project import ImportReport, Join, Joined, Project, RunReport


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the import dialog settled."""

    file: Path
    name: str
    role: Role
    mapping: Mapping
    project: Path | None = None
    """Where a new project goes; None when the open one takes the file."""
    licence: str = ""
    generator: str = ""
    by: Join | None = None
    """How rows of a reference find their items; None takes what meets."""
    to: tuple[int, ...] = ()
    """The data sets that a reference speaks of."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import."""

    report: ImportReport
    role: Role
    joined: tuple[Joined, ...] = ()
    fault: str = ""
    """Why a reference could not be joined; the import itself stands."""


class Intake(QObject):
    """Runs imports and analyses of one project, one after the other."""

    said = Signal(str)
    """What an import or analysis came to, in a sentence."""
    ready = Signal()
    """An import was analyzed to its end: the riskiest item can be shown."""

    def __init__(self, project: Project, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._bridge = project, bridge
        self._show_when_ready = False
        self._again = self._quiet = False
        self._analyzed = self._standing()
        self.analysis: Job[list[RunReport]] | None = None
        self.reading: Job[bool] | None = None

    def take(self, request: ImportRequest) -> None:
        """Import a file, join it where it is a reference, and analyze what there is to review."""

        def work(job: JobContext) -> Taken:
            report = self._project.import_file(
                request.file,
                name=request.name,
                role=request.role,
                mapping=request.mapping,
                licence=request.licence,
                generator=request.generator,
                job=job,
            )
            joined: list[Joined] = []
            try:
                joined.extend(
                    self._project.attach(report.dataset_id, to, request.by, job) for to in request.to
                )
            except UserError as error:
                return Taken(report, request.role, tuple(joined), str(error))
            return Taken(report, request.role, tuple(joined))

        self._bridge.run(tr("Importing {name}", name=request.file.name), work, self._taken, long=True)

    @Slot()
    def analyze_quietly(self) -> None:
        """Analyze after something else has changed; where nothing is new, nothing is said."""
        self._quiet = True
        self._analyze()

    @Slot()
    def analyze_moved(self) -> None:
        """Analyze where data came, went or is read otherwise since the last analysis began."""
        if self._standing() != self._analyzed:
            self.analyze_quietly()

    @Slot()
    def analyze(self) -> None:
        """Run every analyzer over what has changed; a run under way is followed by another."""
        self._quiet = False
        self._analyze()

    def _analyze(self) -> None:
        if self.analysis is not None and not self.analysis.state.ended:
            self._again = True
            return
        self._again = False
        self._analyzed = self._standing()

        def work(job: JobContext) -> list[RunReport]:
            return self._project.analyze(job=job)

        self.analysis = self._bridge.run(tr("Analyzing"), work, self._finished, long=True)

    def _standing(self) -> list[tuple[int, int, str]]:
        """What an analysis depends on of the data sets: which there are, their items, how they are read."""
        return [(each.id, each.items, str(each.mapping)) for each in self._project.datasets()]

    @Slot()
    def index(self) -> None:
        """Make new items searchable by their words, in the background."""
        if not self._project.read_only:
            self._bridge.run(tr("Making the words searchable"), self._index, self._indexed, long=True)

    def _index(self, job: JobContext) -> int:
        return self._project.index_text(job)

    @Slot(object)
    def _indexed(self, _added: int) -> None:
        """Searches find more from now on; nothing on screen changes."""

    @Slot()
    def read_closely(self) -> None:
        """Let the large model read what it has not read, where a person wants that and it is there.

        A reading that was cancelled is taken up again when the project is next opened.
        """
        if self.reading is None:
            self._start_reading(asked=False)

    def read_anew(self) -> None:
        """The same after a person chose another model, or none: what cannot run is told."""
        if self.reading is not None:
            self.reading.cancel()
        self._start_reading(asked=True)

    def _start_reading(self, *, asked: bool) -> None:
        preferences = settings.load()
        if self._project.read_only or not preferences.closely:
            return
        folder = Path(preferences.model) if preferences.model else None

        def work(job: JobContext) -> bool:
            try:
                unread = self._project.has_unread_meanings(folder)
            except UserError:
                if asked or folder is not None:
                    raise
                return False  # it was not installed: the small model is what there is
            if unread:
                self._project.read_meanings(None, folder, job)
            return unread

        self.reading = self._bridge.run(tr("Reading the texts closely"), work, self._read, long=True)

    @Slot(object)
    def _read(self, anything: bool) -> None:
        self.reading = None
        if anything:
            self.analyze_quietly()

    @Slot(object)
    def _taken(self, taken: Taken) -> None:
        self.said.emit(taken_words(taken))
        # A reference is compared with; what it has to say stands on its card.
        self._show_when_ready = self._show_when_ready or taken.role is Role.SYNTHETIC
        self.analyze_quietly()

    @Slot(object)
    def _finished(self, reports: list[RunReport]) -> None:
        if not self._quiet or any(report.status != "unchanged" for report in reports):
            self.said.emit(analysis_words(reports))
        if self._again:
            self._analyze()
            return
        self.index()
        self.read_closely()
        if self._show_when_ready:
            self._show_when_ready = False
            self.ready.emit()


def taken_words(taken: Taken) -> str:
    """What an import came to, and what its rows found."""
    return " ".join(filter(None, [import_words(taken.report), *map(joined_words, taken.joined), taken.fault]))


def import_words(report: ImportReport) -> str:
    """What an import came to."""
    items, name = trn("{count} item", "{count} items", report.imported), Path(report.file).name
    if not report.quarantined:
        return tr("{items} imported from {name}.", items=items, name=name)
    records = trn("{count} record", "{count} records", report.quarantined)
    return tr("{items} imported from {name}, {records} set aside.", items=items, name=name, records=records)


def analysis_words(reports: list[RunReport]) -> str:
    """What an analysis came to; a detector that failed is named on the Data page."""
    failed = sum(report.status == "failed" for report in reports)
    if failed:
        return trn(
            "{count} detector failed; Data says why. The others have finished.",
            "{count} detectors failed; Data says why. The others have finished.",
            failed,
        )
    if all(report.status == "unchanged" for report in reports):
        return tr("Nothing has changed since the last analysis.")
    return trn(
        "Analyzed: {count} finding.",
        "Analyzed: {count} findings.",
        sum(report.findings for report in reports),
    )
