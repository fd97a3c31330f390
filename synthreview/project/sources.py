"""Bringing data in and caring for it: import, references, newer versions, records set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from synthreview import demo
from synthreview.domain import Operation, Role
from synthreview.engine import importing, intake, joining, updating, upkeep
from synthreview.engine.importing import ImportReport
from synthreview.engine.indexing import index_text
from synthreview.engine.intake import Preview
from synthreview.engine.joining import Join, Joined
from synthreview.engine.ranking import rank_if_stale
from synthreview.engine.updating import UpdateReport
from synthreview.engine.upkeep import Mended
from synthreview.formats.mapping import Mapping
from synthreview.jobs import JobContext
from synthreview.project.opened import Opened
from synthreview.scratch import scratch
from synthreview.store import datasets
from synthreview.translation import tr


class Sources(Opened):
    """The data sets of a project, and how they come in."""

    @staticmethod
    def preview(file: Path, mapping: Mapping | None = None) -> Preview:
        """What a file would become: recognised format and mapping, and its first records."""
        return intake.preview(file, mapping)

    def import_file(
        self,
        file: Path,
        *,
        name: str = "",
        role: Role = Role.SYNTHETIC,
        mapping: Mapping | None = None,
        licence: str = "",
        generator: str = "",
        job: JobContext | None = None,
    ) -> ImportReport:
        """Import a file as a new data set and put its items into the queue (long)."""
        job = job or JobContext()
        found = intake.recognise(file, mapping)
        name = name or self._free_name(file.name if file.is_dir() else file.stem)
        origin = importing.Origin(name, role, licence, generator)
        report = importing.import_file(self._store, file, found.layout, found.mapping, origin, job)
        rank_if_stale(self._store, JobContext())
        self._changed("datasets", "queue")
        return report

    def add_sample(self, job: JobContext | None = None) -> list[ImportReport]:
        """Import the sample data, made anew: five kinds with known defects (long)."""
        with scratch() as folder:
            sample = demo.generate(folder)
            return [self.import_file(path, name=title, job=job) for path, _, title in sample.files]

    def index_text(self, job: JobContext | None = None) -> int:
        """Make imported items searchable by their words (long); returns how many were added."""
        return index_text(self._store, job or JobContext())

    def attach(
        self, reference: int, to: int, by: Join | None = None, job: JobContext | None = None
    ) -> Joined:
        """Join a reference or holdout to the data it speaks of, and compare its judge (long).

        ``by`` None takes ids where they meet, else texts.
        """
        found = [datasets.get(self._store.read(), number) for number in (reference, to)]
        joined = joining.join(self._store, found[0], found[1], by, job or JobContext())
        self._changed("datasets")
        return joined

    def rename_dataset(self, dataset: int, name: str) -> Operation:
        """Give a data set another name."""
        found = datasets.get(self._store.read(), dataset)
        operation = upkeep.rename(self._store, found, name, self.reviewer)
        self._changed("datasets", "queue", "decisions")
        return operation

    def remove_dataset(self, dataset: int) -> Operation:
        """Take a data set out of the project; undo brings it back (long: the queue is ranked anew)."""
        self._before_many()
        operation = upkeep.remove(self._store, datasets.get(self._store.read(), dataset), self.reviewer)
        self.refresh_queue()
        return operation

    def hold_out(self, dataset: int, held: bool = True) -> Operation:
        """Keep people's answers from the detectors for tests (or let them be used again).

        Detectors know of it with the next analysis.
        """
        found = datasets.get(self._store.read(), dataset)
        operation = upkeep.hold_out(self._store, found, held, self.reviewer)
        self._changed("datasets")
        return operation

    def exchange_codes(self, dataset: int) -> Operation:
        """Read a for b in a data set's choices; what was joined to it is compared anew (long)."""
        operation = upkeep.exchange(self._store, datasets.get(self._store.read(), dataset), self.reviewer)
        self.refresh_queue()
        return operation

    def update_dataset(
        self, dataset: int, file: Path, mapping: Mapping | None = None, job: JobContext | None = None
    ) -> UpdateReport:
        """Put a newer version of a source in the place of the old one, decisions included (long)."""
        job = job or JobContext()
        self._before_many()
        old = datasets.get(self._store.read(), dataset)
        found = intake.recognise(file, mapping or intake.mapping_for_update(file, old))
        origin = importing.Origin(
            self._free_name(tr("{name} (update)", name=old.name)),
            old.role,
            old.licence,
            old.generator,
            shown=False,
        )
        report = importing.import_file(self._store, file, found.layout, found.mapping, origin, job)
        try:
            new = datasets.get(self._store.read(), report.dataset_id)
            carried = updating.carry_over(self._store, old, new, self.reviewer, job)
        except BaseException:
            importing.discard(self._store, report.dataset_id)
            raise
        self.refresh_queue()
        return carried

    def mend(self, dataset: int, texts: Iterable[tuple[int, str | None]]) -> Mended:
        """Try records that were set aside again, each by its position with a mended text or as it is."""
        found = datasets.get(self._store.read(), dataset)
        mended = upkeep.mend(self._store, found, texts, self.reviewer)
        self.refresh_queue()
        return mended

    def quarantined(self, dataset: int, limit: int = 100) -> list[tuple[int, str, str]]:
        """Records that could not be read: 0-based position, why, raw text."""
        return list(islice(self.damaged(dataset), limit))

    def damaged(self, dataset: int) -> Iterator[tuple[int, str, str]]:
        """All records that could not be read: 0-based position, why, raw text."""
        found = datasets.get(self._store.read(), dataset)
        for position, why, raw in upkeep.damaged(self._store, found):
            yield position, why, raw.decode(found.encoding, "replace")
