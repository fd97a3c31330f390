"""What the project file says of itself in another language, and labels that were written in several."""

from __future__ import annotations

import gettext
import sqlite3
from collections.abc import Iterator

import pytest

from synthreview import translation
from synthreview.domain import Decision, Operation, Verdict
from synthreview.errors import EnvironmentFault, UserError
from synthreview.store import ops, past
from synthreview.store.faults import told
from synthreview.store.store import Store
from tests.pseudo import Pseudo, pseudo


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    translation.use(gettext.NullTranslations())


def reject(store: Store, item: int) -> Operation:
    decision = Decision(item, Verdict.REJECT, reviewer="ana")
    return store.write(lambda c: ops.decide(c, [decision], f"Reject #{item}", "ana"))


def revert(store: Store, operation: Operation) -> Operation:
    return store.write(lambda c: past.revert(c, operation.seq, "ana")).operation


def said(sentence: str, **values: object) -> str:
    return pseudo(sentence).format_map(values)


def test_what_is_taken_back_in_another_language_is_done_again_in_it(store: Store) -> None:
    old = reject(store, 1)
    translation.use(Pseudo())
    back = revert(store, old)
    assert back.label == said("Take back: {label}", label="Reject #1")
    assert revert(store, back).label == said("Again: {label}", label="Reject #1")


def test_what_was_taken_back_in_english_is_done_again_in_another_language(store: Store) -> None:
    back = revert(store, reject(store, 1))
    assert back.label == "Take back: Reject #1"
    translation.use(Pseudo())
    assert revert(store, back).label == said("Again: {label}", label="Reject #1")


def test_a_label_in_a_language_that_is_not_spoken_now_is_told_as_it_is(store: Store) -> None:
    old = reject(store, 1)
    translation.use(Pseudo())
    back = revert(store, old)
    translation.use(gettext.NullTranslations())
    assert revert(store, back).label == f"Take back: {back.label}"


def test_why_nothing_is_taken_back_is_told_in_the_persons_language(store: Store) -> None:
    old = reject(store, 1)
    newer = reject(store, 1)
    translation.use(Pseudo())
    with pytest.raises(UserError) as refused:
        revert(store, old)
    assert str(refused.value) == said(
        "{cannot}: {what} was changed since by {by}. Take that back first.",
        cannot=said("'{label}' cannot be taken back by itself", label=old.label),
        what=said("item #{item}", item=1),
        by=said("'{label}' ({reviewer})", label=newer.label, reviewer="ana"),
    )


def test_a_fault_of_the_disk_is_told_in_the_persons_language(store: Store) -> None:
    translation.use(Pseudo())
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = sqlite3.SQLITE_PERM
    with pytest.raises(EnvironmentFault) as fault, told(store.path):
        raise error
    assert str(fault.value) == said(
        "'{name}' cannot be written: permission is missing.", name=store.path.name
    )


def test_why_a_project_is_only_shown_follows_the_language(store: Store) -> None:
    second = Store(store.path)
    in_english = second.read_only_reason
    translation.use(Pseudo())
    sentence = "'{name}' is open in another window or command, so it is shown read-only here."
    try:
        assert in_english == sentence.format(name=store.path.name)
        assert second.read_only_reason == said(sentence, name=store.path.name)
    finally:
        second.close()
