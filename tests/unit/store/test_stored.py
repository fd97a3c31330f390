"""A column that no longer holds what was written there is damage, told without what stands in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import EnvironmentFault, UserError
from synthreview.project import Project
from synthreview.store import faults
from synthreview.store.stored import Unreadable, decoding, loads


def test_what_holds_is_read():
    assert loads('{"text": "wren"}') == {"text": "wren"}
    assert decoding(Verdict)("fix") is Verdict.FIX


@pytest.mark.parametrize("read", [loads, decoding(Verdict), decoding(int)])
def test_what_does_not_is_damage_and_is_not_repeated(read):
    with pytest.raises(Unreadable) as raised:
        read("{a secret")
    assert faults.kind(raised.value) is faults.Fault.DAMAGE
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("error", [UserError("as asked"), sqlite3.OperationalError("locked"), MemoryError()])
def test_what_is_not_the_fault_of_a_column_is_handed_on(error):
    def decode():
        raise error

    with pytest.raises(type(error)) as raised:
        decoding(decode)()
    assert raised.value is error


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE dataset SET mapping = ?", '{"instruction"'),
        ("UPDATE dataset SET kind = ?", "instructioM"),
        ("UPDATE record SET raw = ?", b'{"text": '),
        ("UPDATE record SET raw = ?", b'{"text": "\xff"}'),
    ],
)
def test_a_project_with_such_a_column_says_that_it_is_damaged(tmp_path: Path, statement: str, value: object):
    source, path = tmp_path / "notes.jsonl", tmp_path / "notes.synthreview"
    source.write_text('{"text": "a note about wrens"}\n')
    with closing(Project.open(path, create=True)) as project:
        project.import_file(source)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, (value,))
        connection.commit()
    with closing(Project.open(path, reviewer="ana")) as project:
        with pytest.raises((sqlite3.DatabaseError, EnvironmentFault)) as raised:
            project.datasets(), project.view(1)
        project.heed(raised.value)
        assert project.is_damaged
        with pytest.raises(EnvironmentFault, match="damaged"):
            project.decide(1, Verdict.ACCEPT)


def test_bytes_that_are_no_text_are_damage_too(tmp_path: Path):
    with closing(sqlite3.connect(":memory:")) as connection:
        with pytest.raises(sqlite3.OperationalError) as raised:
            connection.execute("SELECT CAST(X'ff' AS TEXT)").fetchone()
        assert faults.kind(raised.value) is faults.Fault.DAMAGE
