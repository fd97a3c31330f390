"""The second-order check on a project: every kind, what it refuses, and what is kept."""

from __future__ import annotations

import random

import pytest

from synthreview.domain import Decision, Role, Verdict
from synthreview.engine.probing import Asked
from synthreview.errors import UserError
from synthreview.jobs import Cancelled, JobContext
from synthreview.probe import words
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.project import Project
from tests.unit.engine.probing.made import brought, labelled, line, mend, pairs, talk, texts


def test_labels_with_people_beside_them(project):
    dataset = labelled(project, people=True)
    mend(project, "model", 60)
    told = project.probe(Asked(dataset, seeds=2))
    assert told.split
    assert (told.tested, told.examples, told.classes) == (120, 120, ("0", "1"))
    first = told.views[0]
    assert {arm.arm for arm in first.arms} == {PEOPLE, RAW, CLEANED, RANDOM}
    assert first.arm(CLEANED).corrected > 0
    assert first.arm(CLEANED).score.value > first.arm(RAW).score.value
    assert [code for code, _ in told.cautions] == ["seen"]


def test_answers_held_out_are_tested_whole_and_copies_of_them_not_trained_on(project):
    dataset = labelled(project, people=False)
    held = [{"text": text, "human_labels": [label]} for text, label in [*texts(60, 2), *texts(120, 1)[:10]]]
    holdout = brought(project, "held", held, Role.HOLDOUT)
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert not told.split
    assert told.tested == 70
    assert told.views[0].arm(CLEANED) is None
    assert [code for code, _ in told.cautions] == ["dropped"]
    assert dict(told.cautions)["dropped"] == {"count": 10}
    assert "nothing has been reviewed" in words.headline(told)
    assert [one.name for one in project.probe_candidates(dataset)] == ["held"]


def test_labels_of_people_in_a_data_set_of_theirs_are_found_by_the_text(project):
    dataset = labelled(project, people=False)
    reference = [{"text": text.upper(), "human_labels": [label]} for text, label in texts(120, 1)]
    brought(project, "people", reference, Role.HUMAN)
    told = project.probe(Asked(dataset, seeds=2))
    assert told.tested == 120
    assert told.views[0].arm(PEOPLE).score.value > told.views[0].arm(RAW).score.value


def test_what_is_rejected_is_not_trained_on_and_what_is_put_off_stays(project):
    dataset = labelled(project, people=True)
    items = list(project.queue_ids("dataset:model"))
    project.decide_many(
        [Decision(item, Verdict.REJECT) for item in items[:30]]
        + [Decision(item, Verdict.DEFER) for item in items[30:60]]
    )
    told = project.probe(Asked(dataset, seeds=3)).views[0].arm(CLEANED)
    assert 10 < told.removed < 30
    assert told.corrected == 0


def test_a_look_ahead_needs_peoples_labels(project):
    dataset = labelled(project, people=True)
    (first, _) = project.probe(Asked(dataset, seeds=2, what_if=True)).what_if
    assert [point.share for point in first.points] == [0.05, 0.1, 0.2, 0.3]
    assert first.points[-1].riskiest.value > 0


def test_preferences_and_people_who_saw_the_answers_in_the_other_order(project):
    dataset = brought(project, "judge", pairs(judge=True))
    brought(project, "people", pairs(judge=False, turned=True), Role.HUMAN)
    told = project.probe(Asked(dataset, seeds=2))
    first = told.views[0]
    assert told.tested == 80
    assert first.arm(PEOPLE).score.value > 0.9
    assert first.arm(RAW).score.value < 0.1
    assert first.reliance[0].arm == PEOPLE
    assert not told.classes


def test_instructions_without_those_that_were_rejected(project):
    asked = [{"instruction": f"{line(f'i{n}')} please", "output": "I cannot say"} for n in range(60)]
    again = [
        {"instruction": f"{line(f'i{n}', 4)} {line(f'j{n}', 4)}", "output": f"it is {line(f'o{n}')}"}
        for n in range(60)
    ]
    dataset = brought(project, "model", [*asked, *again])
    held = [
        {"instruction": f"{line(f'k{n}', 4)} {line(f'i{n}', 4)}", "output": f"it is {line(f'o{n}')}"}
        for n in range(40)
    ]
    holdout = brought(project, "held", held, Role.HOLDOUT)
    items = [
        item
        for item in project.queue_ids("dataset:model")
        if project.view(item).item.text("output").startswith("I")
    ]
    project.decide_many([Decision(item, Verdict.REJECT) for item in items])
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert told.measure == "rouge"
    assert told.views[0].arm(CLEANED).gain.low > 0
    assert told.views[0].arm(CLEANED).removed > told.views[0].arm(CLEANED).trained_on * 0.8
    assert "proxy" in dict(told.cautions)
    with pytest.raises(UserError, match="other instructions"):
        project.probe(Asked(dataset))


def test_conversations_whose_roles_were_mended_or_whose_turns_were_dropped(project):
    dataset = brought(project, "model", [talk(n, flipped=n % 3 == 0) for n in range(60)])
    holdout = brought(project, "held", [talk(n, flipped=False) for n in range(100, 140)], Role.HOLDOUT)
    decisions = []
    for item in project.queue_ids("dataset:model"):
        view = project.view(item)
        turns = view.item.parts["turns"]
        if view.item.position % 3 == 0:
            edits = {f"turns.{n}.role": ("user", "assistant")[n % 2] for n in range(len(turns))}
            decisions.append(Decision(item, Verdict.FIX, edits=edits))
        elif view.item.position % 3 == 1:
            decisions.append(Decision(item, Verdict.FIX, edits={"turns": turns[:2]}))
    project.decide_many(decisions)
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert told.classes == ("assistant", "user")
    cleaned = told.views[0].arm(CLEANED)
    assert told.examples == 240
    assert cleaned.corrected > 0
    assert cleaned.removed > 0
    with pytest.raises(UserError, match="conversations between people"):
        project.probe(Asked(dataset))


