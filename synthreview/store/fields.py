"""What operations move: each field's value as JSON text, read before a change and written with it.

A decision's value holds the operation that made it, because "which word is the newest" is part of the
state to go back to. Fields of a data set are keyed by its id in place of an item's.
"""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from synthreview.errors import UserError
from synthreview.store import pages, worklist
from synthreview.store.stored import loads
from synthreview.translation import tr

DECISION, FLAG, OBJECTION = "decision", "flag", "objection"
NAME, SHOWN, MAPPING, RECORD = "dataset.name", "dataset.shown", "dataset.mapping", "record"
ROLE = "dataset.role"
OF_DATASETS = (NAME, SHOWN, MAPPING, ROLE)
"""Fields that belong to a data set, not to an item."""
PAGE = "page"
"""A text of the project as a whole, keyed by its name."""
WITHOUT_ITEM = (*OF_DATASETS, PAGE)
"""Fields that belong to no item; a page has the number 0 in its place."""


def storable(text: str) -> str:
    """A text with halves of characters, which a paste may leave and nothing can store, replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def as_json(value: Mapping[str, Any]) -> str:
    """An object of storable texts, as JSON."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # half of a surrogate pair, which orjson refuses
        return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def whose(field: str, owner: int) -> str:
    """What a field belongs to, in words: ``item #812``."""
    if field == PAGE:
        return tr("that text of the project")
    return tr("its data set") if field in OF_DATASETS else tr("item #{item}", item=owner)


def _decision_value(connection: sqlite3.Connection, item: int, reviewer: str) -> str | None:
    row = connection.execute(
        "SELECT op, verdict, body FROM decision WHERE item = ? AND reviewer = ?", (item, reviewer)
    ).fetchone()
    return None if row is None else orjson.dumps({"op": row[0], "verdict": row[1], "body": row[2]}).decode()


def _write_decision(connection: sqlite3.Connection, item: int, reviewer: str, value: str | None) -> None:
    if value is None:
        connection.execute("DELETE FROM decision WHERE item = ? AND reviewer = ?", (item, reviewer))
    else:
        fields = loads(value)
        connection.execute(
            "INSERT OR REPLACE INTO decision (item, reviewer, op, verdict, body) VALUES (?, ?, ?, ?, ?)",
            (item, reviewer, fields["op"], fields["verdict"], fields["body"]),
        )
    # The newest decision on the item is the one that counts.
    newest = connection.execute(
        "SELECT verdict, op FROM decision WHERE item = ? ORDER BY op DESC LIMIT 1", (item,)
    ).fetchone()
    connection.execute(
        "INSERT INTO item_state (item, verdict, op) VALUES (?, ?, ?)"
        " ON CONFLICT (item) DO UPDATE SET verdict = excluded.verdict, op = excluded.op",
        (item, *(newest or (None, None))),
    )
    _drop_empty_state(connection, item)


def _flag_value(connection: sqlite3.Connection, item: int, key: str) -> str | None:
    row = connection.execute("SELECT flagged FROM item_state WHERE item = ?", (item,)).fetchone()
    return "1" if row is not None and row[0] else None


def _write_flag(connection: sqlite3.Connection, item: int, key: str, value: str | None) -> None:
    connection.execute(
        "INSERT INTO item_state (item, flagged) VALUES (?, ?)"
        " ON CONFLICT (item) DO UPDATE SET flagged = excluded.flagged",
        (item, 1 if value else 0),
    )
    _drop_empty_state(connection, item)


def _objection_value(connection: sqlite3.Connection, item: int, key: str) -> str | None:
    """When the analyzer, reason and reviewer of ``key`` (a JSON list) came to be, or None."""
    row = connection.execute(
        "SELECT at FROM objection WHERE item = ? AND analyzer = ? AND reason = ? AND reviewer = ?",
        (item, *loads(key)),
    ).fetchone()
    return None if row is None else str(row[0])


def _write_objection(connection: sqlite3.Connection, item: int, key: str, value: str | None) -> None:
    named = loads(key)
    if value is None:
        connection.execute(
            "DELETE FROM objection WHERE item = ? AND analyzer = ? AND reason = ? AND reviewer = ?",
            (item, *named),
        )
    else:
        connection.execute(
            "INSERT OR REPLACE INTO objection (item, analyzer, reason, reviewer, at) VALUES (?, ?, ?, ?, ?)",
            (item, *named, value),
        )


def _page_value(connection: sqlite3.Connection, nothing: int, name: str) -> str | None:
    return pages.read(connection, name)


def _write_page(connection: sqlite3.Connection, nothing: int, name: str, value: str | None) -> None:
    pages.write(connection, name, value)
    if name == pages.MIX or name.startswith(pages.MODEL):
        worklist.moved(connection)


def _drop_empty_state(connection: sqlite3.Connection, item: int) -> None:
    # So that undoing everything leaves the table as it was.
    connection.execute("DELETE FROM item_state WHERE item = ? AND verdict IS NULL AND NOT flagged", (item,))


