"""What an export keeps of each record in the source's own format: fixed, and without some of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from synthreview.engine.entries import QUARANTINED, Entry, Judged
from synthreview.engine.items import ItemBuilder
from synthreview.formats.prune import prune
from synthreview.formats.splice import CannotWrite, splice
from synthreview.translation import tr


@dataclass(slots=True)
class Tally:
    """What an export wrote and left out, counted on the way."""

    written: Counter[str] = field(default_factory=Counter)
    """Items by state; records that could not be read count as one each."""
    left_out: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why items were left out, as their reviewers said it."""
    fix_reasons: Counter[str] = field(default_factory=Counter)
    """Why those that are written were fixed."""
    records: int = 0
    left_out_records: int = 0
    changed: int = 0
    """Records (items, in other formats than the source's) that differ from the source."""
    mended: int = 0
    """Records that could not be read and were mended by hand."""
    pruned: int = 0
    """Records from which single items were taken out."""
    unwritten: list[dict[str, Any]] = field(default_factory=list)
    """Edits and removals that the format could not take up, for the file beside the export."""
    unsaid: Counter[str] = field(default_factory=Counter)
    """Why the format could not say an item at all."""

    def take(self, item: Judged) -> None:
        """Count an item that is written."""
        self.written[item.state] += 1
        if item.stored.edits:
            self.fix_reasons.update(item.reasons)

    def leave_out(self, item: Judged) -> None:
        """Count an item that is not written."""
        self.left_out[item.state] += 1
        self.reasons.update(item.reasons)


class Kept(NamedTuple):
    """One record as it is written."""

    position: int
    prefix: bytes
    raw: bytes


Settle = Callable[[bytes], bytes]
"""A changed record as its file will give it back; ValueError says in words why the file cannot hold it."""


def kept_records(
    entries: Iterable[Entry], names: frozenset[str], builder: ItemBuilder, tally: Tally, settle: Settle
) -> Iterator[Kept]:
    """The records to write, with their bytes after fixes; counts as it goes."""
    for entry in entries:
        damaged = bool(entry.fault)
        kept = _damaged(entry, names, tally) if damaged else _whole(entry, names, builder, tally, settle)
        if kept is None:
            tally.left_out_records += 1
            continue
        tally.records += 1
        tally.mended += entry.source is not None
        tally.changed += kept != (entry.raw if entry.source is None else entry.source)
        yield Kept(entry.position, entry.prefix, kept)


def _damaged(entry: Entry, names: frozenset[str], tally: Tally) -> bytes | None:
    if QUARANTINED not in names:
        tally.left_out[QUARANTINED] += 1
        return None
    tally.written[QUARANTINED] += 1
    return entry.raw


def _whole(
    entry: Entry, names: frozenset[str], builder: ItemBuilder, tally: Tally, settle: Settle
) -> bytes | None:
    taken = [item for item in entry.items if item.state in names]
    gone = [item for item in entry.items if item.state not in names]
    if not taken:
        for item in gone:
            tally.leave_out(item)
        return None
    raw = entry.raw
    for item in taken:
        tally.take(item)
        if item.stored.edits:
            raw = _fixed(raw, item, builder, tally, settle)
    return settle(_without(raw, gone, builder, tally)) if gone else raw


def _fixed(raw: bytes, item: Judged, builder: ItemBuilder, tally: Tally, settle: Settle) -> bytes:
    """The record's bytes with the item's edits spliced in; what cannot be is put on the side."""
    stored = item.stored
    source = builder.source(stored.dataset)
    for part, value in stored.edits.items():
        try:
            raw = settle(splice(raw, source.layout, source.mapping, {part: value}, stored.unit))
        except (CannotWrite, ValueError) as why:
            tally.unwritten.append(_unwritten(item, str(why), part=part, value=value))
    return raw


def _without(raw: bytes, gone: list[Judged], builder: ItemBuilder, tally: Tally) -> bytes:
    """The record's bytes without some of its items; where they cannot be taken out, they stay."""
    source = builder.source(gone[0].stored.dataset)
    units = [item.stored.unit for item in gone if item.stored.unit is not None]
    pruned = prune(raw, source.layout, source.mapping, units)
    if pruned is None:
        why = tr("The record holds this item together with others and cannot be written without it.")
        for item in gone:
            tally.written[item.state] += 1
            tally.unwritten.append(_unwritten(item, why))
        return raw
    for item in gone:
        tally.leave_out(item)
    tally.pruned += 1
    return pruned


def _unwritten(item: Judged, why: str, **more: Any) -> dict[str, Any]:
    stored = item.stored
    told = {"item": stored.id, "position": stored.position, "unit": stored.unit, "verdict": item.state}
    return {**told, **more, "why": why}
