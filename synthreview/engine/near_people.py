"""The texts of people most like an item, with the labels people gave them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import Views
from synthreview.domain import Dataset, Item, Kind, Role
from synthreview.engine.found import Neighbour
from synthreview.engine.items import ItemBuilder
from synthreview.store import datasets
from synthreview.store import items as stored_items

_LONGEST = 600
"""Characters of a text that are shown beside another item."""


@dataclass(frozen=True, slots=True)
class Near:
    """One text of people: its item and data set, its beginning, their labels in words, how alike it is."""

    item: int
    dataset: str
    text: str
    labels: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """The most alike first; where there are none, why not."""

    rows: tuple[Near, ...] = ()
    why: str = ""


def references(connection: sqlite3.Connection, kind: Kind) -> list[Dataset]:
    """The data sets of people's items of a kind."""
    every = datasets.every(connection)
    return [dataset for dataset in every if dataset.kind is kind and dataset.role is Role.HUMAN]


def told(connection: sqlite3.Connection, neighbours: Sequence[Neighbour], limit: int) -> tuple[Near, ...]:
    """The neighbours that are by people, with their texts and labels, the most alike first."""
    builder, known = ItemBuilder(connection), {each.id: each for each in datasets.every(connection)}
    alike = {each.item: each.similarity for each in neighbours}
    rows: list[Near] = []
    for stored in stored_items.fetch(connection, list(alike)):
        item, dataset = builder.item(stored), known[stored.dataset]
        if _is_peoples(item, dataset):
            rows.append(Near(item.id, dataset.name, _text(item), _labels(item), alike[item.id]))
        if len(rows) == limit:
            break
    return tuple(rows)


def _is_peoples(item: Item, dataset: Dataset) -> bool:
    if dataset.role is Role.HUMAN:
        return True
    return item.kind is Kind.FREE_TEXT and item.text("author").casefold() == "human"


def _text(item: Item) -> str:
    return item.text("text")[:_LONGEST]


def _labels(item: Item) -> str:
    """What people said of a text: in a data set of people a single label is theirs too."""
    if item.kind is not Kind.TASK_LABEL:
        return ""
    labels = Labels.of(item)
    return Views.of(labels.people or labels.model).words()
