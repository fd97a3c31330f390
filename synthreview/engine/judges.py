"""Two judges inside one file: how far the machine's choices and people's agree, kept true to the codes."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson
import xxhash

from synthreview.domain import Dataset, Parts
from synthreview.engine.items import ItemBuilder
from synthreview.jobs import JobContext
from synthreview.store import datasets
from synthreview.store import items as stored_items
from synthreview.store.store import Store
from synthreview.translation import tr

CHUNK = 2_000


@dataclass(slots=True)
class Judges:
    """The choices of the machine and of people, item by item."""

    model: list[str | None] = field(default_factory=list)
    people: list[str | None] = field(default_factory=list)
    groups: list[str | int] = field(default_factory=list)

    def add(self, parts: Parts, group: str | None) -> None:
        """Take in an item, if both chose on it; ``group`` names the question it belongs to."""
        model, people = parts.get("choice"), parts.get("human_choice")
        if model is not None and people is not None:
            self.model.append(model)
            self.people.append(people)
            self.groups.append(group or parts.get("prompt") or len(self.groups))

    def facts(self, mapping: AnyMapping[str, Any]) -> dict[str, Any]:
        """What a data set's row keeps: the agreement in words, whether it alarms, and by which codes."""
        if not self.model:
            return {}
        from synthreview.risk.agreement import agreement, says  # numpy would slow every start

        found = agreement(self.model, self.people, self.groups)
        told = says(found, tr("The judge"), tr("people"))
        return {"agreement": told, "alarm": found.alarm, "judged_by": read_by(mapping)}


def read_by(*mappings: AnyMapping[str, Any]) -> str:
    """A hash of mappings as plain objects: a comparison made by other ones no longer holds."""
    plain = [dict(one) for one in mappings]
    return xxhash.xxh3_64_hexdigest(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS))


def judge_again(store: Store, job: JobContext) -> None:
    """Compare the judges of each file anew whose codes were exchanged since."""
    for dataset in datasets.every(store.read()):
        if dataset.facts.get("agreement") and dataset.facts.get("judged_by") != read_by(dataset.mapping):
            facts = _judged(store, dataset, job).facts(dataset.mapping)
            store.write(partial(datasets.note, dataset=dataset.id, facts=facts))


def _judged(store: Store, dataset: Dataset, job: JobContext) -> Judges:
    connection, judges = store.read(), Judges()
    builder = ItemBuilder(connection)
    mapping = builder.source(dataset.id).mapping
    for first, last in stored_items.bounds(connection, dataset.id, CHUNK):
        job.check()
        for stored in stored_items.fetch_between(connection, first, last):
            record = builder.record(stored)
            judges.add(builder.original(stored), mapping.group_of(record, stored.unit))
    return judges