def _dataset_value(column: str) -> Callable[[sqlite3.Connection, int, str], str | None]:
    def read(connection: sqlite3.Connection, dataset: int, key: str) -> str | None:
        row = connection.execute(f"SELECT {column} FROM dataset WHERE id = ?", (dataset,)).fetchone()
        return None if row is None else str(row[0])

    return read


def _write_name(connection: sqlite3.Connection, dataset: int, key: str, value: str | None) -> None:
    try:
        connection.execute("UPDATE dataset SET name = ? WHERE id = ?", (value, dataset))
    except sqlite3.IntegrityError as error:
        raise UserError(
            tr("Another data set is named '{value}' now; rename that one first.", value=value)
        ) from error


def _write_shown(connection: sqlite3.Connection, dataset: int, key: str, value: str | None) -> None:
    connection.execute("UPDATE dataset SET ready = ? WHERE id = ?", (int(value or 0), dataset))
    worklist.moved(connection)


def _write_role(connection: sqlite3.Connection, dataset: int, key: str, value: str | None) -> None:
    connection.execute("UPDATE dataset SET role = ? WHERE id = ?", (value, dataset))


_EXCHANGED = "CASE {0} WHEN 'a' THEN 'b' WHEN 'b' THEN 'a' ELSE {0} END"


def _write_mapping(connection: sqlite3.Connection, dataset: int, key: str, value: str | None) -> None:
    """Another mapping whose choices mean the opposite: the stored labels and counts follow."""
    connection.execute("UPDATE dataset SET mapping = ? WHERE id = ?", (value, dataset))
    connection.execute(
        f"UPDATE item SET label = {_EXCHANGED.format('label')} WHERE label IN ('a', 'b')"
        " AND id BETWEEN (SELECT first_item FROM dataset WHERE id = ?1)"
        " AND (SELECT last_item FROM dataset WHERE id = ?1)",
        (dataset,),
    )
    row = connection.execute("SELECT votes FROM dataset WHERE id = ?", (dataset,)).fetchone()
    votes = loads(row[0])
    other = {"a": "b", "b": "a"}
    votes["model"] = {other.get(label, label): count for label, count in votes.get("model", {}).items()}
    connection.execute("UPDATE dataset SET votes = ? WHERE id = ?", (orjson.dumps(votes).decode(), dataset))
    worklist.moved(connection)


def _record_value(connection: sqlite3.Connection, item: int, key: str) -> str | None:
    """The record ``key`` as it stands: its bytes and fault, and the item it gave; None where it is gone."""
    row = connection.execute("SELECT raw, fault FROM record WHERE id = ?", (int(key),)).fetchone()
    if row is None:
        return None  # of a data set that a restore left out
    columns = "id, record, unit, hash, label, length"
    found = connection.execute(f"SELECT {columns} FROM item WHERE id = ?", (item,)).fetchone()
    return record_value(bytes(row[0]), row[1], found)


def record_value(raw: bytes, fault: str | None, item: tuple[Any, ...] | None) -> str:
    """A record's bytes, fault and item (its row, or None) as the value of a field."""
    value = {"raw": b64encode(raw).decode(), "fault": fault, "item": list(item) if item else None}
    return orjson.dumps(value).decode()


def _write_record(connection: sqlite3.Connection, item: int, key: str, value: str | None) -> None:
    """Mend a record that could not be read, or take that back; what it was in the source is kept."""
    record, fields = int(key), loads(value or "{}")
    raw, fault, row = b64decode(fields["raw"]), fields["fault"], fields["item"]
    if fault is None:
        connection.execute(
            "INSERT OR IGNORE INTO repair (record, raw, fault)"
            " SELECT id, raw, fault FROM record WHERE id = ?",
            (record,),
        )
        connection.execute(
            "INSERT INTO item (id, record, unit, hash, label, length) VALUES (?, ?, ?, ?, ?, ?)", row
        )
    else:
        connection.execute("DELETE FROM repair WHERE record = ?", (record,))
        connection.execute("DELETE FROM item WHERE id = ?", (item,))
    connection.execute("UPDATE record SET raw = ?, fault = ? WHERE id = ?", (raw, fault, record))
    change = 1 if fault is None else -1
    connection.execute(
        "UPDATE dataset SET items = items + ?1, quarantined = quarantined - ?1 WHERE id = ?2",
        (change, record >> 32),
    )
    worklist.moved(connection)


READ: dict[str, Callable[[sqlite3.Connection, int, str], str | None]] = {
    DECISION: _decision_value,
    FLAG: _flag_value,
    OBJECTION: _objection_value,
    NAME: _dataset_value("name"),
    SHOWN: _dataset_value("ready"),
    MAPPING: _dataset_value("mapping"),
    ROLE: _dataset_value("role"),
    RECORD: _record_value,
    PAGE: _page_value,
}
WRITE: dict[str, Callable[[sqlite3.Connection, int, str, str | None], None]] = {
    DECISION: _write_decision,
    FLAG: _write_flag,
    OBJECTION: _write_objection,
    NAME: _write_name,
    SHOWN: _write_shown,
    MAPPING: _write_mapping,
    ROLE: _write_role,
    RECORD: _write_record,
    PAGE: _write_page,
}
