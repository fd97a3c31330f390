from __future__ import annotations

import pytest

from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from tests.unit.analyzers.making import instruction, reasons, run, the

ANALYZER = CorruptInstructions()


def found(task: str, output: str, input_: str = "") -> set[str]:
    return reasons(ANALYZER, instruction(task, input_, output))


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Write a five-word slogan for a bakery.", "Bread that makes you very happy."),
        ("Describe the sea in one word.", "The sea is blue and cold."),
        ("Write a one-word answer to the riddle.", "It must be the wind"),
        ("Write a 200-word essay about rain.", "Rain is wet. " * 20 + "So it is."),
        ("Describe rain in two paragraphs.", "\n\n".join(["It falls out of the grey sky for hours and then it stops again."] * 3)),
    ],
)  # fmt: skip
def test_a_number_of_words_or_paragraphs_that_is_off(task, output):
    assert "wrong_count" in found(task, output)


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Write a five-word slogan for a bakery.", "Bread that makes you happy."),
        ("Write a five-word slogan for a bakery.", "Slogan: Well-baked bread every day."),
        ("Describe the sea in one word.", "Blue."),
        (
            "Describe the structure of a three paragraph essay.",
            "It opens.\n\nIt goes on.\n\nIt ends.\n\nThat is all.",
        ),
        ("Think of two words that rhyme.", "Hat and cat are two words that rhyme."),
        ("List 3 to 4 fruits.", "1. Fig\n2. Kiwi\n3. Pear\n4. Plum"),
    ],
)
def test_a_number_that_is_kept_or_open(task, output):
    assert found(task, output) == set()


@pytest.mark.parametrize(
    ("task", "output", "reason"),
    [
        ("Convert the sentence to uppercase.", "rain is wet.", "wrong_case"),
        ("Write the answer in all lowercase letters.", "RAIN FALLS", "wrong_case"),
        (
            'Write a story that starts with the sentence "Rain fell all night."',
            "The sun shone.",
            "wrong_start",
        ),
        ('Write a poem that ends with the line "and so it rained"', "The sun is out\nand warm", "wrong_end"),
        ("Name three animals that start with the letter B.", "Bear, bee, cat", "wrong_letter"),
        ("Describe rain without using the letter z.", "It drizzles", "forbidden_letter"),
    ],
)
def test_letters_case_and_edges_are_held_to_the_instruction(task, output, reason):
    assert found(task, output) == {reason}


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Convert the sentence to uppercase.", "RAIN IS WET."),
        ("Generate a password with one uppercase letter.", "k2Pq"),
        (
            'Write a story that starts with the sentence "Rain fell all night."',
            "Rain\n\nRain fell all night, and so on.",
        ),
        ('Write a punchline for a joke that starts with "Why is rain wet?"', "Because it falls."),
        ("Name three animals that start with the letter B.", "1. The bear\n2. Bee\n3. Bat"),
        ("Name an animal that starts with the letter G.", "Giraffe is an animal that lives in the savannah."),
        ("Write a function to convert text to uppercase.", "text.upper()"),
    ],
)
def test_what_is_kept_or_cannot_be_told_is_fine(task, output):
    assert not found(task, output) & {"wrong_case", "wrong_start", "wrong_end", "wrong_letter"}


@pytest.mark.parametrize(
    ("task", "output", "reason", "line"),
    [
        ("Write a Python function that adds numbers.", "def add(a, b):\n    return a +", "broken_python", 2),
        ("Write the record as XML.", "<a>\n<b>1</a>", "broken_xml", 2),
        ("Convert it to JSON.", '{"a": 1,}', "broken_json", 1),
    ],
)
def test_a_format_that_no_reader_accepts_is_shown_by_line(task, output, reason, line):
    assert the(run(ANALYZER, instruction(task, "", output)), reason).args["line"] == line


def test_prose_where_json_was_asked_for():
    assert found("Return the result in JSON format.", "The result is fine.") == {"no_json"}


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Write a Python function that adds numbers.", "```python\ndef add(a, b):\n    return a + b\n```"),
        ("Write a Python program that greets.", 'print "hello"'),
        ("Explain what Python is.", "Python is a language. It reads well"),
        ("Find the bug in this Python code.", "def add(a, b:\n    return a"),
        ("Write the record as XML.", '<?xml version="1.0"?>\n<a x="1"><b/><!-- no --><c>1</c></a>'),
        ("Convert it to JSON.", '{"a": [1, 2]}'),
    ],
)
def test_formats_that_can_be_read_are_fine(task, output):
    assert not found(task, output) & {"broken_python", "broken_xml", "broken_json", "no_json"}


def test_deep_nesting_is_no_fault_and_stops_nothing():
    assert "broken_python" not in found("Write Python code.", "x = " + "(" * 5000 + ")" * 5000)


# --- what is missing, what was cut ---


@pytest.mark.parametrize(
    ("task", "input_"),
    [
        ("Write a program that prints the following pattern:", ""),
        ("Describe the mood of this painting.", ""),
        ("Describe the mood of this painting.", "Noinput"),
        ("Find the outlier in the given list.", ""),
    ],
)
def test_what_an_instruction_points_at_and_is_nowhere(task, input_):
    assert "missing_input" in found(task, "It is fine.", input_)


@pytest.mark.parametrize(
    "task",
    [
        "Write a program that prints the following pattern: * ** ***",
        "Check whether a given number is prime.",
        "Describe the mood of this painting: a grey sea.",
    ],
)
def test_content_inside_the_instruction_is_not_missing(task):
    assert "missing_input" not in found(task, "It is fine.")


SOUND = "The lake is deep and cold, and people have lived beside it for many hundreds of years now. "


@pytest.mark.parametrize(
    "end", ["They were members of the club, the choir and the G", "They also sell boats. In"]
)
def test_a_text_that_stops_at_an_opening_word_was_cut(end):
    assert "truncated" in found("Tell.", SOUND + end)


@pytest.mark.parametrize("end", ["They like tea, cake, milk, and bread,", "It holds a record.["])
def test_a_mark_left_over_at_the_end_cuts_nothing(end):
    assert "truncated" not in found("Tell.", SOUND + end)
