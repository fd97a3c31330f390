"""Analysis: each analyzer on its own feet, only what changed is run again, the queue follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

import pytest

from synthreview.analyzers import registry
from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.domain import Evidence, Finding, Item, Kind, Reason, Summary, Verdict
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project


class Short(Analyzer):
    """Flags short outputs; counts how often it was asked."""

    id = "short"
    title = "Short outputs"
    help = "Outputs below ten characters."
    kinds = (Kind.INSTRUCTION,)
    reasons = (Reason("short", (Kind.INSTRUCTION,), "Only {n} characters", "length", 0.5),)
    needs = Needs(first_pass=False)
    seen: ClassVar[list[int]] = []

    def score(self, batch: Sequence[Item], state: Any) -> Iterable[Finding]:
        for item in batch:
            self.seen.append(item.id)
            if len(item.text("output")) < 10:
                yield Finding(item.id, "short", 1.0, {"n": len(item.text("output"))}, (Evidence("output"),))


class Counting(Analyzer):
    """Needs a first pass: flags items longer than the mean."""

    id = "counting"
    title = "Long outputs"
    help = "Outputs above the mean."
    kinds = (Kind.INSTRUCTION,)
    reasons = (Reason("long", (Kind.INSTRUCTION,), "Long", "length", 0.9),)
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> tuple[int, int]:
        return len(batch), sum(len(item.text("output")) for item in batch)

    def merge(self, first: Any, second: Any) -> Any:
        return first[0] + second[0], first[1] + second[1]

    def finish(self, partial: Any, reference: Any) -> float:
        return float(partial[1] / partial[0])

    def score(self, batch: Sequence[Item], state: Any) -> Iterator[Finding]:
        for item in batch:
            if len(item.text("output")) > state:
                yield Finding(item.id, "long", 1.0)

    def emit(self, state: Any) -> Iterable[Summary]:
        return (Summary("mean", {"value": state}),)


class Broken(Counting):
    id = "broken"
    reasons = (Reason("broken", (Kind.INSTRUCTION,), "Broken", prior=0.9),)

    def score(self, batch: Sequence[Item], state: Any) -> Iterator[Finding]:
        raise ZeroDivisionError("by design")


class Newer(Short):
    """A later version of the same analyzer, which does not get far."""

    version = 2

    def score(self, batch: Sequence[Item], state: Any) -> Iterable[Finding]:
        raise MemoryError("too much")


class Immodest(Short):
    id = "immodest"
    reasons = (Reason("immodest", (Kind.INSTRUCTION,), "Immodest", prior=0.9),)

    def score(self, batch: Sequence[Item], state: Any) -> Iterable[Finding]:
        return (Finding(batch[0].id, "immodest", 1.5),)


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put these analyzers in the place of the registered ones."""

    def put(*analyzers: type[Analyzer]) -> None:
        table = {analyzer.id: analyzer for analyzer in analyzers}
        monkeypatch.setattr(registry, "registered", lambda: table)
        registry.finding_reasons.cache_clear()
        Short.seen.clear()

    yield put
    monkeypatch.undo()
    registry.finding_reasons.cache_clear()


def statuses(project: Project) -> dict[str, str]:
    return {report.analyzer: report.status for report in project.analyze()}


def test_findings_rank_the_queue_and_explain_themselves(project: Project, install: Any) -> None:
    install(Short)
    project.analyze()
    first, second, *rest = project.rows(project.queue_ids())
    assert {first.item, second.item} == {1, 3}
    assert first.reason == "Only 5 characters" if first.item == 1 else "Only 0 characters"
    assert all(row.risk == 0 for row in rest)
    (finding,) = project.findings(3)
    assert (finding.words, finding.weight, finding.analyzer) == ("Only 0 characters", 0.5, "short")


def test_an_analyzer_that_fails_is_shown_and_the_others_finish(project: Project, install: Any) -> None:
    install(Short, Broken)
    reports = {report.analyzer: report for report in project.analyze()}
    assert reports["short"].status == "done"
    assert reports["broken"].status == "failed"
    assert "by design" in reports["broken"].error
    assert project.queue_ids("risk>0")
    assert project.check().intact


