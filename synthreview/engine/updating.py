"""A newer version of a source in the place of the old one, with the decisions made so far."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from synthreview.domain import Dataset, Decision, Operation, Parts, Verdict, part_at
from synthreview.engine.items import ItemBuilder
from synthreview.engine.reading import content_hash
from synthreview.engine.upkeep import removal, shown
from synthreview.jobs import JobContext
from synthreview.store import blind, datasets, fields, objections, ops
from synthreview.store import items as stored_items
from synthreview.store.store import Store
from synthreview.translation import tr

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What moved between two versions of a source. Counts are of items."""

    dataset: str
    matched_by: str
    """id, or content where the items have no ids."""
    same: int
    """The same content, wherever it stands now."""
    moved: int
    """Of those, how many stand at another place."""
    changed: int
    """The same id with other content."""
    new: int
    gone: int
    decisions: int
    """Decisions carried over."""
    to_check: int
    """Of those, on changed content: they carry a flag."""
    dropped: int
    """Decisions on items that are gone, or fixes of texts that changed; undo brings them back."""
    blind: int
    """Labels given blind. They stay with the old version: a sample of it is none of the new one."""
    operation: int = 0


@dataclass(slots=True)
class _Version:
    """One version's items: id, position and content, by name and by content."""

    places: dict[int, int] = field(default_factory=dict)
    contents: dict[int, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    by_content: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def carry_over(store: Store, old: Dataset, new: Dataset, reviewer: str, job: JobContext) -> UpdateReport:
    """Hide the old version, show the new one under its name, and take the decisions along.

    One operation: undoing it brings everything back.
    """
    before, after = _version(store, old, job), _version(store, new, job)
    partners = dict(_partners(before, after))
    found = _decisions(store, old)
    decisions, flags, dropped = _carried(store, partners, before, after, found, old)
    same = {a: b for a, b in partners.items() if before.contents[a] == after.contents[b]}
    moves: list[tuple[str, str, int, str | None]] = [
        *removal(old),
        (fields.NAME, "", new.id, old.name),
        shown(new.id, datasets.SHOWN),
        *((fields.FLAG, "", item, "1") for item in flags),
        *_objections(store, old, same),
    ]

    def changed(connection: sqlite3.Connection) -> Operation:
        # A name of its own for as long as it is hidden: undo gives it back, whatever came in since.
        datasets.name_aside(connection, new.id, f"{old.name} (update, number {new.id})")
        label = tr("Update '{name}'", name=old.name)
        return ops.change(connection, "update", label, reviewer, moves, decisions)

    operation = store.write(changed)
    return UpdateReport(
        dataset=old.name,
        matched_by="id" if before.by_name and after.by_name else "content",
        same=len(same),
        moved=sum(before.places[a] != after.places[b] for a, b in same.items()),
        changed=len(partners) - len(same),
        new=len(after.places) - len(partners),
        gone=len(before.places) - len(partners),
        decisions=len(decisions),
        to_check=len({decision.item for decision in decisions} & set(flags)),
        dropped=dropped,
        blind=len(blind.answers(store.read(), old.id)),
        operation=operation.seq,
    )


def _version(store: Store, dataset: Dataset, job: JobContext) -> _Version:
    connection, version = store.read(), _Version()
    builder = ItemBuilder(connection)
    source = builder.source(dataset.id)
    for stored in _items(connection, dataset, job):
        record = builder.record(stored)
        content = content_hash(builder.original(stored))
        version.places[stored.id] = stored.position
        version.contents[stored.id] = content
        version.by_content[content].append(stored.id)
        name = source.mapping.name_of(record, stored.unit)
        if name is not None:
            version.by_name[f"{name}\0{stored.unit}"] = stored.id
    return version


def _items(
    connection: sqlite3.Connection, dataset: Dataset, job: JobContext
) -> Iterator[stored_items.StoredItem]:
    done = 0
    for first, last in stored_items.bounds(connection, dataset.id, CHUNK):
        rows = stored_items.fetch_between(connection, first, last)
        done += len(rows)
        job.progress(done, dataset.items, tr("Comparing {name}", name=dataset.name))
        yield from rows


def _partners(before: _Version, after: _Version) -> Iterator[tuple[int, int]]:
    """Old and new id of what is the same item: by its name, else by its content, in their order."""
    left, taken = set(before.places), set()
    for name, old in before.by_name.items():
        new = after.by_name.get(name)
        if new is not None:
            yield old, new
            left.discard(old)
            taken.add(new)
    if before.by_name and after.by_name:
        return
    for content, olds in before.by_content.items():
        news = (new for new in after.by_content.get(content, ()) if new not in taken)
        for old, new in zip((old for old in olds if old in left), news, strict=False):
            yield old, new


def _decisions(store: Store, dataset: Dataset) -> list[Decision]:
    rows = store.read().execute(
        "SELECT item, reviewer, verdict, body FROM decision WHERE item BETWEEN ? AND ? ORDER BY op",
        datasets.item_range(store.read(), dataset.id),
    )
    return [stored_items.decoded(*row) for row in rows.fetchall()]


def _carried(
    store: Store,
    partners: dict[int, int],
    before: _Version,
    after: _Version,
    found: Sequence[Decision],
    old: Dataset,
) -> tuple[list[Decision], list[int], int]:
    """The decisions on the new items, the new items to look at again, and how many are dropped.

    Of several words on one item the newest goes along; the others stay in the history.
    """
    kept: list[Decision] = []
    flags = set(_flagged(store, old, partners))
    dropped = 0
    builder = ItemBuilder(store.read())
    for decision in {decision.item: decision for decision in found}.values():
        new = partners.get(decision.item)
        if new is None:
            dropped += 1
            continue
        if before.contents[decision.item] != after.contents[new]:
            flags.add(new)
            if decision.verdict is Verdict.FIX and not _still_fits(store, builder, decision, new):
                dropped += 1
                continue
        kept.append(replace(decision, item=new))
    return kept, sorted(flags), dropped


def _flagged(store: Store, old: Dataset, partners: dict[int, int]) -> Iterator[int]:
    rows = store.read().execute(
        "SELECT item FROM item_state WHERE flagged AND item BETWEEN ? AND ?",
        datasets.item_range(store.read(), old.id),
    )
    for (item,) in rows.fetchall():
        if item in partners:
            yield partners[item]


def _objections(store: Store, old: Dataset, same: dict[int, int]) -> Iterator[tuple[str, str, int, str]]:
    """What people called wrong about a text holds of the same text in the new version."""
    for item, key, at in objections.keys(store.read(), old.id):
        if item in same:
            yield fields.OBJECTION, key, same[item], at


def _still_fits(store: Store, builder: ItemBuilder, decision: Decision, new: int) -> bool:
    """Whether the parts that a fix changed are the same in both versions."""
    old_parts, new_parts = (_parts(store, builder, item) for item in (decision.item, new))
    return all(part_at(old_parts, path) == part_at(new_parts, path) for path in decision.edits)


def _parts(store: Store, builder: ItemBuilder, item: int) -> Parts:
    [stored] = stored_items.fetch(store.read(), [item])
    parts: dict[str, Any] = builder.original(stored)
    return parts
