"""Taking single items out of a record that holds several; everything else keeps its bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from synthreview.formats.json_object import keyed_value
from synthreview.formats.json_spans import without
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import SourcePath
from synthreview.formats.readers import parse
from synthreview.formats.source import lossless_text


def prune(raw: bytes, layout: Layout, mapping: Mapping, units: Collection[str]) -> bytes | None:
    """The record's bytes without some of its units; None when they cannot be taken out of it.

    Where a unit is a row of columns, its value goes from each column.
    """
    if layout.container is Container.CSV:
        return None
    record = parse(raw, layout)
    paths = mapping.unit_paths(record)
    gone: dict[SourcePath, set[str | int]] = defaultdict(set)
    for unit in units:
        path = paths.get(unit)
        if path is None:
            return None
        key = path[-1]
        assert isinstance(key, str | int)
        for column in _columns(record, path[:-1]) if mapping.is_columnar else [path[:-1]]:
            gone[column].add(key)
    text = lossless_text(raw, layout.encoding)
    start = keyed_value(text) if layout.container is Container.JSON_KEYED else 0
    edited = text[start:]
    for path, keys in gone.items():
        edited = without(edited, path, keys)
    return (text[:start] + edited).encode(layout.encoding)


def _columns(record: Any, path: SourcePath) -> list[SourcePath]:
    """The list at a path and those beside it that have as many elements."""
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    size = len(holder[path[-1]])
    return [
        (*path[:-1], name)
        for name, value in holder.items()
        if isinstance(value, list | dict) and len(value) == size
    ]
