"""Edits of stored items: whether they can be kept, and which rules they break."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from synthreview.domain import Decision, Parts
from synthreview.engine import validity
from synthreview.engine.items import ItemBuilder
from synthreview.engine.validity import Problem, Setting
from synthreview.errors import ItemGone, UserError
from synthreview.formats.splice import CannotWrite, splice
from synthreview.store import datasets
from synthreview.store import items as stored_items
from synthreview.store.items import StoredItem
from synthreview.translation import tr


def stored_item(connection: sqlite3.Connection, item: int) -> StoredItem:
    """An item of a data set that is there; ItemGone when there is none of that number."""
    rows = stored_items.fetch(connection, [item])
    if not rows:
        raise ItemGone(tr("The project has no item {item}; 'synthreview queue' lists them.", item=item))
    if not datasets.is_shown(connection, rows[0].dataset):
        raise ItemGone(tr("Item #{item} is gone: its data set was removed.", item=item))
    return rows[0]


def check_edits(connection: sqlite3.Connection, decision: Decision) -> None:
    """UserError when an edit names a part the item does not have, or gives it a value of another shape."""
    stored = stored_item(connection, decision.item)
    builder = ItemBuilder(connection)
    kind, original = builder.source(stored.dataset).kind, builder.original(stored)
    for problem in validity.shape_problems(kind, original, decision.edits):
        raise UserError(
            tr(
                "Item #{item} cannot be fixed like this. {sentence}",
                item=decision.item,
                sentence=problem.sentence,
            )
        )


def problems(connection: sqlite3.Connection, item: int, edits: Mapping[str, Any]) -> list[Problem]:
    """Every rule that edits of an item break, the gravest first; nothing is kept."""
    stored = stored_item(connection, item)
    builder = ItemBuilder(connection)
    kind, original = builder.source(stored.dataset).kind, builder.original(stored)
    votes = datasets.votes(connection, stored.dataset)
    labels = {label for counts in votes.values() for label in counts}
    changed = dict(edits)
    if any(validity.shape_problems(kind, original, changed)):
        return validity.problems(kind, original, changed, Setting())
    unwritten, never = _unwritten(builder, stored, original, changed)
    return validity.problems(kind, original, changed, Setting(labels, unwritten, never))


def _unwritten(
    builder: ItemBuilder, stored: StoredItem, original: Parts, edits: Mapping[str, Any]
) -> tuple[dict[str, str], set[str]]:
    """Why edits cannot go back into the source, by part; and the parts for which that is always so."""
    source = builder.source(stored.dataset)
    record = builder.record(stored)
    unwritten: dict[str, str] = {}
    never: set[str] = set()
    for part, value in edits.items():
        try:
            splice(stored.raw, source.layout, source.mapping, {part: value}, stored.unit)
        except CannotWrite as error:
            unwritten[part] = error.why
        except ValueError as error:
            unwritten[part] = str(error)
        if part in unwritten and source.mapping.source_path(part, record, stored.unit) is None:
            never.add(part)
    return unwritten, never
