from __future__ import annotations

import pytest

from synthreview.analyzers.rules.questions import open_or_closed


@pytest.mark.parametrize(
    "task",
    [
        "Who painted this?",
        "How many legs has a spider?",
        "Is a whale a fish?",
        "What is the capital of Peru?",
        "Classify the text as fair or unfair.",
        "Calculate 3 + 4.",
        "Please tell me when the war ended.",
        "Say true or false: rain is wet.",
        "Which is heavier?\nA) lead\nB) tin",
    ],
)
def test_one_right_answer(task):
    assert open_or_closed(task) == "closed"


@pytest.mark.parametrize(
    "task",
    [
        "Write a poem about rain.",
        "Can you describe a lake?",
        "How do I learn to swim?",
        "What are some ways to save water?",
        "Do you think rain is nice?",
        "Explain why ice floats.",
        "List five hobbies.",
    ],
)
def test_many_right_answers(task):
    assert open_or_closed(task) == "open"


@pytest.mark.parametrize("task", ["", "Rain.", "The following text"])
def test_words_that_do_not_tell(task):
    assert open_or_closed(task) == ""


def test_choices_in_the_input_close_a_question():
    assert open_or_closed("Answer it.", "What is wet?\nA. rain\nB. sand") == "closed"
