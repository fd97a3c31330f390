"""What a probe reads of a data set: each item as it came, as it is now, and what it belongs together with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from synthreview.domain import Dataset, Item, Kind, Verdict
from synthreview.engine.items import ItemBuilder
from synthreview.errors import UserError
from synthreview.formats.labels import read_label
from synthreview.formats.paths import compile_expression
from synthreview.jobs import JobContext
from synthreview.probe.grouping import folded
from synthreview.store import datasets, worklist
from synthreview.store import items as stored_items
from synthreview.store.filters import Condition
from synthreview.store.store import Store
from synthreview.translation import tr

MOST = 20_000
"""Items of a data set that are read; of more, so many are drawn at random."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item, as a probe sees it."""

    original: Item
    now: Item | None
    """As it stands after the decision that counts; None: rejected."""
    looked_at: bool
    """Whether that decision was accept, fix or reject."""
    keys: tuple[str, ...]
    """What it shares with the items it belongs together with: source, prompt, text."""
    label: str = ""
    """What a field of its record says, where one was asked for."""


def read(
    store: Store, dataset: Dataset, condition: Condition | None, field: str, job: JobContext
) -> tuple[list[ReadItem], int]:
    """The items of a data set (that meet a condition), and how many there are (long).

    Of more than MOST a random sample is read, always the same. ``field``: a path in the records to the label
    of each item, where its kind has none.
    """
    connection = store.read()
    first, last = datasets.item_range(connection, dataset.id)
    every: Sequence[int] = range(first, last + 1)
    if condition is not None:
        meeting = worklist.ids(connection, condition, last + 1)
        every = sorted(item for item in meeting if first <= item <= last)
    chosen = every if len(every) <= MOST else sorted(Random(0).sample(every, MOST))
    builder, label = ItemBuilder(connection), _field(field)
    found: list[ReadItem] = []
    for start in range(0, len(chosen), _CHUNK):
        job.progress(start, len(chosen), tr("Reading '{name}'", name=dataset.name))
        some = chosen[start : start + _CHUNK]
        verdicts = stored_items.states(connection, some)
        for stored in stored_items.fetch(connection, some):
            verdict = verdicts.get(stored.id, (None, False))[0]
            parts = builder.original(stored)
            now = builder.edited(stored, parts)
            original = Item(now.id, now.dataset, now.position, now.unit, now.kind, parts)
            record = builder.record(stored)
            mapping = builder.source(stored.dataset).mapping
            group = mapping.group_of(record, stored.unit)
            found.append(
                ReadItem(
                    original,
                    None if verdict is Verdict.REJECT else now,
                    verdict in (Verdict.ACCEPT, Verdict.FIX, Verdict.REJECT),
                    (f"group {mapping.group} {group}" if group else "", *_keys(original)),
                    label(record),
                )
            )
    return found, len(every)


def _keys(item: Item) -> tuple[str, ...]:
    """What tells that two items speak of the same, wherever they stand."""
    if item.kind is Kind.PREFERENCE:
        prompt = folded(item.text("prompt"))
        answers = tuple(f"text {folded(item.text(side))}" for side in ("a", "b") if item.text(side).strip())
        return (f"prompt {prompt}",) if prompt else answers
    names = {
        Kind.TASK_LABEL: ("text",),
        Kind.INSTRUCTION: ("instruction", "input"),
        Kind.SIMULATION: ("task",),
        Kind.FREE_TEXT: ("text",),
    }[item.kind]
    text = folded(" ".join(item.text(name) for name in names))
    source, prompt = folded(item.text("source_text")), folded(item.text("prompt"))
    named = (("text", text), ("text", source), ("prompt", prompt))
    return tuple(f"{name} {words}" if words else "" for name, words in named)


def _field(path: str) -> Callable[[Any], str]:
    """What reads the label of a record; UserError for a path that is none."""
    if not path:
        return lambda record: ""
    expression = compile_expression(path)
    if not isinstance(expression, tuple):
        raise UserError(
            tr("'{path}' names no field; say which field of the records holds the label.", path=path)
        )

    def label(record: Any) -> str:
        values = (one.get(record) for one in expression)
        try:
            return read_label(next((value for value in values if value is not None), None)) or ""
        except ValueError:
            return ""

    return label
