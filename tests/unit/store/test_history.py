"""Going through the past: one operation by itself, any moment, branches, filters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthreview.domain import Decision, Kind, Operation, OperationState, Role, Verdict
from synthreview.errors import UserError
from synthreview.store import datasets, fields, history, items, ops, pages, past
from synthreview.store.history import EVERY, HistoryFilter, HistoryRow
from synthreview.store.past import Turned
from synthreview.store.store import Store
from tests.unit.store.conftest import fill

ABANDONED, DONE, UNDONE = OperationState.ABANDONED, OperationState.DONE, OperationState.UNDONE


def decide(
    store: Store, *numbers: int, verdict: Verdict = Verdict.REJECT, reviewer: str = "ana"
) -> Operation:
    decisions = [Decision(number, verdict, reviewer=reviewer) for number in numbers]
    what = f"#{numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} items"
    label = f"{verdict.capitalize()} {what}"
    return store.write(lambda c: ops.decide(c, decisions, label, reviewer))


def flag(store: Store, item: int, *, on: bool = True) -> Operation:
    return store.write(lambda c: ops.flag(c, item, "ana", on=on))


def rename(store: Store, name: str) -> Operation:
    moves = [(fields.NAME, "", 1, name)]
    return store.write(lambda c: ops.change(c, "rename", f"Rename to '{name}'", "ana", moves))


def undo(store: Store) -> list[Operation]:
    return store.write(lambda c: ops.undo(c, "ana"))


def redo(store: Store) -> Operation | None:
    return store.write(lambda c: ops.redo(c, "ana"))


def revert(store: Store, operation: Operation) -> Turned:
    return store.write(lambda c: past.revert(c, operation.seq, "ana"))


def again(store: Store, operation: Operation) -> Turned:
    return store.write(lambda c: past.again(c, operation.seq, "ana"))


def go_to(store: Store, seq: int) -> list[Operation]:
    return store.write(lambda c: past.go_to(c, seq, "ana"))


def verdicts(store: Store) -> dict[int, str | None]:
    return dict(store.read().execute("SELECT item, verdict FROM item_state ORDER BY item").fetchall())


def names(store: Store) -> list[str]:
    return [row[0] for row in store.read().execute("SELECT name FROM dataset ORDER BY id")]


def name(store: Store) -> str:
    return names(store)[0]


def listed(store: Store, where: HistoryFilter = EVERY) -> list[HistoryRow]:
    return history.rows(store.read(), history.numbers(store.read(), where), history.Sequels())


# One by itself


def test_an_old_decision_is_taken_back_without_the_later_ones(store: Store) -> None:
    old = decide(store, 1)
    decide(store, 2)
    turned = revert(store, old)
    assert verdicts(store) == {2: "reject"}
    assert (turned.operation.label, turned.operation.items, turned.left) == ("Take back: Reject #1", 1, 0)


def test_what_was_said_before_an_old_decision_counts_again(store: Store) -> None:
    decide(store, 1, verdict=Verdict.ACCEPT)
    old = decide(store, 1)
    decide(store, 2)
    revert(store, old)
    assert verdicts(store) == {1: "accept", 2: "reject"}


def test_taking_back_is_itself_undone_and_redone(store: Store) -> None:
    old = decide(store, 1)
    decide(store, 2)
    revert(store, old)
    undo(store)
    assert verdicts(store) == {1: "reject", 2: "reject"}
    redo(store)
    assert verdicts(store) == {2: "reject"}


def test_taking_back_a_taking_back_does_it_again_also_in_words(store: Store) -> None:
    old = decide(store, 1)
    back = revert(store, old).operation
    decide(store, 2)
    forth = revert(store, back).operation
    assert forth.label == "Again: Reject #1"
    assert verdicts(store) == {1: "reject", 2: "reject"}
    assert revert(store, forth).operation.label == "Take back: Reject #1"


def test_a_decision_changed_since_is_not_taken_back_and_the_change_is_named(store: Store) -> None:
    old = decide(store, 1)
    decide(store, 1, verdict=Verdict.ACCEPT)
    with pytest.raises(UserError) as refused:
        revert(store, old)
    assert str(refused.value) == (
        "'Reject #1' cannot be taken back by itself: item #1 was changed since by 'Accept #1' (ana)."
        " Take that back first."
    )
    assert verdicts(store) == {1: "accept"}


def test_another_reviewers_word_on_the_item_stands_in_nobodys_way(store: Store) -> None:
    mine = decide(store, 1, verdict=Verdict.ACCEPT, reviewer="ana")
    decide(store, 1, verdict=Verdict.REJECT, reviewer="ben")
    revert(store, mine)
    assert verdicts(store) == {1: "reject"}
    undo(store)
    undo(store)
    assert verdicts(store) == {1: "accept"}


def test_of_many_decisions_what_still_stands_is_taken_back_and_the_rest_counted(store: Store) -> None:
    many = decide(store, 1, 2, 3, 4)
    decide(store, 2, verdict=Verdict.ACCEPT)
    turned = revert(store, many)
    assert verdicts(store) == {2: "accept"}
    assert (turned.operation.items, turned.left) == (3, 1)
    assert turned.operation.label == "Take back: Reject 4 items (3 of 4)"


def test_of_many_decisions_none_of_which_stands_nothing_is_taken_back(store: Store) -> None:
    many = decide(store, 1, 2)
    decide(store, 1, 2, verdict=Verdict.ACCEPT)
    with pytest.raises(UserError, match="every item was changed since, item #1 by 'Accept 2 items'"):
        revert(store, many)


def test_what_is_undone_cannot_be_taken_back(store: Store) -> None:
    old = decide(store, 1)
    undo(store)
    with pytest.raises(UserError, match="is undone already"):
        revert(store, old)


def test_an_operation_that_never_was_is_named(store: Store) -> None:
    for act in (past.revert, past.again, past.go_to):
        with pytest.raises(UserError, match="no operation 77"):
            store.write(lambda c, act=act: act(c, 77, "ana"))


def test_the_name_of_a_data_set_is_taken_back_by_itself(store: Store) -> None:
    renamed = rename(store, "essays")
    decide(store, 1)
    revert(store, renamed)
    assert (name(store), verdicts(store)) == ("notes", {1: "reject"})


def test_a_name_given_since_is_not_overwritten(store: Store) -> None:
    renamed = rename(store, "essays")
    rename(store, "letters")
    with pytest.raises(UserError, match="its data set was changed since by 'Rename to 'letters''"):
        revert(store, renamed)
    assert name(store) == "letters"


def test_names_that_two_data_sets_exchanged_go_back_in_the_order_that_lets_them(store: Store) -> None:
    begin = (Kind.FREE_TEXT, Role.SYNTHETIC, "b.jsonl", "JSON Lines", {}, {})
    other = store.write(lambda c: datasets.begin(c, "newer", *begin))
    moves = [(fields.NAME, "", 1, "aside"), (fields.NAME, "", other, "notes")]
    updated = store.write(lambda c: ops.change(c, "update", "Update 'notes'", "ana", moves))
    decide(store, 1)
    back = revert(store, updated).operation
    assert names(store) == ["notes", "newer"]
    revert(store, back)
    assert names(store) == ["aside", "notes"]


def test_what_moves_as_a_whole_is_not_taken_back_in_part(store: Store) -> None:
    moves = [(fields.NAME, "", 1, "essays"), (fields.FLAG, "", 3, "1")]
    mixed = store.write(lambda c: ops.change(c, "update", "Update 'notes'", "ana", moves))
    flag(store, 3, on=False)
    with pytest.raises(UserError, match="item #3 was changed since by 'Unflag #3'"):
        revert(store, mixed)
    assert names(store) == ["essays"]


def test_a_text_of_the_project_is_taken_back_by_itself(store: Store) -> None:
    def write(text: str) -> Operation:
        moves = [(fields.PAGE, "guidelines", 0, text)]
        return store.write(lambda c: ops.change(c, "page", "Write the guidelines", "ana", moves))

    first = write("be kind")
    decide(store, 1)
    revert(store, first)
    assert pages.read(store.read(), "guidelines") is None
    second = write("be strict")
    write("be both")
    with pytest.raises(UserError, match="that text of the project was changed since"):
        revert(store, second)


def test_a_large_batch_goes_back_and_forth_by_itself_like_a_small_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "large.synthreview", create=True)
    fill(store, 600)
    start = user_data(store)
    try:
        for number in (3, 4):
            decide(store, number, verdict=Verdict.ACCEPT)
        many = decide(store, *range(1, 501))
        decide(store, 7, verdict=Verdict.DEFER)
        before = user_data(store)
        turned = revert(store, many)
        assert (turned.operation.items, turned.left) == (499, 1)
        assert verdicts(store) == {3: "accept", 4: "accept", 7: "defer"}
        back = revert(store, turned.operation)
        assert back.left == 0
        assert user_data(store) == before
        go_to(store, 0)
        assert user_data(store) == start
        done = again(store, many)
        assert (done.operation.items, done.left) == (498, 2), "3 and 4 had been accepted before it"
        assert_decisions_belong_to_what_stands(store)
        go_to(store, 0)
        assert user_data(store) == start
    finally:
        store.close()


# Branches


def test_what_was_left_behind_is_done_again_by_itself(store: Store) -> None:
    left = decide(store, 1)
    undo(store)
    decide(store, 2)
    turned = again(store, left)
    assert turned.operation.label == "Again: Reject #1"
    assert verdicts(store) == {1: "reject", 2: "reject"}
    undo(store)
    assert verdicts(store) == {2: "reject"}


def test_a_branch_is_done_again_step_by_step(store: Store) -> None:
    first, second = decide(store, 1, verdict=Verdict.ACCEPT), decide(store, 1)
    go_to(store, 0)
    decide(store, 2)
    again(store, first)
    again(store, second)
    assert verdicts(store) == {1: "reject", 2: "reject"}


def test_a_fix_done_again_keeps_its_text_reasons_and_note(store: Store) -> None:
    word = Decision(2, Verdict.FIX, {"text": "better"}, ("other",), "why", "ana", 3.5)
    fix = store.write(lambda c: ops.decide(c, [word], "Fix #2", "ana"))
    undo(store)
    decide(store, 1)
    again(store, fix)
    found = items.decision(store.read(), 2)
    assert found is not None
    assert (found.edits, found.reasons, found.note, found.seconds) == (
        {"text": "better"},
        ("other",),
        "why",
        3.5,
    )


def test_only_one_of_several_undone_operations_is_done_again(store: Store) -> None:
    decide(store, 1)
    second = decide(store, 2)
    go_to(store, 0)
    again(store, second)
    assert verdicts(store) == {2: "reject"}
    assert redo(store) is None
    assert [row.operation.state for row in listed(store)] == [DONE, ABANDONED, ABANDONED]


def test_what_stands_is_not_done_again(store: Store) -> None:
    with pytest.raises(UserError, match="'Reject #1' stands; there is nothing to do again"):
        again(store, decide(store, 1))


def test_what_would_overwrite_a_newer_word_is_not_done_again(store: Store) -> None:
    left = decide(store, 1)
    undo(store)
    decide(store, 1, verdict=Verdict.ACCEPT)
    with pytest.raises(UserError, match="cannot be done again: item #1 was changed since by 'Accept #1'"):
        again(store, left)


def test_a_decision_on_an_item_that_is_gone_is_not_done_again(store: Store) -> None:
    left = decide(store, 1)
    undo(store)
    decide(store, 2)
    store.write(lambda c: c.execute("DELETE FROM item WHERE id = 1"))
    with pytest.raises(UserError, match="item #1 is not in the project any more"):
        again(store, left)


def test_a_branch_says_for_what_it_was_left_behind(store: Store) -> None:
    decide(store, 1)
    undo(store)
    decide(store, 2)
    undo(store)
    decide(store, 3)
    assert [row.left_for for row in listed(store)] == ["", "Reject #3", "Reject #2"]


def test_two_operations_undone_together_were_left_behind_together(store: Store) -> None:
    decide(store, 1)
    decide(store, 2)
    go_to(store, 0)
    decide(store, 3)
    assert [row.left_for for row in listed(store)] == ["", "Reject #3", "Reject #3"]


def test_what_was_taken_back_or_done_again_says_so_as_long_as_that_stands(store: Store) -> None:
    old = decide(store, 1)
    sequels = history.Sequels()

    def mark() -> tuple[bool, bool]:
        [row] = history.rows(store.read(), [old.seq], sequels)
        return row.taken_back, row.done_again

    assert mark() == (False, False)
    back = revert(store, old).operation
    assert mark() == (True, False)
    revert(store, back)
    assert mark() == (False, False)
    go_to(store, 0)
    assert mark() == (False, False)
    again(store, old)
    assert mark() == (False, True)


# Any moment


def test_going_to_a_moment_undoes_or_redoes_exactly_what_lies_between(store: Store) -> None:
    made = [decide(store, number) for number in range(1, 6)]
    assert [each.first_item for each in go_to(store, made[1].seq)] == [5, 4, 3]
    assert list(verdicts(store)) == [1, 2]
    assert [each.first_item for each in go_to(store, made[3].seq)] == [3, 4]
    assert list(verdicts(store)) == [1, 2, 3, 4]
    assert go_to(store, made[3].seq) == []
    assert history.here(store.read()) == made[3].seq


def test_the_beginning_is_a_moment_too(store: Store) -> None:
    decide(store, 1)
    decide(store, 2)
    go_to(store, 0)
    assert verdicts(store) == {}
    assert history.here(store.read()) == 0


def test_nobody_goes_to_what_was_left_behind(store: Store) -> None:
    left = decide(store, 1)
    undo(store)
    decide(store, 2)
    with pytest.raises(UserError, match="was left behind"):
        go_to(store, left.seq)
    assert verdicts(store) == {2: "reject"}


def test_a_way_that_is_blocked_is_not_gone_at_all(store: Store) -> None:
    for number in (1, 2, 3):
        decide(store, number)
    store.write(lambda c: c.execute("UPDATE decision SET verdict = 'accept' WHERE item = 1"))
    with pytest.raises(UserError, match="#1 was changed since"):
        go_to(store, 0)
    assert list(verdicts(store)) == [1, 2, 3]


# Looking


def labels(store: Store, **where: Any) -> list[str]:
    found = history.page(store.read(), HistoryFilter(**where), 100)
    assert history.count(store.read(), HistoryFilter(**where)) == len(found)
    assert list(history.numbers(store.read(), HistoryFilter(**where))) == [each.seq for each in found]
    return [each.label for each in found]


def test_the_history_is_filtered_by_any_of_its_sides(store: Store) -> None:
    decide(store, 1, verdict=Verdict.ACCEPT)
    decide(store, 2, reviewer="Ben")
    decide(store, 1, 2, 3)
    flag(store, 3)
    undo(store)
    assert labels(store, words=("reject",)) == ["Reject 3 items", "Reject #2"]
    assert labels(store, words=("#2", "rej")) == ["Reject #2"]
    assert labels(store, kind="flag") == ["Flag #3"]
    assert labels(store, reviewer="ben") == ["Reject #2"]
    assert labels(store, item=1) == ["Reject 3 items", "Accept #1"]
    assert labels(store, item=1, words=("accept",)) == ["Accept #1"]
    assert labels(store, states=(UNDONE, ABANDONED)) == ["Flag #3"]
    assert labels(store, bulk=True) == ["Reject 3 items"]
    assert len(labels(store)) == 4


def test_signs_in_words_stand_for_themselves(store: Store) -> None:
    rename(store, "100%_sure")
    rename(store, "100 times sure")
    assert labels(store, words=("100%_",)) == ["Rename to '100%_sure'"]
    assert labels(store, words=("\\",)) == []


def test_a_day_is_one_by_this_machines_clock(store: Store) -> None:
    decide(store, 1)
    at = store.read().execute("SELECT at FROM op").fetchone()[0]
    day: date = datetime.fromisoformat(at).astimezone().date()
    assert labels(store, day=day) == ["Reject #1"]
    assert labels(store, day=day - timedelta(days=1)) == []
    assert labels(store, day=day + timedelta(days=1)) == []


def test_pages_follow_one_another_without_a_gap(store: Store) -> None:
    made = [decide(store, 1 + number % 20).seq for number in range(23)]
    seen: list[int] = []
    while page := history.page(store.read(), EVERY, 5, before=seen[-1] if seen else None):
        seen += [each.seq for each in page]
    assert seen == made[::-1]


# Laws


TABLES = ("decision", "item_state", "dataset", "objection")


def user_data(store: Store) -> list[list[Any]]:
    return [store.read().execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES]


def whole(store: Store) -> list[Any]:
    return [*user_data(store), store.read().execute("SELECT * FROM op").fetchall()]


def replayed(store: Store) -> dict[int, OperationState]:
    """The state of every operation as its events tell it."""
    states: dict[int, OperationState] = {}
    for event, seq in ops.events(store.read()):
        if event == "do":
            states = {each: ABANDONED if was is UNDONE else was for each, was in states.items()}
        states[seq] = UNDONE if event == "undo" else DONE
    return states


step = st.one_of(
    st.tuples(
        st.just("decide"),
        st.lists(st.integers(1, 5), min_size=1, max_size=4, unique=True),
        st.sampled_from(list(Verdict)),
        st.sampled_from(["ana", "ben"]),
    ),
    st.tuples(st.just("flag"), st.integers(1, 5), st.booleans()),
    st.tuples(st.just("rename"), st.sampled_from(["essays", "letters", "diaries"])),
    st.tuples(st.sampled_from(["undo", "redo", "reopen"])),
    st.tuples(st.sampled_from(["revert", "again", "go_to"]), st.integers(0, 30)),
)


def take(store: Store, kind: str, args: list[Any]) -> None:
    if kind == "decide":
        decide(store, *args[0], verdict=args[1], reviewer=args[2])
    elif kind == "flag":
        flag(store, args[0], on=args[1])
    elif kind == "rename":
        rename(store, args[0])
    elif kind in ("undo", "redo"):
        {"undo": undo, "redo": redo}[kind](store)
    else:
        act: Any = {"revert": past.revert, "again": past.again, "go_to": past.go_to}[kind]
        before = whole(store)
        (most,) = store.read().execute("SELECT coalesce(max(seq), 0) FROM op").fetchone()
        try:
            store.write(lambda c: act(c, args[0] % (most + 1), "ana"))
        except UserError:
            assert whole(store) == before, "what was refused moved something"


@settings(max_examples=80, deadline=None)
@given(steps=st.lists(step, max_size=25))
def test_however_one_went_everything_leads_back_to_the_start_and_nothing_is_lost(
    steps: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.mktemp("law") / "law.synthreview"
    store = Store(path, create=True)
    fill(store, 5)
    start, known = user_data(store), set[int]()
    try:
        for kind, *args in steps:
            if kind == "reopen":
                before = whole(store)
                store.close()
                store = Store(path)
                assert whole(store) == before
            else:
                take(store, kind, args)
            rows = listed(store)
            seen = {row.operation.seq for row in rows}
            assert known <= seen, "an operation vanished from the history"
            known = seen
            assert {row.operation.seq: row.operation.state for row in rows} == replayed(store)
            assert_decisions_belong_to_what_stands(store)
        end, here = user_data(store), history.here(store.read())
        go_to(store, 0)
        assert user_data(store) == start
        go_to(store, here)
        assert user_data(store) == end
    finally:
        store.close()


def assert_decisions_belong_to_what_stands(store: Store) -> None:
    lost = store.read().execute(
        "SELECT d.item FROM decision d LEFT JOIN op ON op.seq = d.op AND op.state = 'done' WHERE op.seq IS NULL"
    )
    assert lost.fetchall() == []
    wrong = store.read().execute(
        "SELECT s.item FROM item_state s WHERE s.verdict IS NOT (SELECT d.verdict FROM decision d"
        " WHERE d.item = s.item ORDER BY d.op DESC LIMIT 1)"
    )
    assert wrong.fetchall() == []
