"""Samples to be labelled blind, and the answers given: every answer is a row that stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from synthreview.store.datasets import item_range, now


@dataclass(frozen=True, slots=True)
class BlindSample:
    """Items of a data set that were drawn at random to be labelled without the model's labels in sight."""

    id: int
    dataset: int
    seed: int
    population: int
    """Of how many items it was drawn."""
    items: int
    at: str


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """What a person said of an item, as it stands now."""

    sample: int
    item: int
    person: str
    label: str | None
    """None where the person was not sure."""
    seconds: float
    at: str
    probability: float
    """Of the item being in the sample."""


_STANDING = (
    " FROM blind_answer a WHERE a.taken_back IS NULL AND NOT EXISTS (SELECT 1 FROM blind_answer b"
    " WHERE b.sample = a.sample AND b.person = a.person AND b.item = a.item AND b.id > a.id"
    " AND b.taken_back IS NULL)"
)
"""The answers that hold: of several by one person on one item the last that was not taken back."""


def begin(
    connection: sqlite3.Connection,
    dataset: int,
    seed: int,
    population: int,
    drawn: Sequence[tuple[int, float]],
) -> int:
    """Keep a sample: items with the probability each was drawn by, in the order of showing."""
    cursor = connection.execute(
        "INSERT INTO blind_sample (dataset, seed, population, at) VALUES (?, ?, ?, ?)",
        (dataset, seed, population, now()),
    )
    sample = int(cursor.lastrowid or 0)
    connection.executemany(
        "INSERT INTO blind_item (sample, place, item, probability) VALUES (?, ?, ?, ?)",
        [(sample, place, item, probability) for place, (item, probability) in enumerate(drawn)],
    )
    return sample


def samples(connection: sqlite3.Connection, dataset: int) -> list[BlindSample]:
    """The samples of a data set, oldest first."""
    rows = connection.execute(
        "SELECT s.id, s.dataset, s.seed, s.population,"
        " (SELECT count(*) FROM blind_item i WHERE i.sample = s.id), s.at"
        " FROM blind_sample s WHERE s.dataset = ? ORDER BY s.id",
        (dataset,),
    ).fetchall()
    return [BlindSample(*row) for row in rows]


def sample_of(connection: sqlite3.Connection, sample: int) -> BlindSample | None:
    """One sample, None where there is none of that number."""
    row = connection.execute("SELECT dataset FROM blind_sample WHERE id = ?", (sample,)).fetchone()
    every = samples(connection, row[0]) if row is not None else []
    return next((one for one in every if one.id == sample), None)


def items(connection: sqlite3.Connection, sample: int) -> list[int]:
    """The items of a sample in the order of showing."""
    rows = connection.execute("SELECT item FROM blind_item WHERE sample = ? ORDER BY place", (sample,))
    return [row[0] for row in rows.fetchall()]


def next_item(connection: sqlite3.Connection, sample: int, person: str) -> int | None:
    """The first item of a sample that a person has not answered; None when all are."""
    row = connection.execute(
        "SELECT item FROM blind_item i WHERE sample = ?1 AND NOT EXISTS (SELECT 1 FROM blind_answer a"
        " WHERE a.sample = ?1 AND a.person = ?2 AND a.item = i.item AND a.taken_back IS NULL)"
        " ORDER BY place LIMIT 1",
        (sample, person),
    ).fetchone()
    return None if row is None else int(row[0])


def answer(
    connection: sqlite3.Connection,
    sample: int,
    person: str,
    given: Iterable[tuple[int, str | None, float]],
) -> None:
    """Add answers: item, label (None: not sure) and the seconds it took."""
    at = now()
    connection.executemany(
        "INSERT INTO blind_answer (sample, item, person, label, seconds, at) VALUES (?, ?, ?, ?, ?, ?)",
        [(sample, item, person, label, round(seconds, 2), at) for item, label, seconds in given],
    )


def take_back(connection: sqlite3.Connection, sample: int, person: str) -> int | None:
    """Take back a person's last answer and return its item; None when there is none."""
    row = connection.execute(
        "SELECT id, item FROM blind_answer WHERE sample = ? AND person = ? AND taken_back IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (sample, person),
    ).fetchone()
    if row is None:
        return None
    connection.execute("UPDATE blind_answer SET taken_back = ? WHERE id = ?", (now(), row[0]))
    return int(row[1])


def given(connection: sqlite3.Connection, sample: int, person: str) -> list[tuple[int, str | None, float]]:
    """A person's answers that hold, item, label and seconds, in the order they were given."""
    return connection.execute(
        f"SELECT a.item, a.label, a.seconds{_STANDING} AND a.sample = ? AND a.person = ? ORDER BY a.id",
        (sample, person),
    ).fetchall()


def answers(connection: sqlite3.Connection, dataset: int) -> list[BlindAnswer]:
    """Everybody's answers that hold, on all samples of a data set, by item and then as they were given."""
    rows = connection.execute(
        "SELECT a.sample, a.item, a.person, a.label, a.seconds, a.at,"
        " (SELECT probability FROM blind_item i WHERE i.sample = a.sample AND i.item = a.item)"
        f"{_STANDING} AND a.sample IN (SELECT id FROM blind_sample WHERE dataset = ?) ORDER BY a.item, a.id",
        (dataset,),
    ).fetchall()
    return [BlindAnswer(*row) for row in rows]


def labelled(connection: sqlite3.Connection, dataset: int) -> list[tuple[int, str]]:
    """Items of a data set that have a label and are in none of its samples yet, with that label."""
    return connection.execute(
        "SELECT id, label FROM item WHERE id BETWEEN ? AND ? AND label IS NOT NULL AND id NOT IN (SELECT item"
        " FROM blind_item WHERE sample IN (SELECT id FROM blind_sample WHERE dataset = ?)) ORDER BY id",
        (*item_range(connection, dataset), dataset),
    ).fetchall()


def labels_of(connection: sqlite3.Connection, wanted: Sequence[int]) -> dict[int, str]:
    """The labels that items were imported with."""
    marks = ",".join("?" * len(wanted))
    rows = connection.execute(
        f"SELECT id, label FROM item WHERE id IN ({marks}) AND label IS NOT NULL", list(wanted)
    )
    return dict(rows.fetchall())
