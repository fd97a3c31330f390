"""Rows on their way into the project: columns of records and items, and the statements that write them."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


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
        # One object for equal prefixes in a row: it is sent to another process only once.
        prefixes = self.prefixes
        prefixes.append(prefixes[-1] if prefixes and prefixes[-1] == prefix else prefix)
        self.raws.append(raw)
        self.size += len(raw)

    def add_item(self, content: int, label: str | None, length: int) -> None:
        """Append an item: the hash of its content, its label, its length."""
        self.hashes.append(content)
        self.labels.append(label)
        self.lengths.append(length)

    def spell_out(self) -> None:
        """From here on records and items no longer go side by side."""
        if self.plain:
            done = len(self.hashes)
            self.ids = list(range(self.first_item, self.first_item + done))
            self.records = list(range(self.first_record, self.first_record + done))
            self.units = [None] * done
            self.plain = False


def append(connection: sqlite3.Connection, batch: Batch) -> None:
    """Write a batch.

    What is the same in every row is part of the statement, not bound again for each: with millions of
    rows that is a third of the time.
    """
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
