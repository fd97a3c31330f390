from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.rules.hit import Example
from synthreview.analyzers.rules.recompute.expression import evaluate
from synthreview.analyzers.rules.recompute.figures import says, stated
from synthreview.analyzers.rules.wrong_result import wrong_result


def result(task: str, output: str, input_: str = "") -> str | None:
    """The result worked out again, or None where nothing speaks against the output."""
    found = list(wrong_result(Example(task, input_, output)))
    return found[0].args["result"] if found else None


@pytest.mark.parametrize(
    ("task", "input_", "right", "wrong", "words"),
    [
        ("What is 12 * 7 + 3?", "", "87", "The result is 97.", "87"),
        ("Compute the value of the expression.", "6+2*9", "It is 24.", "72", "24"),
        ("Calculate 15% of 80.", "", "12", "15% of 80 is 14.", "12"),
        ("What is the square root of 144?", "", "The square root of 144 is 12.", "13", "12"),
        ("What is the square root of 2?", "", "About 1.414", "1.5", "1.41421"),
        ("Find the mean of 2, 3, 7 and 1.", "", "3.25", "The mean is 3.5.", "3.25"),
        ("Find the median of the numbers.", "7, 1, 4, 9", "5.5", "The median is 4.", "5.5"),
        ("What is the mode of this list?", "3, 1, 3, 2", "The mode is 3.", "The mode is 2.", "3"),
        ("Find the largest number in the list.", "[4, 19, 7]", "19", "It is 20.", "19"),
        ("Calculate the sum of the numbers from 1 to 10.", "", "55", "It is 50.", "55"),
        ("Divide 19 by 4.", "", "4.75", "4.5", "4.75"),
        ("Subtract 5 from 12.", "", "seven", "8", "7"),
        ("Convert 5 km to miles.", "", "5 km is 3.1 miles.", "5 km is 8 miles.", "3.10686 miles"),
        ("Convert the temperature to Fahrenheit.", "20 C", "68°F", "20 C is 70 F", "68 Fahrenheit"),
        ("How many pounds are in 10 kg?", "", "22 lb", "10 kg are 30 pounds.", "22.0462 pounds"),
        ("How many vowels are in the word 'banana'?", "", "3", "There are 4 vowels.", "3 vowels"),
        ("Count the number of words in this sentence.", "The cat sat down.", "Four", "There are 5 words.", "4 words"),
        ("How many days are between March 1, 2021 and March 15, 2021?", "", "14 days", "There are 20 days.", "14 days"),
        ("Convert 42 to Roman numerals.", "", "XLII", "XXXXII", "XLII"),
        ("Convert the binary number 1010 to decimal.", "", "10", "The number is 12.", "10"),
        ("Convert the number to hexadecimal.", "3048", "0xBE8", "0xBDC", "BE8"),
        ("Sort the numbers in descending order: 4, 9, 6", "", "9, 6, 4", "9, 4, 6", "9, 6, 4"),
        ("Sort the words alphabetically.", "pear, fig, apple", "apple, fig, pear", "fig, apple, pear", "apple, fig, pear"),
        ("Reverse the string 'window'.", "", "wodniw", "wodinw", "wodniw"),
    ],
)  # fmt: skip
def test_a_result_is_worked_out_again(task, input_, right, wrong, words):
    assert result(task, right, input_) is None
    assert result(task, wrong, input_) == words


@pytest.mark.parametrize(
    ("task", "output", "input_"),
    [
        ("Write a function that adds 2 and 3.", "def add(): return 6", ""),
        ("Explain how to calculate the sum of 2 and 3.", "First count to 2, then 4 more.", ""),
        ("Find the value of 8/2(2+2).", "1", ""),
        ("What is 2020-04-05?", "A date of 1 spring", ""),
        ("Calculate the sum of the numbers.", "7", "1,200,300"),
        ("Solve 2x + 3 = 7.", "x = 3", ""),
        ("Convert 20 dollars to euros.", "19", ""),
        ("Find the average of the ages.", "7", "Ann: 3, Bob: 12"),
        ("Sort the list.", "b, a", "a, b, c"),
        ("Reverse the order of the words.", "sat cat", "The cat sat"),
        ("Add 3 and 4 to the list.", "1, 2", ""),
        ("Calculate the sum of 2 and 3.", "I cannot do that without 1 more number.", ""),
        ("How many letters are in the alphabet?", "27", ""),
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(task, output, input_):
    assert result(task, output, input_) is None


@pytest.mark.parametrize(
    ("task", "output", "corrected"),
    [
        ("What is 12 * 7 + 3?", "The result is 97.", "The result is 87."),
        ("Calculate 15% of 80.", "15% of 80 is 14.", "15% of 80 is 12."),
        ("What is 1200 * 3?", "It is 3,700.", "It is 3,600."),
        ("Convert 42 to Roman numerals.", "XXXXII\n", "XLII\n"),
    ],
)
def test_a_plain_wrong_result_comes_with_its_correction(task, output, corrected):
    (hit,) = wrong_result(Example(task, "", output))
    assert hit.fix == {"output": corrected}
    assert list(wrong_result(Example(task, "", corrected))) == []


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("What is 12 * 7 + 3?", "12 * 7 is 85, and 85 + 3 is 88."),
        ("Convert 42 to Roman numerals.", "It is XXXXII."),
        ("How many days are between March 1, 2021 and March 15, 2021?", "20 days"),
    ],
)
def test_where_the_correction_is_not_plain_a_person_has_to_make_it(task, output):
    (hit,) = wrong_result(Example(task, "", output))
    assert hit.fix == {}


def test_an_output_that_only_repeats_the_numbers_states_no_result():
    assert result("Add 3 and 4.", "3 and 4") is None


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(1, 99))
def test_the_evaluator_agrees_with_arithmetic(a, b, c):
    assert evaluate(f"({a}) - {abs(b)} * {c} / 4 + 2^3") == a - Fraction(abs(b) * c, 4) + 8


@given(st.text("0123456789+-*/^(). x", max_size=40))
def test_the_evaluator_never_fails(text):
    value = evaluate(text)
    assert value is None or isinstance(value, Fraction)


@pytest.mark.parametrize("text", ["1/0", "9^99999", "2^(1/2)", "(1", "1)", "", "__import__", "(" * 500])
def test_what_is_no_arithmetic_has_no_value(text):
    assert evaluate(text) is None


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_a_rounded_number_says_the_value_it_was_rounded_from(value, digits):
    rounded = f"{float(value):.{digits}f}"
    (one, *_) = stated(rounded)
    assert one.value < 0 or says(one, value) or says(one, -value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 1/2", "5/2"),
        ("3/4", "3/4"),
        ("1.5 x 10^3", "1500"),
        ("2e3", "2000"),
        ("twenty-one", "21"),
        ("1,234.5", "1234.5"),
        ("-7", "-7"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert Fraction(value) in [one.value for one in stated(text)]
