"""The filter language: what is read, what says nothing, how far it goes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.errors import UserError
from synthreview.query import DEEPEST, MOST_TERMS, All, Not, OneOf, Query, Term, Words, parse, quoted


@pytest.mark.parametrize("text", ["", "  \t\n"])
def test_only_a_blank_filter_means_everything(text: str) -> None:
    assert parse(text) == All(())


@pytest.mark.parametrize(
    "text",
    ['"!!!"', '""', "!", "-", "- a", '-"?"', "or", "a or", "or a", "a or or b", "()", "a ()", "-()", "(or)"],
)
def test_a_part_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse(text)


def test_or_binds_less_than_terms_side_by_side() -> None:
    a, b, c = Words("a"), Words("b"), Words("c")
    assert parse("a b or -c") == OneOf((All((a, b)), Not(c)))


@given(st.text())
def test_a_quoted_value_is_read_as_it_was(text: str) -> None:
    assert parse(f"label:{quoted(text)} a") == All((Term("label", "=", text), Words("a")))


@given(st.text().filter(lambda text: any(map(str.isalnum, text))))
def test_quoted_words_are_read_as_they_were(text: str) -> None:
    assert parse(quoted(text)) == Words(text)


@pytest.mark.parametrize("text", ['label:"a', '"a""', 'label:"a"""" b'])
def test_a_quotation_mark_without_its_partner_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="quotation mark"):
        parse(text)


def test_the_most_terms_are_read_and_one_more_is_refused() -> None:
    assert isinstance(parse(" or ".join(["item:1"] * MOST_TERMS)), OneOf)
    with pytest.raises(UserError, match=f"more than {MOST_TERMS} terms"):
        parse(" or ".join(["item:1"] * (MOST_TERMS + 1)))


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("-", ""), ("-(", ")")])
def test_the_deepest_nesting_is_read_and_one_more_is_refused(before: str, after: str) -> None:
    levels = DEEPEST // len(before)
    parse(before * levels + "a" + after * levels)
    for more in (levels + 1, 20 * levels):
        with pytest.raises(UserError, match="levels deep"):
            parse(before * more + "a" + after * more)


@given(st.text(alphabet='()-" orab:>1!', max_size=60))
def test_any_text_is_a_filter_or_gets_a_sentence(text: str) -> None:
    tree: Query | None = None
    with suppress(UserError):
        tree = parse(text)
    assert (tree == All(())) == (not text.strip())
