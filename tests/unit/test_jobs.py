"""Jobs: progress, cancel, failure, and an end that is always told."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from synthreview.jobs import Cancelled, Job, JobContext, JobState, Runner


@pytest.fixture
def told() -> list[tuple[str, JobState]]:
    return []


@pytest.fixture
def runner(told: list[tuple[str, JobState]]) -> Any:
    made = Runner(lambda job: told.append((job.title, job.state)), threads=2)
    yield made
    made.shutdown()


def test_a_job_ends_with_its_result_and_tells_each_step(runner: Runner, told: list[Any]) -> None:
    job: Job[int] = runner.start("add", lambda context: 1 + 1)
    assert job.wait(10)
    assert (job.state, job.result, job.error) == (JobState.DONE, 2, None)
    runner.shutdown()
    assert told == [("add", JobState.RUNNING), ("add", JobState.DONE)]
    assert runner.active() == []


def test_a_failure_is_kept_not_swallowed(runner: Runner) -> None:
    def fail(context: JobContext) -> None:
        raise ValueError("no")

    job = runner.start("fail", fail)
    assert job.wait(10)
    assert job.state is JobState.FAILED
    assert isinstance(job.error, ValueError)


def test_a_cancel_is_noticed_at_the_next_check(runner: Runner) -> None:
    begun = threading.Event()

    def work(context: JobContext) -> None:
        begun.set()
        while True:
            context.progress(1, 10)

    job = runner.start("long", work)
    assert begun.wait(10)
    job.cancel()
    assert job.wait(10)
    assert job.state is JobState.CANCELLED


def test_shutdown_cancels_what_runs_and_what_waits(runner: Runner) -> None:
    release = threading.Event()

    def work(context: JobContext) -> None:
        while not release.wait(0.01):
            context.check()

    jobs = [runner.start(str(number), work) for number in range(5)]
    assert runner.shutdown()
    assert {job.state for job in jobs} == {JobState.CANCELLED}


def test_progress_reaches_the_listener_with_its_last_step(told: list[Any]) -> None:
    seen: list[int] = []
    context = JobContext(lambda done, total, note: seen.append(done))
    for done in range(1, 1001):
        context.progress(done, 1000)
    assert seen[-1] == 1000
    assert len(seen) < 100, "a listener is not flooded"


def test_a_context_of_its_own_never_cancels() -> None:
    JobContext().check()
    context = JobContext()
    context.cancel()
    with pytest.raises(Cancelled):
        context.check()


def test_what_a_person_waits_for_does_not_stand_behind_long_work() -> None:
    go_on = threading.Event()
    runner = Runner(lambda _job: None, threads=1)
    slow = [runner.start("Importing", lambda _job: go_on.wait(30), long=True) for _ in range(3)]
    quick = runner.start("Looking", lambda _job: 5)
    assert quick.wait(30)
    assert quick.result == 5
    assert not any(job.state.ended for job in slow)
    go_on.set()
    assert runner.shutdown(30)
