"""Roles have common names, and each source its own words for them."""

from __future__ import annotations

import pytest

from synthreview.formats.roles import canonical_role, spelling


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("human", "user"),
        ("USER", "user"),
        ("gpt", "assistant"),
        ("bot", "assistant"),
        ("observation", "tool"),
        ("function", "tool"),
        ("developer", "system"),
        ("Excel_Expert", "Excel_Expert"),
        ("", ""),
    ],
)
def test_known_spellings_mean_one_of_four_roles(name, role):
    assert canonical_role(name) == role


@pytest.mark.parametrize(
    ("role", "used", "word"),
    [
        ("assistant", ["human"], "gpt"),
        ("assistant", ["user"], "assistant"),
        ("user", ["gpt", "system"], "human"),
        ("assistant", ["USER"], "ASSISTANT"),
        ("user", ["Assistant"], "User"),
        ("tool", ["human", "gpt"], "observation"),
        ("assistant", ["human", "assistant"], "assistant"),
        ("Ann", ["Ann", "Bob"], "Ann"),
        ("assistant", ["Ann", "Bob"], None),
        ("chef", ["user"], None),
        ("user", [], None),
    ],
)
def test_a_role_is_spelled_as_its_conversation_spells(role, used, word):
    assert spelling(role, used) == word
