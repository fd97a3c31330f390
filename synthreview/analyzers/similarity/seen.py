"""What the first pass keeps of a batch of items."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers import sample
from synthreview.analyzers.dialogue.turns import turns
from synthreview.analyzers.duplicates import text_hash
from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import Views
from synthreview.analyzers.similarity.conflicts import UNLABELLED
from synthreview.analyzers.similarity.shingles import shingles, words
from synthreview.analyzers.similarity.signatures import GLANCE_VALUES, VALUES, glance, signatures, sketch
from synthreview.analyzers.similarity.sketches import Sketches
from synthreview.domain import Item, Kind

_EACH_PART = {Kind.PREFERENCE: 0.7, Kind.INSTRUCTION: 0.4}
"""How much of its words each part shares: answers to one prompt are much alike, and no copies."""
_SHORTEST = 20
"""Shingles an item must have: short ones are alike by chance."""
_SHORTEST_ANSWER = 30
_MOST_NAMES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The partial: sketches of items (and a hash of their text) and of answers (and a hash of the answer).

    Labelled texts have two more hashes: of the label and of who gave it.
    """

    items: dict[Kind, tuple[Sketches, ...]] = field(default_factory=dict)
    answers: tuple[Sketches, ...] = ()
    names: dict[int, str] = field(default_factory=dict)
    """Labels by hash, so many as fit."""

    def __add__(self, other: Seen) -> Seen:
        names = self.names | other.names
        if len(names) > _MOST_NAMES:
            names = dict(sorted(names.items())[:_MOST_NAMES])
        kinds = sorted(self.items.keys() | other.items.keys())
        items = {kind: self.items.get(kind, ()) + other.items.get(kind, ()) for kind in kinds}
        return Seen(items, self.answers + other.answers, names)


def seen(batch: list[Item], kind: Kind) -> Seen:
    """The partial of a batch of one kind."""
    texts = [texts_of(item) for item in batch]
    sets = [[shingles(text) for text in each] for each in texts]
    parts = len(texts[0])
    rows = signatures([one for each in sets for one in each]).reshape(len(batch), parts, VALUES)
    whole = Sketches(
        np.array([item.id for item in batch], np.int64),
        sketch(rows.min(axis=1)),
        np.array([[text_hash(each)] for each in texts], np.uint64),
        _glances(texts) if parts > 1 else np.empty((len(batch), 0, 8), np.uint8),
        _EACH_PART.get(kind, 0.0),
    )
    long = np.array([sum(map(len, each)) >= _SHORTEST for each in sets])
    if kind is Kind.INSTRUCTION:
        told = np.array([len(each[-1]) >= _SHORTEST_ANSWER for each in sets])
        keys = np.array([[text_hash(each[-1:])] for each in texts], np.uint64)
        answers = Sketches(whole.items, sketch(rows[:, -1]), keys, whole.glances[:, :0])
        return Seen({kind: (whole[long],)}, (answers[told],))
    if kind is Kind.TASK_LABEL:
        labels = [label_of(item) for item in batch]
        said = [
            (hash_of(label), hash_of(item.text("annotator")))
            for label, item in zip(labels, batch, strict=True)
        ]
        hashes = np.hstack([whole.hashes, np.array(said, np.uint64)])
        whole = replace(whole, hashes=hashes)
        return Seen({kind: (whole[long],)}, (), {hash_of(label): label for label in labels if label})
    return Seen({kind: (whole[long],)})


def _glances(texts: list[tuple[str, ...]]) -> NDArray[np.uint8]:
    """Of each part a glance at its words: a sentence more or less must not change what is looked at."""
    rows = signatures([words(text) for each in texts for text in each], GLANCE_VALUES)
    return glance(rows).reshape(len(texts), len(texts[0]), 8)


def texts_of(item: Item) -> tuple[str, ...]:
    """The texts of an item that have to be alike each for itself, the answer last."""
    if item.kind is Kind.INSTRUCTION:
        earlier = item.parts.get("history") or ()
        said = [str(turn.get("text") or "") for turn in earlier if isinstance(turn, dict)]
        asked = [item.text("system"), *said, item.text("instruction"), item.text("constraints")]
        return "\n".join(filter(None, asked)), item.text("input"), item.text("output")
    if item.kind is Kind.PREFERENCE:
        return item.text("prompt"), item.text("a"), item.text("b")
    if item.kind is Kind.SIMULATION:
        return ("\n".join(turn.text for turn in turns(item)),)
    return (item.text("text"),)


def label_of(item: Item) -> str:
    """The one label an item has, or most of its labels; empty where there is none."""
    labels = Labels.of(item)
    counts = Views.of(labels.model or labels.people).counts.most_common(2)
    alone = counts and (len(counts) == 1 or counts[0][1] > counts[1][1])
    return counts[0][0] if alone else ""


def hash_of(text: str) -> int:
    """A hash of a label or a name; none has the hash that stands for none."""
    return sample.text_hash(text) if text else UNLABELLED
