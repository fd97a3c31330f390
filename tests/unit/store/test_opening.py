"""Opening project files: ours, foreign, newer, damaged, locked, read-only."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.errors import Damaged, EnvironmentFault, UserError
from synthreview.store import schema
from synthreview.store.store import Store


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_new_project_carries_our_mark_and_version(tmp_path: Path) -> None:
    Store(tmp_path / "new.synthreview", create=True).close()
    connection = sqlite3.connect(tmp_path / "new.synthreview")
    assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_closed_project_is_one_file_without_a_journal(store: Store) -> None:
    store.write(lambda connection: connection.execute("UPDATE meta SET value = value").rowcount)
    store.read().execute("SELECT count(*) FROM meta").fetchone()
    store.close()
    assert beside(store.path) == [store.path.name]


def beside(path: Path) -> list[str]:
    """The file and what SQLite keeps beside it."""
    return sorted(each.name for each in path.parent.glob(f"{path.name}*"))


def test_a_missing_project_is_not_made_by_looking_at_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no project"):
        Store(tmp_path / "none.synthreview")
    assert not list(tmp_path.glob("*none*"))


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        Store(tmp_path)


def test_a_project_in_a_missing_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        Store(tmp_path / "no" / "a.synthreview", create=True)


def test_a_text_file_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "notes.synthreview"
    path.write_text("just some notes\n" * 500)
    before = digest(path)
    with pytest.raises(UserError, match="not a synthreview project"):
        Store(path)
    assert digest(path) == before


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    before = digest(path)
    with pytest.raises(UserError, match="another program"):
        Store(path)
    assert digest(path) == before
    assert beside(path) == ["other.db"]


def test_a_project_of_a_newer_version_is_refused_untouched(store: Store) -> None:
    store.close()
    connection = sqlite3.connect(store.path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = digest(store.path)
    with pytest.raises(UserError, match="newer version"):
        Store(store.path)
    assert digest(store.path) == before
    assert beside(store.path) == [store.path.name]


def test_a_second_opening_is_read_only_and_says_why(store: Store) -> None:
    second = Store(store.path)
    try:
        assert second.read_only
        assert "another window or command" in second.read_only_reason
        with pytest.raises(EnvironmentFault, match="another window"):
            second.write(lambda c: c.execute("DELETE FROM item"))
        assert second.read().execute("SELECT count(*) FROM item").fetchone() == (20,)
    finally:
        second.close()


def test_the_second_can_write_once_the_first_is_closed(store: Store) -> None:
    store.close()
    second = Store(store.path)
    assert not second.read_only
    second.close()


def test_a_failed_transaction_leaves_nothing_and_the_next_one_works(store: Store) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM item")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        store.write(half)
    assert store.read().execute("SELECT count(*) FROM item").fetchone() == (20,)
    store.write(lambda c: c.execute("DELETE FROM item WHERE id = 1"))
    assert store.read().execute("SELECT count(*) FROM item").fetchone() == (19,)


def test_a_full_disk_is_told_as_such_and_nothing_is_lost(store: Store) -> None:
    (pages,) = store.read().execute("PRAGMA page_count").fetchone()
    store.write(lambda c: c.execute(f"PRAGMA max_page_count = {pages}"))
    big = b"x" * 100_000
    with pytest.raises(EnvironmentFault, match="disk is full"):
        store.write(lambda c: c.execute("INSERT INTO record VALUES (1, ?, ?, NULL)", (b"", big)))
    store.write(lambda c: c.execute("PRAGMA max_page_count = 1000000"))
    store.write(lambda c: c.execute("INSERT INTO record VALUES (1, ?, ?, NULL)", (b"", big)))
    assert store.read().execute("SELECT count(*) FROM record").fetchone() == (21,)


def test_a_project_in_a_read_only_folder_opens_for_reading(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()

    def refuse(*_: object) -> None:
        raise PermissionError("read-only folder")

    # Root may write anywhere, so the system's answers are replaced, not the folder's mode.
    monkeypatch.setattr("synthreview.store.store.FileLock.acquire", refuse)
    monkeypatch.setattr("synthreview.store.store.os.access", lambda *_: False)
    opened = Store(store.path)
    assert "folder cannot be written" in opened.read_only_reason
    assert opened.read().execute("SELECT count(*) FROM item").fetchone() == (20,)
    with pytest.raises(EnvironmentFault, match="folder cannot be written"):
        opened.write(lambda c: None)
    opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER own AFTER INSERT ON decision BEGIN DELETE FROM decision; END",
        "CREATE VIEW own AS SELECT * FROM item",
        "CREATE VIRTUAL TABLE own USING fts5 (text)",
    ],
)
def test_a_project_with_something_that_runs_by_itself_is_not_opened(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "own.synthreview"
    Store(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(UserError, match="'own', which runs by itself"):
        Store(path)
    assert path.read_bytes() == before


def test_a_project_found_damaged_while_it_is_open_is_not_written_by_closing_it(store: Store) -> None:
    store.write(lambda connection: connection.execute("UPDATE meta SET value = value"))
    store.write(lambda connection: connection.execute("INSERT INTO meta (key, value) VALUES ('a', 'b')"))
    before = digest(store.path)
    store.heed(Damaged("found"))
    with pytest.raises(Damaged):
        store.write(lambda connection: connection.execute("DELETE FROM meta"))
    store.close()
    assert digest(store.path) == before
    assert store.path.with_name(f"{store.path.name}-wal").stat().st_size
    again = Store(store.path)
    assert again.read().execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("b",)
    again.close()
