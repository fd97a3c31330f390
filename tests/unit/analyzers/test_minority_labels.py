from __future__ import annotations

import pytest

from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.domain import Summary
from tests.unit.analyzers.making import labelled, preference, reasons, run, the

ANALYZER = MinorityLabels()


def test_agreement_is_no_finding():
    assert reasons(ANALYZER, labelled(["1", "1", "0"], ["1", "1", "0"])) == set()


def test_dissent_the_model_does_not_produce():
    finding = the(run(ANALYZER, labelled(["3", "4", "3"], ["3", "3", "3"])), "dissent_lost")
    assert finding.args == {"people": "3 ×2, 4", "model": "3"}
    assert [spot.part for spot in finding.evidence] == ["human_labels", "model_labels"]


def test_dissent_over_other_labels_is_kept_apart_from_no_dissent():
    assert reasons(ANALYZER, labelled(["3", "3", "4"], ["3", "3", "2"])) == {"dissent_differs"}


def test_a_wrong_majority_weighs_more_the_more_people_agree():
    strong = the(run(ANALYZER, labelled(["1", "1", "1"], ["2", "2", "2"])), "majority_mismatch")
    weak = the(run(ANALYZER, labelled(["1", "1", "2"], ["2", "2", "2"])), "majority_mismatch")
    assert strong.score == 1.0 > weak.score


def test_labels_all_different_have_no_majority_to_miss():
    assert "majority_mismatch" not in reasons(ANALYZER, labelled(["1", "2", "3"], ["4", "4", "4"]))


def test_one_person_against_one_model_label():
    finding = the(run(ANALYZER, labelled(["joy"], label="anger")), "label_mismatch")
    assert finding.args == {"people": "joy", "model": "anger"}


@pytest.mark.parametrize("bad", [None, "-1", "nan", float("nan"), ""])
def test_invalid_labels_are_certain(bad):
    finding = the(run(ANALYZER, labelled(["1", "1"], ["1", bad])), "label_invalid")
    assert finding.args == {"count": 1, "total": 2}


def test_minus_one_is_a_label_where_people_use_it():
    items = [
        labelled([label] * 3, [label] * 3, id=id) for id, label in enumerate(["-1", "0", "1"] * 5, start=1)
    ]
    assert reasons(ANALYZER, *items) == set()


def test_a_label_no_person_ever_gave_is_pointed_at():
    items = [labelled(["1", "1"], ["1", "1"], id=id) for id in range(1, 61)]
    finding = the(run(ANALYZER, *items, labelled(["1", "1"], ["1", "7"], id=99)), "label_unknown")
    assert (finding.item, finding.args["label"]) == (99, "7")


def test_a_model_label_alone_says_nothing_without_people():
    assert reasons(ANALYZER, *(labelled(label="1", id=id) for id in range(1, 200))) == set()


def test_an_over_used_label_is_found_against_a_reference():
    people = [labelled(label="x" if id % 10 == 0 else "y", id=id) for id in range(1, 301)]
    model = [labelled(label="x" if id % 2 else "y", id=id) for id in range(1, 301)]
    findings = run(ANALYZER, *model, reference=people)
    assert {finding.reason for finding in findings} == {"label_overused"}
    assert {finding.item % 2 for finding in findings} == {1}
    assert findings[0].args == {"label": "x", "model": "50", "people": "10"}


def test_items_without_people_learn_from_those_with():
    checked = [labelled(["0"], label="1", id=id) for id in range(1, 31)] + [
        labelled(["0"], label="0", id=id) for id in range(31, 61)
    ]
    (found,) = [
        f
        for f in run(ANALYZER, *checked, labelled(label="1", id=99))
        if f.item == 99 and f.reason == "label_often_wrong"
    ]
    assert found.score > 0.9


def test_a_view_the_model_has_erased_is_named_where_people_hold_it():
    items = [labelled(["a", "a", "b"], ["a", "a", "a"], id=id) for id in range(1, 101)]
    assert {f.args["label"] for f in run(ANALYZER, *items) if f.reason == "view_erased"} == {"b"}


def test_models_are_compared_one_by_one():
    items = [labelled(["a", "a", "b"], ["a", "a", "a"], annotator="flat", id=id) for id in range(1, 101)]
    items += [labelled(["a", "a", "b"], ["a", "b", "a"], annotator="fair", id=id) for id in range(101, 201)]
    assert {f.item <= 100 for f in run(ANALYZER, *items) if f.reason == "view_erased"} == {True}


def test_a_judge_is_compared_with_people_on_preferences():
    finding = the(run(ANALYZER, preference(choice="a", human_choice="tie")), "label_mismatch")
    assert finding.args == {"people": "a tie", "model": "A"}
    assert [spot.part for spot in finding.evidence] == ["choice", "human_choice"]


def test_shares_erasure_and_drift_are_emitted():
    items = [labelled(["0", "0", "1"], ["0", "0", "0"], id=id) for id in range(1, 101)]
    emitted = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    summaries = {each.name: each.data for each in emitted if isinstance(each, Summary)}
    assert summaries["label_shares"] == {"people": {"0": 200, "1": 100}, "model": {"0": 300}}
    assert summaries["label_erasure"]["erased"] == ["1"]
    assert summaries["label_erasure"]["people_from"] == "same records"
    assert summaries["label_drift"]["total_variation"] == pytest.approx(1 / 3)
    assert summaries["label_agreement"]["dissent_lost"] == 100


def test_a_split_that_chance_explains_is_not_told():
    assert reasons(ANALYZER, labelled(["4", "4", "4", "4", "3"], ["4"] * 5)) == set()
    assert reasons(ANALYZER, labelled(["4", "4", "4", "3", "3"], ["4"] * 5)) == {"dissent_lost"}
