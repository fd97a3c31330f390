"""A loosened pattern fits within longer texts wherever the pattern itself fits a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview import patterns
from synthreview.engine.fitting import _having
from synthreview.engine.loosened import loosened
from synthreview.errors import UserError

PIECES = st.sampled_from(
    r"a b é ^ $ \b \B \A \z . a* [^a] [$^] []b] [[:alpha:]] \$ \\ \n (a|b$) (?i)A (?:^b)+ [\]^]".split()
    + r"b{2} (?m)^ (?s). \Qa$\E".split()
)
TEXTS = st.lists(st.text("ab$^\u00e9 \n]", max_size=6), min_size=1, max_size=3)


@given(st.lists(PIECES, min_size=1, max_size=5).map("".join), st.lists(TEXTS, max_size=45))
def test_texts_together_give_what_each_gives_by_itself(pattern: str, said: list[list[str]]) -> None:
    try:
        fits = patterns.compiled(pattern).search
    except UserError:
        return
    items = list(enumerate(said))
    assert _having(pattern, items) == [item for item, texts in items if any(map(fits, texts))]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^a\b$", "(?:)a(?:)(?:)"),
        (r"[$^]\$\^", r"[$^]\$\^"),
        (r"\\b", r"\\b"),
        (r"[[:alpha:]$]^", r"[[:alpha:]$](?:)"),
        (r"\Qa^\E", None),
        ("^" * 300, None),
    ],
)
def test_only_conditions_on_places_are_left_out(pattern: str, expected: str | None) -> None:
    assert loosened(pattern) == expected


def test_texts_by_themselves_are_searched_only_where_several_together_may_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched: list[bytes] = []
    compiled = patterns.compiled

    class Noted:
        def __init__(self, pattern: str) -> None:
            self._fits = compiled(pattern).search

        def search(self, text: bytes) -> object:
            searched.append(text)
            return self._fits(text)

    monkeypatch.setattr(patterns, "compiled", Noted)
    assert _having("^b", [(number, ["a"]) for number in range(100)]) == []
    assert len(searched) == 5
