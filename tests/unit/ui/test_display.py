"""What the screen shows of a text, and where on the screen a code point of it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.ui.text.display import Shown, code_lines, fixed_lines


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(st.sampled_from("ab\r\n\t😀上\x00\u2029"), max_size=40))
def test_places_agree_with_what_is_shown(source: str):
    shown = Shown(source)
    assert shown.place(len(source)) == units(shown.text)
    for at in range(len(source)):
        if source[at - 1 : at + 1] != "\r\n" or at == 0:
            assert shown.place(at) == units(Shown(source[:at]).text)


def test_control_characters_are_seen():
    assert Shown("a\x00b\x1b\x7f").text == "a␀b␛␡"


def test_all_line_ends_are_one_kind():
    assert Shown("a\r\nb\rc\nd\u2029e").text == "a\nb\nc\nd\ne"


def test_half_a_character_is_shown_as_unknown():
    assert Shown("a\ud800b").text == "a\ufffdb"


def test_a_run_without_breaks_is_noticed():
    assert Shown("a" * 5000).unbroken
    assert not Shown("word " * 5000).unbroken


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return x\n",
        "#include <stdio.h>\nint main() {\n  return 0;\n}",
        "<div>\n  <p>Hello</p>\n</div>",
        "SELECT name FROM people;\nINSERT INTO people VALUES (1);",
    ],
)
def test_program_text_is_recognised(text: str):
    assert code_lines(text) == [(0, text.count("\n") + 1)]


@pytest.mark.parametrize(
    "text", ["", "One line.", "First sentence.\nSecond one.\nThird one.", "- a list\n- of things"]
)
def test_prose_is_not_program_text(text: str):
    assert code_lines(text) == []


def test_only_what_is_fenced_is_program_text():
    assert code_lines("Look:\n```python\nx = 1\n```\nDone.") == [(1, 4)]
    assert code_lines("Look:\n```\nx = 1") == [(1, 3)]


def test_the_columns_of_a_table_stand_under_one_another():
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    assert fixed_lines(f"Look:\n{table}\nDone.") == [(1, 4)]
    assert fixed_lines(f"```\n{table}\n```") == [(0, 5)]
    assert fixed_lines("Either a | b, or\n| nothing") == []
