"""Texts that belong to a project as a whole, by their names: its guidelines, its saved filters."""

from __future__ import annotations

import sqlite3

GUIDELINES = "guidelines"
"""The page with what the reviewers agree on, as Markdown."""

MIX = "mix"
"""The page with how many of a hundred items are shown for which reason, as JSON."""

TARGET = "target"
"""The page with the error rate below which the lead means to stop, as a share."""

MODEL = "model:"
"""What the names of pages start with that say which version of what was learned ranks a data set."""


def read(connection: sqlite3.Connection, name: str) -> str | None:
    """The text of a page; None where there is none."""
    row = connection.execute("SELECT body FROM page WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def write(connection: sqlite3.Connection, name: str, body: str | None) -> None:
    """Give a page its text, or with None take it away; called by operations only."""
    if body is None:
        connection.execute("DELETE FROM page WHERE name = ?", (name,))
    else:
        connection.execute("INSERT OR REPLACE INTO page (name, body) VALUES (?, ?)", (name, body))


def under(connection: sqlite3.Connection, prefix: str) -> dict[str, str]:
    """The pages whose names start with a prefix, by the rest of their names, in alphabetical order."""
    rows = connection.execute(
        "SELECT name, body FROM page WHERE substr(name, 1, ?) = ?", (len(prefix), prefix)
    ).fetchall()
    found = {name[len(prefix) :]: body for name, body in rows}
    return dict(sorted(found.items(), key=lambda pair: (pair[0].casefold(), pair[0])))
