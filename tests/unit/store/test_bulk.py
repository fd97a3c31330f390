"""One decision for many items, and its undo and redo, by statements over the whole set."""

from __future__ import annotations

import random
from typing import Any

import pytest

from synthreview.domain import Decision, Operation, Verdict
from synthreview.errors import UserError
from synthreview.jobs import Cancelled
from synthreview.store import bulk, items, ops
from synthreview.store.store import Store

TABLES = ("decision", "item_state")


def quietly(done: int, total: int) -> None:
    pass


def decide(
    store: Store, *numbers: int, verdict: Verdict = Verdict.REJECT, reviewer: str = "ana"
) -> Operation:
    decisions = [Decision(number, verdict, reviewer=reviewer) for number in numbers]
    return store.write(lambda c: ops.decide(c, decisions, f"{verdict} {numbers}", reviewer))


def decide_alike(
    store: Store,
    numbers: Any,
    verdict: Verdict = Verdict.REJECT,
    reviewer: str = "ana",
    since: int | None = None,
    tick: bulk.Tick = quietly,
) -> Operation:
    event = ops.last_event(store.read()) if since is None else since
    said = Decision(0, verdict, reasons=("refusal",), note="seen", reviewer=reviewer, selected_by="batch")
    return store.write(lambda c: ops.decide_alike(c, numbers, said, lambda n: f"{verdict} {n}", event, tick))


def undo(store: Store) -> list[Operation]:
    return store.write(lambda c: ops.undo(c, "ana"))


def redo(store: Store) -> Operation | None:
    return store.write(lambda c: ops.redo(c, "ana"))


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {name: store.read().execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TABLES}


def verdicts(store: Store) -> dict[int, str | None]:
    return dict(store.read().execute("SELECT item, verdict FROM item_state ORDER BY item").fetchall())


@pytest.fixture
def over_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even the smallest operation turned by statements over sets, in chunks of three."""
    monkeypatch.setattr(bulk, "MANY", 1)
    monkeypatch.setattr(bulk, "CHUNK", 3)


def test_a_batch_says_of_each_item_what_a_single_decision_would(store: Store, over_sets: None) -> None:
    operation = decide_alike(store, range(3, 14))
    assert (operation.items, operation.first_item, operation.label) == (11, 3, "reject 11")
    found = items.decision(store.read(), 9)
    assert found is not None
    assert (found.verdict, found.reasons, found.note) == (Verdict.REJECT, ("refusal",), "seen")
    assert (found.reviewer, found.selected_by) == ("ana", "batch")
    assert list(verdicts(store)) == list(range(3, 14))
    assert [op.seq for op in ops.touching(store.read(), 9)] == [operation.seq]


def test_a_batch_on_items_nobody_decided_is_one_patch(store: Store) -> None:
    decide_alike(store, range(1, 21))
    assert store.read().execute("SELECT count(*) FROM op_patch").fetchone() == (1,)


def test_one_undo_gives_back_every_earlier_decision_and_redo_takes_them_again(
    store: Store, over_sets: None
) -> None:
    decide(store, 2, verdict=Verdict.ACCEPT)
    decide(store, 3, 4, verdict=Verdict.DEFER)
    decide(store, 5, verdict=Verdict.ACCEPT, reviewer="ben")
    store.write(lambda c: ops.flag(c, 6, "ana", on=True))
    before = rows(store)
    decide_alike(store, range(1, 11))
    after = rows(store)
    assert set(verdicts(store).values()) == {"reject"}
    undo(store)
    assert rows(store) == before
    redo(store)
    assert rows(store) == after


def test_an_older_word_of_another_reviewer_counts_again_after_undo(store: Store, over_sets: None) -> None:
    decide(store, 5, verdict=Verdict.ACCEPT, reviewer="ben")
    decide_alike(store, [5, 6])
    assert verdicts(store) == {5: "reject", 6: "reject"}
    undo(store)
    assert verdicts(store) == {5: "accept"}


@pytest.mark.parametrize("change", ["body = '{}'", "verdict = 'accept'", "op = 99"])
def test_undo_of_a_batch_refuses_as_a_whole_when_one_item_was_changed_by_another_route(
    store: Store, over_sets: None, change: str
) -> None:
    decide_alike(store, range(1, 11))
    store.write(lambda c: c.execute(f"UPDATE decision SET {change} WHERE item = 7"))
    before = rows(store)
    with pytest.raises(UserError, match="item #7 was changed since"):
        undo(store)
    assert rows(store) == before


def test_redo_of_a_batch_refuses_when_an_item_got_a_decision_meanwhile(store: Store, over_sets: None) -> None:
    decide_alike(store, range(1, 11))
    undo(store)
    store.write(lambda c: c.execute("INSERT INTO decision VALUES (4, 'ana', 1, 'accept', '{}')"))
    with pytest.raises(UserError, match="done again: item #4 was changed"):
        redo(store)


def test_an_item_decided_by_itself_after_the_preview_keeps_its_decision(store: Store) -> None:
    seen = ops.last_event(store.read())
    decide(store, 4, verdict=Verdict.ACCEPT)
    operation = decide_alike(store, range(1, 6), since=seen)
    assert operation.items == 4
    assert verdicts(store) == {1: "reject", 2: "reject", 3: "reject", 4: "accept", 5: "reject"}


def test_a_flag_set_after_the_preview_does_not_keep_an_item_out(store: Store) -> None:
    seen = ops.last_event(store.read())
    store.write(lambda c: ops.flag(c, 4, "ana", on=True))
    assert decide_alike(store, range(1, 6), since=seen).items == 5
    assert items.states(store.read(), [4]) == {4: (Verdict.REJECT, True)}


def test_items_that_are_gone_are_left_out(store: Store) -> None:
    assert decide_alike(store, [1, 2, 999]).items == 2
    assert list(verdicts(store)) == [1, 2]


def test_items_of_a_removed_data_set_are_left_out_and_without_any_the_batch_is_refused(store: Store) -> None:
    store.write(lambda c: c.execute("UPDATE dataset SET ready = 2"))
    with pytest.raises(UserError, match="None of these items is left"):
        decide_alike(store, [1, 2])
    assert store.read().execute("SELECT count(*) FROM op").fetchone() == (0,)


def test_a_cancelled_batch_changes_nothing_and_the_next_decision_is_recorded(
    store: Store, over_sets: None
) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        decide_alike(store, range(1, 11), tick=stop)
    assert rows(store) == {"decision": [], "item_state": []}
    assert store.read().execute("SELECT count(*) FROM op").fetchone() == (0,)
    decide(store, 1)
    assert verdicts(store) == {1: "reject"}


def test_progress_is_told_in_chunks_up_to_the_whole(store: Store, over_sets: None) -> None:
    told: list[tuple[int, int]] = []
    decide_alike(store, range(1, 11), tick=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("seed", range(8))
def test_turning_sets_leads_to_the_same_rows_as_turning_items_one_by_one(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        some = chance.sample(range(1, 21), chance.randint(1, 12))
        verdict, reviewer = chance.choice(list(Verdict)), chance.choice(["ana", "ben"])
        chance.choice([decide_alike, lambda s, n, v, r: decide(s, *n, verdict=v, reviewer=r)])(
            store, some, verdict, reviewer
        )
    for turned in (undo, redo):
        ends = []
        for many in (1, 10**9):
            monkeypatch.setattr(bulk, "MANY", many)
            for _ in range(12):
                turned(store)
                ends.append(rows(store))
            for _ in range(12):
                (redo if turned is undo else undo)(store)
        assert ends[:12] == ends[12:]
        for _ in range(12):
            turned(store)
