"""A reference and the data it speaks of: which items are the same, and whether the two judges agree."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from itertools import count
from typing import Any

import xxhash

from synthreview.domain import Dataset, Kind, Parts
from synthreview.engine.items import ItemBuilder
from synthreview.engine.judges import read_by
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.kind_words import DATA_OF_KIND
from synthreview.risk.agreement import Agreement, agreement, says
from synthreview.store import datasets, links
from synthreview.store import items as stored_items
from synthreview.store.store import Store
from synthreview.translation import tr, trn

CHUNK = 2_000


class Join(StrEnum):
    """How the rows of a reference find their items."""

    ID = "id"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining a reference to a data set came to."""

    reference: str
    to: str
    to_id: int
    by: Join
    rows: int
    """Items of the reference."""
    matched: int
    """Those that found an item."""
    items: int
    """Items of the data set."""
    covered: int
    """Those that were found."""
    agreement: str = ""
    """How far the two judges agree, in words."""
    alarm: bool = False
    """Whether they agree less than chance: swapped codes or a contrary judge."""
    read_by: str = ""
    """A hash of the two mappings; where they changed since, the comparison is made again."""


@dataclass(slots=True)
class _Keyed:
    """The items of a data set by what they are joined by, each in the order of the file."""

    items: array[int]
    names: list[int]
    texts: list[int]
    choices: list[str | None]
    groups: list[int]
    turned: list[bool]
    """Whether a pair's two answers stand in the other order than the one they are joined in."""
    named: int = 0


def join(store: Store, reference: Dataset, dataset: Dataset, by: Join | None, job: JobContext) -> Joined:
    """Find for each item of a reference the item it speaks of, and keep what was found.

    ``by`` None takes the ids where both have them and they meet, else the texts. A text that occurs
    several times is joined in its order.
    """
    if reference.kind is not dataset.kind:
        raise UserError(
            tr(
                "'{reference}' is {its_data} and '{dataset}' is {other_data}; a reference is of the same"
                " kind.",
                reference=reference.name,
                its_data=DATA_OF_KIND[reference.kind],
                dataset=dataset.name,
                other_data=DATA_OF_KIND[dataset.kind],
            )
        )
    ours, theirs = _keyed(store, dataset, job), _keyed(store, reference, job)
    if by is None:
        by = Join.ID if _share(theirs.names, ours.names, theirs.named, ours.named) >= 0.5 else Join.TEXT
    if by is Join.ID and not (ours.named and theirs.named):
        lacking = reference if ours.named else dataset
        raise UserError(
            tr(
                "'{name}' has no id that could be joined by; join by text, or name the field with "
                "--map id=FIELD.",
                name=lacking.name,
            )
        )
    pairs = [] if by is Join.NONE else _pairs(_keys(ours, by), _keys(theirs, by))
    found = _agreement(ours, theirs, pairs) if dataset.kind is Kind.PREFERENCE and pairs else None
    joined = Joined(
        reference=reference.name,
        to=dataset.name,
        to_id=dataset.id,
        by=by,
        rows=len(theirs.items),
        matched=len({other for _, other in pairs}),
        items=len(ours.items),
        covered=len({item for item, _ in pairs}),
        agreement=says(found, f"'{dataset.name}'", f"'{reference.name}'") if found and found.pairs else "",
        alarm=bool(found and found.alarm),
        read_by=read_by(reference.mapping, dataset.mapping),
    )
    rows = [(ours.items[one], theirs.items[other]) for one, other in pairs]
    store.write(partial(_keep, reference=reference.id, dataset=dataset.id, rows=rows, joined=joined))
    return joined


def join_again(store: Store, job: JobContext) -> bool:
    """Make every comparison again whose codes were exchanged since; whether there was one."""
    every = {dataset.id: dataset for dataset in datasets.every(store.read())}
    compared = [
        (reference, every[known["to_id"]], known)
        for reference in every.values()
        for known in reference.facts.get("joined", ())
        if known["to_id"] in every
    ]
    again = [
        (reference, dataset, Join(known["by"]))
        for reference, dataset, known in compared
        if known["read_by"] != read_by(reference.mapping, dataset.mapping)
    ]
    for reference, dataset, by in again:
        join(store, reference, dataset, by, job)
    return bool(again)


