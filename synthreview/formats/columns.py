"""Objects of columns ({"text": [...], "label": [...]}) as records whose items are the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import escaped, split_at
from synthreview.formats.turns import looks_like_turns

_ROWS = 200
_COLUMN = re.compile(r"(?:[^.\[\\+*]|\\.)+(?=[.\[]|\Z)", re.S)


def columns_of(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first rows of a source that is one object of columns of equal length; empty when it is none."""
    if len(records) != 1:
        return []
    columns = {key: value for key, value in records[0].items() if isinstance(value, list | dict)}
    if len(columns) < 2 or len(columns) < len(records[0]) or len({len(v) for v in columns.values()}) != 1:
        return []
    if any(looks_like_turns(column) for column in columns.values()):  # dialogues of equal length
        return []
    first = next(iter(columns.values()))
    keys = list(first) if isinstance(first, dict) else list(range(len(first)))
    if not all(_has(column, key) for column in columns.values() for key in keys[:1]):
        return []
    return [
        {name: column[key] for name, column in columns.items() if _has(column, key)} for key in keys[:_ROWS]
    ]


def _has(column: Any, key: Any) -> bool:
    return key in column if isinstance(column, dict) else isinstance(key, int) and key < len(column)


def of_columns(mapping: Mapping) -> Mapping | None:
    """A mapping of rows as one of columns: each path at the row's index; None where one has no column."""
    try:
        parts = {name: _indexed(path) for name, path in mapping.parts.items()}
        column = next(_column(split_at(path, "+")[0]) for path in mapping.parts.values() if path[:1] != "=")
        name, group = _indexed(mapping.id), _indexed(mapping.group)
    except ValueError:
        return None
    return replace(mapping, parts=parts, each=f"{column}[*]", id=name, group=group)


def _indexed(path: str) -> str:
    if not path or path.startswith("="):
        return path
    sign = " - " if len(split_at(path, " - ")) == 2 else " + "
    return sign.join(_at_row(part) for part in split_at(path, sign if sign == " - " else "+"))


def _at_row(path: str) -> str:
    column = _column(path)
    return f"{column}.#{path[len(column) :]}"


def _column(path: str) -> str:
    """The key with which a path begins; ValueError when it begins otherwise."""
    column = _COLUMN.match(path)
    if column is None:
        raise ValueError(f"{path} begins with no column")
    return column[0]


def texts_by_column(records: Sequence[dict[str, Any]]) -> str:
    """What says that each cell of an object of columns is an item of its own; empty when it is none."""
    rows = columns_of(records)
    if not rows or not all(isinstance(value, str) and " " in value for value in list(rows[0].values())[:3]):
        return ""
    return " + ".join(f"{escaped(key)}[*]" for key in rows[0] if key)
