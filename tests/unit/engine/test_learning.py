"""What decisions teach: which detectors are right here, kept in versions and used on demand."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import learning
from synthreview.project import Project

ITEMS = 120


@pytest.fixture
def project(tmp_path):
    """Half of 120 instructions hold a placeholder, half lack an output."""
    lines = [
        json.dumps(
            {
                "instruction": f"Tell me about the number {n} and why somebody likes it.",
                "input": "<insert article here>" if n % 2 else "",
                "output": f"It is the number {n}, and it is liked by many." if n % 2 else "",
            }
        )
        for n in range(ITEMS)
    ]
    (tmp_path / "made.jsonl").write_text("\n".join(lines) + "\n")
    opened = Project.open(tmp_path / "made.synthreview", create=True, reviewer="Ada")
    opened.import_file(tmp_path / "made.jsonl")
    opened.analyze()
    yield opened
    opened.close()


def judge(project, count, *, by="risk", minds_placeholders=True):
    """Decide the first so many records by one's taste."""
    dataset = project.datasets()[0].name
    decisions = []
    for position in range(count):
        wrong = (position % 2 == 1) == minds_placeholders
        verdict = Verdict.REJECT if wrong else Verdict.ACCEPT
        decisions.append(Decision(project.item_at(dataset, position), verdict, selected_by=by))
    project.decide_many(decisions)


def only(project):
    return project.datasets()[0].id


def risks(project):
    ids = list(project.queue_ids(""))
    return {row.position: row.risk for row in project.rows(ids[:60]) + project.rows(ids[60:])}


def test_few_decisions_teach_nothing(project):
    judge(project, 30)
    assert project.learn(only(project)) is None


def test_decisions_that_all_say_the_same_teach_nothing(project):
    dataset = project.datasets()[0].name
    items = [project.item_at(dataset, position) for position in range(60)]
    project.decide_many([Decision(item, Verdict.REJECT) for item in items])
    assert project.learn(only(project)) is None


def test_what_was_decided_together_teaches_nothing(project):
    judge(project, 60, by="batch")
    assert project.learn(only(project)) is None


def test_the_order_moves_only_when_it_is_asked_to_and_can_be_undone(project):
    judge(project, 60)
    before = risks(project)
    taught = project.learn(only(project))
    assert taught.decisions == 60
    assert risks(project) == before
    project.use(only(project), taught.version)
    after = risks(project)
    assert all(after[odd] > after[odd - 1] for odd in range(1, ITEMS, 2))
    assert project.in_use(only(project)) == taught.version
    project.undo()
    project.refresh_queue()
    assert (project.in_use(only(project)), risks(project)) == (None, before)


def test_the_panel_beside_an_item_tells_where_its_risk_comes_from(project):
    item = project.item_at(project.datasets()[0].name, 1)
    before = project.view(item)
    assert before.taught_by == 0
    judge(project, 60)
    project.use(only(project), project.learn(only(project)).version)
    view = project.view(item)
    assert (view.taught_by, view.risk != before.risk) == (60, True)
    assert sum(each.weight for each in view.findings) == pytest.approx(view.risk)
    assert "learned from decisions" in project.risk_chart().subtitle


def test_a_version_that_ranks_no_better_is_not_offered(project):
    judge(project, 60)
    project.use(only(project), project.learn(only(project)).version)
    assert project.learn(only(project)) is None


def test_a_ranking_outlives_new_data_and_old_decisions(project, tmp_path):
    judge(project, 60)
    project.use(only(project), project.learn(only(project)).version)
    kept = risks(project)
    (tmp_path / "more.jsonl").write_text('{"instruction": "Name a nut.", "input": "", "output": "Hazel."}\n')
    project.import_file(tmp_path / "more.jsonl")
    project.analyze()
    assert {position: risk for position, risk in risks(project).items() if position > 0} == {
        position: risk for position, risk in kept.items() if position > 0
    }


def test_risks_of_judged_items_come_from_the_others_only(project):
    judge(project, 60)
    lesson = learning.study(project._store, project.datasets()[0])
    assert (lesson.held_out[~lesson.wrong] < lesson.cold[~lesson.wrong]).all()
    # One verdict against all others does not move the risk of its own item.
    project.decide(project.item_at(project.datasets()[0].name, 1), Verdict.ACCEPT)
    again = learning.study(project._store, project.datasets()[0])
    assert again.held_out[1] == pytest.approx(again.held_out[3], abs=0.02)
