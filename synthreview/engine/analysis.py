"""Analysis: every analyzer over every data set it fits, running again only what can have changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from synthreview.analyzers import registry
from synthreview.domain import Dataset, Role
from synthreview.engine import meanings, passes
from synthreview.engine.items import ItemBuilder
from synthreview.engine.passes import Outcome, Range
from synthreview.engine.pool import Workers, processes_for, stream
from synthreview.jobs import JobContext
from synthreview.scratch import scratch
from synthreview.store import datasets, findings, ops, vectors
from synthreview.store import items as stored_items
from synthreview.store.findings import FindingRow, Run
from synthreview.store.store import Store
from synthreview.store.writer import BULK
from synthreview.translation import tr

RANGE_ITEMS = 500
"""Items per task: small enough that a cancel is felt within a second."""
INCREMENT_ITEMS = 5_000
"""Up to so many changed items are scored again in place; more are worth a full run."""

Summarize = Callable[[Range, Sequence[str]], dict[str, Outcome]]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one analyzer did with one data set; ``status`` is done, unchanged or failed.

    The findings of one that failed are those of its run before, which stay.
    """

    analyzer: str
    dataset: str
    version: int
    items: int
    findings: int
    seconds: float
    status: str
    error: str = ""


@dataclass(slots=True)
class _Active:
    """An analyzer's run while it is going on."""

    id: str
    run: int
    fingerprint: str
    partial: Any = None
    reference: Any = None
    error: str = ""
    seconds: float = 0.0
    items: int = 0
    summaries: list[Any] = field(default_factory=list)


def analyze(
    store: Store, wanted: Sequence[int] | None, analyzers: Sequence[str] | None, job: JobContext
) -> list[RunReport]:
    """Run the analyzers (None: all) over the data sets (None: all to be reviewed)."""
    reports: list[RunReport] = []
    with store.analyzing:
        every = datasets.every(store.read())
        for dataset in every:
            if dataset.role is Role.SYNTHETIC and (wanted is None or dataset.id in wanted):
                reports += _DatasetAnalysis(store, dataset, every, job).run(analyzers)
                reports += unloadable(dataset) if analyzers is None else []
    return reports


def unloadable(dataset: Dataset) -> list[RunReport]:
    """Analyzers that would look at a data set if they could be loaded."""
    told = registry.unloadable().items()
    return [RunReport(name, dataset.name, 0, 0, 0, 0.0, "failed", why) for name, why in told]


