"""Markdown is read with every piece's place in the text; what is no markup stays the text it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.ui.text.markdown import Form, blocks, inline, is_structured

MIXED = st.lists(
    st.sampled_from(
        ["# ", "- ", "1. ", "```", "\n", "\r\n", "|", "---", "**", "*", "_", "`", "~~", "\\", "> ", "word", " ", "é", "😀", "    "]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def said(text):
    """Each block's form and what of the text it shows."""
    return [(block.form, "".join(text[run.start : run.end] for run in block.runs)) for block in blocks(text)]


@given(st.one_of(MIXED, st.text(max_size=80)))
def test_every_piece_shows_its_own_stretch_and_none_shows_twice(text):
    runs = [run for block in blocks(text) for run in block.runs]
    runs += [run for block in blocks(text) for row in block.rows for cell in row for run in cell]
    spans = sorted((run.start, run.end) for run in runs)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.one_of(MIXED, st.text(max_size=80)))
def test_no_letter_of_the_text_is_lost(text):
    runs = [run for block in blocks(text) for run in block.runs]
    runs += [run for block in blocks(text) for row in block.rows for cell in row for run in cell]
    shown = {place for run in runs for place in range(run.start, run.end)}
    lost = [letter for place, letter in enumerate(text) if place not in shown and letter.isalpha()]
    assert lost == []


def test_headings_lists_quotes_and_rules_are_told_apart():
    text = "## Title ##\n- one\n  - two\n3) three\n> said\n---\nplain"
    assert said(text) == [
        (Form.HEADING, "Title"),
        (Form.ITEM, "-one"),
        (Form.ITEM, "-two"),
        (Form.ITEM, "3)three"),
        (Form.QUOTE, "said"),
        (Form.RULE, ""),
        (Form.PLAIN, "plain"),
    ]
    assert [block.level for block in blocks(text)][:4] == [2, 0, 1, 0]


def test_code_between_fences_is_taken_as_it_is_also_where_it_does_not_end():
    text = "```python\n# no heading\n**x**\n```\nafter\n~~~\nopen"
    found = blocks(text)
    assert [block.form for block in found] == [Form.CODE, Form.PLAIN, Form.CODE]
    info, (code,) = found[0].rows[0]
    assert text[info[0].start : info[0].end] == "python"
    assert text[code.start : code.end] == "# no heading\n**x**"


def test_the_cells_of_a_table_are_found_also_with_a_bar_inside():
    text = "| a | b |\n|---|:-:|\n| 1 \\| 2 | **z** |"
    (table,) = blocks(text)
    cells = [["".join(text[run.start : run.end] for run in cell) for cell in row] for row in table.rows]
    assert cells == [["a", "b"], ["1 | 2", "z"]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a **b** c", "a b c"),
        ("`x**y**`", "x**y**"),
        ("2 * 3 * 4 = 24", "2 * 3 * 4 = 24"),
        ("5*3*2", "5*3*2"),
        ("snake_case_name", "snake_case_name"),
        ("[text](https://example.org)", "[text](https://example.org)"),
        ("![alt](picture.png) <b>x</b>", "![alt](picture.png) <b>x</b>"),
        ("\\*not\\*", "*not*"),
        ("**open", "**open"),
    ],
)
def test_signs_of_emphasis_go_and_everything_else_stays(text, shown):
    assert "".join(text[run.start : run.end] for run in inline(text, 0, len(text))) == shown


@pytest.mark.parametrize(
    ("text", "structured"),
    [
        ("Just a text.\nWith two lines.", False),
        ("A dash - here\n- and one item", False),
        ("- one\n- two", True),
        ("1. one\n2. two", True),
        ("# Title\ntext", True),
        ("Look:\n```\nx\n```", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", True),
        ("def f(x):\n    # a comment\n    return x\n# another\nx = f(1)", False),
        ("C# is a language. #1 too.", False),
    ],
)
def test_only_text_with_structure_is_laid_out(text, structured):
    assert is_structured(text) is structured


@pytest.mark.parametrize("bad", ["**a ", "`", "*a", "_a _", "~~a", "|-", "> ", "[", "\\"])
def test_nothing_takes_long_on_signs_that_never_close(bad):
    assert blocks(bad * (12_000 // len(bad)))


def test_columns_of_a_table_keep_to_the_side_that_was_written():
    (table,) = blocks("| a | b | c | d |\n|---|--:|:-:|:--|\n| 1 | 2 | 3 | 4 |")
    assert table.sides == ("", "right", "center", "")
