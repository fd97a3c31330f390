"""The strip above a conversation: whose voice each turn has, in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from synthreview.domain import Confidence, StoredFinding
from synthreview.ui.review.cards.strip import Cell, strip_of, width_of

TURNS = [{"role": role, "text": "Words."} for role in ("user", "assistant", "user", "assistant", "system")]


@dataclass(frozen=True)
class Told(StoredFinding):
    """A finding with its arguments."""

    args: dict[str, Any] = field(default_factory=dict)


def told(strip, role="assistant", other="user"):
    made = Told("role_model", "sounds_like_other_role", "Turn 4 sounds odd", Confidence.WEAK, 0.9, 0.2)
    return replace(made, args={"turn": 4, "role": role, "other": other, "strip": strip})


def test_each_turn_stands_with_its_own_role_and_the_other_one():
    strip = strip_of([told([[1, 0.02], [2, 0.1], [4, 0.93]])], TURNS)
    assert strip.roles == ("user", "assistant")
    assert [(cell.turn, cell.role, cell.other) for cell in strip.cells] == [
        (1, "user", "assistant"),
        (2, "assistant", "user"),
        (4, "assistant", "user"),
    ]


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.93, "Turn 5, assistant: sounds like the user (.93)"),
        (0.3, "Turn 5, assistant: may sound like the user (.30)"),
        (0.05, "Turn 5, assistant: sounds as usual (.05 for the user)"),
    ],
)
def test_a_turn_is_told_in_words(chance, words):
    assert Cell(5, "assistant", "user", chance).words == words


def test_without_such_a_finding_there_is_no_strip():
    plain = StoredFinding("rules", "empty", "Empty", Confidence.WEAK, 0.9, 0.2)
    assert strip_of([plain], TURNS) is None
    assert strip_of([told([])], TURNS) is None


def test_turns_that_are_gone_are_left_out():
    strip = strip_of([told([[1, 0.0], [9, 0.9]])], TURNS)
    assert [cell.turn for cell in strip.cells] == [1]
    assert strip_of([told([[9, 0.9]])], TURNS) is None


def test_roles_may_be_names():
    turns = [{"role": "Ana", "text": "Yes."}, {"role": "Ben", "text": "No."}]
    strip = strip_of([told([[1, 0.1], [2, 0.8]], "ben", "ana")], turns)
    assert [(cell.role, cell.other) for cell in strip.cells] == [("ana", "ben"), ("ben", "ana")]


def test_cells_fit_into_any_room():
    assert width_of(4, 600) == 22
    assert width_of(200, 600) == 3
