"""Objects of columns ({"text": [...], "label": [...]}) as records whose items are the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import compile_expression, escaped

_ROWS = 200


def columns_of(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first rows of a source that is one object of columns of equal length; empty when it is none."""
    if len(records) != 1:
        return []
    columns = {key: value for key, value in records[0].items() if isinstance(value, list | dict)}
    if len(columns) < 2 or len(columns) < len(records[0]) or len({len(v) for v in columns.values()}) != 1:
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


def of_columns(mapping: Mapping) -> Mapping:
    """A mapping of rows as one of columns: each path at the row's index."""
    parts = {name: _indexed(path) for name, path in mapping.parts.items()}
    first = next(path for name, path in mapping.parts.items() if not path.startswith("="))
    column = first.split(" + ")[0].split(" - ")[0]
    return replace(mapping, parts=parts, each=f"{column}[*]", id=_indexed(mapping.id), group=_indexed(mapping.group))


def _indexed(path: str) -> str:
    if not path or path.startswith("="):
        return path
    between = " - " if " - " in path else " + "
    return between.join(f"{part}.#" for part in path.split(between))


def texts_by_column(records: Sequence[dict[str, Any]]) -> str:
    """What says that each cell of an object of columns is an item of its own; empty when it is none."""
    rows = columns_of(records)
    if not rows or not all(isinstance(value, str) and " " in value for value in list(rows[0].values())[:3]):
        return ""
    each = " + ".join(f"{escaped(key)}[*]" for key in rows[0])
    return each if compile_expression(each.replace("[*]", "")) else ""
