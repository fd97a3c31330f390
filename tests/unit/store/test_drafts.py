"""What a reviewer has begun outlives the program and is nobody else's."""

from __future__ import annotations

from synthreview.domain import Draft
from synthreview.store import drafts, ops
from synthreview.store.store import Store

BEGUN = Draft(("wrong_label",), "look again", {"text": "Bétter, 好", "turns": [{"role": "user", "text": ""}]})


def put(store: Store, draft: Draft = BEGUN, item: int = 3, reviewer: str = "ana") -> None:
    store.write(lambda c: drafts.put(c, item, reviewer, draft))


def test_a_draft_is_there_after_a_restart(store: Store) -> None:
    put(store)
    store.close()
    reopened = Store(store.path)
    try:
        assert drafts.of_item(reopened.read(), 3, "ana") == BEGUN
    finally:
        reopened.close()


def test_a_draft_belongs_to_one_reviewer_and_one_item(store: Store) -> None:
    put(store)
    assert drafts.of_item(store.read(), 3, "ben") is None
    assert drafts.of_item(store.read(), 4, "ana") is None


def test_a_later_draft_takes_the_place_of_the_former_one(store: Store) -> None:
    put(store)
    put(store, Draft(note="no, fine"))
    assert drafts.of_item(store.read(), 3, "ana") == Draft(note="no, fine")


def test_a_draft_can_be_forgotten(store: Store) -> None:
    put(store)
    put(store, reviewer="ben")
    store.write(lambda c: drafts.forget(c, [3], "ana"))
    assert drafts.of_item(store.read(), 3, "ana") is None
    assert drafts.of_item(store.read(), 3, "ben") == BEGUN


def test_a_draft_is_nothing_to_undo(store: Store) -> None:
    put(store)
    assert ops.history(store.read(), 10) == []
    assert ops.undo_label(store.read()) is None
