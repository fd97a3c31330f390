"""Project: the one service that the window and the command line call.

Reads are short unless their docstring says they are long; long methods take a job context for
progress and cancel. Every change of user data is one operation, on disk before the call returns.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from synthreview import demo
from synthreview.analyzers import registry
from synthreview.domain import (
    Changes,
    Chart,
    Dataset,
    Decision,
    ItemView,
    Operation,
    QueueRow,
    Role,
    StoredFinding,
    Verdict,
)
from synthreview.engine import analysis, exporting, importing, insight, intake, integrity, screens
from synthreview.engine.analysis import RunReport
from synthreview.engine.exporting import ExportPlan
from synthreview.engine.importing import ImportReport
from synthreview.engine.indexing import index_text
from synthreview.engine.insight import Counts
from synthreview.engine.intake import Preview
from synthreview.engine.integrity import CheckReport
from synthreview.engine.ranking import rank_if_stale
from synthreview.errors import UserError
from synthreview.figures import grouped
from synthreview.formats.mapping import Mapping
from synthreview.jobs import JobContext
from synthreview.store import datasets, filters, findings, ops, worklist
from synthreview.store import items as stored_items
from synthreview.store.store import SUFFIX, Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CheckReport",
    "Counts",
    "ExportPlan",
    "ImportReport",
    "Preview",
    "Project",
    "RunReport",
]

WORKLIST = "verdict:undecided"
"""The filter of the queue as a reviewer meets it."""


class Project:
    """One open project file.

    ``listeners`` are called after each change, on the thread that made it.
    """

    def __init__(self, store: Store, reviewer: str = "") -> None:
        self._store = store
        self.path = store.path
        self.reviewer = reviewer
        self.listeners: list[Callable[[Changes], None]] = []

    @classmethod
    def open(cls, path: Path, *, create: bool = False, reviewer: str = "") -> Project:
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

    def close(self) -> None:
        """Let go of the file; what was acknowledged is on disk already."""
        self._store.close()

    # Data

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
        job: JobContext | None = None,
    ) -> ImportReport:
        """Import a file as a new data set and put its items into the queue (long)."""
        job = job or JobContext()
        found = intake.recognise(file, mapping)
        name = name or self._free_name(file.stem)
        report = importing.import_file(self._store, file, found.layout, found.mapping, name, role, job)
        rank_if_stale(self._store, JobContext())
        self._changed("datasets", "queue")
        return report

    def add_sample(self, job: JobContext | None = None) -> list[ImportReport]:
        """Import the sample data, made anew: five kinds with known defects (long)."""
        with TemporaryDirectory(prefix="synthreview-") as folder:
            sample = demo.generate(Path(folder))
            return [self.import_file(path, name=title, job=job) for path, _, title in sample.files]

    def index_text(self, job: JobContext | None = None) -> int:
        """Make imported items searchable by their words (long); returns how many were added."""
        return index_text(self._store, job or JobContext())

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
        known = ", ".join(f"'{dataset.name}'" for dataset in every) or "none yet"
        asked = f"There is no data set '{name}'" if name is not None else "Say which data set is meant"
        raise UserError(f"{asked}; the project holds {known}.")

    def quarantined(self, dataset: int, limit: int = 100) -> list[tuple[int, str, str]]:
        """Records that could not be read: 0-based position, why, raw text."""
        encoding = datasets.get(self._store.read(), dataset).encoding
        rows = datasets.quarantined(self._store.read(), dataset, limit)
        return [(position, why, raw.decode(encoding, "replace")) for position, why, raw in rows]

    # Analysis

    def analyze(
        self,
        wanted: Sequence[int] | None = None,
        analyzers: Sequence[str] | None = None,
        job: JobContext | None = None,
    ) -> list[RunReport]:
        """Run analyzers (None: all) on data sets (None: all to be reviewed) and rank (long)."""
        job = job or JobContext()
        for key in analyzers or ():
            registry.create(key)
        reports = analysis.analyze(self._store, wanted, analyzers, job)
        if rank_if_stale(self._store, job):
            self._changed("findings", "queue")
        return reports

    def runs(self) -> list[RunReport]:
        """The latest result of each analyzer on each data set."""
        names = {dataset.id: dataset.name for dataset in self.datasets()}
        return [
            RunReport(
                run.analyzer,
                names[run.dataset],
                run.version,
                run.items,
                run.findings,
                run.seconds,
                run.status,
                run.error,
            )
            for run in findings.runs(self._store.read()).values()
            if run.dataset in names
        ]

    # Reading

    def queue_ids(self, where: str = WORKLIST) -> array[int]:
        """Ids of the items that meet a filter, in queue order (a third of a second at a million)."""
        return worklist.ids(self._store.read(), filters.condition(where))

    def rows(self, items: Sequence[int]) -> list[QueueRow]:
        """Queue rows of a page of items, in the same order."""
        return screens.rows(self._store.read(), items)

    def next_item(self, after: int | None = None, where: str = WORKLIST) -> int | None:
        """The next item behind ``after`` in queue order, from the top again at the end; None: none left."""
        connection, condition = self._store.read(), filters.condition(where)
        found = worklist.after(connection, after, condition)
        if found is None and after is not None:
            found = worklist.after(connection, None, condition)
        return found

    def view(self, item: int) -> ItemView:
        """Everything about one item; UserError when there is none of that number."""
        return screens.view(self._store.read(), item)

    def item_at(self, dataset: str, position: int, unit: str | None = None) -> int:
        """The item that came from a record of a data set (0-based position)."""
        record = datasets.record_id(self.dataset(dataset).id, position)
        item = stored_items.at_place(self._store.read(), record, unit)
        if item is None:
            raise UserError(f"Record {position} of '{dataset}' has no item in the project.")
        return item

    def findings(self, item: int) -> tuple[StoredFinding, ...]:
        """An item's findings, heaviest first."""
        return screens.found(self._store.read(), item)

    def counts(self) -> Counts:
        """Items by verdict."""
        return insight.counts(self._store)

    def history(self, limit: int = 200, before: int | None = None) -> list[Operation]:
        """Operations, newest first."""
        return ops.history(self._store.read(), limit, before)

    def events(self) -> list[tuple[str, int]]:
        """Every do, undo and redo that ever happened, oldest first, with its operation's number."""
        return ops.events(self._store.read())

    def undo_label(self) -> str | None:
        """What undo would take back."""
        return ops.undo_label(self._store.read())

    def redo_label(self) -> str | None:
        """What redo would do again."""
        return ops.redo_label(self._store.read())

    # Deciding

    def decide(
        self,
        item: int,
        verdict: Verdict,
        *,
        edits: dict[str, Any] | None = None,
        reasons: Iterable[str] = (),
        note: str = "",
        seconds: float = 0.0,
        selected_by: str = "risk",
        probability: float | None = None,
    ) -> Operation:
        """Record a verdict; it is on disk when this returns."""
        decision = Decision(
            item=item,
            verdict=verdict,
            edits=edits or {},
            reasons=tuple(reasons),
            note=note,
            seconds=seconds,
            selected_by=selected_by,
            probability=probability,
        )
        return self.decide_many([decision])

    def decide_many(self, decisions: Iterable[Decision], label: str = "") -> Operation:
        """Record several verdicts as one operation."""
        signed = [
            decision if decision.reviewer else replace(decision, reviewer=self.reviewer)
            for decision in decisions
        ]
        if not signed:
            raise UserError("There is nothing to decide: no item was named.")
        for decision in signed:
            if decision.verdict is Verdict.FIX:
                screens.check_edits(self._store.read(), decision)
        label = label or _label(signed)
        operation = self._store.write(lambda c: ops.decide(c, signed, label, self.reviewer))
        self._changed("decisions", items=[decision.item for decision in signed])
        return operation

    def flag(self, item: int, on: bool) -> Operation:
        """Set or clear the mark beside the verdict."""
        operation = self._store.write(lambda c: ops.flag(c, item, self.reviewer, on=on))
        self._changed("decisions", items=[item])
        return operation

    def undo(self, to: int | None = None) -> Operation | None:
        """Take back the newest operation, or all after operation ``to``.

        Returns the last one taken back, None when there was nothing. UserError when an item has been
        changed since.
        """
        undone = self._store.write(lambda c: ops.undo(c, self.reviewer, to))
        if not undone:
            return None
        self._changed("decisions", items=_touched(undone))
        return undone[-1]

    def redo(self) -> Operation | None:
        """Do again what was undone last; None when there is nothing."""
        operation = self._store.write(lambda c: ops.redo(c, self.reviewer))
        if operation is not None:
            self._changed("decisions", items=_touched([operation]))
        return operation

    # Leads

    def risk_chart(self, where: str = "") -> Chart:
        """How risk is spread, by verdict (long at a million items)."""
        return insight.risk_chart(self._store, where)

    def share_chart(self, dataset: int, job: JobContext | None = None) -> Chart:
        """Label shares of people, the model and after cleaning (long)."""
        found = datasets.get(self._store.read(), dataset)
        return insight.share_chart(self._store, found, job or JobContext())

    def stats(self, job: JobContext | None = None) -> dict[str, Any]:
        """Counts, risk bands, reasons and label shares as one JSON object (long)."""
        return insight.stats(self._store, job or JobContext())

    def frame(self, where: str = "") -> pd.DataFrame:
        """Items with their risk, reasons and verdict as a pandas DataFrame, for notebooks (long)."""
        import pandas as pd

        ids = self.queue_ids(where)
        rows = [row for start in range(0, len(ids), 500) for row in self.rows(ids[start : start + 500])]
        columns = [
            "item",
            "rank",
            "kind",
            "dataset",
            "position",
            "unit",
            "risk",
            "title",
            "reason",
            "verdict",
        ]
        return pd.DataFrame([[getattr(row, name) for name in columns] for row in rows], columns=columns)

    # Export and care

    def plan_export(
        self, dataset: int, format: str = "source", include: Iterable[str] | None = None
    ) -> ExportPlan:
        """What an export would write (long for large data sets)."""
        found = datasets.get(self._store.read(), dataset)
        return exporting.plan(self._store, found, format, include)

    def export(
        self,
        dataset: int,
        out: Path,
        format: str = "source",
        include: Iterable[str] | None = None,
        job: JobContext | None = None,
    ) -> dict[str, Any]:
        """Write a data set and its manifest, complete and verified, or nothing (long)."""
        found = datasets.get(self._store.read(), dataset)
        return exporting.export(self._store, found, out, format, include, job or JobContext())

    def check(self) -> CheckReport:
        """Whether the file and our own rules about it hold (long)."""
        return integrity.check(self._store)

    def _free_name(self, wanted: str) -> str:
        taken = {dataset.name for dataset in self.datasets()}
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted} ({number})", number + 1
        return name

    def _changed(self, *topics: str, items: Sequence[int] = ()) -> None:
        changes = Changes(frozenset(topics), tuple(items))
        for listener in list(self.listeners):
            listener(changes)


def _label(decisions: Sequence[Decision]) -> str:
    """What an operation did, in words: ``Reject #812`` or ``Accept 14 items``."""
    if len(decisions) == 1:
        return f"{decisions[0].verdict.capitalize()} #{decisions[0].item}"
    verdicts = {decision.verdict for decision in decisions}
    word = next(iter(verdicts)).capitalize() if len(verdicts) == 1 else "Decide"
    return f"{word} {grouped(len(decisions))} items"


def _touched(operations: Sequence[Operation]) -> list[int]:
    """The items of single-item operations; empty (meaning many) when one moved more."""
    if any(operation.items != 1 for operation in operations):
        return []
    return [operation.first_item for operation in operations if operation.first_item is not None]