def _keep(
    connection: sqlite3.Connection,
    reference: int,
    dataset: int,
    rows: Sequence[tuple[int, int]],
    joined: Joined,
) -> None:
    links.replace(connection, reference, dataset, rows)
    known = datasets.get(connection, reference).facts.get("joined", [])
    others = [one for one in known if one["to_id"] != dataset]
    datasets.note(connection, reference, {"joined": [*others, asdict(joined)]})


def _keyed(store: Store, dataset: Dataset, job: JobContext) -> _Keyed:
    connection, keyed = store.read(), _Keyed(array("q"), [], [], [], [], [])
    builder = ItemBuilder(connection)
    source = builder.source(dataset.id)
    for first, last in stored_items.bounds(connection, dataset.id, CHUNK):
        for stored in stored_items.fetch_between(connection, first, last):
            record = builder.record(stored)
            parts = builder.original(stored)
            name = source.mapping.name_of(record, stored.unit)
            group = source.mapping.group_of(record, stored.unit) or parts.get("prompt")
            text, turned = _text_key(dataset.kind, parts)
            keyed.items.append(stored.id)
            keyed.names.append(_hash(f"{name}\0{stored.unit}") if name is not None else 0)
            keyed.named += name is not None
            keyed.texts.append(text)
            keyed.turned.append(turned)
            keyed.choices.append(parts.get("choice") or parts.get("human_choice"))
            keyed.groups.append(_hash(group) if group else -stored.id)
        job.progress(
            len(keyed.items),
            dataset.items,
            trn("{name}: {count} item", "{name}: {count} items", len(keyed.items), name=dataset.name),
        )
    return keyed


_TEXTS = {
    Kind.TASK_LABEL: ("text",),
    Kind.INSTRUCTION: ("instruction", "input"),
    Kind.SIMULATION: ("task",),
    Kind.FREE_TEXT: ("text",),
}


def _text_key(kind: Kind, parts: Parts) -> tuple[int, bool]:
    """A hash of what an item is about; of a pair also whether its answers stand the other way round."""
    if kind is Kind.PREFERENCE:
        first, second = _folded(parts.get("a")), _folded(parts.get("b"))
        pair = sorted((first, second))
        return _hash("\0".join((_folded(parts.get("prompt")), *pair))), first > second
    return _hash("\0".join(_folded(parts.get(name)) for name in _TEXTS[kind])), False


def _folded(text: Any) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) or 1


def _keys(keyed: _Keyed, by: Join) -> list[int]:
    return keyed.names if by is Join.ID else keyed.texts


def _share(theirs: list[int], ours: list[int], *named: int) -> float:
    """The share of the reference's ids that the data set has too."""
    if not all(named):
        return 0.0
    known = set(ours)
    return sum(key in known for key in theirs) / len(theirs)


def _pairs(ours: list[int], theirs: list[int]) -> list[tuple[int, int]]:
    """Indices of items that have the same key.

    Where a key occurs as often on both sides, they are joined one by one in their order; where one
    side has it once, that one is joined to all.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for index, key in enumerate(ours):
        if key:
            places[key].append(index)
    often = Counter(theirs)
    seen: dict[int, Iterator[int]] = defaultdict(count)
    found = []
    for other, key in enumerate(theirs):
        at = places.get(key) if key else None
        if not at:
            continue
        if often[key] == 1:
            found += [(index, other) for index in at]
        else:
            found.append((at[min(next(seen[key]), len(at) - 1)], other))
    return found


_TURNED = {"a": "b", "b": "a"}


def _agreement(ours: _Keyed, theirs: _Keyed, pairs: Sequence[tuple[int, int]]) -> Agreement:
    first = [ours.choices[one] for one, _ in pairs]
    second = []
    for one, other in pairs:
        choice = theirs.choices[other]
        turned = ours.turned[one] != theirs.turned[other] and bool(theirs.texts[other] == ours.texts[one])
        second.append(_TURNED.get(choice or "", choice) if turned else choice)
    return agreement(first, second, [ours.groups[one] for one, _ in pairs])
