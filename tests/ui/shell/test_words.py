"""Numbers, times and pace as the screens write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview import figures
from synthreview.figures import THIN
from synthreview.jobs import Job, JobState
from synthreview.ui.palette import matching
from synthreview.ui.status_line import job_words


@given(st.integers(-(10**12), 10**12))
def test_grouping_changes_no_digit(number):
    assert int(figures.grouped(number).replace(THIN, "")) == number


def test_counts_agree_with_their_noun():
    assert figures.counted(1, "item") == "1 item"
    assert figures.counted(9229, "item") == f"9{THIN}229 items"
    assert figures.counted(2, "fix", "fixes") == "2 fixes"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.0001, "below 0.1"),
        (0.031, "3.1"),
        (0.05, "5"),
        (0.314, "31"),
        (0.9999, "above 99.9"),
        (1, "100"),
    ],
)
def test_shares_are_never_rounded_to_none_or_all(value, words):
    assert figures.share(value) == f"{words}{THIN}%"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (40, "40 s"),
        (59.7, "1 min"),
        (185, "3 min"),
        (23_400, "6 h 30 min"),
        (7_200, "2 h"),
        (90_000, "25 h"),
    ],
)
def test_times_are_said_as_people_say_them(seconds, words):
    assert figures.span(seconds) == words


def test_sizes_are_said_in_the_unit_that_fits():
    assert [figures.size(n) for n in (12, 34_567, 1_234_567, 2_500_000_000)] == [
        "12 bytes",
        "35 kB",
        "1.2 MB",
        "2.5 GB",
    ]


def test_a_job_says_how_far_it_is_and_how_many_wait():
    job: Job[None] = Job("Importing a.json", lambda _: None)
    job.state, job.done, job.total = JobState.RUNNING, 64, 100
    job.started -= 3600
    assert job_words(job, 2) == f"Importing a.json 64{THIN}%, 34 min left, and 2 more"


def test_commands_are_found_by_any_part_of_their_words():
    assert matching("Import a file", "fil imp")
    assert not matching("Import a file", "export")
