"""The filter language: what is read, what says nothing, how far it goes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.errors import UserError
from synthreview.query import (
    DEEPEST,
    MOST_TERMS,
    All,
    Chip,
    Not,
    OneOf,
    Query,
    Regex,
    Term,
    Words,
    also,
    parse,
    quoted,
    readable,
    spelled,
)


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


FILTERS = st.text(alphabet='()-" orab:>1!/\\i', max_size=60)


@given(FILTERS)
def test_any_text_is_a_filter_or_gets_a_sentence(text: str) -> None:
    tree: Query | None = None
    with suppress(UserError):
        tree = parse(text)
    assert (tree == All(())) == (not text.strip())


@given(FILTERS)
def test_a_filter_that_is_spelled_out_is_read_as_the_same(text: str) -> None:
    with suppress(UserError):
        tree = parse(text)
        assert parse(spelled(tree)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("/as an AI/", Regex("as an AI")),
        ("/as an AI/i", Regex("(?i)as an AI")),
        (r"/a\/b (c|d)/", Regex(r"a\/b (c|d)")),
        ('regex:"say ""x"""', Regex('say "x"')),
        ("-(/a/ or b)", Not(OneOf((Regex("a"), Words("b"))))),
        ("/usr/bin", Words("/usr/bin")),
        ("and/or", Words("and/or")),
    ],
)
def test_a_pattern_stands_between_slashes(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("/(/", "character 1, '\\('.*close the"),
        ("/ab{2000}/", "character 3, '\\{2000\\}'"),
        ("/x(?=y)/", "character 2.*linear time"),
        ('regex:""', "needs a pattern"),
        ("regex>=a", "takes ':'"),
        ("like:me", "an item's number"),
        ("decided:yesterday", "a day like"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_the_remedy(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse(text)


def test_each_condition_can_be_read_and_taken_away_by_itself() -> None:
    chips = readable('kind:task_label risk>=0.5 -verdict:accept ("a b" or flag:yes) /x y/i')
    assert [chip.words for chip in chips] == [
        "kind task label",
        "risk at least 0.5",
        "not verdict accept",
        "with “a b” or flagged",
        "matching /x y/i",
    ]
    assert chips[3].piece == '("a b" or flag:yes)'
    assert chips[1].rest == 'kind:task_label -verdict:accept ("a b" or flag:yes) /x y/i'


def test_the_last_condition_leaves_a_blank_filter() -> None:
    assert readable("coral") == [Chip("with “coral”", "coral", "")]
    assert readable("") == []


def test_a_filter_is_narrowed_as_a_whole_and_never_twice_by_the_same() -> None:
    assert also("", "kind:instruction") == "kind:instruction"
    assert also("a or b", "kind:instruction") == "(a or b) kind:instruction"
    assert also("a kind:instruction", "kind:instruction") == "a kind:instruction"


def test_bytes_that_are_no_text_are_refused_without_repeating_them() -> None:
    with pytest.raises(UserError, match="a character that no text can have") as caught:
        parse("bird \udcff")
    str(caught.value).encode()
