"""The tables of a project file and the migrations that lead to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database
    from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x53795276
"""Marks a SQLite file as ours ("SyRv")."""
VERSION = 6
"""The schema this program writes (``PRAGMA user_version``)."""

# A record's id carries its place: data set in the upper half, 0-based position in the lower.
# So a data set is one range of the primary key and needs no second index.
POSITION_BITS = 32
MAX_POSITION = (1 << POSITION_BITS) - 1

_TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    bytes INTEGER NOT NULL DEFAULT 0,
    format TEXT NOT NULL,                   -- the container in words
    layout TEXT NOT NULL,
    mapping TEXT NOT NULL,
    licence TEXT NOT NULL DEFAULT '',
    generator TEXT NOT NULL DEFAULT '',
    head BLOB NOT NULL DEFAULT x'',
    tail BLOB NOT NULL DEFAULT x'',
    records INTEGER NOT NULL DEFAULT 0,
    first_item INTEGER NOT NULL DEFAULT 0,  -- its items' ids are one range, in the records' order
    last_item INTEGER NOT NULL DEFAULT -1,
    items INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    votes TEXT NOT NULL DEFAULT '{}',        -- labels given by people and by the model, as imported
    indexed INTEGER NOT NULL DEFAULT 0,     -- the last item in the full-text index
    ready INTEGER NOT NULL DEFAULT 0,       -- 0 while its import has not ended, 1 shown, 2 removed
    imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE record (
    id INTEGER PRIMARY KEY,                 -- dataset << 32 | position
    prefix BLOB NOT NULL,                   -- bytes between the record before and this one
    raw BLOB NOT NULL,                      -- the record's own bytes, exactly as in the source
    fault TEXT                              -- why it is quarantined, or null
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL,
    unit TEXT,                              -- which part of a record that holds several items
    hash INTEGER NOT NULL,                  -- of the canonical parts (XXH3, 64 bits)
    label TEXT,
    length INTEGER NOT NULL                 -- characters in its text parts
) STRICT;

CREATE TABLE queue (
    version INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    item INTEGER NOT NULL,
    risk REAL NOT NULL,
    PRIMARY KEY (version, rank, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_item ON queue (version, item);

CREATE TABLE item_state (
    item INTEGER PRIMARY KEY,
    verdict TEXT,
    flagged INTEGER NOT NULL DEFAULT 0,
    op INTEGER                              -- the operation whose decision counts
) STRICT;

CREATE TABLE decision (
    item INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    op INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    body TEXT NOT NULL,                     -- edits, reasons, note, seconds, selection as JSON
    PRIMARY KEY (item, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE op (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    items INTEGER NOT NULL,
    first_item INTEGER,
    state TEXT NOT NULL DEFAULT 'done'
) STRICT;
CREATE INDEX op_undone ON op (seq) WHERE state = 'undone';

CREATE TABLE op_patch (
    op INTEGER NOT NULL,
    part INTEGER NOT NULL,
    field TEXT NOT NULL,                    -- what kind of row the patch is about
    key TEXT NOT NULL,                      -- with the item, its key (a decision's reviewer)
    items BLOB NOT NULL,                    -- compressed set of item ids
    before TEXT,                            -- the row's value as JSON, null = no row
    after TEXT,
    PRIMARY KEY (op, part)
) STRICT;

CREATE TABLE op_item (
    item INTEGER NOT NULL,
    op INTEGER NOT NULL,
    PRIMARY KEY (item, op)
) STRICT, WITHOUT ROWID;

CREATE TABLE op_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    op INTEGER NOT NULL,
    event TEXT NOT NULL,                    -- do, undo or redo
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE analyzer_run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL,
    analyzer TEXT NOT NULL,
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,              -- of all its result depends on
    event INTEGER NOT NULL,                 -- the last op_event it has seen
    status TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    items INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    seconds REAL NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX run_latest ON analyzer_run (dataset, analyzer) WHERE status <> 'running';

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    item INTEGER NOT NULL,
    reason TEXT NOT NULL,
    score REAL NOT NULL,
    body TEXT NOT NULL                      -- arguments, evidence and proposed fix as JSON
) STRICT;
CREATE INDEX finding_item ON finding (item, run, reason, score);
CREATE INDEX finding_run ON finding (run, reason);

CREATE TABLE summary (
    run INTEGER NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE item_text USING fts5 (text, content='', tokenize='unicode61 remove_diacritics 2');
"""

_SECOND = """
ALTER TABLE dataset ADD COLUMN content_sha256 TEXT NOT NULL DEFAULT ''; -- of what is in a packed source
ALTER TABLE dataset ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';        -- what else is known of it, as JSON

CREATE TABLE member (                       -- the files of a source that is an archive or a folder
    dataset INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    first INTEGER NOT NULL,                 -- position of its first record
    records INTEGER NOT NULL,
    head BLOB NOT NULL,
    tail BLOB NOT NULL,
    PRIMARY KEY (dataset, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE repair (
    record INTEGER PRIMARY KEY,
    raw BLOB NOT NULL,                      -- what it was in the source before somebody mended it
    fault TEXT NOT NULL
) STRICT;

CREATE TABLE link (                         -- which item of a reference speaks of which reviewed item
    reference INTEGER NOT NULL,             -- the reference's data set
    item INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (reference, item, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_item ON link (item);
"""