def test_free_text_by_a_label_beside_it(project):
    dice, other = random.Random(0), {"0": "1", "1": "0"}
    rewritten = [
        {"text": text, "topic": other[label] if dice.random() < 0.6 else label}
        for text, label in texts(100, 3)
    ]
    made = brought(project, "model", rewritten)
    people = brought(
        project, "people", [{"text": t, "topic": label} for t, label in texts(80, 5)], Role.HUMAN
    )
    held = brought(project, "held", [{"text": t, "topic": label} for t, label in texts(60, 6)], Role.HOLDOUT)
    told = project.probe(Asked(made, held, people, label="topic", seeds=2))
    first = told.views[0]
    assert first.arm(PEOPLE).trained_on == first.arm(RAW).trained_on == 80
    assert first.arm(PEOPLE).score.value > first.arm(RAW).score.value
    with pytest.raises(UserError, match="say which field"):
        project.probe(Asked(made, held))
    with pytest.raises(UserError, match="no people's answers"):
        project.probe(Asked(made, held, label="nothing"))


def test_what_cannot_be_told_is_refused_in_a_sentence(project):
    dataset = labelled(project, people=False)
    with pytest.raises(UserError, match="There are no people's answers to test on"):
        project.probe(Asked(dataset, seeds=2))
    few = brought(project, "few", [{"text": t, "human_labels": [x]} for t, x in texts(12, 8)], Role.HOLDOUT)
    with pytest.raises(UserError, match="Only 12 items have people's answers"):
        project.probe(Asked(dataset, few, seeds=2))
    one = brought(project, "one", [{"text": t, "human_labels": ["1"]} for t, _ in texts(60, 9)], Role.HOLDOUT)
    with pytest.raises(UserError, match="All 60 answers of people are '1'"):
        project.probe(Asked(dataset, one, seeds=2))
    with pytest.raises(UserError, match="cannot be tested on itself"):
        project.probe(Asked(dataset, dataset))
    other = brought(project, "other", [{"instruction": "say it", "output": "it"}], Role.HOLDOUT)
    with pytest.raises(UserError, match="a holdout is of the same kind"):
        project.probe(Asked(dataset, other))
    second = brought(project, "second", [{"text": t, "label": x} for t, x in texts(60, 7)])
    with pytest.raises(UserError, match="'second' is to be reviewed itself"):
        project.probe(Asked(dataset, second))
    assert project.probed(dataset) is None


def test_the_last_result_is_kept_and_knows_when_it_is_old(project, tmp_path):
    dataset = labelled(project, people=True)
    told = project.probe(Asked(dataset, seeds=2))
    assert project.decided_since(dataset, told) == 0
    again = Project.open(project.path, reviewer="bo")
    assert again.probed(dataset).as_json() == told.as_json()
    again.close()
    mend(project, "model", 3)
    assert project.decided_since(dataset, told) > 0
    assert "Whether it makes a better model" in project.report_text()
    project.export(dataset, tmp_path / "out.jsonl", options=None)


def test_a_card_tells_what_was_found(project, tmp_path):
    from synthreview.project import ExportOptions

    dataset = labelled(project, people=True)
    project.probe(Asked(dataset, seeds=2))
    project.export(dataset, tmp_path / "out.jsonl", options=ExportOptions(card=True))
    card = (tmp_path / "out.jsonl.card.md").read_text(encoding="utf-8")
    assert "There is no cleaned data to compare yet" in card
    assert "Tested on 120 answers of people" in card


def test_where_all_was_rejected_nothing_is_left_to_train_on(project):
    dataset = labelled(project, people=True)
    project.decide_many([Decision(item, Verdict.REJECT) for item in list(project.queue_ids("dataset:model"))])
    with pytest.raises(UserError, match="After cleaning only 0 items are left"):
        project.probe(Asked(dataset, seeds=2))


def test_people_who_wrote_what_is_tested_cannot_be_trained_on(project):
    dataset = labelled(project, people=False)
    rows = [{"text": text, "human_labels": [label]} for text, label in texts(60, 2)]
    held, people = brought(project, "held", rows, Role.HOLDOUT), brought(project, "people", rows, Role.HUMAN)
    with pytest.raises(UserError, match="only 0 are not in the holdout too"):
        project.probe(Asked(dataset, held, people, seeds=2))


def test_a_project_that_is_open_elsewhere_is_probed_and_left_as_it_is(project):
    dataset = labelled(project, people=True)
    second = Project.open(project.path)
    try:
        assert second.read_only
        assert second.probe(Asked(dataset, seeds=2, closely=True)).tested == 120
    finally:
        second.close()
    assert project.probed(dataset) is None


def test_a_cancel_keeps_nothing(project):
    dataset = labelled(project, people=True)
    job = JobContext(lambda done, total, note: job.cancel() if note == "Training quick models" else None)
    with pytest.raises(Cancelled):
        project.probe(Asked(dataset, seeds=5), job=job)
    assert project.probed(dataset) is None


def test_a_filter_narrows_what_is_trained_on(project):
    dataset = labelled(project, people=True)
    told = project.probe(Asked(dataset, seeds=2), where="item<100")
    assert told.examples == 99
