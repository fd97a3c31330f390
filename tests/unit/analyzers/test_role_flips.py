from __future__ import annotations

import pytest

from synthreview.analyzers.dialogue.camel import Marker, marker
from synthreview.analyzers.role_flips import RoleFlips
from tests.unit.analyzers.making import conversation, reasons, run, the

ANALYZER = RoleFlips()


@pytest.mark.parametrize(
    ("side", "text", "expected"),
    [
        ("user", "Instruction: x\nInput: None", Marker.OK),
        ("user", "Solution: x", Marker.FLIP),
        ("user", "Instruction: x Solution: y", Marker.FLIP),
        ("user", "Thanks!", Marker.INTERRUPTION),
        ("user", "<CAMEL_TASK_DONE>", Marker.OK),
        ("user", "solution: x", Marker.INTERRUPTION),
        ("assistant", "Solution: x. Next request.", Marker.OK),
        ("assistant", "Instruction: x", Marker.FLIP),
        ("assistant", "Solution: x Instruction: y", Marker.FLIP),
        ("assistant", "I am sorry", Marker.INTERRUPTION),
        ("assistant", "<CAMEL_TASK_DONE>", Marker.OK),
        ("system", "Never flip roles! Instruction: Solution:", Marker.OK),
    ],
)
def test_markers_are_judged_as_in_the_paper(side, text, expected):
    assert marker(side, text) is expected


CAMEL = ("U: Instruction: Plan a trip.\nInput: None", "A: Solution: Take the train. Next request.")


def test_a_flip_in_a_marked_conversation_names_the_message_and_its_path():
    item = conversation(*CAMEL, "U: Solution: I would rather walk.", "A: Instruction: Then walk.")
    finding = the(run(ANALYZER, item), "flip")
    assert finding.args["turn"] == 3
    assert finding.args["count"] == 2
    assert [spot.part for spot in finding.evidence] == ["turns.2.text", "turns.3.text"]


def test_an_interruption_is_kept_apart_from_a_flip():
    assert reasons(ANALYZER, conversation(*CAMEL, "U: Thanks!", "A: Solution: Anytime. Next request.")) == {
        "interrupts"
    }


def test_flips_and_interruptions_are_counted_by_message_as_in_the_paper():
    item = conversation(
        *CAMEL,
        "U: solution: in lower case is none",
        "A: I am sorry",
        "U: Instruction: Go on. Solution: none",
        "A: Solution: Yes. Instruction: Rest.",
        "U: <CAMEL_TASK_DONE>",
        "A: <CAMEL_TASK_DONE>",
    )
    found = run(ANALYZER, item)
    spots = {reason: [spot.part for spot in the(found, reason).evidence] for reason in ("flip", "interrupts")}
    assert spots == {"flip": ["turns.4.text", "turns.5.text"], "interrupts": ["turns.2.text", "turns.3.text"]}


def test_a_clean_marked_conversation_has_no_findings():
    assert reasons(ANALYZER, conversation(*CAMEL, "U: <CAMEL_TASK_DONE>")) == set()


def test_instructions_in_an_ordinary_chat_are_no_markers():
    item = conversation("U: Instruction: Translate.\nInput: Hallo", "A: Hello", "U: Thanks!", "A: Anytime.")
    assert reasons(ANALYZER, item) == set()


def test_the_counts_of_a_data_set_are_emitted():
    items = [
        conversation(*CAMEL, id=1),
        conversation(*CAMEL, "U: Solution: no", id=2),
        conversation("U: Hi", "A: Hello", id=3),
    ]
    (summary,) = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    assert summary.data["conversations"] == 3
    assert summary.data["marked"] == 2
    assert summary.data["with_reason"]["flip"] == 1
    assert summary.data["by_turns"] == {"2": 2, "3": 1}


def test_batches_are_counted_together():
    batches = [[conversation(*CAMEL, id=1)], [conversation(*CAMEL, "U: Solution: no", id=2)]]
    whole = ANALYZER.finish(ANALYZER.merge(*map(ANALYZER.summarize, batches)), None)
    assert list(ANALYZER.emit(whole)) == list(ANALYZER.emit(ANALYZER.summarize([*batches[0], *batches[1]])))


def test_a_finding_knows_how_many_turns_there_are():
    item = conversation(*CAMEL, "U: Solution: I would rather walk.", "A: Solution: Then walk.")
    assert the(run(ANALYZER, item), "flip").args["turns"] == 4


# --- who speaks when ---


def test_two_turns_of_one_side_in_a_row():
    item = conversation("U: Hi", "A: Hello", "A: How are you today, then?", "U: Fine", "A: Good")
    finding = the(run(ANALYZER, item), "two_in_a_row")
    assert finding.args["turn"] == 3


