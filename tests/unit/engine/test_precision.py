"""How often detectors are right: counted from decisions, on top of what was known before."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import precision
from synthreview.project import Matching, Project

ITEMS = 120


@pytest.fixture
def project(tmp_path):
    """Every other instruction holds a placeholder, every third lacks an output."""
    lines = [
        json.dumps(
            {
                "instruction": f"Tell me about the number {n} and why somebody likes it.",
                "input": "<insert article here>" if n % 2 else "",
                "output": "" if n % 3 == 0 else f"It is the number {n}, and it is liked by many.",
            }
        )
        for n in range(ITEMS)
    ]
    (tmp_path / "made.jsonl").write_text("\n".join(lines) + "\n")
    opened = Project.open(tmp_path / "made.synthreview", create=True, reviewer="Ada")
    opened.import_file(tmp_path / "made.jsonl")
    opened.analyze(analyzers=["corrupt_instructions"])
    yield opened
    opened.close()


def judge(project, verdicts):
    """Decide the records at some positions."""
    name = project.datasets()[0].name
    project.decide_many([Decision(project.item_at(name, at), verdict) for at, verdict in verdicts.items()])


def rows(project):
    return {row.reason: row for row in precision.judgements(project._store, project.datasets()[0])}


def counted(project, reason):
    found = rows(project)[reason].precision
    return found.confirmed, found.judged


def panel(project):
    return precision.precision_panel(project._store, project.datasets()[0])


def test_before_any_decision_nothing_is_claimed(project):
    said = panel(project)
    assert (said.title, said.effects) == ("No finding was judged yet", ())
    row = rows(project)["empty_output"]
    assert (row.items, row.precision.judged, row.precision.share) == (ITEMS // 3, 0, pytest.approx(row.prior))


def test_a_fix_and_a_rejection_confirm_and_an_acceptance_refutes(project):
    judge(
        project,
        {0: Verdict.REJECT, 6: Verdict.REJECT, 12: Verdict.ACCEPT, 18: Verdict.DEFER, 5: Verdict.ACCEPT},
    )
    name = project.datasets()[0].name
    project.decide(project.item_at(name, 24), Verdict.FIX, edits={"output": "Many like it."})
    assert counted(project, "empty_output") == (3, 4)
    assert counted(project, "stand_in_input") == (0, 1)


def test_an_item_counts_for_each_of_its_reasons(project):
    judge(project, {3: Verdict.REJECT})
    assert counted(project, "empty_output") == counted(project, "stand_in_input") == (1, 1)


def test_a_finding_that_somebody_calls_wrong_is_refuted_whatever_became_of_its_item(project):
    judge(project, {3: Verdict.REJECT, 9: Verdict.REJECT})
    name = project.datasets()[0].name
    for at in (3, 15):  # decided, and not decided
        project.call_wrong(project.item_at(name, at), "corrupt_instructions", "empty_output")
    assert counted(project, "empty_output") == (1, 3)
    assert counted(project, "stand_in_input") == (2, 2)


def test_what_was_decided_in_a_batch_says_nothing_of_the_detector(project):
    judge(project, {0: Verdict.ACCEPT})
    project.decide_all(project.plan_many(Matching("reason:empty_output"), Verdict.REJECT))
    assert counted(project, "empty_output") == (0, 1)
    assert "39 items decided in a batch are left out." in panel(project).caution


def test_the_share_lies_between_what_was_known_and_what_people_say(project):
    prior = rows(project)["empty_output"].prior
    judge(project, dict.fromkeys(range(0, ITEMS, 6), Verdict.ACCEPT))
    found = rows(project)["empty_output"].precision
    assert 0 < found.share < prior
    assert found.low < found.share < found.high


def test_a_line_leads_to_the_items_it_rests_on(project):
    judge(project, {0: Verdict.REJECT, 6: Verdict.ACCEPT, 12: Verdict.DEFER})
    name = project.datasets()[0].name
    project.call_wrong(project.item_at(name, 18), "corrupt_instructions", "empty_output")
    (effect,) = (each for each in panel(project).effects if each.name == "Empty output")
    assert effect.words == "1 of 3 confirmed"
    behind = {project.item_at(name, at) for at in (0, 6, 18)}
    assert set(project.queue_ids(effect.where)) == behind


def test_the_title_names_the_reason_that_is_mostly_wrong(project):
    judge(project, dict.fromkeys(range(1, ITEMS, 2), Verdict.ACCEPT))
    assert counted(project, "stand_in_input") == (0, ITEMS // 2)
    assert panel(project).title == "“Stand in input” is more often wrong than right"


def test_few_decisions_are_called_few(project):
    judge(project, {1: Verdict.REJECT})
    said = panel(project)
    assert said.title == "Too few findings were judged to tell which detectors are right"
    assert not any(effect.certain for effect in said.effects)


def test_undo_takes_a_judgement_back(project):
    judge(project, {0: Verdict.REJECT})
    project.undo()
    assert counted(project, "empty_output") == (0, 0)
