"""The panel of reviewers: how far pairs of people agree, and nothing where there is nobody to compare."""

from __future__ import annotations

import json

import pytest

from synthreview.amounts import is_ratio
from synthreview.domain import Decision, Verdict
from synthreview.engine.reviewers_panel import reviewers_panel
from synthreview.project import Matching, Project

ITEMS = 240
YES, NO, LATER = Verdict.ACCEPT, Verdict.REJECT, Verdict.DEFER


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
    project.decide_many([Decision(item, verdict, reviewer=who, **more) for item, verdict in verdicts.items()])


def halves(start, end, turn):
    return {item: YES if item <= turn else NO for item in range(start, end + 1)}


def panel(project):
    return reviewers_panel(project._store)


def test_who_works_alone_sees_nothing(project):
    assert panel(project) is None
    judge(project, "Ana", halves(1, 50, 40))
    assert panel(project) is None


def test_who_only_deferred_or_decided_in_a_batch_is_nobody_to_compare_with(project):
    judge(project, "Ana", halves(1, 50, 40))
    judge(project, "Ben", {1: LATER})
    project.reviewer = "Cleo"
    project.decide_all(project.plan_many(Matching(""), Verdict.REJECT))
    assert panel(project) is None


def test_two_people_with_no_item_in_common_are_told_so(project):
    judge(project, "Ana", {1: YES})
    judge(project, "Ben", {2: YES})
    said = panel(project)
    assert (said.title, said.effects, said.caution) == ("No item was judged by two people yet", (), "")


def test_a_pair_is_told_with_its_share_its_items_and_chance(project):
    judge(project, "Ana", halves(1, 100, 60))
    judge(project, "Ben", halves(11, 120, 70))
    said = panel(project)
    (effect,) = said.effects
    # Both judged 11 to 100: 50 both accept, 10 Ben accepts alone, 30 both reject.
    chance = (50 * 60 + 40 * 30) / 90**2
    assert effect.name == "Ana and Ben"
    assert effect.value == pytest.approx(80 / 90)
    assert effect.low < effect.value < effect.high
    assert effect.words == "the same verdict on 80 of 90 items; by chance alone 52\u202f%"
    assert said.neutral == pytest.approx(chance)
    assert effect.certain
    assert effect.note == "90 items"
    assert said.title.startswith("Ana and Ben agree on 89")
    assert "chance alone" in said.subtitle
    assert set(project.queue_ids(effect.where)) == set(range(61, 71))


def test_agreement_that_chance_would_bring_is_not_beyond_it(project):
    # Nine in ten accepted by each, independently of the item: 82 % agree by chance alone.
    judge(project, "Ana", {item: NO if item % 10 == 0 else YES for item in range(1, 101)})
    judge(project, "Ben", {item: NO if item > 90 else YES for item in range(1, 101)})
    (effect,) = panel(project).effects
    assert effect.value == pytest.approx(0.82)
    assert not effect.certain


def test_the_more_pairs_the_more_it_takes_to_differ_from_chance(project):
    shared = {item: YES if item % 2 else NO for item in range(1, 21)}
    other = {item: NO if item <= 4 else verdict for item, verdict in shared.items()}
    other[2], other[4] = YES, YES
    judge(project, "Ana", shared)
    judge(project, "Ben", other)
    assert [effect.certain for effect in panel(project).effects] == [True]
    for number, who in enumerate(("Cleo", "Dan", "Eve", "Fay")):
        judge(project, who, dict.fromkeys((1 + number, 2 + number), YES))
    found = {effect.name: effect.certain for effect in panel(project).effects}
    assert not found["Ana and Ben"]
    (pair,) = (effect for effect in panel(project).effects if effect.name == "Ana and Ben")
    assert pair.low <= panel(project).line  # what could be chance is drawn so
    assert len(found) > 5


def test_each_pair_has_a_line_those_with_most_in_common_first(project):
    judge(project, "Ana", halves(1, 60, 30))
    judge(project, "Ben", halves(1, 60, 33))
    judge(project, "Cleo", halves(21, 40, 30))
    assert [effect.name for effect in panel(project).effects] == [
        "Ana and Ben",
        "Ana and Cleo",
        "Ben and Cleo",
    ]


def test_where_all_verdicts_are_the_same_the_line_is_no_ratio(project):
    for who in ("Ana", "Ben"):
        judge(project, who, dict.fromkeys(range(1, 31), YES))
    said = panel(project)
    assert not is_ratio(said)
    assert not said.effects[0].certain
    assert "The line" not in said.subtitle


def test_a_shared_item_that_is_taken_back_is_gone(project):
    judge(project, "Ana", {1: YES})
    judge(project, "Ben", {1: NO})
    assert len(panel(project).effects) == 1
    project.undo()
    assert panel(project) is None
