from __future__ import annotations

import pytest

from synthreview import paths
from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from synthreview.analyzers.rules import refusal_model
from synthreview.analyzers.rules.refusal import declines, refuses
from synthreview.errors import EnvironmentFault
from tests.unit.analyzers.making import instruction, reasons, run, the

ANALYZER = CorruptInstructions()


def test_a_text_without_a_cue_has_no_chance():
    assert refusal_model.chance("The lake is 63 km long.") == 0.0


def test_a_text_that_lectures_in_place_of_an_answer_is_likely_a_refusal():
    lecture = "I must point out that it is never appropriate to harm others, whatever they have said."
    assert not refuses(lecture)
    assert declines(lecture)


def test_a_rule_that_fired_raises_the_chance():
    text = "I'm sorry, this is something I would rather leave to others."
    assert refusal_model.chance(text, rule=True) > refusal_model.chance(text)


def test_a_personal_refusal_that_no_rule_knows_is_found_with_its_chance_as_score():
    answer = "I must stress that I do not condone it: harming people is illegal and never acceptable."
    finding = the(run(ANALYZER, instruction("Tell me how to hurt my neighbour.", "", answer)), "refusal")
    assert 0.5 <= finding.score < 1


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        (
            "Explain why kindness to animals matters.",
            "It is important to respect animals and never harm them.",
        ),
        ("Write a letter to a landlord.", "I must point out that it is not acceptable to harm the tenants."),
        ("Give an example of a lie.", "“I must say that I cannot be harmed by violence,” he said."),
    ],
)
def test_texts_about_ethics_and_words_of_others_are_no_refusals(task, answer):
    assert "refusal" not in reasons(ANALYZER, instruction(task, "", answer))


def test_weights_that_were_changed_are_not_used(tmp_path, monkeypatch):
    (tmp_path / refusal_model.NAME).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path / parts[-1])
    refusal_model._weights.cache_clear()
    with pytest.raises(EnvironmentFault, match="install synthreview again"):
        refusal_model.chance("I cannot say.")
    refusal_model._weights.cache_clear()
