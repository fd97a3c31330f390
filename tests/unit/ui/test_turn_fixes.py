"""Fixes of a conversation's structure as edits: what they leave, and how they meet a change begun before."""

from __future__ import annotations

import pytest

from synthreview.domain import (
    Confidence,
    Dataset,
    Decision,
    Item,
    ItemView,
    Kind,
    Role,
    StoredFinding,
    Verdict,
    with_edits,
)
from synthreview.ui.review.turn_fixes import Act, TurnFix, applied, near_changes, offers

TURNS = [
    {"role": role, "speaker": "", "text": text}
    for role, text in (("user", "Hi."), ("assistant", "Hello."), ("user", "Go on."), ("assistant", "Well."))
]


def view(edits=None):
    """A conversation as it is on screen: with the edits that were decided."""
    parts = {"turns": TURNS, "task": "Talk."}
    dataset = Dataset(
        1, "chats", Kind.SIMULATION, Role.SYNTHETIC, "chats.json", "JSON array", "utf-8", {}, 1, 1, 0, "", ""
    )
    decision = Decision(1, Verdict.FIX, edits) if edits else None
    item = Item(1, 1, 0, None, Kind.SIMULATION, with_edits(parts, edits or {}))
    return ItemView(item, parts, dataset, 1, 0.5, (), decision, False, (), "{}", frozenset())


def do(act, turn, edits=None, *, decided=None, role=""):
    return applied(TurnFix(act, turn, "", role), view(decided), edits if edits is not None else decided or {})


def words(turns, number, findings=()):
    return [fix.words for fix in offers(turns, number, findings)]


def test_a_turn_is_offered_its_other_role_dropping_and_cutting():
    assert words(TURNS, 1) == ["Relabel as user", "Drop this turn", "Cut from here to the end (3 turns)"]


def test_nothing_is_offered_that_leaves_no_turn():
    assert words(TURNS, 0) == ["Relabel as assistant", "Drop this turn"]
    assert words(TURNS, 3) == ["Relabel as user", "Drop this turn"]
    assert words(TURNS[:1], 0) == ["Relabel as assistant"]


def test_named_roles_are_offered_as_they_are_named():
    turns = [{"role": role, "text": "x"} for role in ("Guard", "Prisoner", "system", "Guard")]
    assert words(turns, 0)[0] == "Relabel as Prisoner"
    assert words(turns, 2)[:2] == ["Relabel as Guard", "Relabel as Prisoner"]


def test_a_role_that_a_finding_suggests_says_so():
    found = StoredFinding(
        "flips", "flip", "Flipped", Confidence.LIKELY, 0.9, 0.9, (), {"turns.1.role": "user"}
    )
    assert words(TURNS, 1, [found])[0] == "Relabel as user, as a finding suggests"


def test_relabelling_changes_one_role_and_nothing_else():
    assert do(Act.RELABEL, 1, role="user") == {"turns.1.role": "user"}


def test_dropping_and_cutting_leave_the_other_turns():
    assert do(Act.DROP, 1) == {"turns": [TURNS[0], *TURNS[2:]]}
    assert do(Act.CUT, 2) == {"turns": TURNS[:2]}


def test_edits_begun_before_stay():
    begun = {"task": "Chat.", "turns.3.text": "Better."}
    assert do(Act.RELABEL, 0, begun, role="assistant") == {**begun, "turns.0.role": "assistant"}
    kept = do(Act.DROP, 0, begun)
    assert kept["task"] == "Chat."
    assert [turn["text"] for turn in kept["turns"]] == ["Hello.", "Go on.", "Better."]


def test_a_second_turn_can_be_dropped_after_a_first():
    first = do(Act.DROP, 1)
    assert do(Act.DROP, 2, first) == {"turns": [TURNS[0], TURNS[3]]}
    assert do(Act.DROP, 1, first) == first  # it is gone already


def test_a_conversation_that_was_shortened_before_is_fixed_as_it_is_on_screen():
    decided = {"turns": [TURNS[0], TURNS[2], TURNS[3]]}
    assert do(Act.DROP, 1, decided=decided) == {"turns": [TURNS[0], TURNS[3]]}
    assert do(Act.RELABEL, 2, decided=decided, role="user")["turns"][2] == {**TURNS[3], "role": "user"}


def test_a_turn_brought_back_in_an_unsaved_change_counts_from_there():
    decided, begun = {"turns": [TURNS[0], TURNS[2]]}, {"turns": TURNS[:3]}
    assert do(Act.DROP, 1, begun, decided=decided) == {"turns": TURNS[:2]}


def test_a_turn_is_found_again_where_another_one_was_left_out_than_is_on_screen():
    decided, begun = {"turns": TURNS[1:]}, {"turns": TURNS[:3]}
    assert do(Act.DROP, 0, begun, decided=decided) == {"turns": [TURNS[0], TURNS[2]]}
    assert do(Act.DROP, 2, begun, decided=decided) == begun  # that one is gone already


@pytest.mark.parametrize(
    ("kept", "changed", "shown"),
    [
        ([True] * 9, [False] * 9, {0, 1, 2}),
        ([True] * 5 + [False] + [True] * 12, [False] * 18, {0, 1, 2, 3, 4, 5, 6, 7, 8}),
        ([True] * 2 + [False] * 20, [False] * 22, {0, 1, 2, 3, 4}),
        ([True] * 30, [False] * 15 + [True] + [False] * 14, {13, 14, 15, 16, 17}),
        ([True, False, True, True], [False] * 4, {0, 1, 2, 3}),
    ],
)
def test_turns_near_a_change_are_shown(kept, changed, shown):
    assert near_changes(kept, changed) == shown
