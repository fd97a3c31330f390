"""Items like one another by meaning: an item's vector is the mean of what a model says of its texts.

Vectors are those of the large model where it has read all data of a kind, else of the small one that is
always there. They lie in the person's cache folder, one file per data set, named after model and content:
a row of bytes per item, mapped into memory and gone through in blocks. Deleting the folder loses nothing.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson

from synthreview import paths
from synthreview.analyzers import registry
from synthreview.analyzers.embeddings import instant, packing
from synthreview.analyzers.sample import text_hash
from synthreview.domain import Dataset, Item, Kind, Role
from synthreview.engine import facets, meanings
from synthreview.engine.found import Neighbour
from synthreview.engine.items import ItemBuilder
from synthreview.engine.pool import Workers, processes_for
from synthreview.errors import EnvironmentFault, UserError
from synthreview.figures import grouped
from synthreview.jobs import JobContext
from synthreview.store import datasets, vectors
from synthreview.store import items as stored_items
from synthreview.store.store import Store, reader
from synthreview.translation import tr, trn

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 20_000
"""So many texts are read within two seconds: nobody has to ask for it first."""
_CHUNK = 1_000
_BLOCK = 1 << 16
_SCALE = 4
"""Bytes of a row's scale, before its numbers."""
_FORM = 1
"""Of the files; files of another are not looked at."""
_UNUSED_DAYS = 60


