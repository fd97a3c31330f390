"""Argilla and Label Studio get items, findings and fixes in the form in which they take them."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from synthreview.domain import PARTS as SPECS
from synthreview.domain import Kind
from synthreview.formats.targets import records
from synthreview.formats.targets.argilla import argilla_files, settings
from synthreview.formats.targets.label_studio import label_studio_config
from tests.unit.formats.targets.rows import PARTS, row, turn

LABELS = ("1", "3", "", "1", "x" * 300)
USER = "6a1c0a5e-5d0e-4b7e-9b44-0f5d8a4c2b11"


def folder(kind: Kind, rows, **known) -> dict:
    files = argilla_files("my set", kind, rows, LABELS, **known)
    return {path: json.loads(b"".join(written)) for path, written in files}


def fixed(kind: Kind, **after):
    """An item with a fix: its parts before are the example's."""
    return row(kind, after, verdict="fixed", reviewer="Ann", original=PARTS[kind])


# --- Argilla ---


@pytest.mark.parametrize("kind", list(Kind))
def test_an_argilla_folder_has_its_three_files_and_they_agree(kind):
    made = folder(kind, [row(kind, risk=0.5, verdict="accepted", reviewer="Ann")], users={"Ann": USER})
    assert set(made) == {".argilla/dataset.json", ".argilla/settings.json", "records.json"}
    assert made[".argilla/dataset.json"]["name"] == "my set"
    asked = made[".argilla/settings.json"]
    fields = {each["name"]: each["required"] for each in asked["fields"]}
    questions = {each["name"]: each["settings"] for each in asked["questions"]}
    assert any(each["required"] for each in asked["questions"])
    assert not set(fields) & set(questions)
    assert all(re.fullmatch("[a-z0-9_-]+", name) for name in [*fields, *questions])
    [record] = made["records.json"]
    assert record["id"] == "7"
    assert set(record["fields"]) <= set(fields)
    assert all(name in record["fields"] for name, required in fields.items() if required)
    assert all(isinstance(text, str) for text in record["fields"].values())
    assert record["metadata"]["risk"] == 0.5
    assert None not in record["metadata"].values()
    for name, suggestion in record["suggestions"].items():
        assert set(suggestion) == {"value", "score", "agent"}
        assert suggestion["value"] in [each["value"] for each in questions[name]["options"]]
    assert record["responses"] == {"verdict": [{"value": "accept", "user_id": USER, "status": "submitted"}]}


def test_argilla_questions_offer_values_that_it_takes():
    questions = {each["name"]: each for each in settings(Kind.TASK_LABEL, LABELS)["questions"]}
    options = questions["right_label"]["settings"]["options"]
    assert options == [{"value": "1", "text": "1"}, {"value": "3", "text": "3"}]
    assert questions["right_label"]["settings"]["visible_options"] is None
    assert questions["verdict"]["settings"]["visible_options"] == 4
    assert "right_label" not in {each["name"] for each in settings(Kind.TASK_LABEL, ["1"])["questions"]}
    questions = {each["name"]: each["settings"] for each in settings(Kind.PREFERENCE)["questions"]}
    assert [each["value"] for each in questions["right_choice"]["options"]] == ["a", "b", "tie"]


def test_a_reviewer_whom_argilla_does_not_know_suggests_the_verdict():
    [record] = folder(Kind.FREE_TEXT, [row(Kind.FREE_TEXT, verdict="rejected", reviewer="Bo")])[
        "records.json"
    ]
    assert record["responses"] == {}
    assert record["suggestions"]["verdict"] == {"value": "reject", "score": None, "agent": "Bo"}
    [record] = folder(Kind.FREE_TEXT, [row(Kind.FREE_TEXT, verdict="undecided")])["records.json"]
    assert record["suggestions"] == {}


def test_a_fix_is_suggested_beside_the_text_as_it_was():
    [record] = folder(Kind.INSTRUCTION, [fixed(Kind.INSTRUCTION, output="Hi!")])["records.json"]
    assert record["fields"]["output"] == "Hello 😀"
    assert record["fields"]["history"] == "user: Hi\n\nassistant: Hello"
    assert record["suggestions"]["fixed_output"] == {"value": "Hi!", "score": None, "agent": "Ann"}
    assert set(record["suggestions"]) == {"verdict", "fixed_output"}


