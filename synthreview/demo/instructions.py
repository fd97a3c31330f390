"""The sample's instruction data: Alpaca records (instruction, input, output)."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from synthreview.demo import damage
from synthreview.demo.material import load
from synthreview.demo.planting import Entry, arranged, take

Record = dict[str, str]


def build(rng: Random) -> list[Entry]:
    """All records in file order, about a quarter of them defective."""
    written = load("flawed_instructions")
    pool = _requests(rng)
    rng.shuffle(pool)
    flawed = [Entry(_written(row), row["defect"], row["part"], row["words"]) for row in written["flawed"]]
    flawed += _damaged(pool, rng, written)
    copies = [Entry(record, "duplicate", "instruction") for record in pool[:2]]
    kept = [Entry(_written(row)) for row in load("instructions")["keep"]]
    return arranged(rng, [*flawed, *kept, *(Entry(record) for record in pool)], copies)


def _record(instruction: str, output: str, given: str = "") -> Record:
    return {"instruction": instruction, "input": given, "output": output}


def _written(row: dict[str, str]) -> Record:
    return _record(row["instruction"], row["output"], row.get("input", ""))


def _requests(rng: Random) -> list[Record]:
    pool = [_record(instruction, output) for instruction, output in load("instructions")["pairs"]]
    for family in load("tasks")["family"]:
        pool += [_record(rng.choice(family["wordings"]), answer, given) for given, answer in family["items"]]
    return pool


def _damaged(pool: list[Record], rng: Random, written: dict[str, Any]) -> Iterator[Entry]:
    """Entries made by damaging records, which leave the pool."""
    placeholders = rng.sample(written["placeholders"]["texts"], 3)
    refusals = rng.sample(written["refusals"]["texts"], 2)
    for record, text in zip(take(pool, 3, _is_open), placeholders, strict=True):
        yield Entry({**record, "input": text}, "placeholder_input", "input")
    for record, text in zip(take(pool, 2), ("", " \n"), strict=True):
        yield _answered(record, text, "empty_output")
    for record in take(pool, 2, lambda record: damage.can_be_cut(record["output"])):
        yield _answered(record, damage.cut(record["output"], rng), "truncated")
    for record, text in zip(take(pool, 2, _is_open), refusals, strict=True):
        yield _answered(record, text, "refusal")
    strangers = take(pool, 4, lambda record: _is_open(record) and len(record["output"]) > 150)
    for record, other in zip(strangers, reversed(strangers), strict=True):
        yield _answered(record, other["output"], "swapped_answer")
    for record in take(pool, 1, _is_open) + take(pool, 1, lambda record: not _is_open(record)):
        yield _answered(record, "\n".join(filter(None, (record["instruction"], record["input"]))), "echo")
    for record in take(pool, 2, lambda record: damage.can_be_garbled(record["output"])):
        yield _answered(record, damage.mojibake(record["output"]), "mojibake")


def _is_open(record: Record) -> bool:
    return not record["input"]


def _answered(record: Record, output: str, defect: str) -> Entry:
    return Entry({**record, "output": output}, defect, "output")