def test_a_conversation_that_ends_on_the_user():
    assert reasons(ANALYZER, conversation("U: Hi", "A: Hello", "U: And then?")) == {"ends_on_user"}


def test_an_assistant_that_speaks_first():
    assert reasons(ANALYZER, conversation("A: Hello", "U: Hi", "A: Well")) == {"starts_with_assistant"}


def test_what_most_conversations_do_is_no_fault():
    items = [conversation("U: Hi", "A: Hello", f"U: Question number {id}?", id=id) for id in range(1, 6)]
    assert reasons(ANALYZER, *items) == set()


def test_system_and_tool_turns_and_silent_tool_calls_are_legitimate():
    item = conversation(
        "S: Be kind.", "U: Weather?", "A: ", "T: 20 degrees", "T: no wind", "A: Mild, without wind."
    )
    assert reasons(ANALYZER, item) == set()


def test_an_empty_turn_is_certain():
    assert "empty_turn" in reasons(ANALYZER, conversation("U: Hi", "A: ", "U: Hello?", "A: Yes"))


def test_agents_with_names_have_no_order_to_break():
    item = conversation("Planner: Let us begin.", "Coder: Done.", "Coder: Really done.", "Planner: Good.")
    assert reasons(ANALYZER, item) == set()


def test_a_stranger_beside_user_and_assistant_is_weakly_odd():
    assert reasons(ANALYZER, conversation("U: Hi", "Moderator: Order!", "A: Hello")) == {"unknown_role"}


# --- voices ---


def test_an_assistant_turn_with_the_users_label():
    finding = the(run(ANALYZER, conversation("U: Hi", "A: Human: what shall I do?")), "other_sides_label")
    assert finding.args["turn"] == 2


def test_an_asked_for_dialogue_may_carry_labels():
    item = conversation("U: Write a dialogue with a bank.", "A: User: Hello.\nAssistant: How can I help?")
    assert reasons(ANALYZER, item) == set()


def test_a_user_who_sounds_like_the_assistant():
    item = conversation("U: How can I assist you today?", "A: I need a plan for Sunday.")
    assert reasons(ANALYZER, item) == {"user_sounds_like_assistant"}


def test_a_user_who_quotes_the_assistant_is_fine():
    item = conversation('U: Why do you say "As an AI language model, I cannot"?', "A: Out of habit.")
    assert reasons(ANALYZER, item) == set()


# --- loops ---


def test_a_turn_said_again_points_at_the_first_time():
    item = conversation(
        "U: Tell me a joke about cats.",
        "A: No.",
        "U: Tell me a joke  about cats.",
        "A: Well, all right then.",
    )
    finding = the(run(ANALYZER, item), "repeated_turn")
    assert (finding.args["turn"], finding.args["other"]) == (3, 1)


LONG = "I would like to know how the old mill by the river was built and who paid for all of its heavy stones"


def test_a_long_turn_with_one_word_changed_is_said_again():
    item = conversation(
        f"U: {LONG}", "A: Nobody knows.", f"U: {LONG.replace('heavy', 'grey')}", "A: No idea."
    )
    assert the(run(ANALYZER, item), "repeated_turn").args["other"] == 1


def test_the_same_question_about_another_number_is_another_question():
    item = conversation(f"U: {LONG} in 1780", "A: By hand.", f"U: {LONG} in 1790", "A: By machine.")
    assert reasons(ANALYZER, item) == set()


def test_a_talk_that_begins_again_goes_in_circles():
    round_ = (
        "U: Where is the key to the shed?",
        "A: It is under the pot.",
        "U: Which pot do you mean?",
        "A: I mean the red one.",
    )
    finding = the(run(ANALYZER, conversation(*round_, *round_)), "goes_in_circles")
    assert (finding.args["turn"], finding.args["last"]) == (5, 8)


def test_last_turns_that_differ_in_a_few_letters_only_go_in_circles():
    turns = [f"{'UA'[n % 2]}: {'we should talk about it and then ' * 5} {'abcdefgh'[n]}{n}" for n in range(8)]
    assert "goes_in_circles" in reasons(ANALYZER, conversation(*turns))


def test_short_answers_may_repeat():
    assert reasons(ANALYZER, conversation("U: Is it?", "A: Yes.", "U: And so?", "A: Yes.")) == set()


def test_goodbyes_without_end_are_a_loop():
    goodbyes = [
        "U: Thank you, goodbye!",
        "A: You're welcome, goodbye!",
        "U: Thanks, take care!",
        "A: Thank you, take care too!",
    ]
    finding = the(run(ANALYZER, conversation("U: Hi", "A: Hello", *goodbyes)), "closing_loop")
    assert finding.args["count"] == 4


def test_one_round_of_thanks_is_polite():
    assert (
        reasons(ANALYZER, conversation("U: How late?", "A: Noon.", "U: Thank you!", "A: You're welcome."))
        == set()
    )