class _DatasetAnalysis:
    """One data set's analysis: decides what to run, runs the passes, stores the results."""

    def __init__(self, store: Store, dataset: Dataset, every: list[Dataset], job: JobContext) -> None:
        self._store = store
        self._dataset = dataset
        self._others = [other for other in every if other.role is not Role.SYNTHETIC]
        self._job = job
        self._event = ops.last_event(store.read())
        self._closely = self._read_to_the_end()

    def run(self, analyzers: Sequence[str] | None) -> list[RunReport]:
        chosen = [
            key for key in registry.for_kind(self._dataset.kind) if analyzers is None or key in analyzers
        ]
        previous = findings.runs(self._store.read())
        reports, full = [], []
        for key in chosen:
            fingerprint = self._fingerprint(key)
            run = previous.get((self._dataset.id, key))
            report = self._reuse(run, fingerprint) if run else None
            if report:
                reports.append(report)
            else:
                full.append((key, fingerprint))
        return reports + (self._run_all(full) if full else [])

    def _read_to_the_end(self) -> frozenset[str]:
        """The analyzers all of whose texts the full tier has read."""
        connection = self._store.read()
        if not meanings.has_read(connection, self._dataset):
            return frozenset()
        return frozenset(
            key
            for key in registry.comparing_meanings(self._dataset.kind)
            if all(meanings.has_read(connection, other) for other in self._compared(key))
        )

    def _compared(self, key: str) -> list[Dataset]:
        """The data sets that an analyzer compares this one with."""
        analyzer = registry.create(key)
        return [
            other
            for other in self._others
            if (analyzer.needs.reference and other.role is Role.HUMAN and other.kind is self._dataset.kind)
            or (analyzer.needs.holdout and other.role is Role.HOLDOUT and other.kind in analyzer.kinds)
        ]

    def _looks(self, key: str) -> bool:
        """Whether an analyzer has to see every item first."""
        needs = registry.create(key).needs
        return needs.first_pass and (not needs.holdout or bool(self._compared(key)))

    def _fingerprint(self, key: str) -> str:
        """Everything a full run's result depends on, besides edits (those are counted by event)."""
        analyzer = registry.create(key)
        sources = [self._dataset, *self._compared(key)]
        content = [
            [key, analyzer.version, repr(analyzer.params)],
            [[source.id, source.sha256, dict(source.mapping), source.items] for source in sources],
            vectors.model(self._store.read()) if key in self._closely else "",
        ]
        return hashlib.blake2b(orjson.dumps(content, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()

    def _reuse(self, run: Run, fingerprint: str) -> RunReport | None:
        """Keep the previous run, scoring edited items again where that suffices; None: run in full."""
        if run.status != "done" or run.fingerprint != fingerprint:
            return None
        edited = [
            row
            for row in stored_items.fetch(
                self._store.read(), sorted(ops.edited_since(self._store.read(), run.event))
            )
            if row.dataset == self._dataset.id
        ]
        if not edited:
            if run.error:
                self._store.write(partial(findings.bear, run=run.id, error=""))
            return self._report(run.analyzer, "unchanged", run.items, run.findings, run.seconds)
        if self._looks(run.analyzer) or len(edited) > INCREMENT_ITEMS:
            return None
        builder = ItemBuilder(self._store.read())
        outcome = passes.score_items([builder.item(row) for row in edited], run.analyzer)
        if outcome.error:
            return None

        def replace(connection: sqlite3.Connection) -> int:
            findings.drop_items(connection, run.id, [row.id for row in edited])
            findings.add(connection, run.id, outcome.value)
            return findings.finish(
                connection,
                run.id,
                fingerprint=fingerprint,
                event=self._event,
                status="done",
                error="",
                items=run.items,
                seconds=outcome.seconds,
                summaries=None,
            )

        count = self._store.write(replace)
        return self._report(run.analyzer, "done", len(edited), count, outcome.seconds)

    def _run_all(self, wanted: Iterable[tuple[str, str]]) -> list[RunReport]:
        active = {
            key: _Active(key, self._store.write(self._begin(key)), fingerprint) for key, fingerprint in wanted
        }
        try:
            with Workers(processes_for(self._dataset.items)) as workers:
                self._first_pass(workers, active)
                self._second_pass(workers, active)
        except BrokenProcessPool:
            for each in active.values():
                each.error = each.error or tr("its worker process ended unexpectedly (out of memory?)")
        except BaseException:
            for each in active.values():
                self._store.write(partial(findings.discard, run=each.run))
            raise
        return [self._finish(each) for each in active.values()]

    def _begin(self, key: str) -> Any:
        version = registry.create(key).version
        return lambda connection: findings.begin(connection, self._dataset.id, key, version)

    def _first_pass(self, workers: Workers, active: dict[str, _Active]) -> None:
        keys = [key for key in active if self._looks(key)]
        if not keys:
            return
        for key, outcome in self._summaries(workers, self._dataset, passes.summarize, keys):
            _merge(active[key], outcome, "partial")
        for other in self._others:
            comparing = [key for key in keys if other in self._compared(key)]
            if comparing:
                for key, outcome in self._summaries(workers, other, passes.summarize_reference, comparing):
                    _merge(active[key], outcome, "reference")

    def _summaries(
        self, workers: Workers, dataset: Dataset, summarize: Summarize, keys: list[str]
    ) -> Iterable[tuple[str, Outcome]]:
        ranges = self._ranges(dataset)
        arguments = ((stretch, keys) for stretch in ranges)
        for done, outcomes in enumerate(workers.map(summarize, arguments, self._job), 1):
            self._job.progress(done, 2 * len(ranges), tr("{name}: looking", name=dataset.name))
            yield from outcomes.items()

    def _second_pass(self, workers: Workers, active: dict[str, _Active]) -> None:
        ranges = self._ranges(self._dataset)
        with scratch() as folder:
            states = self._states(folder, active, apart=workers.apart)
            arguments = ((stretch, states) for stretch in ranges)
            for done, outcomes in enumerate(workers.map(passes.score, arguments, self._job), 1):
                self._store_findings(active, outcomes)
                self._job.progress(
                    len(ranges) + done, 2 * len(ranges), tr("{name}: scoring", name=self._dataset.name)
                )

    def _states(self, folder: Path, active: dict[str, _Active], *, apart: bool) -> list[Path]:
        """Finish every analyzer: in a process of its own, which a cancel can end at any moment."""
        partials = {key: (each.partial, each.reference) for key, each in active.items() if not each.error}
        states = []
        self._job.progress(1, 2, tr("{name}: weighing up", name=self._dataset.name))
        for key, outcome in stream(passes.finish, (folder, partials), self._job, apart=apart):
            each = active[key]
            each.seconds += outcome.seconds
            each.error = outcome.error
            if not outcome.error:
                each.summaries = outcome.value
                states.append(folder / key)
        return states

    def _store_findings(self, active: dict[str, _Active], outcomes: dict[str, Outcome]) -> None:
        found = []
        for key, outcome in outcomes.items():
            each = active[key]
            each.seconds += outcome.seconds
            each.items += outcome.items
            if outcome.error:
                each.error = each.error or outcome.error
            elif outcome.value:
                found.append((each.run, outcome.value))
        if found:
            self._store.write(partial(_add_all, found=found), BULK)

    def _finish(self, each: _Active) -> RunReport:
        status = "failed" if each.error else "done"

        def close(connection: sqlite3.Connection) -> int:
            if each.error:
                kept = findings.fail(connection, each.run, each.error)
                if kept is not None:
                    return kept
                findings.drop_all(connection, each.run)
            return findings.finish(
                connection,
                each.run,
                fingerprint=each.fingerprint,
                event=self._event,
                status=status,
                error=each.error,
                items=each.items,
                seconds=each.seconds,
                summaries=each.summaries,
            )

        count = self._store.write(close, BULK)
        return self._report(each.id, status, each.items, count, each.seconds, each.error)

    def _report(
        self, key: str, status: str, items: int, count: int, seconds: float, error: str = ""
    ) -> RunReport:
        version = registry.create(key).version
        return RunReport(key, self._dataset.name, version, items, count, seconds, status, error)

    def _ranges(self, dataset: Dataset) -> list[Range]:
        bounds = stored_items.bounds(self._store.read(), dataset.id, RANGE_ITEMS)
        return [Range(self._store.path, first, last, self._closely) for first, last in bounds]


def _add_all(connection: sqlite3.Connection, found: list[tuple[int, list[FindingRow]]]) -> None:
    for run, value in found:
        findings.add(connection, run, value)


def _merge(each: _Active, outcome: Outcome, slot: str) -> None:
    each.seconds += outcome.seconds
    if outcome.error:
        each.error = each.error or outcome.error
    elif not each.error:
        current = getattr(each, slot)
        analyzer = registry.create(each.id)
        merged = outcome.value if current is None else analyzer.merge(current, outcome.value)
        setattr(each, slot, merged)
