"""How far the review is, how fast it goes, and when it ends if it goes on like this."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import progress
from synthreview.project import Matching, Project
from synthreview.store import ops

ITEMS = 300
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC).astimezone()
TODAY = NOON.date()


@pytest.fixture
def project(tmp_path):
    lines = [
        json.dumps({"instruction": f"Name {n} things.", "input": "", "output": "Nuts."}) for n in range(ITEMS)
    ]
    (tmp_path / "made.jsonl").write_text("\n".join(lines) + "\n")
    opened = Project.open(tmp_path / "made.synthreview", create=True, reviewer="Ana")
    opened.import_file(tmp_path / "made.jsonl")
    yield opened
    opened.close()


@pytest.fixture
def decide(project, monkeypatch):
    """Lets somebody decide items so many days ago."""

    def made(items, *, ago=0, who="Ana", seconds=8.0, verdict=Verdict.ACCEPT):
        at = (NOON - timedelta(days=ago)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        monkeypatch.setattr(ops, "now", lambda: at)
        project.decide_many([Decision(item, verdict, reviewer=who, seconds=seconds) for item in items])

    return made


def found(project):
    return progress.progress(project._store, NOON)


def test_before_the_first_decision_nothing_is_foretold(project):
    said = found(project)
    assert said.title == "Nothing was decided yet"
    assert (said.days, said.workers, said.pace, said.work, said.until) == ((), (), None, None, None)


def test_decisions_are_counted_by_day_and_reviewer(project, decide):
    decide(range(1, 11), ago=2)
    decide(range(11, 16))
    decide(range(14, 17), who="Ben")
    said = found(project)
    assert [(day.day, day.reviewer, day.decided) for day in said.days] == [
        (TODAY - timedelta(days=2), "Ana", 10),
        (TODAY, "Ana", 5),
        (TODAY, "Ben", 3),
    ]
    assert [(each.reviewer, each.decided, each.days) for each in said.workers] == [
        ("Ana", 15, 2),
        ("Ben", 3, 1),
    ]
    assert said.today == 8
    assert said.subtitle.startswith("16 of 300 items decided. 8 decisions today.")


def test_what_was_undone_or_decided_in_a_batch_is_no_work(project, decide):
    decide(range(1, 11))
    decide(range(11, 21))
    project.undo()
    plan = project.plan_many(Matching("position>=200"), Verdict.REJECT)
    project.decide_all(plan)
    (day,) = found(project).days
    assert (day.decided, day.together) == (10, 100)
    assert "100 decisions made in batches say nothing about the pace." in found(project).caution


def test_pace_is_the_median_of_timed_decisions_by_everybody_and_today(project, decide):
    decide(range(1, 8), ago=1, seconds=30.0)
    decide([8], ago=1, seconds=3000.0)
    decide(range(9, 14), seconds=4.0)
    decide([14], seconds=0.0)
    said = found(project)
    assert (said.pace.seconds, said.pace.timed) == (30, 13)
    assert (said.pace_today.seconds, said.pace_today.timed) == (4, 5)
    assert "Half of the decisions take less than 30 s, today 4 s." in said.subtitle


def test_too_few_timed_decisions_have_no_pace(project, decide):
    decide(range(1, 5))
    said = found(project)
    assert (said.pace, said.work) == (None, None)
    assert said.title == "1.3\u202f% of the items are decided"
    assert said.caution.startswith("From 5 timed decisions on")


def test_the_work_that_is_left_is_told_before_the_day_it_ends(project, decide):
    for item in range(1, 61):
        decide([item], seconds=10.0 if item % 2 else 20.0)
    said = found(project)
    assert said.until is None
    assert said.work.value == pytest.approx(240 * 15)
    assert said.work.low < said.work.value < said.work.high
    assert said.title == "About 1 h of work left"
    assert said.caution.startswith("From 3 whole days of work on")


def test_a_long_break_counts_as_a_break():
    assert progress.work_left(10, [10.0] * 9 + [9000.0]).value == pytest.approx(10 * (90 + 300) / 10)


def test_days_are_foretold_from_whole_days_with_days_off(project, decide):
    decide(range(1, 31), ago=4)
    decide(range(31, 61), ago=3)
    decide(range(61, 91), ago=1)  # the day before it was off
    decide(range(91, 96))  # today is not over
    said = found(project)
    assert said.until.value == pytest.approx(205 / 22.5)
    assert said.title == "At this pace the worklist ends in about 10 days"
    assert said.until.low < said.until.value < (said.until.high or 1e9)


def test_days_that_differ_too_much_have_no_latest_end():
    day = date(2026, 3, 20)
    off = {day - timedelta(days=back): items for back, items in ((1, 1), (2, 0), (3, 90))}
    found = progress.days_left(100, off, day)
    assert found.high is None
    assert 0 < found.low < found.value


def test_two_days_of_work_foretell_nothing():
    day = date(2026, 3, 20)
    assert progress.days_left(100, {day - timedelta(days=2): 10, day - timedelta(days=1): 10}, day) is None


def test_an_item_that_two_people_decide_leaves_the_worklist_once(project, decide):
    for ago in (3, 2, 1):
        items = range(ago * 10, ago * 10 + 10)
        decide(items, ago=ago)
        decide(items, ago=ago, who="Ben")
    assert found(project).until.value == pytest.approx(270 / 10)


def test_work_of_long_ago_foretells_nothing(project, decide):
    decide(range(1, 101), ago=40)
    said = found(project)
    assert (said.until, said.work) == (None, None)
    assert said.pace.timed == 100


def test_a_worklist_at_its_end_says_so(project, decide):
    decide(range(1, ITEMS + 1))
    said = found(project)
    assert said.title == "The worklist is done"
    assert "of work" not in said.subtitle
