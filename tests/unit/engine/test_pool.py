"""A worker for each core, and one thread in each."""

from __future__ import annotations

from synthreview.engine.pool import Workers, stream
from synthreview.jobs import JobContext
from tests.unit.engine.pool_work import streamed_threads, threads


def test_numerical_libraries_use_one_thread_in_a_worker():
    with Workers(1) as workers:
        (found,) = workers.map(threads, [()], JobContext())
    assert set(found) == {1}


def test_and_in_a_process_that_streams():
    (found,) = stream(streamed_threads, (), JobContext(), apart=True)
    assert set(found) == {1}
