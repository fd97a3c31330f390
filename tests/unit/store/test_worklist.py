"""The queue: versions, keyset reading, filters."""

from __future__ import annotations

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.errors import UserError
from synthreview.query import DEEPEST, MOST_TERMS, quoted
from synthreview.store import ops, search, worklist
from synthreview.store.filters import condition
from synthreview.store.store import Store


@pytest.fixture
def ranked(store: Store) -> Store:
    """Items 7 and 3 are risky, the others follow in their own order."""
    store.write(lambda c: worklist.add_ranked(c, 1, 1, [(0.9, 7, 0), (0.4, 3, 3)]))
    added, last = store.write(lambda c: worklist.add_rest(c, 1, 3, 0))
    assert (added, last) == (18, 20)
    store.write(lambda c: worklist.publish(c, 1, 0, {}))
    return store


def ids(store: Store, where: str = "") -> list[int]:
    return list(worklist.ids(store.read(), condition(where)))


def test_the_riskiest_come_first_and_every_item_once(ranked: Store) -> None:
    assert ids(ranked)[:4] == [7, 3, 1, 2]
    assert sorted(ids(ranked)) == list(range(1, 21))


def test_the_next_item_skips_what_is_decided(ranked: Store) -> None:
    ranked.write(lambda c: ops.decide(c, [Decision(3, Verdict.ACCEPT, reviewer="a")], "", "a"))
    undecided = condition("verdict:undecided")
    assert worklist.after(ranked.read(), 7, undecided) == 1
    assert worklist.after(ranked.read(), None, undecided) == 7
    assert worklist.after(ranked.read(), 20, undecided) is None


def test_a_new_version_replaces_the_old_only_when_published(ranked: Store) -> None:
    ranked.write(lambda c: worklist.add_ranked(c, 2, 1, [(0.9, 12, 0)]))
    assert ids(ranked)[0] == 7
    ranked.write(lambda c: worklist.publish(c, 2, 0, {}))
    assert ids(ranked) == [12]
    while ranked.write(worklist.clear_others):
        pass
    assert ranked.read().execute("SELECT DISTINCT version FROM queue").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("risk>=0.5", [7]),
        ("risk>0 risk<0.5", [3]),
        ("item<=2", [1, 2]),
        ("position:4", [5]),
        ("item:1 or item:20", [1, 20]),
        ("risk>0 -item:7", [3]),
        ("-(item>1)", [1]),
        ("dataset:notes item:9", [9]),
        ("kind:instruction", []),
        ("flag:yes", []),
        ("verdict:rejected", []),
    ],
)
def test_filters_find_what_they_say(ranked: Store, where: str, expected: list[int]) -> None:
    assert ids(ranked, where) == expected


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("colour:red", "cannot use 'colour'"),
        ("risk>=high", "needs a number"),
        ("kind>=3", "takes ':'"),
        ("kind:novel", "no kind 'novel'"),
        ("verdict:perhaps", "no verdict 'perhaps'"),
        ("flag:maybe", "yes or no"),
        ('"half', "quotation mark"),
        ("(risk>0", "without its '\\)'"),
        ("risk>0)", "without its '\\('"),
        ("()", "is empty"),
        ("risk>0 or", "is empty"),
        ('-"?"', "letter or digit"),
        ("-", "letter or digit"),
    ],
)
def test_a_filter_that_cannot_be_understood_says_what_is_wrong(
    ranked: Store, where: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        ids(ranked, where)


def test_words_are_found_in_any_script(ranked: Store) -> None:
    texts = [
        (1, "A letter about coral reefs", "en"),
        (2, "珊瑚礁は海にある", "ja"),
        (3, "رسالة عن البحر", "ar"),
    ]
    ranked.write(lambda c: search.index(c, 1, texts, 20))
    assert ids(ranked, "coral") == [1]
    assert ids(ranked, '"about coral"') == [1]
    assert ids(ranked, '"coral about"') == []
    assert ids(ranked, "珊瑚") == [2]
    assert ids(ranked, "البحر") == [3]
    assert ids(ranked, '"a * OR (b"') == []
    assert ids(ranked, "letter -coral or 珊瑚 or البحر") == [3, 2]
    assert ids(ranked, "language:Japanese or language:ar") == [3, 2]


@pytest.mark.parametrize(
    "where",
    [
        " or ".join(f"item:{number}" for number in range(1, MOST_TERMS + 1)),
        " ".join(["item>0"] * MOST_TERMS),
        "(" * DEEPEST + " ".join(["item>0"] * MOST_TERMS) + ")" * DEEPEST,
    ],
)
def test_the_largest_filter_still_finds_its_items(ranked: Store, where: str) -> None:
    assert len(ids(ranked, where)) == 20


def test_names_with_quotation_marks_are_found(ranked: Store) -> None:
    name = 'say "hi" (-or-)'
    ranked.write(lambda c: c.execute("UPDATE dataset SET name = ?", (name,)))
    ranked.write(lambda c: c.execute("UPDATE item SET label = ? WHERE id = 4", (name,)))
    assert len(ids(ranked, f"dataset:{quoted(name)}")) == 20
    assert ids(ranked, f"label:{quoted(name)}") == [4]
