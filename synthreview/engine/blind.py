"""Labelling blind: which items are drawn, and what of an item may be seen while it is labelled.

The model's label is read here to draw the sample and goes no further: what the screen and the command
get of an item is its texts and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from synthreview.domain import PARTS, Dataset, Item, Kind
from synthreview.engine.items import ItemBuilder
from synthreview.errors import UserError
from synthreview.figures import natural
from synthreview.formats.choices import CHOICES, INVALID
from synthreview.formats.labels import read_label
from synthreview.jobs import JobContext
from synthreview.kind_words import DATA_OF_KIND
from synthreview.store import blind, datasets
from synthreview.store import items as stored_items
from synthreview.store.blind import BlindSample
from synthreview.store.store import Store
from synthreview.translation import tr, trn

BLIND_KINDS = (Kind.TASK_LABEL, Kind.PREFERENCE)
"""Kinds whose items a person can label from their texts alone."""
POOL = 20_000
"""Items whose texts are read to draw a sample; of more, so many are drawn at random first."""
MOST_LABELS = 100
"""More different labels than this are no label set; the most frequent are offered."""
_CHUNK = 500
_ENOUGH_FOR_PACE, _LATEST = 3, 30
_OTHER_SIDE = {"a": "b", "b": "a"}
_SHOWN = {Kind.TASK_LABEL: ("text",), Kind.PREFERENCE: ("prompt", "a", "b")}


@dataclass(frozen=True, slots=True)
class BlindItem:
    """All that may be seen of an item that is labelled blind."""

    item: int
    kind: Kind
    texts: tuple[tuple[str, str], ...]
    """The name of each part on screen, and its text."""


@dataclass(frozen=True, slots=True)
class BlindProgress:
    """How far a person is with a sample."""

    done: int
    total: int
    unsure: int
    """Of those done, how many the person was not sure of."""
    seconds_left: float | None = None
    """At the pace so far; None while it cannot be told."""
    last: str | None = None
    """The label the person gave last, in terms of the sides as shown; None where that was none."""

    @property
    def left(self) -> int:
        """Items that wait for this person."""
        return self.total - self.done


def require(dataset: Dataset) -> None:
    """UserError where the items of a data set cannot be labelled blind."""
    if dataset.kind not in BLIND_KINDS:
        raise UserError(
            tr(
                "'{name}' is {data}; only task labels and preferences can be labelled blind.",
                name=dataset.name,
                data=DATA_OF_KIND[dataset.kind],
            )
        )


def draw(
    store: Store, dataset: Dataset, count: int, seed: int, job: JobContext
) -> tuple[list[tuple[int, float]], int]:
    """A random sample by the model's label: items with their probabilities, in a random order of showing.

    Also returns of how many items it was drawn. UserError when no item is left to be drawn.
    """
    from synthreview.analyzers.labels.choosing import choose  # numpy would slow every start

    connection = store.read()
    known = [row for row in blind.labelled(connection, dataset.id) if row[1] != INVALID]
    pool = known if len(known) <= POOL else sorted(Random(seed).sample(known, POOL))
    rows: list[tuple[int, str, str]] = []
    builder, labels = ItemBuilder(connection), dict(pool)
    for start in range(0, len(pool), _CHUNK):
        job.progress(start, len(pool), trn("Reading {count} text", "Reading {count} texts", len(pool)))
        for stored in stored_items.fetch(connection, [item for item, _ in pool[start : start + _CHUNK]]):
            text = "\n\n".join(text for _, text in _texts(builder.item(stored)))
            if text.strip():
                rows.append((stored.id, text, labels[stored.id]))
    if not rows:
        raise UserError(
            tr(
                "'{name}' holds no item that has a label and was not drawn yet; there is nothing to label"
                " blind.",
                name=dataset.name,
            )
        )
    share = len(pool) / len(known)
    return [(item, probability * share) for item, probability in choose(rows, count, seed)], len(known)


def shown(store: Store, sample: BlindSample, item: int) -> BlindItem:
    """What may be seen of an item of a sample.

    The sides of a pair stand as they are stored, except where the file's format says which one was chosen:
    there some pairs are turned round, or every first answer would be known to be the chosen one.
    """
    connection = store.read()
    [stored] = stored_items.fetch(connection, [item])
    found = ItemBuilder(connection).item(stored)
    sides = _OTHER_SIDE if turned(store, sample, item) else {}
    return BlindItem(item, found.kind, tuple(_texts(found, sides)))


def turned(store: Store, sample: BlindSample, item: int) -> bool:
    """Whether the two sides of a pair are shown the other way round."""
    mapping = datasets.get(store.read(), sample.dataset).mapping
    told_by_format = str(mapping["parts"].get("choice", "")).startswith("=")
    return told_by_format and Random(f"{sample.seed} {item}").random() < 0.5


def as_stored(store: Store, sample: BlindSample, item: int, label: str | None) -> str | None:
    """A choice between the sides as shown as one between the sides as stored, and the other way round."""
    if label in ("a", "b") and turned(store, sample, item):
        return "b" if label == "a" else "a"
    return label


def _texts(item: Item, sides: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The texts that are shown, each under its words; ``sides``: from which part another one's text is."""
    words = {spec.name: spec.words for spec in PARTS[item.kind]}
    shown = [(name, item.text((sides or {}).get(name, name))) for name in _SHOWN[item.kind]]
    return [(words[name], text) for name, text in shown if text]


def labels(store: Store, dataset: Dataset) -> list[str]:
    """The labels to choose from: numbers by size, then words by letter, whatever their frequency."""
    require(dataset)
    if dataset.kind is Kind.PREFERENCE:
        return list(CHOICES)
    votes = datasets.votes(store.read(), dataset.id)
    count: dict[str, int] = {}
    for side in votes.values():
        for label, number in side.items():
            count[label] = count.get(label, 0) + number
    return sorted(sorted(count, key=lambda label: -count[label])[:MOST_LABELS], key=natural)


def keys(labels: Sequence[str]) -> dict[str, str]:
    """What to press or type for each label: its place from 1, or itself where all labels are numbers."""
    if all(label.isascii() and label.isdecimal() for label in labels):
        return {label: label for label in labels}
    return {str(place): label for place, label in enumerate(labels, 1)}


def checked(kind: Kind, known: Sequence[str], label: str | None) -> str | None:
    """A label as it is kept: one of those known whatever its case, or the person's own; None: not sure.

    Raises UserError for one that is none.
    """
    if label is None:
        return None
    text = read_label(label)
    if text is None:
        raise UserError(
            tr("A label needs at least one letter or digit; leave it out where you are not sure.")
        )
    found = text if text in known else None
    found = found or next((one for one in known if one.casefold() == text.casefold()), None)
    if found is None and kind is Kind.PREFERENCE:
        raise UserError(tr("'{text}' is no choice; say a, b or tie.", text=text))
    return found or text


def progress(store: Store, sample: BlindSample, person: str) -> BlindProgress:
    """How far a person is with a sample."""
    given = blind.given(store.read(), sample.id, person)
    left = sample.items - len(given)
    paces = [seconds for _, _, seconds in given[-_LATEST:] if seconds > 0]
    pace = median(paces) if len(paces) >= _ENOUGH_FOR_PACE else None
    return BlindProgress(
        done=len(given),
        total=sample.items,
        unsure=sum(label is None for _, label, _ in given),
        seconds_left=pace * left if pace is not None else None,
        last=as_stored(store, sample, given[-1][0], given[-1][1]) if given else None,
    )
