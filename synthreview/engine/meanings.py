"""Reading meanings: the full tier's vectors of texts, made in a process of its own and kept in the project.

Every text is read once, however often it occurs, and whatever was read stays: a reading that was
cancelled or cut off goes on where it stopped. Analyses never wait for it; they use its vectors once all
texts of a data set (and of what it is compared with) have been read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from synthreview.analyzers import registry
from synthreview.analyzers.embeddings import full
from synthreview.domain import Dataset, Role
from synthreview.engine.items import ItemBuilder
from synthreview.engine.pool import stream
from synthreview.jobs import JobContext
from synthreview.store import datasets, ops, vectors
from synthreview.store import items as stored_items
from synthreview.store.store import Store, reader
from synthreview.store.writer import BULK
from synthreview.translation import trn

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

_RANGE_ITEMS = 1_000
_WINDOW = 2_048
"""Texts that are sorted by length before they are read: texts of one length waste no time on each other."""
_CHUNK = 64
"""Texts between two words of progress: about a second."""
_CUT = 4_000
"""Characters of a text that can matter; a model reads fewer."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What the reading process has to read."""

    project: Path
    ranges: tuple[tuple[int, int], ...]
    analyzers: tuple[str, ...]
    model: full.Model


@dataclass(frozen=True, slots=True)
class _Progress:
    done: int
    total: int
    rows: Sequence[tuple[int, bytes]] = ()
    """Hashes of texts and their packed vectors."""


def read(store: Store, wanted: Sequence[int] | None, model: full.Model, job: JobContext) -> int:
    """Read what is unread of the data sets (None: all) and of people's labels; how many texts that were.

    Raises UserError or EnvironmentFault when the model cannot run. Vectors of another model are dropped.
    """
    count = 0
    with store.reading_meanings:
        store.write(partial(vectors.use, model_id=model.id))
        for dataset in unread(store, wanted, model):
            count += _read(store, dataset, model, job)
    return count


def unread(store: Store, wanted: Sequence[int] | None, model: full.Model) -> list[Dataset]:
    """The data sets (of those wanted, and of people's labels) with texts that the model may not have read."""
    connection = store.read()
    every = datasets.every(connection)
    chosen = [
        dataset
        for dataset in every
        if dataset.role is Role.SYNTHETIC and (wanted is None or dataset.id in wanted)
    ]
    kinds = {dataset.kind for dataset in chosen}
    chosen += [dataset for dataset in every if dataset.role is Role.HUMAN and dataset.kind in kinds]
    return [
        dataset
        for dataset in chosen
        if registry.comparing_meanings(dataset.kind) and not _is_read(connection, dataset, model)
    ]


def _is_read(connection: sqlite3.Connection, dataset: Dataset, model: full.Model) -> bool:
    if vectors.model(connection) != model.id or not has_read(connection, dataset):
        return False
    done = vectors.read(connection, dataset.id)
    return done is not None and not ops.edited_since(connection, done.event)


def has_read(connection: sqlite3.Connection, dataset: Dataset) -> bool:
    """Whether all texts of a data set have vectors; those that people have changed since may have none."""
    done = vectors.read(connection, dataset.id)
    return done is not None and done.content == _content(dataset)


def _content(dataset: Dataset) -> str:
    """Everything the texts to be read depend on, besides edits."""
    analyzers = [
        [key, registry.registered()[key].version] for key in registry.comparing_meanings(dataset.kind)
    ]
    content = [dataset.sha256, dict(dataset.mapping), dataset.items, analyzers]
    return hashlib.blake2b(orjson.dumps(content, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _read(store: Store, dataset: Dataset, model: full.Model, job: JobContext) -> int:
    connection = store.read()
    event = ops.last_event(connection)
    ranges = tuple(stored_items.bounds(connection, dataset.id, _RANGE_ITEMS))
    task = _Task(store.path, ranges, tuple(registry.comparing_meanings(dataset.kind)), model)
    done = 0
    for progress in stream(_encode, (task,), job, apart=True):
        if progress.rows:
            store.write(partial(vectors.add, rows=progress.rows), BULK)
        done, total = progress.done, progress.total
        if total:
            job.progress(
                done,
                total,
                trn(
                    "{name}: reading meanings, {count} text to go",
                    "{name}: reading meanings, {count} texts to go",
                    total - done,
                    name=dataset.name,
                ),
            )
    store.write(lambda connection: vectors.mark_read(connection, dataset.id, _content(dataset), event), BULK)
    return done


def _encode(task: _Task) -> Iterator[_Progress]:
    """In the reading process: every text without a vector, in windows of like length."""
    from synthreview.analyzers.embeddings.packing import pack

    with closing(reader(task.project)) as connection:
        missing = {text for text, _ in _texts(connection, task)} - set(vectors.known(connection))
        total, done = len(missing), 0
        yield _Progress(0, total)
        if not total:
            return
        encoder = full.Encoder(task.model)
        texts = _once(_texts(connection, task), missing)
        while window := sorted(islice(texts, _WINDOW), key=lambda pair: len(pair[1])):
            for start in range(0, len(window), _CHUNK):
                chunk = window[start : start + _CHUNK]
                packed = pack(encoder([text for _, text in chunk]))
                done += len(chunk)
                yield _Progress(
                    done, total, [(key, row) for (key, _), row in zip(chunk, packed, strict=True)]
                )


def _texts(connection: sqlite3.Connection, task: _Task) -> Iterator[tuple[int, str]]:
    """Every text with its hash, as often as it occurs; those that say nothing are left out."""
    from synthreview.analyzers.sample import text_hash

    builder = ItemBuilder(connection)
    analyzers = [registry.create(key) for key in task.analyzers]
    for first, last in task.ranges:
        for row in stored_items.fetch_between(connection, first, last):
            item = builder.item(row)
            for text in {text for analyzer in analyzers for text in analyzer.meanings(item)}:
                if text.strip():
                    yield text_hash(text), text[:_CUT]


def _once(texts: Iterator[tuple[int, str]], missing: set[int]) -> Iterator[tuple[int, str]]:
    for key, text in texts:
        if key in missing:
            missing.discard(key)
            yield key, text


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """The vectors that were read, given as ``Analyzer.embed`` gives them; zeros where there are none."""

    project: Path

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""
        from synthreview.analyzers.embeddings.packing import unpack
        from synthreview.analyzers.sample import text_hash

        with closing(reader(self.project)) as connection:
            packed = vectors.of(connection, [text_hash(text) for text in texts])
            return unpack(packed, vectors.size(connection))
