"""Decisions, undo and redo as operations on the project file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthreview.domain import Decision, Operation, OperationState, Verdict
from synthreview.errors import UserError
from synthreview.store import items, ops
from synthreview.store.store import Store
from tests.unit.store.conftest import fill


def decide(
    store: Store, *numbers: int, verdict: Verdict = Verdict.REJECT, reviewer: str = "ana"
) -> Operation:
    decisions = [Decision(number, verdict, reviewer=reviewer) for number in numbers]
    return store.write(lambda c: ops.decide(c, decisions, f"{verdict} {numbers}", reviewer))


def undo(store: Store, to: int | None = None) -> list[Operation]:
    return store.write(lambda c: ops.undo(c, "ana", to))


def redo(store: Store) -> Operation | None:
    return store.write(lambda c: ops.redo(c, "ana"))


def verdicts(store: Store) -> dict[int, str | None]:
    rows = store.read().execute("SELECT item, verdict FROM item_state ORDER BY item").fetchall()
    return dict(rows)


def test_a_decision_is_the_items_state_and_its_own_row(store: Store) -> None:
    decide(store, 3)
    found = items.decision(store.read(), 3)
    assert found is not None
    assert (found.verdict, found.reviewer) == (Verdict.REJECT, "ana")
    assert verdicts(store) == {3: "reject"}


def test_a_fix_keeps_its_edits_reasons_and_note(store: Store) -> None:
    decision = Decision(2, Verdict.FIX, {"text": "better"}, ("other",), "why", "ana", 3.5, "audit", 0.2)
    store.write(lambda c: ops.decide(c, [decision], "Fix #2", "ana"))
    found = items.decision(store.read(), 2)
    assert found is not None
    assert (found.edits, found.reasons, found.note) == ({"text": "better"}, ("other",), "why")
    assert (found.seconds, found.selected_by, found.probability) == (3.5, "audit", 0.2)
    assert items.fetch(store.read(), [2])[0].edits == {"text": "better"}


def test_undo_takes_back_the_newest_operation_and_redo_does_it_again(store: Store) -> None:
    decide(store, 1, verdict=Verdict.ACCEPT)
    decide(store, 2)
    assert [operation.first_item for operation in undo(store)] == [2]
    assert verdicts(store) == {1: "accept"}
    again = redo(store)
    assert again is not None
    assert again.first_item == 2
    assert verdicts(store) == {1: "accept", 2: "reject"}
    assert redo(store) is None


def test_undo_gives_back_an_earlier_decision_on_the_same_item(store: Store) -> None:
    decide(store, 1, verdict=Verdict.ACCEPT)
    decide(store, 1, verdict=Verdict.REJECT)
    undo(store)
    assert verdicts(store) == {1: "accept"}
    undo(store)
    assert verdicts(store) == {}


def test_undo_to_an_operation_keeps_it_and_takes_back_all_after_it(store: Store) -> None:
    first = decide(store, 1)
    for number in (2, 3, 4):
        decide(store, number)
    assert len(undo(store, first.seq)) == 3
    assert verdicts(store) == {1: "reject"}


def test_undo_to_an_unknown_operation_says_so(store: Store) -> None:
    decide(store, 1)
    with pytest.raises(UserError, match="no operation 99"):
        undo(store, 99)


def test_a_new_decision_leaves_the_undone_ones_behind_but_keeps_them_on_record(store: Store) -> None:
    decide(store, 1)
    undo(store)
    decide(store, 2)
    assert redo(store) is None
    states = [operation.state for operation in ops.history(store.read(), 10)]
    assert states == [OperationState.DONE, OperationState.ABANDONED]


def test_undo_survives_a_restart(store: Store) -> None:
    decide(store, 5)
    store.close()
    reopened = Store(store.path)
    try:
        assert [operation.first_item for operation in undo(reopened)] == [5]
        assert verdicts(reopened) == {}
        assert redo(reopened) is not None
    finally:
        reopened.close()


def test_undo_refuses_when_the_item_was_changed_by_another_route(store: Store) -> None:
    decide(store, 1)
    store.write(lambda c: c.execute("UPDATE decision SET verdict = 'accept' WHERE item = 1"))
    with pytest.raises(UserError, match="#1 was changed since"):
        undo(store)
    assert items.decision(store.read(), 1) is not None


def test_many_decisions_are_one_operation_and_one_undo(store: Store) -> None:
    operation = decide(store, *range(1, 11))
    assert operation.items == 10
    patches = store.read().execute("SELECT count(*) FROM op_patch").fetchone()
    assert patches == (1,), "ten equal changes are stored as one"
    undo(store)
    assert verdicts(store) == {}


def test_a_decision_on_an_unknown_item_changes_nothing(store: Store) -> None:
    with pytest.raises(UserError, match="no item 999"):
        decide(store, 1, 999)
    assert verdicts(store) == {}
    assert ops.history(store.read(), 10) == []


def test_the_newest_of_two_reviewers_words_counts_and_undo_brings_back_the_other(store: Store) -> None:
    decide(store, 1, verdict=Verdict.ACCEPT, reviewer="ana")
    decide(store, 1, verdict=Verdict.REJECT, reviewer="ben")
    assert verdicts(store) == {1: "reject"}
    undo(store)
    assert verdicts(store) == {1: "accept"}


def test_a_flag_stays_beside_the_verdict(store: Store) -> None:
    store.write(lambda c: ops.flag(c, 4, "ana", on=True))
    decide(store, 4)
    assert items.states(store.read(), [4]) == {4: (Verdict.REJECT, True)}
    undo(store)
    assert items.states(store.read(), [4]) == {4: (None, True)}
    undo(store)
    assert items.states(store.read(), [4]) == {}


def test_edits_that_moved_are_known_by_event(store: Store) -> None:
    decide(store, 1)
    event = ops.last_event(store.read())
    fix = Decision(2, Verdict.FIX, {"text": "b"}, reviewer="ana")
    store.write(lambda c: ops.decide(c, [fix], "Fix #2", "ana"))
    decide(store, 3)
    assert ops.edited_since(store.read(), event) == {2}
    seen = ops.last_event(store.read())
    undo(store)
    assert ops.edited_since(store.read(), seen) == set()
    undo(store)
    assert ops.edited_since(store.read(), seen) == {2}


USER_TABLES = ("decision", "item_state")


def user_data(store: Store) -> list[list[Any]]:
    return [store.read().execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in USER_TABLES]


step = st.one_of(
    st.tuples(
        st.just("decide"),
        st.lists(st.integers(1, 6), min_size=1, max_size=4, unique=True),
        st.sampled_from(list(Verdict)),
        st.sampled_from(["ana", "ben"]),
    ),
    st.tuples(st.just("flag"), st.integers(1, 6), st.booleans()),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("reopen")),
)


@settings(max_examples=60)
@given(steps=st.lists(step, max_size=25))
def test_undoing_everything_leads_back_to_the_start_and_redoing_to_the_end(
    steps: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.mktemp("law") / "law.synthreview"
    store = Store(path, create=True)
    fill(store, 6)
    start = user_data(store)
    try:
        for kind, *args in steps:
            if kind == "decide":
                decide(store, *args[0], verdict=args[1], reviewer=args[2])
            elif kind == "flag":
                store.write(lambda c, a=args: ops.flag(c, a[0], "ana", on=a[1]))
            elif kind == "undo":
                undo(store)
            elif kind == "redo":
                redo(store)
            else:
                store.close()
                store = Store(path)
        end = user_data(store)
        undo(store, 0)
        assert user_data(store) == start
        done = len([o for o in ops.history(store.read(), 1000) if o.state is OperationState.UNDONE])
        states_before = [user_data(store)]
        for _ in range(done):
            redo(store)
            states_before.append(user_data(store))
        assert end in states_before
    finally:
        store.close()


def test_only_the_writer_can_write(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly database"):
        store.read().execute("DELETE FROM item")
