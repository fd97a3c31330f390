"""Items whose label is that of a minority of people: what a clean-up by the crowd's taste removes first."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from synthreview.analyzers.labels.views import Views, labels_of
from synthreview.domain import Dataset, Item, Kind, Verdict
from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.jobs import JobContext
from synthreview.store import datasets, selections
from synthreview.store import items as stored_items
from synthreview.store.items import StoredItem
from synthreview.translation import tr

MOST = 20_000
"""Items of a data set whose labels are read; of more, so many are drawn at random."""
_CHUNK = 500
_KINDS = (Kind.TASK_LABEL, Kind.PREFERENCE)
_TURNED = {"a": "b", "b": "a"}


@dataclass(frozen=True, slots=True)
class Minorities:
    """The items of a data set, or of a random sample of it, that have a minority of people behind them."""

    items: array[int]
    looked_at: int
    of: int
    """Items of the data set."""


def minorities(connection: sqlite3.Connection, dataset: Dataset, job: JobContext) -> Minorities:
    """Find the items whose label some people gave, and most people did not (long).

    People's labels are the item's own and those of linked items in people's data sets. The majority is
    every label with the highest count, as in ``analyzers.labels.views`` (Das et al. 2024, section 5);
    where all labels differ there is none, and nobody is in a minority. Its minority, the labels with
    the lowest count, is among what counts here; a label between the two has a minority behind it too.
    """
    first, last = datasets.item_range(connection, dataset.id)
    if dataset.kind not in _KINDS or last < first or not _has_people(connection, dataset, first, last):
        return Minorities(array("q"), 0, dataset.items)
    every = range(first, last + 1)
    chosen: Sequence[int] = every if len(every) <= MOST else sorted(Random(0).sample(every, MOST))
    found, looked_at = array("q"), 0
    for start in range(0, len(chosen), _CHUNK):
        job.progress(start, len(chosen), tr("Reading people's labels in {name}", name=dataset.name))
        for item, people in _with_people(connection, chosen[start : start + _CHUNK]):
            looked_at += 1
            if is_minority(facets.label(item.kind, item.parts), people):
                found.append(item.id)
    return Minorities(found, looked_at, dataset.items)


def is_minority(label: str | None, people: Sequence[str]) -> bool:
    """Whether some people gave a label that most people did not give."""
    views = Views.of(people)
    own = labels_of(label)
    return bool(own) and own[0] in views.counts and own[0] not in (views.majority or views.counts)


def _has_people(connection: sqlite3.Connection, dataset: Dataset, first: int, last: int) -> bool:
    if datasets.votes(connection, dataset.id).get("people"):
        return True
    return selections.is_linked(connection, first, last)


def _with_people(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[tuple[Item, list[str]]]:
    """The items of a page that are not rejected, each with all labels that people gave it."""
    builder = ItemBuilder(connection)
    states = stored_items.states(connection, ids)
    rejected = {one for one, (verdict, _) in states.items() if verdict is Verdict.REJECT}
    links: dict[int, list[int]] = {}
    for one, other in selections.references(connection, ids):
        links.setdefault(one, []).append(other)
    others = [other for linked in links.values() for other in linked]
    known = {stored.id: stored for stored in stored_items.fetch(connection, others)}
    for stored in stored_items.fetch(connection, ids):
        if stored.id in rejected:
            continue
        item = builder.item(stored)
        people = labels_of(_own(item))
        for other in links.get(stored.id, ()):
            people += _said(builder, known[other], item) if other in known else []
        yield item, people


def _own(item: Item) -> object:
    return item.parts.get("human_choice" if item.kind is Kind.PREFERENCE else "human_labels")


def _said(builder: ItemBuilder, stored: StoredItem, about: Item) -> list[str]:
    """People's labels in an item of their data set; those of a pair in the order of the other's sides."""
    item = builder.item(stored)
    said = labels_of(_own(item)) or labels_of(facets.label(item.kind, item.parts))
    if item.kind is Kind.PREFERENCE and _words(item, "a") == _words(about, "b") != _words(about, "a"):
        return [_TURNED.get(label, label) for label in said]
    return said


def _words(item: Item, part: str) -> list[str]:
    return item.text(part).split()
