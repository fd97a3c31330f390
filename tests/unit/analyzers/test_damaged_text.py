from __future__ import annotations

import pytest

from synthreview.analyzers.damaged_text import DamagedText
from tests.unit.analyzers.making import conversation, free_text, preference, reasons, run, the

ANALYZER = DamagedText()


def test_a_sound_pair_and_a_sound_text_have_no_findings():
    assert reasons(ANALYZER, preference(), free_text("The sea was calm and grey.", id=2)) == set()


def test_identical_answers_that_were_decided_should_be_a_tie():
    finding = the(run(ANALYZER, preference("It is blue.", "It is  blue.", "b")), "identical_answers")
    assert finding.score == 1.0
    assert {spot.part for spot in finding.evidence} == {"a", "b"}
    assert finding.fix == {"choice": "tie"}


def test_identical_answers_called_a_tie_are_fine():
    assert reasons(ANALYZER, preference("It is blue.", "It is blue.", "tie")) == set()


def test_an_empty_answer_weighs_more_when_it_won():
    won, lost = preference("", "Fine.", "a"), preference("", "Fine.", "b")
    assert the(run(ANALYZER, won), "empty_answer").score > the(run(ANALYZER, lost), "empty_answer").score


def test_a_refusal_that_won_over_an_answer():
    refusal = "I'm sorry, but I cannot help with that."
    assert reasons(ANALYZER, preference(refusal, "Paris.", "a")) == {"refusal_preferred"}
    assert reasons(ANALYZER, preference(refusal, "Paris.", "b")) == set()


def test_one_pair_may_have_several_judges_but_not_one_judgement_twice():
    judges = [preference(id=1, judge="one"), preference(id=2, judge="two"), preference(id=3, judge="two")]
    assert {finding.item for finding in run(ANALYZER, *judges)} == {3}


def test_a_preference_with_one_answer_only_is_read():
    item = preference()
    del item.parts["b"]
    assert reasons(ANALYZER, item) == set()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty_text"),
        ("It costs Â£30.", "mojibake"),
        ("Sure, here is a paraphrase of the text: The sea was grey.", "model_opening"),
        ("Certainly! Here's a rewritten version: The sea was grey.", "model_opening"),
        ("I'm sorry, but I cannot write that.", "refusing_text"),
        ("The sea was grey. As an AI language model, I love it.", "speaks_as_model"),
    ],
)
def test_damage_of_a_free_text_is_named(text, reason):
    assert reasons(ANALYZER, free_text(text)) == {reason}


def test_a_preface_is_cut_by_the_fix():
    finding = the(run(ANALYZER, free_text("Sure, here is a summary: The sea was grey.")), "model_opening")
    assert finding.fix == {"text": "The sea was grey."}


@pytest.mark.parametrize(
    "text",
    ["Sure enough, the sea was grey.", "Here is where the text begins.", "Certainly the best day: calm."],
)
def test_openings_of_people_are_left_alone(text):
    assert reasons(ANALYZER, free_text(text)) == set()


def test_words_of_a_model_in_a_text_by_a_person_are_that_persons():
    assert reasons(ANALYZER, free_text("Sure, here is a summary: all is well.", author="human")) == set()


def test_the_second_copy_of_a_text_points_at_the_first():
    texts = [free_text("The sea was calm and grey.", id=id) for id in (4, 5)]
    finding = the(run(ANALYZER, *texts), "same_text")
    assert (finding.item, finding.args["item"]) == (5, 4)


def test_a_paraphrase_equal_to_its_source_is_a_copy():
    text = "The sea was calm and grey all day."
    assert reasons(ANALYZER, free_text(text, source_text=text)) == {"copy_of_source"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "The sea was grey.\n\nI hope this helps! Let me know if you would like me to adjust the tone.",
            "The sea was grey.",
        ),
        ("The sea was grey.\n\n[Note: replace the names with your own.]", "The sea was grey."),
    ],
)
def test_an_offer_at_the_end_is_cut_by_the_fix(text, kept):
    assert the(run(ANALYZER, free_text(text)), "model_closing").fix == {"text": kept}


def test_a_letter_may_end_with_a_kind_offer():
    assert (
        reasons(
            ANALYZER, free_text("Dear Ann,\nthe room is free.\nLet me know if you need anything.\nBest, Bo")
        )
        == set()
    )


def test_quoted_words_of_a_model_are_the_authors():
    assert reasons(ANALYZER, free_text("When a machine writes “as an AI, I cannot taste”, I smile.")) == set()


def test_texts_that_open_alike_are_counted():
    texts = [
        free_text(f"In today's fast-paced world, it helps to have hobby {id}.", id=id) for id in range(1, 7)
    ]
    findings = [
        f
        for f in run(ANALYZER, *texts, free_text("Once there was a sea.", id=9))
        if f.reason == "shared_opening"
    ]
    assert {finding.item for finding in findings} == set(range(1, 7))
    assert findings[0].args["count"] == 6
    assert texts[0].parts["text"][: findings[0].evidence[0].end] == "In today's fast-paced world, it helps"


def test_three_equal_openings_or_those_of_people_are_none():
    few = [free_text(f"It was a dark and stormy night number {id}.", id=id) for id in range(1, 4)]
    people = [
        free_text(f"Dear all, please note that room {id} is closed.", id=id, author="human")
        for id in range(10, 20)
    ]
    assert reasons(ANALYZER, *few, *people) == set()


@pytest.mark.parametrize(
    ("alike", "others", "told"), [(4, 76, True), (4, 100, False), (19, 600, False), (20, 5_000, True)]
)
def test_one_in_twenty_has_to_open_alike_or_twenty(alike, others, told):
    texts = [f"In today's fast-paced world, it helps to have hobby {id}." for id in range(alike)]
    texts += [f"Hobby {id} is what people there like best of all." for id in range(others)]
    made = [free_text(text, id=id) for id, text in enumerate(texts, 1)]
    assert ("shared_opening" in reasons(ANALYZER, *made)) is told


def test_a_preferred_answer_in_another_language():
    german = "Bewahren Sie das Brot bei Zimmertemperatur auf, mit der Schnittfläche nach unten und nicht im Kühlschrank."
    assert reasons(
        ANALYZER, preference(german, "In a box.", "a", prompt="How do I keep the bread fresh?")
    ) == {"other_language"}


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        ("It is late.<|im_end|>", "special_token"),
        ("### Response:\nIt is late.", "special_token"),
        ("As an AI language model, I sleep little.", "speaks_as_model"),
        ("It costs Â£30.", "mojibake"),
    ],
)
def test_damage_inside_a_turn_names_its_path(turn, reason):
    finding = the(run(ANALYZER, conversation("U: How late is it?", f"A: {turn}")), reason)
    assert finding.evidence[0].part == "turns.1.text"


def test_the_second_of_two_equal_conversations_points_at_the_first():
    turns = ("U: How late is it, please?", "A: It is late.")
    assert (
        the(run(ANALYZER, conversation(*turns, id=1), conversation(*turns, id=2)), "same_conversation").item
        == 2
    )
