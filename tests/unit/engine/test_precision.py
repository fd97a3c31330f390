"""How often detectors are right: counted from decisions, on top of what was known before."""

from __future__ import annotations

import json
import random

import pytest

from synthreview.amounts import is_ratio
from synthreview.domain import Decision, Verdict
from synthreview.engine import precision
from synthreview.estimates import wilson
from synthreview.project import Matching, Project

ITEMS = 120
MANY = 360


@pytest.fixture
def project(tmp_path):
    """Too few items for random checks."""
    opened = made(tmp_path, ITEMS)
    yield opened
    opened.close()


@pytest.fixture
def checked(tmp_path):
    """With random checks."""
    opened = made(tmp_path, MANY)
    yield opened
    opened.close()


def made(folder, items):
    """Every other instruction holds a placeholder, every third lacks an output."""
    lines = [
        json.dumps(
            {
                "instruction": f"Tell me about the number {n} and why somebody likes it.",
                "input": "<insert article here>" if n % 2 else "",
                "output": "" if n % 3 == 0 else f"It is the number {n}, and it is liked by many.",
            }
        )
        for n in range(items)
    ]
    (folder / "made.jsonl").write_text("\n".join(lines) + "\n")
    opened = Project.open(folder / "made.synthreview", create=True, reviewer="Ada")
    opened.import_file(folder / "made.jsonl")
    opened.analyze(analyzers=["corrupt_instructions"])
    return opened


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
    assert effect.words == "1 of 3 confirmed, so the share is assumed"
    behind = {project.item_at(name, at) for at in (0, 6, 18)}
    assert set(project.queue_ids(effect.where)) == behind


def test_the_title_names_the_reason_that_is_mostly_wrong(project):
    judge(project, {at: Verdict.ACCEPT for at in range(1, ITEMS, 2) if at % 3})
    assert counted(project, "stand_in_input") == (0, ITEMS // 3)
    said = panel(project)
    assert said.title == "“Stand in input” is more often wrong than right"
    assert said.line == 0.5
    assert "blind pointing is mostly right" in said.caution


def test_a_share_that_rests_on_few_findings_is_assumed_and_has_no_interval(project):
    few = [at for at in range(1, ITEMS, 2) if at % 3][: precision.FEWEST]
    judge(project, dict.fromkeys(few[:-1], Verdict.REJECT))
    (effect,) = panel(project).effects
    assert (effect.low, effect.high, effect.certain) == (None, None, False)
    assert (effect.note, effect.assumed) == ("assumed, 9 judged", True)
    assert panel(project).line is None
    assert effect.value == rows(project)["stand_in_input"].precision.share
    assert "Under 10 judged findings a share is assumed" in panel(project).caution
    judge(project, {few[-1]: Verdict.REJECT})
    (effect,) = panel(project).effects
    assert (effect.value, effect.low, effect.high) == (1, *wilson(10, 10))
    assert (effect.note, effect.certain, effect.assumed) == ("10 judged", True, False)
    assert "assumed" not in panel(project).caution


# Beside random checks


def checks(project, right):
    """Judge 60 random checks, so many of them as right, whatever was found in them."""
    items = [
        row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place LIMIT 60")
    ]
    kept = set(random.Random(1).sample(items, right))
    project.decide_many(
        [Decision(item, Verdict.ACCEPT if item in kept else Verdict.REJECT) for item in items]
    )
    return items


def found_by(project, reason):
    return project.queue_ids(f"reason:{reason}").tolist()


def test_what_is_confirmed_as_often_as_any_random_check_needs_a_change_is_no_better_than_chance(checked):
    checks(checked, 15)
    said = panel(checked)
    assert said.line == pytest.approx(45 / 60)
    low, high = wilson(45, 60)
    assert said.noise == max(high - 0.75, 0.75 - low)
    assert "The line is blind pointing: 75" in said.subtitle
    assert "of 60 random checks needed a change" in said.subtitle
    assert [effect.certain for effect in said.effects] == [False, False]
    assert all(effect.value > 0.6 for effect in said.effects)  # far above one half
    assert said.title == "No reason is known to find more errors than a random check does"


def test_a_reason_that_is_confirmed_more_often_than_a_random_check_is_named(checked):
    drawn = set(checks(checked, 30))
    rest = [item for item in found_by(checked, "empty_output") if item not in drawn]
    clean = [item for item in rest if item not in set(found_by(checked, "stand_in_input"))]
    checked.decide_many([Decision(item, Verdict.REJECT) for item in clean])
    said = panel(checked)
    assert said.title == "“Empty output” finds more errors than a random check does"
    better = next(effect for effect in said.effects if effect.certain)
    assert better.low > said.line


def test_a_reason_that_is_confirmed_less_often_than_a_random_check_is_named(checked):
    drawn = set(checks(checked, 10))
    rest = [item for item in found_by(checked, "stand_in_input") if item not in drawn]
    clean = [item for item in rest if item not in set(found_by(checked, "empty_output"))]
    half = {item: Verdict.REJECT if place % 2 else Verdict.ACCEPT for place, item in enumerate(clean)}
    checked.decide_many([Decision(item, verdict) for item, verdict in half.items()])
    said = panel(checked)
    assert said.title == "“Stand in input” points at errors no better than chance"
    worse = next(effect for effect in said.effects if effect.certain)
    assert 0.5 < worse.value < worse.high < said.line


def test_the_line_s_own_uncertainty_counts():
    few, many = precision._Line(15, 20), precision._Line(1500, 2000)
    assert few.share == many.share
    assert wilson(255, 300)[0] > many.share  # the interval alone leaves out the line of either
    assert (few.side(255, 300, 0.95), many.side(255, 300, 0.95)) == (0, 1)
    assert (few.side(180, 300, 0.95), many.side(180, 300, 0.95)) == (0, -1)


def test_a_data_set_in_which_every_check_needs_a_change_has_a_line_at_its_end(checked):
    items = [
        row[0] for row in checked._store.read().execute("SELECT item FROM audit ORDER BY place LIMIT 30")
    ]
    checked.decide_many([Decision(item, Verdict.REJECT) for item in items])
    said = panel(checked)
    assert said.line == pytest.approx(1)
    assert not is_ratio(said)


def test_before_enough_checks_the_line_stands_at_one_half(checked):
    items = [
        row[0] for row in checked._store.read().execute("SELECT item FROM audit ORDER BY place LIMIT 19")
    ]
    checked.decide_many([Decision(item, Verdict.REJECT) for item in items])
    assert panel(checked).neutral == 0.5


def test_few_decisions_are_called_few(project):
    judge(project, {1: Verdict.REJECT})
    said = panel(project)
    assert said.title == "Too few findings were judged to tell which detectors are right"
    assert not any(effect.certain for effect in said.effects)


def test_undo_takes_a_judgement_back(project):
    judge(project, {0: Verdict.REJECT})
    project.undo()
    assert counted(project, "empty_output") == (0, 0)
