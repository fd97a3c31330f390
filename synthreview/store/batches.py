"""Rows on their way into the project: columns of records and items, and the statements that write them."""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Batch:
    """Records and their items to write at once, and how many bytes of the source were read for them so far.

    Columns, because they cross a process boundary faster than rows do. Where each record is one item
    and none is damaged, the columns that follow from that are not even made (``plain``).
    """

    first_record: int
    first_item: int
    prefixes: list[bytes] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    """Empty where no item has one."""
    lengths: list[int] = field(default_factory=list)
    plain: bool = True
    faults: dict[int, str] = field(default_factory=dict)
    """Why a record cannot be read, by its place in the batch."""
    ids: list[int] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    """Per item, the record it came from."""
    units: list[str | None] = field(default_factory=list)
    size: int = 0
    read: int = 0

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(self.hashes)

    def add_record(self, prefix: bytes, raw: bytes) -> None:
        """Append a record."""
        self.prefixes.append(prefix)
        self.raws.append(raw)
        self.size += len(raw)

    def add_run(
        self,
        prefixes: list[bytes],
        raws: list[bytes],
        hashes: list[int],
        lengths: list[int],
        first_item: int,
    ) -> None:
        """Append records that are one item without a label each, all at once."""
        if not self.plain:
            first = self.first_record + len(self.raws)
            self.ids += range(first_item, first_item + len(raws))
            self.records += range(first, first + len(raws))
            self.units += [None] * len(raws)
        self.prefixes += prefixes
        self.raws += raws
        self.hashes += hashes
        self.lengths += lengths
        self.size += sum(map(len, raws))

    def add_item(self, content: int, label: str | None, length: int) -> None:
        """Append an item: the hash of its content, its label, its length."""
        if label is not None or self.labels:
            self.labels += [None] * (len(self.hashes) - len(self.labels))
            self.labels.append(label)
        self.hashes.append(content)
        self.lengths.append(length)

    def packed(self) -> Parcel:
        """The batch, ready to cross to the process that writes it."""
        varied = (self.plain, self.faults, self.ids, self.records, self.units, self.size, self.read)
        return Parcel(
            *(len(self.raws), self.read, self.first_record, self.first_item),
            *(_joined(self.prefixes), _joined(self.raws)),
            *(array("q", self.hashes).tobytes(), array("q", self.lengths).tobytes()),
            *(self.labels, varied),
        )

    def spell_out(self) -> None:
        """From here on records and items no longer go side by side."""
        if self.plain:
            done = len(self.hashes)
            self.ids = list(range(self.first_item, self.first_item + done))
            self.records = list(range(self.first_record, self.first_record + done))
            self.units = [None] * done
            self.plain = False


Joined = tuple[bytes, bytes]
"""Several byte strings as one, and their lengths; a single length of -1 says that all are the same."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch as few large objects, which cross to another process in half the time of thousands.

    It is unpacked by the thread that writes it: two busy threads of one process hold each other up.
    """

    count: int
    """Records in it."""
    read: int
    """Bytes of the source that were read so far."""
    first_record: int
    first_item: int
    prefixes: Joined
    raws: Joined
    hashes: bytes
    lengths: bytes
    labels: list[str | None]
    varied: tuple[Any, ...]

    def unpacked(self) -> Batch:
        """The batch that was packed."""
        return Batch(
            self.first_record,
            self.first_item,
            _taken_apart(self.prefixes),
            _taken_apart(self.raws),
            array("q", self.hashes).tolist(),
            self.labels,
            array("q", self.lengths).tolist(),
            *self.varied,
        )


def _joined(parts: list[bytes]) -> Joined:
    if len(parts) > 1 and parts[0] == parts[-1] and len(set(parts)) == 1:
        return parts[0], array("q", [-1, len(parts)]).tobytes()
    return b"".join(parts), array("q", map(len, parts)).tobytes()


def _taken_apart(joined: Joined) -> list[bytes]:
    data, lengths = joined[0], array("q", joined[1])
    if lengths and lengths[0] == -1:
        return [data] * lengths[1]
    ends = list(itertools.accumulate(lengths))
    return list(map(data.__getitem__, map(slice, [0, *ends], ends)))


def append(connection: sqlite3.Connection, parcel: Parcel) -> None:
    """Write a batch that was packed.

    What is the same in every row is part of the statement, not bound again for each: with millions of
    rows that is a third of the time.
    """
    batch = parcel.unpacked()
    first = batch.first_record
    same = len(set(batch.prefixes)) == 1
    _insert(
        connection,
        "record",
        {"id": range(first, first + len(batch.raws)), "raw": batch.raws},
        {"prefix": batch.prefixes, "fault": _faults(batch)},
        {"prefix": f"x'{batch.prefixes[0].hex()}'"} if same else {},
    )
    _insert(
        connection,
        "item",
        {
            "id": itertools.count(batch.first_item) if batch.plain else batch.ids,
            "record": itertools.count(first) if batch.plain else batch.records,
            "hash": batch.hashes,
            "length": batch.lengths,
        },
        {"unit": batch.units, "label": batch.labels},
        {},
    )


def _faults(batch: Batch) -> Sequence[str | None]:
    return [batch.faults.get(place) for place in range(len(batch.raws))] if batch.faults else ()


def _insert(
    connection: sqlite3.Connection,
    table: str,
    varied: dict[str, Iterable[object]],
    others: dict[str, Sequence[object]],
    constant: dict[str, str],
) -> None:
    """Rows of ``varied`` columns, and of ``others`` where they hold anything; ``constant`` ones as SQL."""
    bound = {**varied}
    bound |= {
        name: values
        for name, values in others.items()
        if name not in constant and any(value is not None for value in values)
    }
    names = ", ".join([*bound, *constant])
    marks = ", ".join(["?"] * len(bound) + list(constant.values()))
    rows = zip(*bound.values(), strict=False)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
