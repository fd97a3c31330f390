"""Analyzing, looking and deciding."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from synthreview.analyzers import registry
from synthreview.analyzers.embeddings import full
from synthreview.domain import Decision, ItemView, Operation, QueueRow, Role, StoredFinding, Verdict
from synthreview.engine import analysis, meanings, screens
from synthreview.engine.analysis import RunReport
from synthreview.engine.edits import check_edits
from synthreview.engine.ranking import rank_if_stale
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.panels import Panel, shown_in
from synthreview.project.counting import Counting
from synthreview.project.find import Find
from synthreview.query import quoted
from synthreview.store import audits, datasets, findings, ops, worklist
from synthreview.store import items as stored_items
from synthreview.store.worklist import WAYS
from synthreview.translation import later, tr, trn

WORKLIST = "verdict:undecided"
"""The filter of the queue as a reviewer meets it."""


class Desk(Find, Counting):
    """The ranked items, and what people decide on them."""

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

    def read_meanings(
        self, wanted: Sequence[int] | None = None, model: Path | None = None, job: JobContext | None = None
    ) -> int:
        """Let the full tier read the texts that ``analyze`` compares; how many it did not know (very long).

        ``model`` is a folder with a sentence model, None the packaged one. What was read stays, also
        when the job is cancelled; the next ``analyze`` uses it where all texts of a data set were read.
        Raises UserError when no model can run here.
        """
        return meanings.read(self._store, wanted, full.chosen(model), job or JobContext())

    def has_unread_meanings(self, model: Path | None = None) -> bool:
        """Whether ``read_meanings`` has anything to do."""
        return bool(meanings.unread(self._store, None, full.chosen(model)))

    def runs(self) -> list[RunReport]:
        """The latest result of each analyzer on each data set."""
        every = self.datasets()
        names = {dataset.id: dataset.name for dataset in every}
        reports = [
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
        reviewed = (dataset for dataset in every if dataset.role is Role.SYNTHETIC)
        return reports + [report for dataset in reviewed for report in analysis.unloadable(dataset)]

    # Reading

    def queue_ids(self, where: str = WORKLIST) -> array[int]:
        """Ids of the items that meet a filter, in queue order (a third of a second at a million)."""
        return worklist.ids(self._store.read(), self._condition(where))

    def rows(self, items: Sequence[int]) -> list[QueueRow]:
        """Queue rows of a page of items, in the same order."""
        return screens.rows(self._store.read(), items)

    def next_item(self, after: int | None = None, where: str = WORKLIST) -> int | None:
        """The next item behind ``after`` in queue order, from the top again at the end; None: none left."""
        connection, condition = self._store.read(), self._condition(where)
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
            raise UserError(
                tr(
                    "Record {position} of '{dataset}' has no item in the project.",
                    position=position,
                    dataset=dataset,
                )
            )
        return item

    def findings(self, item: int) -> tuple[StoredFinding, ...]:
        """An item's findings, heaviest first."""
        return screens.found(self._store.read(), item)

    def panels(self, dataset: int) -> list[tuple[str, Panel]]:
        """What the analyzers say about a whole data set, each with its analyzer's title."""
        connection = self._store.read()
        inside = f"dataset:{quoted(datasets.get(connection, dataset).name)}"
        return [
            (tr(registry.create(analyzer).title), shown_in(panel, inside))
            for analyzer, panel in findings.panels(connection, dataset)
            if analyzer in registry.registered()
        ]

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
        """Record a verdict; it is on disk when this returns.

        An item that the queue itself showed (``risk``) is kept with why it stood there, a random check also
        with its chance to be drawn by then.
        """
        if selected_by == WAYS[0]:
            selected_by, probability = self._shown_for(item)
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

    def _shown_for(self, item: int) -> tuple[str, float | None]:
        """Why the queue shows an item, and the chance of that where it was drawn at random."""
        connection = self._store.read()
        way = worklist.way(connection, item) or WAYS[0]
        drawn = audits.place(connection, item) if way == WAYS[-1] else None
        return way, (drawn[0] + 1) / drawn[1] if drawn else None

    def decide_many(self, decisions: Iterable[Decision], label: str = "") -> Operation:
        """Record several verdicts as one operation."""
        signed = [
            decision if decision.reviewer else replace(decision, reviewer=self.reviewer)
            for decision in decisions
        ]
        if not signed:
            raise UserError(tr("There is nothing to decide: no item was named."))
        for decision in signed:
            if decision.verdict is Verdict.FIX:
                check_edits(self._store.read(), decision)
        label = label or _label(signed)
        with self._changing({decision.item for decision in signed}):
            operation = self._store.write(lambda c: ops.decide(c, signed, label, self.reviewer))
        self._changed("decisions", items=[decision.item for decision in signed])
        return operation

    def flag(self, item: int, on: bool) -> Operation:
        """Set or clear the mark beside the verdict."""
        with self._changing([item]):
            operation = self._store.write(lambda c: ops.flag(c, item, self.reviewer, on=on))
        self._changed("decisions", items=[item])
        return operation


def _label(decisions: Sequence[Decision]) -> str:
    """What an operation did, in words: ``Reject #812`` or ``Accept 14 items``."""
    if len(decisions) == 1:
        return tr(_ONE[decisions[0].verdict], item=decisions[0].item)
    verdicts = {decision.verdict for decision in decisions}
    return label_of(verdicts.pop() if len(verdicts) == 1 else None, len(decisions))


_ONE = {
    Verdict.ACCEPT: later("Accept #{item}"),
    Verdict.FIX: later("Fix #{item}"),
    Verdict.REJECT: later("Reject #{item}"),
    Verdict.DEFER: later("Defer #{item}"),
}


def label_of(verdict: Verdict | None, count: int) -> str:
    """What a verdict on many items did, in words; None where they got different ones."""
    match verdict:
        case Verdict.ACCEPT:
            return trn("Accept {count} item", "Accept {count} items", count)
        case Verdict.FIX:
            return trn("Fix {count} item", "Fix {count} items", count)
        case Verdict.REJECT:
            return trn("Reject {count} item", "Reject {count} items", count)
        case Verdict.DEFER:
            return trn("Defer {count} item", "Defer {count} items", count)
        case None:
            return trn("Decide {count} item", "Decide {count} items", count)
