"""Constraints that an instruction states in figures are held against its output."""

from __future__ import annotations

import pytest

from synthreview.domain import Evidence, Item, Kind
from synthreview.engine.constraint_checks import constraint_checks


def checks(instruction, output, constraints=""):
    parts = {"instruction": instruction, "output": output, "constraints": constraints}
    return constraint_checks(Item(1, 1, 0, None, Kind.INSTRUCTION, parts))


def only(instruction, output):
    (check,) = checks(instruction, output)
    return check.asked, check.found, check.met


TWO = "It rained all day. We stayed at home."
WORDS = "word " * 63


@pytest.mark.parametrize(
    ("instruction", "output", "told"),
    [
        ("Describe the weather in 2 sentences.", TWO, ("2 sentences", "2 sentences", True)),
        ("Describe the weather in three sentences.", TWO, ("3 sentences", "2 sentences", False)),
        ("Describe it in 3-5 sentences.", TWO, ("3 to 5 sentences", "2 sentences", False)),
        ("Explain it in at most 50 words.", WORDS, ("at most 50 words", "63 words", False)),
        ("Explain it in 50 words or less.", WORDS, ("at most 50 words", "63 words", False)),
        ("Explain it in fewer than 64 words.", WORDS, ("fewer than 64 words", "63 words", True)),
        ("Write at least 100 words about it.", WORDS, ("at least 100 words", "63 words", False)),
        ("Explain it in 60 words.", WORDS, ("60 words", "63 words, near enough to 60", True)),
        ("Explain it in about 60 words.", WORDS, ("about 60 words", "63 words, near enough to 60", True)),
        ("Write a 30-word summary.", WORDS, ("30 words", "63 words", False)),
        ("Write a tweet of at most 20 characters.", "Short enough.", ("at most 20 characters", "13 characters", True)),
        ("Write it in two paragraphs.", "One.\n\nTwo.\n\nThree.", ("2 paragraphs", "3 paragraphs", False)),
        ("List three fruits.", "1. Apple\n2. Pear", ("3 items", "2 items", False)),
        ("List two fruits.", "- Apple\n  - red\n- Pear", ("2 items", "2 items", True)),
        ("Answer in bullet points.", "An apple.", ("bullet points", "0 points", False)),
        ("Put it into a numbered list.", "1. a\n2. b", ("a numbered list", "2 numbered lines", True)),
        ("Return the data as JSON.", '{"a": [1, 2]}', ("JSON", "valid JSON", True)),
        ("Return the data as JSON.", '```json\n{"a": 1}\n```', ("JSON", "valid JSON", True)),
        ("Return the data as JSON.", '{"a": 1,\n"b" 2}', ("JSON", "not JSON from line 2 on", False)),
        ("Show it as a table.", "| a | b |\n|---|---|\n| 1 | 2 |", ("a table", "2 table rows", True)),
        ("Show it in a table.", "a is 1", ("a table", "no table", False)),
        ("Answer in all caps.", "YES it is", ("only capital letters", "2 words otherwise", False)),
        ("Do it without using the word \"very\".", "Very good.", ("no “very”", "1 time", False)),
        ("Write a line using the word 'moon'.", "Nothing.", ("“moon” in it", "not there", False)),
        ("Begin with the phrase “Why don't we”.", "Why don't we go?", ("begins with “Why don't we”", "it does", True)),
        ('It should end with "Amen".', "So be it.", ("ends with “Amen”", "it does not", False)),
    ],
)  # fmt: skip
def test_what_is_asked_for_in_figures_is_measured(instruction, output, told):
    assert only(instruction, output) == told


@pytest.mark.parametrize(
    "instruction",
    [
        "Combine these two sentences.",
        "Write a dialogue between two characters.",
        "Name words that have five letters.",
        "Write a query that finds the rows in a table called 'Orders'.",
        "Explain the structure of the five-paragraph essay structure.",
        "Give three words that describe her, each in one word or two.",
        "Identify two similarities and two differences between them.",
        "Rewrite the sentence.",
    ],
)
def test_what_is_no_constraint_is_not_listed(instruction):
    assert checks(instruction, "1. One thing\n2. Another thing\n3. A third") == ()


def test_a_check_knows_where_it_is_asked_for_and_where_it_shows():
    instruction, output = "Use simple words, without the word “big”.", "A big house and a big tree."
    (check,) = checks(instruction, output)
    assert instruction[check.stated.start : check.stated.end] == "without the word “big”"
    assert [output[spot.start : spot.end] for spot in check.spans] == ["big", "big"]


def test_where_nothing_smaller_shows_it_the_output_as_a_whole_does():
    (check,) = checks("Describe it in 3 sentences.", TWO)
    assert check.spans == (Evidence("output"),)


def test_constraints_count_beside_the_instruction_and_a_repeated_one_counts_once():
    found = checks("Describe it in 2 sentences.", TWO, "In 2 sentences, at most 50 words.")
    assert [check.asked for check in found] == ["2 sentences", "at most 50 words"]
    assert [check.stated.part for check in found] == ["instruction", "constraints"]


def test_an_empty_output_and_other_kinds_are_left_alone():
    assert checks("Describe it in 2 sentences.", " \n") == ()
    text = {"text": "Write 2 sentences.", "prompt": "In 2 sentences."}
    assert constraint_checks(Item(1, 1, 0, None, Kind.FREE_TEXT, text)) == ()


def test_words_are_not_counted_where_they_are_not_written_apart():
    assert checks("Answer in 10 words.", "这篇文章介绍了沿海城镇如何应对更强的风暴。" * 3) == ()


def test_deeply_nested_json_is_no_harm():
    assert not only("Return it as JSON.", "[" * 200_000)[2]
