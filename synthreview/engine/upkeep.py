"""Care for data sets: names, removal, exchanged codes, and records that could not be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from synthreview.domain import Dataset, Operation, Role
from synthreview.engine import facets
from synthreview.engine.reading import content_hash
from synthreview.errors import UserError
from synthreview.formats.layout import COLUMNAR, Container, Layout
from synthreview.formats.mapping import Mapping, Reading
from synthreview.formats.readers import parse
from synthreview.store import datasets, fields, ops, search
from synthreview.store.store import Store
from synthreview.translation import tr, trn

PAGE = 500
"""Damaged records read at a time."""


def rename(store: Store, dataset: Dataset, name: str, reviewer: str) -> Operation:
    """Give a data set another name."""
    name = name.strip()
    if not name:
        raise UserError(tr("A data set needs a name; type one."))
    label = tr("Rename '{old}' to '{new}'", old=dataset.name, new=name)
    moves = [(fields.NAME, "", dataset.id, name)]
    return store.write(lambda c: ops.change(c, "rename", label, reviewer, moves))


def remove(store: Store, dataset: Dataset, reviewer: str) -> Operation:
    """Take a data set out of the project; undo brings it back with all its decisions."""
    label = tr("Remove '{name}'", name=dataset.name)
    return store.write(lambda c: ops.change(c, "remove", label, reviewer, removal(dataset)))


def removal(dataset: Dataset) -> list[tuple[str, str, int, str | None]]:
    """The moves that hide a data set and free its name."""
    aside = f"{dataset.name} (removed, number {dataset.id})"
    return [(fields.NAME, "", dataset.id, aside), shown(dataset.id, datasets.REMOVED)]


def shown(dataset: int, state: int) -> tuple[str, str, int, str]:
    """The move that shows or hides a data set; its key names it, so that such moves can be looked up."""
    return fields.SHOWN, str(dataset), dataset, str(state)


def hold_out(store: Store, dataset: Dataset, held: bool, reviewer: str) -> Operation:
    """Keep people's answers from the detectors so that something can be tested on them, or let them be used.

    UserError for data that are there to be reviewed. Detectors that have seen the answers run anew with the
    next analysis.
    """
    if dataset.role is Role.SYNTHETIC:
        raise UserError(
            tr("'{name}' is to be reviewed; only people's answers can be held out.", name=dataset.name)
        )
    role = Role.HOLDOUT if held else Role.HUMAN
    label = (
        tr("Hold '{name}' out for checks", name=dataset.name)
        if held
        else tr("Let detectors use '{name}'", name=dataset.name)
    )
    moves = [(fields.ROLE, "", dataset.id, role.value)]
    return store.write(lambda c: ops.change(c, "hold out", label, reviewer, moves))


def exchange(store: Store, dataset: Dataset, reviewer: str) -> Operation:
    """Read the codes of a data set's choices the other way round: a for b."""
    mapping = Mapping.from_json(dataset.mapping)
    if "choice" not in mapping.parts:
        raise UserError(tr("'{name}' holds no choices whose codes could be exchanged.", name=dataset.name))
    if mapping.parts["choice"].startswith("="):
        raise UserError(
            tr(
                "Every choice of '{name}' is '{choice}' by its format.",
                name=dataset.name,
                choice=mapping.parts["choice"][1:],
            )
        )
    value = orjson.dumps(mapping.exchanged().to_json()).decode()
    label = tr("Exchange A and B in '{name}'", name=dataset.name)
    return store.write(
        lambda c: ops.change(c, "exchange", label, reviewer, [(fields.MAPPING, "", dataset.id, value)])
    )


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of trying damaged records again."""

    operation: Operation | None
    mended: int
    still: tuple[tuple[int, str], ...]
    """Position and reason of those that cannot be read yet."""


def damaged(store: Store, dataset: Dataset) -> Iterator[tuple[int, str, bytes]]:
    """All records of a data set that could not be read: position, why, their bytes."""
    after = -1
    while page := datasets.quarantined(store.read(), dataset.id, PAGE, after):
        yield from page
        after = page[-1][0]


def mend(store: Store, dataset: Dataset, texts: Iterable[tuple[int, str | None]], reviewer: str) -> Mended:
    """Try records again, each with the text it should have (None: as it is), as one operation.

    A text that still cannot be read changes nothing; why is told by position.
    """
    source = datasets.source(store.read(), dataset.id)
    layout, mapping = Layout.from_json(source.layout), Mapping.from_json(source.mapping)
    waiting = {position: raw for position, _, raw in damaged(store, dataset)}
    done = set[int]()
    good: list[tuple[int, bytes, Reading]] = []
    still: list[tuple[int, str]] = []
    for position, text in texts:
        try:
            as_it_is = waiting[position]
            if position in done:
                raise ValueError(tr("is named a second time"))
            raw = as_it_is if text is None else _bytes(text, layout)
            good.append((position, raw, _read(raw, layout, mapping)))
            done.add(position)
        except KeyError:
            still.append((position, tr("is no record that was set aside")))
        except ValueError as error:
            still.append((position, str(error)))
    if not good:
        return Mended(None, 0, tuple(still))
    label = trn(
        "Mend {count} record of '{name}'", "Mend {count} records of '{name}'", len(good), name=dataset.name
    )
    operation = store.write(lambda c: _mend(c, dataset, good, label, reviewer))
    return Mended(operation, len(good), tuple(still))


def _mend(
    connection: sqlite3.Connection,
    dataset: Dataset,
    good: Sequence[tuple[int, bytes, Reading]],
    label: str,
    reviewer: str,
) -> Operation:
    moves: list[tuple[str, str, int, str | None]] = []
    texts: list[tuple[int, str]] = []
    for position, raw, reading in good:
        record = datasets.record_id(dataset.id, position)
        item = datasets.free_item(connection, record)
        row = _row(item, record, dataset, reading)
        moves.append((fields.RECORD, str(record), item, fields.record_value(raw, None, row)))
        texts.append((item, "\n".join(facets.texts(dataset.kind, reading.parts))))
    operation = ops.change(connection, "mend", label, reviewer, moves)
    search.add(connection, dataset.id, texts)
    return operation


def _row(item: int, record: int, dataset: Dataset, reading: Reading) -> tuple[Any, ...]:
    label = facets.stored_label(dataset.kind, reading)
    length = facets.length(reading.parts)
    return item, record, reading.unit, content_hash(reading.parts), label, length


def _bytes(text: str, layout: Layout) -> bytes:
    # Blank lines around a record would be no part of it when it is read again.
    text = text.strip("\r\n" if layout.container is Container.CSV else " \t\r\n")
    try:
        return text.encode(layout.encoding)
    except UnicodeEncodeError as error:
        raise ValueError(f"holds {error.object[error.start]!r}, which {layout.encoding} has not") from error


def _read(raw: bytes, layout: Layout, mapping: Mapping) -> Reading:
    if layout.container in COLUMNAR:
        raise ValueError("is a row of a table; mend the table and update the data set from it")
    if layout.container is Container.JSON_LINES and "\n" in raw.decode(layout.encoding, "replace").strip():
        raise ValueError("has to stand on one line in this file")
    readings = mapping.read(parse(raw, layout))
    if len(readings) != 1:
        raise ValueError(f"would give {len(readings)} items; mend the file and update the data set from it")
    return readings[0]