def test_what_an_analyzer_found_before_it_failed_stays(project: Project, install: Any) -> None:
    install(Short)
    project.analyze()
    found, order = project.findings(3), list(project.queue_ids())
    install(Newer)
    (report,) = project.analyze()
    assert (report.status, report.findings) == ("failed", 2)
    assert project.findings(3) == found
    assert list(project.queue_ids()) == order
    (run,) = project.runs()
    assert (run.status, run.version, run.findings) == ("done", 1, 2)
    assert "too much" in run.error
    assert statuses(project) == {"short": "failed"}  # tried again
    assert project.check().intact
    install(Short)  # the earlier version again: what it found still holds, and nothing has failed
    assert statuses(project) == {"short": "unchanged"}
    assert [run.error for run in project.runs()] == [""]


def test_a_failure_is_forgotten_once_a_run_succeeds(project: Project, install: Any) -> None:
    install(Short)
    project.analyze()
    install(Newer)
    project.analyze()
    install(type("Mended", (Short,), {"version": 3}))
    assert statuses(project) == {"short": "done"}
    (run,) = project.runs()
    assert (run.status, run.version, run.error, run.findings) == ("done", 3, "", 2)


def test_a_score_outside_the_contract_fails_its_analyzer(project: Project, install: Any) -> None:
    install(Immodest)
    (report,) = project.analyze()
    assert report.status == "failed"
    assert "not between 0 and 1" in report.error


def test_what_has_not_changed_is_not_run_again(project: Project, install: Any) -> None:
    install(Short, Counting)
    assert set(statuses(project).values()) == {"done"}
    asked = len(Short.seen)
    assert set(statuses(project).values()) == {"unchanged"}
    assert len(Short.seen) == asked


def test_only_a_fixed_item_is_scored_again_and_on_its_fixed_text(project: Project, install: Any) -> None:
    install(Short)
    project.analyze()
    Short.seen.clear()
    project.decide(3, Verdict.FIX, edits={"output": "Hello to everybody."})
    project.analyze()
    assert Short.seen == [3]
    assert project.findings(3) == ()
    project.undo()
    project.analyze()
    assert [finding.reason for finding in project.findings(3)] == ["short"]


def test_a_decision_without_an_edit_runs_nothing_again(project: Project, install: Any) -> None:
    install(Short, Counting)
    project.analyze()
    project.decide(1, Verdict.REJECT)
    assert set(statuses(project).values()) == {"unchanged"}


def test_a_first_pass_is_made_again_when_a_text_was_fixed(project: Project, install: Any) -> None:
    install(Counting)
    project.analyze()
    project.decide(1, Verdict.FIX, edits={"output": "x" * 500})
    assert statuses(project) == {"counting": "done"}
    assert list(project.queue_ids("reason:long")) == [1]


def test_a_new_version_of_an_analyzer_is_run(
    project: Project, install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Short)
    project.analyze()
    monkeypatch.setattr(Short, "version", 2)
    assert statuses(project) == {"short": "done"}


def test_a_cancelled_analysis_keeps_the_results_before_it(project: Project, install: Any) -> None:
    install(Counting)
    project.analyze()
    before = list(project.queue_ids("reason:long"))
    install(Counting, Short)
    job = JobContext()
    job.cancel()
    with pytest.raises(Cancelled):
        project.analyze(job=job)
    assert list(project.queue_ids("reason:long")) == before
    assert [run.analyzer for run in project.runs()] == ["counting"]
    assert project.check().intact


def test_spawned_workers_find_what_one_thread_finds(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.analyze()
    alone = [(row.item, row.risk, row.reason) for row in project.rows(project.queue_ids())]
    assert alone[0][1] > 0
    monkeypatch.setattr("synthreview.engine.analysis.processes_for", lambda items: 2)
    monkeypatch.setattr("synthreview.engine.analysis.RANGE_ITEMS", 2)
    for analyzer in registry.registered().values():
        monkeypatch.setattr(analyzer, "version", 99)
    assert {report.status for report in project.analyze()} == {"done"}
    assert [(row.item, row.risk, row.reason) for row in project.rows(project.queue_ids())] == alone