class Likeness:
    """What is like what in one open project."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def is_ready(self) -> bool:
        """Whether every item that can be asked about has its vector."""
        return not self._missing(datasets.every(self._store.read()))

    def prepare(self, job: JobContext) -> int:
        """Make what vectors are missing (long); of how many items that was."""
        return self._make(datasets.every(self._store.read()), job)

    def like(self, item: int, limit: int, role: Role | None) -> list[Neighbour]:
        """The items of the same kind most like one, itself left out; none where its texts say nothing."""
        connection = self._store.read()
        found = stored_items.fetch(connection, [item])
        if not found:
            raise UserError(tr("The project has no item {item}; 'synthreview queue' lists them.", item=item))
        own = datasets.get(connection, found[0].dataset)
        among = [
            dataset
            for dataset in datasets.every(connection)
            if dataset.kind is own.kind and role in (None, dataset.role)
        ]
        missing = sum(dataset.items for dataset in self._missing([own, *among]))
        if missing > AT_ONCE:
            raise UserError(
                trn(
                    "What {count} text means has not been read yet; let it be read once"
                    " ('synthreview like PROJECT --prepare', or 'Items like this' in the window).",
                    "What {count} texts mean has not been read yet; let it be read once"
                    " ('synthreview like PROJECT --prepare', or 'Items like this' in the window).",
                    missing,
                )
            )
        self._make([own, *among], JobContext())
        asked = self._row(own, item)
        near = [pair for dataset in among for pair in self._nearest(dataset, asked, item, limit)]
        near.sort(key=lambda pair: (-pair.similarity, pair.item))
        return near[:limit] if asked.any() else []

    def _missing(self, among: Iterable[Dataset]) -> list[Dataset]:
        by_id = {dataset.id: dataset for dataset in among}
        return [dataset for dataset in by_id.values() if not self._file(dataset).exists()]

    def _row(self, dataset: Dataset, item: int) -> NDArray[np.float32]:
        first, _ = datasets.item_range(self._store.read(), dataset.id)
        (row,) = _unpacked(self._table(dataset)[item - first : item - first + 1])
        return np.asarray(row, np.float32)

    def _nearest(
        self, dataset: Dataset, asked: NDArray[np.float32], item: int, limit: int
    ) -> list[Neighbour]:
        first, _ = datasets.item_range(self._store.read(), dataset.id)
        table = self._table(dataset)
        if table.shape[1] - _SCALE != len(asked):
            return []  # a data set that came after the large model had read the others
        best: list[tuple[float, int]] = []
        for start in range(0, len(table), _BLOCK):
            block = table[start : start + _BLOCK]
            cosines = (block[:, _SCALE:].view(np.int8).astype(np.float32) @ asked) * _scales(block)
            top = np.argpartition(-cosines, min(limit, len(cosines) - 1))[: limit + 1]
            told = [int(place) for place in top if block[place].any()]
            best += [(float(cosines[place]), first + start + place) for place in told]
            best = sorted(best, key=lambda pair: (-pair[0], pair[1]))[: limit + 1]
        return [Neighbour(other, min(cosine, 1.0)) for cosine, other in best if other != item]

    def _table(self, dataset: Dataset) -> NDArray[np.uint8]:
        file = self._file(dataset)
        with suppress(OSError):
            os.utime(file)  # it is in use
        try:
            return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False), np.uint8)
        except (OSError, ValueError) as error:
            with suppress(OSError):
                file.unlink()
            raise EnvironmentFault(
                tr(
                    "The file {file} cannot be read ({error}); ask again, and it is made anew.",
                    file=file,
                    error=error,
                )
            ) from error

    def _file(self, dataset: Dataset) -> Path:
        content = [dataset.sha256, dataset.mapping, dataset.items]
        told = [_FORM, self._model(dataset), *content, *datasets.item_range(self._store.read(), dataset.id)]
        key = hashlib.blake2b(orjson.dumps(told, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
        return _folder() / f"{key}.npy"

    def _model(self, dataset: Dataset) -> str:
        """The large model where it has read all data sets of the kind, else the small one."""
        connection = self._store.read()
        if not registry.comparing_meanings(dataset.kind) or not vectors.model(connection):
            return instant.SHA256
        every = [other for other in datasets.every(connection) if other.kind is dataset.kind]
        read = all(meanings.has_read(connection, other) for other in every)
        return vectors.model(connection) if read else instant.SHA256

    def _make(self, among: Iterable[Dataset], job: JobContext) -> int:
        missing = self._missing(among)
        left = total = sum(dataset.items for dataset in missing)
        for dataset in missing:
            told = partial(_told, job=job, done=total - left, total=total)
            _write(self._file(dataset), self._rows(dataset, told, job), self._shape(dataset))
            left -= dataset.items
        return total

    def _shape(self, dataset: Dataset) -> tuple[int, int]:
        connection = self._store.read()
        first, last = datasets.item_range(connection, dataset.id)
        large = self._model(dataset) != instant.SHA256
        return last - first + 1, vectors.size(connection) if large else instant.DIMENSIONS + _SCALE

    def _rows(
        self, dataset: Dataset, told: Callable[[int], None], job: JobContext
    ) -> Iterable[tuple[int, NDArray[np.uint8]]]:
        """Rows of the file with the place of the first."""
        ranges = stored_items.bounds(self._store.read(), dataset.id, _CHUNK)
        large = self._model(dataset) != instant.SHA256
        done = 0
        with Workers(processes_for(dataset.items, AT_ONCE // 4)) as workers:
            arguments = ((self._store.path, dataset.kind, first, last, large) for first, last in ranges)
            for (first, last), rows in zip(ranges, workers.map(_read, arguments, job), strict=True):
                yield first - ranges[0][0], rows
                done += last - first + 1
                told(done)


def _told(more: int, *, job: JobContext, done: int, total: int) -> None:
    note = tr("Reading what texts mean, {left} to go", left=grouped(total - done - more))
    job.progress(done + more, total, note)


def _read(project: Path, kind: Kind, first: int, last: int, large: bool) -> NDArray[np.uint8]:
    """The packed vectors of a range of items, a row each; zeros where there is no item or no meaning."""
    with closing(reader(project)) as connection:
        builder = ItemBuilder(connection)
        items = [builder.item(stored) for stored in stored_items.fetch_between(connection, first, last)]
        said = [_texts(item) for item in items]
        flat = [text for texts in said for text in texts]
        if large:
            found = packing.unpack(
                vectors.of(connection, [text_hash(text) for text in flat]), vectors.size(connection)
            )
        else:
            found = instant.embed(flat)
    sums = np.zeros((last - first + 1, found.shape[1]), np.float32)
    np.add.at(sums, np.repeat([item.id - first for item in items], [len(texts) for texts in said]), found)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    rows = packing.pack(np.asarray(sums / np.where(lengths > 0, lengths, 1), np.float32))
    return np.frombuffer(b"".join(rows), np.uint8).reshape(len(sums), -1)


def _texts(item: Item) -> Sequence[str]:
    """The texts whose meanings make up an item's: those that analyzers compare, else all of them as one."""
    compared = {
        text: None
        for key in registry.comparing_meanings(item.kind)
        for text in registry.create(key).meanings(item)
    }
    return list(compared) or ["\n".join(facets.texts(item.kind, item.parts))]


def _unpacked(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(rows[:, _SCALE:].view(np.int8) * _scales(rows)[:, None], np.float32)


def _scales(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.ascontiguousarray(rows[:, :_SCALE]).view("<f4")[:, 0]


def _folder() -> Path:
    folder = paths.cache_dir() / "vectors"
    folder.mkdir(exist_ok=True)
    return folder


def _write(file: Path, rows: Iterable[tuple[int, NDArray[np.uint8]]], shape: tuple[int, int]) -> None:
    """Fill a file and give it its name at the end; one that is not finished is taken away."""
    _sweep(file.parent)
    unfinished = file.with_name(f"{file.stem}-{os.getpid()}-{time.monotonic_ns()}.part")
    try:
        table = np.lib.format.open_memmap(unfinished, "w+", np.uint8, shape)
        for start, block in rows:
            table[start : start + len(block)] = block
        table.flush()
        unfinished.replace(file)
    except OSError as error:
        raise EnvironmentFault(
            tr(
                "What texts mean cannot be kept in {parent} ({strerror}); free some space there.",
                parent=file.parent,
                strerror=error.strerror,
            )
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what has not been used for long."""
    oldest = time.time() - _UNUSED_DAYS * 86_400
    for file in folder.iterdir():
        with suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()
