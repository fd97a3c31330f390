"""The facts a report tells of one data set, gathered once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from synthreview.chart import Chart
from synthreview.domain import Dataset, Role, Verdict
from synthreview.engine import facets, insight, report_probe
from synthreview.jobs import JobContext
from synthreview.panels import Panel
from synthreview.probe.result import Result
from synthreview.store import datasets, findings, judged, objections, reviewed
from synthreview.store.findings import Run
from synthreview.store.reviewed import Decided
from synthreview.store.store import Store


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """What is known of one data set. Data sets to compare with have no findings and no decisions."""

    dataset: Dataset
    sure: Sequence[str]
    """What is known of the errors that are left, in whole sentences; empty where nothing is."""
    runs: tuple[Run, ...] = ()
    found: tuple[judged.Tally, ...] = ()
    with_findings: int = 0
    objections: int = 0
    """Findings that somebody called wrong."""
    decided: tuple[Decided, ...] = ()
    reasons: tuple[tuple[str, str, int], ...] = ()
    """Verdict, reason code, items: as people gave them."""
    unexplained: int = 0
    by_several: int = 0
    labels: Chart | None = None
    panels: tuple[tuple[str, Panel], ...] = ()
    probed: Result | None = None
    """What the last second-order check found."""
    probed_before: bool = False
    """Whether people have changed anything since."""

    @property
    def is_reviewed(self) -> bool:
        """Whether the data set is there to be reviewed."""
        return self.dataset.role is Role.SYNTHETIC

    @property
    def verdicts(self) -> Counter[str]:
        """Items by verdict."""
        return counted(self.decided, "verdict")

    @property
    def settled(self) -> int:
        """Items with a verdict that settles them (deferring does not)."""
        return self.verdicts.total() - self.verdicts[Verdict.DEFER]

    @property
    def undecided(self) -> int:
        """Items that nobody gave a verdict."""
        return max(self.dataset.items - self.verdicts.total(), 0)


def counted(rows: Sequence[Decided], key: str) -> Counter[str]:
    """Items by a field of their decisions, most first."""
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[getattr(row, key)] += row.items
    return Counter(dict(numbers.most_common()))


def gather(store: Store, dataset: Dataset, sure: Sequence[str], job: JobContext) -> DatasetFacts:
    """Count everything about a data set (long where many items were fixed or rejected one by one)."""
    if dataset.role is not Role.SYNTHETIC:
        return DatasetFacts(dataset, sure)
    with store.snapshot() as connection:
        job.check()
        facts = _counts(connection, dataset, sure)
    job.check()
    return facts if not _has_labels(store, dataset) else _with_labels(store, facts, job)


def _counts(connection: sqlite3.Connection, dataset: Dataset, sure: Sequence[str]) -> DatasetFacts:
    """What SQL alone can tell, of one moment of the project."""
    runs = (run for run in findings.runs(connection).values() if run.dataset == dataset.id)
    found = judged.by_reason(connection, dataset.id)
    probed = report_probe.known(connection, dataset.id)
    return DatasetFacts(
        dataset,
        sure,
        runs=tuple(sorted(runs, key=lambda run: run.analyzer)),
        found=tuple(sorted(found, key=lambda tally: (-tally[1], tally[0]))),
        with_findings=reviewed.with_findings(connection, dataset.id),
        objections=objections.count(connection, dataset.id),
        decided=tuple(reviewed.decided(connection, dataset.id)),
        reasons=tuple(reviewed.reasons(connection, dataset.id)),
        unexplained=reviewed.unexplained(connection, dataset.id),
        by_several=reviewed.by_several(connection, dataset.id),
        panels=tuple(findings.panels(connection, dataset.id)),
        probed=probed,
        probed_before=probed is not None and report_probe.decided_since(connection, dataset.id, probed) > 0,
    )


def _has_labels(store: Store, dataset: Dataset) -> bool:
    return dataset.kind in facets.VOTING and bool(datasets.votes(store.read(), dataset.id).get("model"))


def _with_labels(store: Store, facts: DatasetFacts, job: JobContext) -> DatasetFacts:
    return replace(facts, labels=insight.share_chart(store, facts.dataset, job))
