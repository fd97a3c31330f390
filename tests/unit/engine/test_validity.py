"""An edit is told which rule it breaks and which formats that concerns, before it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.engine.validity import SOURCE_WORDS, Problem, Setting, Severity, problems

TEXT = {"instruction": "Name a colour.", "input": "", "output": "Blue."}
LABELLED = {
    "text": "It is rude.",
    "label": "rude",
    "model_labels": ["rude", "fine"],
    "human_labels": ["fine"],
}
PAIR = {"prompt": "Which?", "a": "This.", "b": "That.", "choice": "a"}
TALK = {
    "turns": [
        {"role": "user", "speaker": "", "text": "Hi"},
        {"role": "assistant", "speaker": "", "text": "Hello"},
        {"role": "user", "speaker": "", "text": "Bye"},
        {"role": "assistant", "speaker": "", "text": "Goodbye"},
    ]
}


def told(kind: Kind, original: dict, edits: dict, setting: Setting = Setting()) -> list[Problem]:  # noqa: B008
    return problems(kind, original, edits, setting)


def one(kind: Kind, original: dict, edits: dict, setting: Setting = Setting()) -> Problem:  # noqa: B008
    (found,) = told(kind, original, edits, setting)
    return found


def test_an_ordinary_edit_breaks_no_rule() -> None:
    assert told(Kind.INSTRUCTION, TEXT, {"output": "Green."}) == []
    assert told(Kind.SIMULATION, TALK, {"turns.1.text": "Good day"}) == []


def test_a_value_of_another_shape_stops() -> None:
    found = one(Kind.PREFERENCE, PAIR, {"choice": "c"})
    assert found == Problem("choice", "The part 'choice' takes a, b or tie.", Severity.STOP)


def test_half_a_character_stops_in_words_instead_of_failing_on_disk() -> None:
    found = one(Kind.INSTRUCTION, TEXT, {"output": "Blue \ud83d."})
    assert found.severity is Severity.STOP
    assert "half of a character" in found.sentence


def test_a_part_that_every_item_needs_may_not_be_emptied_unseen() -> None:
    found = one(Kind.INSTRUCTION, TEXT, {"output": " \n"})
    assert found.sentence == "'Output' is empty now; every instruction needs it."
    assert found.severity is Severity.WARN
    assert "Alpaca (instruction, input, output)" in found.formats


def test_a_part_that_was_empty_before_is_no_news() -> None:
    assert told(Kind.INSTRUCTION, {**TEXT, "output": ""}, {"instruction": "Name two."}) == []


def test_a_label_the_data_set_does_not_have() -> None:
    found = one(Kind.TASK_LABEL, LABELLED, {"label": "odd"}, Setting(labels={"rude", "fine"}))
    assert found.sentence == "'odd' is no label of this data set so far; it has fine, rude."
    assert found.formats == ("Argilla folder", "Label Studio tasks")


def test_labels_in_a_list_count_too_and_known_ones_are_fine() -> None:
    setting = Setting(labels={"rude", "fine"})
    assert one(Kind.TASK_LABEL, LABELLED, {"model_labels": ["rude", "odd"]}, setting).part == "model_labels"
    assert told(Kind.TASK_LABEL, LABELLED, {"model_labels": ["fine", None]}, setting) == []


def test_with_very_many_labels_there_is_no_closed_set() -> None:
    many = {str(number) for number in range(500)}
    assert told(Kind.TASK_LABEL, LABELLED, {"label": "odd"}, Setting(labels=many)) == []


def test_a_text_that_was_json_and_is_none_any_more() -> None:
    original = {**TEXT, "output": '{"colour": "blue"}'}
    found = one(Kind.INSTRUCTION, original, {"output": '{"colour": "blue"'})
    assert found.sentence == "The text was JSON and is none any more: line 1, column 18 cannot be read."
    assert told(Kind.INSTRUCTION, original, {"output": '{"colour": "green"}'}) == []


def test_an_answer_that_should_be_json_and_is_still_broken() -> None:
    original = {**TEXT, "instruction": "Return the colour as JSON.", "output": '{"colour": }'}
    found = one(Kind.INSTRUCTION, original, {"output": '{"colour": "blue", }'})
    assert found.sentence.startswith("The answer should be JSON and breaks at line 1")
    assert told(Kind.INSTRUCTION, original, {"output": '{"colour": "blue"}'}) == []


def test_roles_that_no_longer_take_turns_name_the_formats_that_ask_for_it() -> None:
    found = one(Kind.SIMULATION, TALK, {"turns.1.role": "user"})
    assert found.sentence == "The item has turn 2 from the user, out of turn for this format."
    assert found.formats == ("ShareGPT (conversations)", "Alpaca (instruction, input, output)")


def test_a_conversation_that_ends_on_the_user_cannot_be_learned_from() -> None:
    found = one(Kind.SIMULATION, TALK, {"turns": TALK["turns"][:3]})
    assert found.sentence == "The item does not end with the assistant."
    assert "Chat messages (OpenAI, TRL)" in found.formats
    assert "JSON Lines, all parts" not in found.formats


def test_an_emptied_turn_is_told_by_its_number() -> None:
    assert one(Kind.SIMULATION, TALK, {"turns.1.text": ""}).sentence.startswith("Turn 2 is empty now")


def test_a_tie_is_told_with_the_formats_that_need_a_winner() -> None:
    found = one(Kind.PREFERENCE, PAIR, {"choice": "tie"})
    assert found.sentence == "The item is a tie, which this format cannot say."
    assert "OpenAI preference (DPO)" in found.formats


def test_what_a_format_could_not_say_before_is_no_news() -> None:
    assert told(Kind.PREFERENCE, {**PAIR, "choice": "tie"}, {"a": "These."}) == []


def test_a_value_the_source_cannot_take_up_warns_and_a_part_it_never_can_is_noted() -> None:
    setting = Setting(
        unwritten={"label": "the source has no code for 'odd'", "text": "no place"}, never={"text"}
    )
    warned, noted = told(Kind.TASK_LABEL, LABELLED, {"label": "odd", "text": "Other"}, setting)
    assert warned.sentence == (
        "'label' cannot be written back into the source file: the source has no code for 'odd'."
    )
    assert (warned.severity, warned.formats) == (Severity.WARN, (SOURCE_WORDS,))
    assert noted.severity is Severity.NOTE


@given(
    edits=st.dictionaries(
        st.sampled_from(["turns", "turns.0.text", "turns.1.role", "turns.9.text", "task", "x", "turns.0"]),
        st.one_of(
            st.text(max_size=5),
            st.none(),
            st.lists(
                st.fixed_dictionaries({"role": st.text(max_size=5), "text": st.text(max_size=3)}), max_size=3
            ),
        ),
        max_size=3,
    )
)
def test_no_edit_makes_the_rules_fail(edits: dict) -> None:
    for found in told(Kind.SIMULATION, TALK, edits):
        assert found.sentence.endswith(".")


@pytest.mark.parametrize("kind", list(Kind))
def test_no_edit_is_no_problem(kind: Kind) -> None:
    parts = {
        Kind.TASK_LABEL: LABELLED,
        Kind.PREFERENCE: PAIR,
        Kind.INSTRUCTION: TEXT,
        Kind.SIMULATION: TALK,
        Kind.FREE_TEXT: {"text": "A text."},
    }
    assert told(kind, parts[kind], {}) == []