def test_a_label_is_suggested_by_who_gave_it():
    [by_model, by_reviewer] = folder(
        Kind.TASK_LABEL, [row(Kind.TASK_LABEL), fixed(Kind.TASK_LABEL, label="1")]
    )["records.json"]
    assert by_model["suggestions"]["right_label"] == {"value": "3", "score": None, "agent": "koala"}
    assert by_reviewer["suggestions"]["right_label"] == {"value": "1", "score": None, "agent": "Ann"}
    assert by_model["fields"]["human_labels"] == "3, 1, none, 3"


def test_an_argilla_record_alone_is_the_same_as_in_its_folder():
    [alone] = records("argilla", row(Kind.INSTRUCTION))
    assert folder(Kind.INSTRUCTION, [row(Kind.INSTRUCTION)])["records.json"] == [alone]


# --- Label Studio ---


def names(config: str) -> dict[str, str]:
    """The controls of a labelling interface, each with the object it is about."""
    return {
        each.get("name"): each.get("toName") for each in ET.fromstring(config).iter() if each.get("toName")
    }


@pytest.mark.parametrize("kind", list(Kind))
def test_label_studio_tasks_fit_their_interface(kind):
    config = ET.fromstring(label_studio_config(kind, LABELS))
    objects = {
        each.get("name"): each.get("value") for each in config.iter() if each.get("value", "")[:1] == "$"
    }
    controls = names(label_studio_config(kind, LABELS))
    assert set(controls.values()) <= set(objects)
    required = tuple(spec.name for spec in SPECS[kind] if not spec.required)
    for item in (fixed(kind, text="new", output="new", a="new"), row(kind, without=required)):
        [task] = records("label-studio", item)
        assert set(task) == {"data", "predictions", "annotations"}
        assert all(value.removeprefix("$") in task["data"] for value in objects.values())
        results = [
            each for part in ("predictions", "annotations") for one in task[part] for each in one["result"]
        ]
        for result in results:
            assert controls[result["from_name"]] == result["to_name"]
            [(key, [text])] = result["value"].items()
            assert (result["type"], key) in [("choices", "choices"), ("textarea", "text")]
            assert isinstance(text, str)


def test_label_studio_gets_each_vote_of_a_model_as_a_prediction_with_its_share():
    [task] = records("label-studio", row(Kind.TASK_LABEL, {"model_labels": ["1", "3", "3", None]}))
    given = [(each["result"][0]["value"]["choices"], each["score"]) for each in task["predictions"]]
    assert given == [(["3"], 2 / 3), (["1"], 1 / 3)]
    assert task["predictions"][0]["model_version"] == "koala"
    assert task["data"]["human_distribution"] == {"3": 2 / 3, "1": 1 / 3}
    assert task["annotations"] == []


def test_label_studio_gets_the_choice_of_the_judge_and_the_reviewers_word():
    [task] = records("label-studio", fixed(Kind.PREFERENCE, choice="b", b="It is far."))
    assert task["predictions"] == [
        {
            "model_version": "llm",
            "score": 1.0,
            "result": [
                {"from_name": "ask_choice", "to_name": "a", "type": "choices", "value": {"choices": ["a"]}}
            ],
        }
    ]
    [annotation] = task["annotations"]
    assert [each["value"] for each in annotation["result"]] == [
        {"choices": ["fix"]},
        {"choices": ["b"]},
        {"text": ["It is far."]},
    ]
    assert (annotation["was_cancelled"], annotation["ground_truth"]) == (False, False)
    assert task["data"]["b"] == "It is painted — blå."


def test_a_conversation_is_shown_by_speakers():
    turns = [turn("user", "q", "Ann"), turn("assistant", "r")]
    [task] = records("label-studio", row(Kind.SIMULATION, {"turns": turns}, risk=0.5, findings=("Odd.",)))
    assert task["data"]["turns"] == [{"author": "Ann", "text": "q"}, {"author": "assistant", "text": "r"}]
    assert (task["data"]["risk"], task["data"]["findings"]) == (0.5, ["Odd."])


def test_labels_of_any_characters_leave_the_interface_readable():
    config = label_studio_config(Kind.TASK_LABEL, ["a & b", '"<c>"', "\x00", "\ud800"])
    choices = [each.get("value") for each in ET.fromstring(config).iter("Choice")]
    assert choices == ["accept", "fix", "reject", "defer", "a & b", '"<c>"']
