"""Double reviews: how far people agree, who differs from whom, and where."""

from __future__ import annotations

import json
import math

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import second_look
from synthreview.project import Matching, Project

ITEMS = 240
YES, NO = Verdict.ACCEPT, Verdict.REJECT


@pytest.fixture
def project(tmp_path):
    lines = [
        json.dumps({"instruction": f"Name {n} things.", "input": "", "output": "Nuts."}) for n in range(ITEMS)
    ]
    (tmp_path / "made.jsonl").write_text("\n".join(lines) + "\n")
    opened = Project.open(tmp_path / "made.synthreview", create=True)
    opened.import_file(tmp_path / "made.jsonl")
    yield opened
    opened.close()


def judge(project, who, verdicts, **more):
    """Let somebody decide the items with these numbers."""
    project.decide_many([Decision(item, verdict, reviewer=who, **more) for item, verdict in verdicts.items()])


def look(project):
    return second_look.second_look(project._store)


def test_without_double_reviews_it_says_so(project):
    judge(project, "Ana", {1: YES, 2: NO})
    judge(project, "Ben", {3: YES})
    found = look(project)
    assert found.title == "No item was judged by two people yet"
    assert (found.people, found.pairs, found.differing.items) == ((), (), ())
    assert math.isnan(found.agreement.percent.value)


def test_agreement_is_that_of_the_items_both_judged(project):
    judge(project, "Ana", {item: YES if item <= 60 else NO for item in range(1, 101)})
    judge(project, "Ben", {item: YES if item <= 70 else NO for item in range(11, 121)})
    found = look(project)
    # Both judged 11 to 100: 50 both accept, 10 Ben accepts alone, 30 both reject.
    both, chance = 80 / 90, (50 * 60 + 40 * 30) / 90**2
    assert found.agreement.items == 90
    assert found.agreement.percent.value == pytest.approx(both)
    assert found.agreement.kappa.value == pytest.approx((both - chance) / (1 - chance))
    assert found.agreement.percent.low < both < found.agreement.percent.high
    assert found.title.startswith("Ana and Ben agree on 89")
    assert found.subtitle.startswith("80 of 90 items got the same verdict from all who judged them")
    (pair,) = found.pairs
    assert pair.words == "Ana and Ben: the same verdict on 80 of 90 items"
    assert pair.verdicts == (("accept", "accept", 50), ("reject", "reject", 30), ("reject", "accept", 10))


def test_a_filter_leads_to_the_items_on_which_they_differ(project):
    judge(project, "Ana", dict.fromkeys(range(1, 21), YES))
    judge(project, "Ben", {item: NO if item in (4, 7) else YES for item in range(1, 21)})
    differing = look(project).differing
    assert (differing.items, differing.exact) == ((4, 7), True)
    assert sorted(project.queue_ids(differing.where)) == [4, 7]


def test_where_they_differ_on_many_the_filter_shows_all_that_both_decided(project):
    judge(project, "Ana", dict.fromkeys(range(1, 201), YES))
    judge(project, "Ben", {item: NO if item <= 150 else YES for item in range(1, 221)})
    differing = look(project).differing
    assert (len(differing.items), differing.exact) == (150, False)
    assert sorted(project.queue_ids(differing.where)) == list(range(1, 201))


def test_people_who_agree_on_everything_have_no_filter(project):
    for who in ("Ana", "Ben"):
        judge(project, who, dict.fromkeys(range(1, 11), YES))
    found = look(project)
    assert found.title == "People agree on every item that two of them judged"
    assert found.differing.where == ""
    assert found.agreement.percent.low < 1
    assert "10 items are little to tell from." in found.caution


def test_three_people_are_compared_two_by_two(project):
    judge(project, "Ana", dict.fromkeys(range(1, 41), YES))
    judge(project, "Ben", dict.fromkeys(range(1, 31), YES))
    judge(project, "Cleo", dict.fromkeys(range(21, 41), NO))
    found = look(project)
    assert [(pair.first, pair.second, pair.agreement.items) for pair in found.pairs] == [
        ("Ana", "Ben", 30),
        ("Ana", "Cleo", 20),
        ("Ben", "Cleo", 10),
    ]
    assert [pair.agreement.percent.value for pair in found.pairs] == [1, 0, 0]
    assert found.agreement.items == 40
    assert found.differing.items == tuple(range(21, 41))
    assert found.title.startswith("Two people agree on ")


def test_deferring_and_batches_are_no_second_look(project):
    judge(project, "Ana", {1: YES, 2: YES, 3: YES})
    judge(project, "Ben", {1: Verdict.DEFER})
    judge(project, "Ben", {2: NO}, selected_by="batch")
    assert look(project).agreement.items == 0
    project.reviewer = "Cleo"
    project.decide_all(project.plan_many(Matching(""), NO, with_decided=True))
    assert look(project).agreement.items == 0
    judge(project, "Dora", {3: YES})
    assert look(project).agreement.items == 1


def test_removed_data_is_not_looked_at(project):
    for who in ("Ana", "Ben"):
        judge(project, who, {1: YES})
    assert look(project).agreement.items == 1
    project.remove_dataset(project.datasets()[0].id)
    assert look(project).agreement.items == 0