_THIRD = """
CREATE TABLE vector (                       -- what the model of meaning says of texts; can be made again
    text INTEGER PRIMARY KEY,               -- the hash of the text
    body BLOB NOT NULL
) STRICT;

CREATE TABLE meaning (                      -- data sets whose texts all have vectors
    dataset INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    event INTEGER NOT NULL
) STRICT;
"""

_FOURTH = """
CREATE TABLE blind_sample (                 -- items drawn to be labelled without the model's labels in sight
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    population INTEGER NOT NULL,            -- of how many items it was drawn
    at TEXT NOT NULL
) STRICT;
CREATE INDEX blind_sample_of ON blind_sample (dataset);

CREATE TABLE blind_item (
    sample INTEGER NOT NULL,
    place INTEGER NOT NULL,                 -- in the order of showing, which was drawn too
    item INTEGER NOT NULL,
    probability REAL NOT NULL,              -- of being in the sample
    PRIMARY KEY (sample, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE blind_answer (                 -- only ever added to: undo marks an answer as taken back
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sample INTEGER NOT NULL,
    item INTEGER NOT NULL,
    person TEXT NOT NULL,
    label TEXT,                             -- null = not sure
    seconds REAL NOT NULL,
    at TEXT NOT NULL,
    taken_back TEXT                         -- when, or null
) STRICT;
CREATE INDEX blind_answer_by ON blind_answer (sample, person, item);
"""

_FIFTH = """
ALTER TABLE item ADD COLUMN language TEXT;  -- set with the full-text index; empty = cannot be told

CREATE TABLE objection (                    -- a reviewer says that a finding is wrong
    item INTEGER NOT NULL,
    analyzer TEXT NOT NULL,
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (item, analyzer, reason, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (                        -- what a reviewer wrote on an item and has not decided yet
    item INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    body TEXT NOT NULL,                     -- reasons, note and edits as JSON
    at TEXT NOT NULL,
    PRIMARY KEY (item, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (                        -- where a reviewer was, and what they set out to do
    reviewer TEXT PRIMARY KEY,
    body TEXT NOT NULL                      -- as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE page (                         -- texts that belong to the project: saved filters, guidelines
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_SIXTH = """
ALTER TABLE queue ADD COLUMN why INTEGER NOT NULL DEFAULT 0;    -- place in worklist.WAYS

CREATE TABLE audit_stream (                 -- random checks of a data set, drawn once, before verdicts
    dataset INTEGER PRIMARY KEY,
    seed INTEGER NOT NULL,
    size INTEGER NOT NULL,                  -- how many items there were to draw from
    items BLOB NOT NULL,                    -- and which, a compressed set of ids
    strata BLOB NOT NULL,                   -- of each of these, by id: the stratum
    risks BLOB NOT NULL,                    -- and the risk that was known then
    at TEXT NOT NULL
) STRICT;

CREATE TABLE audit (                        -- the beginning of the stream, in its order
    dataset INTEGER NOT NULL,
    place INTEGER NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY (dataset, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_item ON audit (item);

CREATE TABLE risk_model (                   -- what decisions taught, a row each time; only ever added to
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL,
    decisions INTEGER NOT NULL,             -- that it was learned from
    event INTEGER NOT NULL,                 -- the last op_event it has seen
    body TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
"""


_WORDS = "CREATE VIRTUAL TABLE item_text USING fts5 "
_PLAIN = ("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX")


def foreign(connection: sqlite3.Connection) -> str:
    """The name of a trigger, view or virtual table that this program does not make; empty without one.

    Such a thing would run inside our own statements. What a thing is said to be is not believed: it has to
    begin as a table or an index does.
    """
    for name, text in connection.execute("SELECT name, sql FROM sqlite_schema"):
        ours = text is None or text.upper().startswith(_PLAIN)  # without a text: an index of SQLite's own
        if not ours and not (name == "item_text" and text.startswith(_WORDS)):
            return str(name)
    return ""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file behind ``connection`` to VERSION; each step is one transaction of its own."""
    # Imported here: sqlite-utils loads pandas when it is there, which would double the start-up time.
    from sqlite_utils.db import Database

    migrations().apply(Database(connection))


def migrations() -> Migrations:
    """All steps from an empty file to VERSION, in order."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("synthreview")
    for number, script in enumerate((_TABLES, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH), start=1):
        steps(name=f"{number:04}")(_step(number, script))
    return steps


def _step(version: int, script: str) -> Callable[[Database], None]:
    """What brings a file of the version before to this one."""

    def step(database: Database) -> None:
        for statement in _statements(script):
            database.execute(statement)
        _stamp(database, version)

    return step


def _statements(script: str) -> list[str]:
    """The statements of a script (executescript would commit the transaction around it)."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements


def _stamp(database: Database, version: int) -> None:
    # Part of the same transaction as the step, so version and tables never differ.
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {version}")
