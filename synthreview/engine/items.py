"""From stored records to the items that analyzers and cards see."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from synthreview.domain import Item, Kind, Parts, with_edits
from synthreview.formats.layout import Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import parse
from synthreview.store import datasets
from synthreview.store.items import StoredItem
from synthreview.store.stored import decoding


@dataclass(frozen=True, slots=True)
class _Source:
    kind: Kind
    layout: Layout
    mapping: Mapping


_parsed = decoding(parse)
"""A record that could be read when it was imported, and cannot be any more, is damaged."""


@decoding
def _source(stored: datasets.Source) -> _Source:
    mapping = Mapping.from_json(stored.mapping)
    return _Source(mapping.kind, Layout.from_json(stored.layout), mapping)


class ItemBuilder:
    """Computes items' parts from their records; remembers each data set's layout and mapping."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sources: dict[int, _Source] = {}
        self._last: tuple[bytes, Any, dict[str | None, Parts]] = (b"", None, {})

    def source(self, dataset: int) -> _Source:
        """Layout and mapping of a data set."""
        known = self._sources.get(dataset)
        if known is None:
            known = self._sources[dataset] = _source(datasets.source(self._connection, dataset))
        return known

    def record(self, stored: StoredItem) -> Any:
        """The source record of an item, parsed.

        The items of one record come one after the other: it is read once for all of them.
        """
        if self._last[0] is not stored.raw:
            self._last = stored.raw, _parsed(stored.raw, self.source(stored.dataset).layout), {}
        return self._last[1]

    def original(self, stored: StoredItem) -> Parts:
        """An item's parts as they were imported."""
        mapping, record = self.source(stored.dataset).mapping, self.record(stored)
        if stored.unit is None:
            return mapping.items(record)[0][1]
        known = self._last[2]
        if not known:
            known.update(mapping.items(record))
        return known[stored.unit]

    def item(self, stored: StoredItem) -> Item:
        """An item with its parts as they now stand."""
        return self.edited(stored, self.original(stored))

    def edited(self, stored: StoredItem, original: Parts) -> Item:
        """An item from its original parts and the edits that count."""
        parts = with_edits(original, stored.edits)
        kind = self.source(stored.dataset).kind
        return Item(stored.id, stored.dataset, stored.position, stored.unit, kind, parts)
