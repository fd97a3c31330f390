"""Batches: what a verdict on many items would do, random checks, and one operation for all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scipy.stats import hypergeom

from synthreview.domain import Kind, Role, Verdict
from synthreview.engine.batch import judge_checks
from synthreview.engine.minorities import is_minority
from synthreview.errors import UserError
from synthreview.estimates import of_finite
from synthreview.formats.mapping import Mapping
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import BatchPlan, Chosen, Copies, Matching, Project

EVERYTHING = Matching("")
LABELS = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label", "human_labels": "human_labels"})
LABEL = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label"})
PEOPLE = Mapping(Kind.TASK_LABEL, {"text": "text", "human_labels": "human_labels"})


def write(path: Path, records: list[dict]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def labelled(label: str, people: list[str], text: str) -> dict:
    return {"text": text, "label": label, "human_labels": people}


RECORDS = [
    *(
        labelled("rude", ["rude"] * 4, f"He shouted at the {who}.")
        for who in ("cook", "clerk", "guest", "driver")
    ),
    *(
        labelled("fine", ["fine", "rude", "rude"], f"She left the {what} early.")
        for what in ("party", "meal")
    ),
    labelled("fine", ["fine"] * 3, "They said thanks."),
    labelled("fine", ["fine"] * 3, "They held the door."),
    labelled("odd", ["rude", "rude", "fine", "fine"], "He sang in the lift."),
    labelled("odd", ["rude", "fine", "odd"], "She wore two hats."),
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "many.synthreview", create=True, reviewer="ana")
    made.import_file(write(tmp_path / "manners.jsonl", RECORDS), mapping=LABELS)
    yield made
    made.close()


def test_a_plan_counts_the_items_and_holds_them_not_the_filter(project: Project) -> None:
    plan = project.plan_many(Matching("label:fine"), Verdict.REJECT)
    assert list(plan.items) == [5, 6, 7, 8]
    assert plan.datasets == (("manners", 4),)
    assert (plan.decided, plan.locked) == (0, 0)


def test_a_rejection_tells_what_each_class_loses(project: Project) -> None:
    plan = project.plan_many(Chosen((1, 5, 6)), Verdict.REJECT)
    losses = {(loss.label, loss.removed, loss.total) for loss in plan.classes}
    assert losses == {("rude", 1, 4), ("fine", 2, 4)}
    words = " ".join(plan.warnings())
    assert "50\u202f% (2 of 4) of the label 'fine'" in words
    assert "25\u202f% (1 of 4) of the label 'rude'" in words


def test_a_class_that_loses_a_fifth_or_less_is_counted_without_a_warning(tmp_path: Path) -> None:
    records = [{"text": f"Text number {n}.", "label": "a" if n < 5 else "b"} for n in range(10)]
    with_labels = Project.open(tmp_path / "a.synthreview", create=True)
    with_labels.import_file(write(tmp_path / "a.jsonl", records), mapping=LABEL)
    plan = with_labels.plan_many(Chosen((1, 6, 7)), Verdict.REJECT)
    with_labels.close()
    assert {loss.label: loss.share for loss in plan.classes} == {"a": 0.2, "b": 0.4}
    assert len(plan.warnings()) == 1
    assert "label 'b'" in plan.warnings()[0]


def test_a_class_that_is_gone_altogether_is_said_in_so_many_words(project: Project) -> None:
    plan = project.plan_many(Matching("label:odd"), Verdict.REJECT)
    assert plan.warnings() == ["Removes all 2 items of the label 'odd'."]


def test_what_is_rejected_already_counts_neither_as_loss_nor_as_part_of_the_class(project: Project) -> None:
    project.decide(1, Verdict.REJECT)
    plan = project.plan_many(Chosen((1, 2)), Verdict.REJECT, with_decided=True)
    assert [(loss.removed, loss.total) for loss in plan.classes] == [(1, 3)]


def test_the_guard_tells_how_many_labels_of_a_human_minority_are_removed(project: Project) -> None:
    plan = project.plan_many(Chosen((5, 7)), Verdict.REJECT)
    assert plan.minority is not None
    assert (plan.minority.removed, plan.minority.total) == (1, 2), "items 5 and 6 are a minority's"
    assert any(
        "50\u202f% (1 of 2) of the items whose label a minority of people chose" in w for w in plan.warnings()
    )


def test_accepting_removes_nothing_and_warns_of_nothing(project: Project) -> None:
    plan = project.plan_many(EVERYTHING, Verdict.ACCEPT)
    assert (plan.classes, plan.minority, plan.warnings()) == ((), None, [])


@pytest.mark.parametrize(
    ("label", "people", "expected"),
    [
        ("b", ["a", "a", "b"], True),
        ("a", ["a", "a", "b"], False),
        ("b", ["a"] * 14 + ["b"] * 9 + ["c"] * 2, True),
        ("c", ["a"] * 14 + ["b"] * 9 + ["c"] * 2, True),
        ("d", ["a", "a", "b"], False),
        ("b", ["a", "a", "b", "b"], False),
        ("b", ["a", "b", "c"], False),
        ("a", [], False),
        (None, ["a", "a", "b"], False),
        ("2", ["1", "1", "2.0"], True),
    ],
)
def test_a_minority_are_people_who_gave_a_label_that_most_did_not(
    label: str | None, people: list[str], expected: bool
) -> None:
    from synthreview.analyzers.labels.views import labels_of

    assert is_minority(label, labels_of(people)) is expected


def test_people_in_a_linked_reference_count_as_people(tmp_path: Path) -> None:
    project = Project.open(tmp_path / "linked.synthreview", create=True)
    texts = [f"Case {n} of the court." for n in range(6)]
    project.import_file(
        write(tmp_path / "model.jsonl", [{"text": t, "label": "yes"} for t in texts]), mapping=LABEL
    )
    people = [
        {"text": t, "human_labels": ["no", "no", "yes"] if n < 2 else ["yes"] * 3}
        for n, t in enumerate(texts)
    ]
    project.import_file(write(tmp_path / "people.jsonl", people), role=Role.HUMAN, mapping=PEOPLE)
    project.attach(project.dataset("people").id, project.dataset("model").id)
    plan = project.plan_many(Chosen((1, 3)), Verdict.REJECT)
    project.close()
    assert plan.minority is not None
    assert (plan.minority.removed, plan.minority.total) == (1, 2)


def test_a_reference_adds_to_the_people_an_item_has_itself(tmp_path: Path) -> None:
    project = Project.open(tmp_path / "linked.synthreview", create=True)
    own = [
        {"text": f"Case {n} of the court.", "label": "yes", "human_labels": ["yes", "no"]} for n in range(2)
    ]
    project.import_file(write(tmp_path / "model.jsonl", own), mapping=LABELS)
    people = [{"text": own[0]["text"], "human_labels": ["no"]}]
    project.import_file(write(tmp_path / "people.jsonl", people), role=Role.HUMAN, mapping=PEOPLE)
    project.attach(project.dataset("people").id, project.dataset("model").id)
    plan = project.plan_many(EVERYTHING, Verdict.REJECT)
    project.close()
    assert plan.minority is not None
    assert plan.minority.total == 1, "one of three says yes to the first case"


def test_items_of_a_reference_are_locked_and_left_out(tmp_path: Path, project: Project) -> None:
    project.import_file(
        write(tmp_path / "people.jsonl", [{"text": "A text.", "label": "fine"}]),
        role=Role.HUMAN,
        mapping=LABEL,
    )
    plan = project.plan_many(Chosen((1, 2, 11)), Verdict.REJECT)
    assert (list(plan.items), plan.locked) == ([1, 2], 1)


def test_what_was_decided_stays_out_unless_it_is_asked_for(project: Project) -> None:
    project.decide(1, Verdict.ACCEPT)
    project.decide(2, Verdict.ACCEPT)
    project.decide(3, Verdict.REJECT)
    plan = project.plan_many(EVERYTHING, Verdict.REJECT)
    assert (len(plan.items), plan.decided) == (7, 3)
    assert [(one.verdict, one.reviewer, one.items) for one in plan.already] == [
        (Verdict.ACCEPT, "ana", 2),
        (Verdict.REJECT, "ana", 1),
    ]
    assert len(project.plan_many(EVERYTHING, Verdict.REJECT, with_decided=True).items) == 10


def test_one_operation_decides_all_and_one_undo_takes_all_back(project: Project) -> None:
    project.decide(1, Verdict.ACCEPT, note="mine")
    plan = project.plan_many(EVERYTHING, Verdict.REJECT, with_decided=True)
    operation = project.decide_all(plan, reasons=["other"], note="all of them")
    assert (operation.label, operation.items) == ("Reject 10 items", 10)
    assert project.counts().rejected == 10
    decision = project.view(4).decision
    assert decision is not None
    assert (decision.reasons, decision.note, decision.selected_by) == (("other",), "all of them", "batch")
    project.undo()
    back = project.view(1).decision
    assert back is not None
    assert (back.verdict, back.note) == (Verdict.ACCEPT, "mine")
    assert (project.counts().rejected, project.counts().accepted) == (0, 1)
    project.redo()
    assert project.counts().rejected == 10


def test_what_came_under_the_filter_after_the_preview_is_not_decided(project: Project) -> None:
    plan = project.plan_many(Matching("verdict:undecided label:rude"), Verdict.REJECT)
    project.decide(2, Verdict.ACCEPT)
    operation = project.decide_all(plan)
    assert operation.items == 3
    assert project.counts().accepted == 1, "a single decision made meanwhile stands"


def test_an_item_the_checks_found_wrong_is_left_out_and_the_checks_are_told_with_the_operation(
    project: Project,
) -> None:
    plan = project.plan_many(Matching("label:rude"), Verdict.REJECT)
    judged = project.judge_checks(plan, 2, 1)
    operation = project.decide_all(plan, judged=judged, but=[3])
    assert operation.label == "Reject 3 items (3 checked, 1 wrong)"
    assert project.view(3).decision is None


def test_a_cancelled_batch_leaves_everything_as_it_was(project: Project) -> None:
    plan, job = project.plan_many(EVERYTHING, Verdict.REJECT), JobContext()
    job.cancel()
    with pytest.raises(Cancelled):
        project.decide_all(plan, job=job)
    assert project.counts().undecided == 10
    assert project.undo_label() is None


def test_an_empty_batch_is_refused_with_a_sentence(project: Project) -> None:
    plan = project.plan_many(Matching("label:nothing"), Verdict.REJECT)
    with pytest.raises(UserError, match="no item is in the batch"):
        project.decide_all(plan)


def test_checks_are_different_items_of_the_batch_and_the_same_for_one_seed(project: Project) -> None:
    plan = project.plan_many(EVERYTHING, Verdict.REJECT)
    drawn = project.checks(plan, 5, seed=3)
    assert len(set(drawn)) == 5
    assert set(drawn) <= set(plan.items)
    assert drawn == project.checks(plan, 5, seed=3) != project.checks(plan, 5, seed=4)
    assert len(project.checks(plan, 50)) == 10


@pytest.mark.parametrize(
    ("size", "right", "wrong", "words"),
    [
        (100_000, 20, 0, "0 of 20 checks were wrong: at most 14\u202f% of the batch."),
        (1_204, 18, 2, "2 of 20 checks were wrong: between 1.3\u202f% and 31\u202f% of the batch."),
        (1_000, 0, 20, "20 of 20 checks were wrong: at least 86\u202f% of the batch."),
        (14, 13, 1, "1 of 14 checks was wrong: the whole batch was looked at."),
        (14, 0, 0, "Nothing was checked yet."),
        (10, 1, 0, "0 of 1 check was wrong: at most 90\u202f% of the batch."),
    ],
)
def test_checks_are_told_with_what_they_say_of_the_batch(
    size: int, right: int, wrong: int, words: str
) -> None:
    assert judge_checks(size, right, wrong).words() == words


@pytest.mark.parametrize(("size", "trials"), [(6, 3), (25, 10), (60, 20)])
def test_each_limit_from_a_sample_without_replacement_misses_the_truth_once_in_20_at_most(
    size: int, trials: int
) -> None:
    for truth in range(size + 1):
        misses = {"low": 0.0, "high": 0.0}
        for seen in range(max(0, trials - (size - truth)), min(truth, trials) + 1):
            low, high = of_finite(seen, trials, size)
            misses["low"] += hypergeom.pmf(seen, size, truth, trials) * (low > truth)
            misses["high"] += hypergeom.pmf(seen, size, truth, trials) * (high < truth)
        assert max(misses.values()) <= 0.05 + 1e-9, f"{truth} of {size}: {misses}"


def test_with_all_looked_at_the_number_is_known(project: Project) -> None:
    assert of_finite(3, 10, 10) == (3, 3)
    with pytest.raises(ValueError, match="of 5"):
        of_finite(3, 10, 5)


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Project]:
    records = [
        {
            "instruction": f"Describe city number {n}.",
            "input": "<noinput>",
            "output": f"City {n} lies by a lake.",
        }
        for n in range(6)
    ]
    records += [{"instruction": "Name a river.", "input": "", "output": "The Danube."}] * 3
    made = Project.open(tmp_path / "faulty.synthreview", create=True, reviewer="ana")
    made.import_file(write(tmp_path / "faulty.jsonl", records))
    made.analyze()
    yield made
    made.close()


def fixable(project: Project) -> tuple[BatchPlan, str]:
    plan = project.plan_many(EVERYTHING, Verdict.FIX)
    assert plan.fixes, "the project has items with a suggested change"
    return plan, plan.fixes[0][0]


def test_a_suggested_change_is_given_to_every_item_that_has_its_own(faulty: Project) -> None:
    _, reason = fixable(faulty)
    plan = faulty.plan_many(EVERYTHING, Verdict.FIX, reason=reason)
    operation = faulty.decide_all(plan)
    assert operation.items == len(plan.items) >= 6
    assert all(faulty.view(item).item.parts["input"] == "" for item in plan.items)
    faulty.undo()
    assert faulty.counts().fixed == 0


def test_an_item_fixed_by_hand_is_not_fixed_over(faulty: Project) -> None:
    _, reason = fixable(faulty)
    faulty.decide(1, Verdict.FIX, edits={"output": "By hand."})
    plan = faulty.plan_many(EVERYTHING, Verdict.FIX, reason=reason, with_decided=True)
    assert 1 not in plan.items
    faulty.decide(2, Verdict.FIX, edits={"output": "Also by hand."})
    faulty.decide_all(plan)
    assert faulty.view(2).item.parts["output"] == "Also by hand."


def test_copies_are_an_item_and_all_that_say_the_same(faulty: Project) -> None:
    plan = faulty.plan_many(Copies(8), Verdict.REJECT)
    assert sorted(plan.items) == [7, 8, 9]
    assert faulty.plan_many(Copies(7), Verdict.REJECT).items[0] == 7
