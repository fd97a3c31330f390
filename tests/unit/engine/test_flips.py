"""The model's labels against people's: what is counted, what is called a flip, what is left out."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import Kind, Verdict
from synthreview.engine import flips
from synthreview.estimates import wilson
from synthreview.formats.mapping import Mapping
from synthreview.project import Project


@pytest.fixture
def made(tmp_path):
    """Makes projects of records."""
    opened = []

    def project(records, mapping=None):
        path = tmp_path / f"made{len(opened)}.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        opened.append(Project.open(path.with_suffix(".synthreview"), create=True))
        opened[-1].import_file(path, mapping=mapping)
        return opened[-1]

    yield project
    for each in opened:
        each.close()


def labelled(*votes):
    """Records of people's labels and the model's, written ``"001 1"``."""
    return [
        {"text": f"text {at}", "human_labels": list(vote.split()[0]), "model_labels": list(vote.split()[1])}
        for at, vote in enumerate(votes)
    ]


def matrix(project):
    return flips.flips(project._store, project.datasets()[0])


def counts(found):
    return [[cell.count for cell in row] for row in found.rows]


def test_majorities_of_people_and_model_make_the_matrix(made):
    found = matrix(made(labelled("001 0", "011 1", "111 001", "222 222", "2 1")))
    assert found.labels == ("0", "1", "2")
    assert counts(found) == [[1, 0, 0], [1, 1, 0], [0, 1, 1]]
    assert (found.compared, found.same, found.looked_at, found.of) == (5, 3, 5, 5)


def test_an_open_project_tells_the_same(made):
    project = made(labelled("001 0", "011 1", "111 001"))
    found = project.flips(project.datasets()[0].id)
    assert found == matrix(project)
    assert found.holds


def test_a_cell_tells_its_share_of_the_row_with_its_interval(made):
    found = matrix(made(labelled(*["0 0"] * 3, "0 1", *["1 1"] * 2)))
    cell = found.rows[0][1]
    assert (cell.people, cell.model, cell.count, cell.share) == ("0", "1", 1, 0.25)
    assert (cell.low, cell.high) == wilson(1, 4)
    assert cell.flipped
    assert not found.rows[0][0].flipped


def test_even_splits_and_missing_labels_are_left_out_and_told(made):
    found = matrix(
        made([*labelled("01 0", "000 01", "00 0"), {"text": "t", "human_labels": ["0"], "model_labels": []}])
    )
    assert counts(found) == [[1]]
    assert "2 items are left out because people, or the model's samples, are split evenly." in found.caution
    assert "1 item is left out because it lacks a valid label." in found.caution


def test_a_flip_more_frequent_than_agreement_is_called_out(made):
    found = matrix(made(labelled(*["0 1"] * 18, *["0 0"] * 2, *["1 1"] * 10, *["2 2"] * 3, *["2 1"] * 4)))
    assert [(cell.people, cell.model, cell.count) for cell in found.called] == [("0", "1", 18)]
    assert found.title == "Where people say “0”, the model most often says “1”"
    assert "“0” becomes “1” in 90\u202f% of the cases" in found.subtitle


def test_the_rest_is_told_as_a_share_of_agreement(made):
    assert matrix(made(labelled(*["0 0"] * 3, "0 1"))).title == (
        "The model says what most people say on 75\u202f% of the items"
    )
    assert matrix(made(labelled("0 0", "1 1"))).title == "The model always says what most people say"


def test_a_cell_leads_to_its_items_whatever_was_decided(made):
    project = made(labelled("0 0", "0 1", "1 1", "0 1"))
    project.decide(2, Verdict.FIX, edits={"model_labels": ["0"]})
    project.decide(4, Verdict.REJECT)
    found = matrix(project)
    assert counts(found) == [[1, 2], [0, 1]]
    assert sorted(project.queue_ids(found.rows[0][1].where)) == [2, 4]
    assert found.rows[1][0].where == ""


def test_a_large_cell_shows_the_first_of_its_items(made, monkeypatch):
    monkeypatch.setattr(flips, "NAMED", 3)
    project = made(labelled(*["0 1"] * 5))
    cell = matrix(project).rows[0][1]
    assert (cell.count, cell.shown) == (5, 3)
    assert sorted(project.queue_ids(cell.where)) == [1, 2, 3]


def test_choices_of_people_and_judge_are_compared(made):
    records = [
        {"prompt": f"Say {at}.", "a": "Yes.", "b": "No.", "choice": judge, "human_choice": people}
        for at, (people, judge) in enumerate((("a", "a"), ("b", "a"), ("tie", "b"), ("b", "a")))
    ]
    parts = ("prompt", "a", "b", "choice", "human_choice")
    found = matrix(made(records, Mapping(Kind.PREFERENCE, {part: part for part in parts})))
    assert found.labels == ("a", "b", "tie")
    assert counts(found) == [[1, 0, 0], [2, 0, 0], [0, 1, 0]]


def test_of_many_items_a_random_sample_is_read(made, monkeypatch):
    monkeypatch.setattr(flips, "MOST", 50)
    project = made(labelled(*["0 1", "0 0"] * 100))
    found = matrix(project)
    assert (found.compared, found.looked_at, found.of) == (50, 50, 200)
    assert found.caution.startswith("From a random sample of 50 of 200 items.")
    assert counts(matrix(project)) == counts(found)
    assert 5 < found.rows[0][0].count < 45
    places = [int(term.removeprefix("item:")) for term in found.rows[0][0].where.split(" or ")]
    assert max(places) > 100


def test_rare_labels_beyond_the_widest_matrix_are_left_out_and_told(made, monkeypatch):
    monkeypatch.setattr(flips, "WIDEST", 2)
    found = matrix(made(labelled(*["0 0"] * 3, *["1 1"] * 2, "2 2", "0 2")))
    assert counts(found) == [[3, 0], [0, 2]]
    assert "2 items with rare labels are left out." in found.caution


def test_labels_that_are_numbers_stand_by_size(made):
    records = [
        {"text": f"text {label}", "human_labels": [label], "model_labels": [label]}
        for label in ("10", "9", "b")
    ]
    assert matrix(made(records)).labels == ("9", "10", "b")


def test_without_labels_of_people_nothing_is_said(made):
    texts = made([{"instruction": "Name a nut.", "input": "", "output": "Hazel."}])
    model_only = made([{"text": "one", "model_labels": ["0"]}])
    for project in (texts, model_only):
        found = matrix(project)
        assert found.title == "People's labels are not in this data set"
        assert (found.rows, found.compared) == ((), 0)
        assert not found.holds
