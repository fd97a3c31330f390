"""Reviewers call findings wrong: kept, undone, and left out when items are ranked."""

from __future__ import annotations

import pytest

from synthreview.domain import Finding, Operation, OperationState
from synthreview.errors import ItemGone
from synthreview.store import findings, objections, ops
from synthreview.store.store import Store

WRONG = ("rules", "empty_output")


def call_wrong(store: Store, item: int = 4, reviewer: str = "ana", *, on: bool = True) -> Operation:
    return store.write(lambda c: objections.set_objection(c, item, WRONG, reviewer, on=on))


def said(store: Store, item: int = 4) -> tuple[str, ...]:
    return objections.of_items(store.read(), [item]).get(item, {}).get(WRONG, ())


def find(store: Store, *found: Finding) -> None:
    run = store.write(lambda c: findings.begin(c, 1, "rules", 1))
    store.write(lambda c: findings.add(c, run, findings.rows(found)))
    store.write(
        lambda c: findings.finish(
            c, run, fingerprint="", event=0, status="done", error="", items=1, seconds=0, summaries=None
        )
    )


def test_who_called_a_finding_wrong_is_known_in_the_order_they_did(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_wrong(store, reviewer="ben")
    monkeypatch.setattr(objections, "now", lambda: "2999-01-01T00:00:00.000Z")
    call_wrong(store, reviewer="ana")
    assert said(store) == ("ben", "ana")
    assert said(store, 5) == ()


def test_it_is_an_operation_with_its_words_in_the_history_of_the_item(store: Store) -> None:
    operation = call_wrong(store, 12)
    assert operation.label == "Call a finding of #12 wrong"
    assert [op.seq for op in ops.touching(store.read(), 12)] == [operation.seq]
    assert call_wrong(store, 12, on=False).label == "No longer call a finding of #12 wrong"
    assert said(store, 12) == ()


def test_undo_takes_it_back_and_redo_says_it_again_with_its_time(store: Store) -> None:
    call_wrong(store)
    at = store.read().execute("SELECT at FROM objection").fetchall()
    store.write(lambda c: ops.undo(c, "ana"))
    assert said(store) == ()
    again = store.write(lambda c: ops.redo(c, "ana"))
    assert again is not None
    assert again.state is OperationState.DONE
    assert store.read().execute("SELECT at FROM objection").fetchall() == at


def test_one_reviewers_word_is_not_taken_back_by_another(store: Store) -> None:
    call_wrong(store, reviewer="ana")
    call_wrong(store, reviewer="ben", on=False)
    assert said(store) == ("ana",)


def test_it_outlasts_the_run_that_found_it(store: Store) -> None:
    find(store, Finding(4, "empty_output", 1.0))
    call_wrong(store)
    find(store, Finding(4, "empty_output", 0.5))
    assert said(store) == ("ana",)


def test_a_finding_called_wrong_is_left_out_when_items_are_ranked(store: Store) -> None:
    find(store, Finding(4, "empty_output", 1.0), Finding(4, "no_json", 0.5), Finding(5, "empty_output", 1.0))
    call_wrong(store)
    with store.snapshot() as connection:
        assert list(findings.scores(connection)) == [(4, "no_json", 0.5), (5, "empty_output", 1.0)]


def test_findings_are_counted_once_however_many_call_them_wrong(store: Store) -> None:
    for reviewer in ("ana", "ben"):
        call_wrong(store, 4, reviewer)
    call_wrong(store, 5)
    assert objections.count(store.read(), 1) == 2


def test_a_finding_of_an_item_that_is_not_there_cannot_be_called_wrong(store: Store) -> None:
    with pytest.raises(ItemGone, match="no item 999"):
        call_wrong(store, 999)
