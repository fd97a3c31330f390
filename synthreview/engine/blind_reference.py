"""From blind answers to a data set of people's labels: an ordinary file, read in like any reference."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from synthreview.domain import Dataset, Kind, Role
from synthreview.engine.items import ItemBuilder
from synthreview.errors import EnvironmentFault
from synthreview.formats.mapping import Mapping
from synthreview.jobs import JobContext
from synthreview.store import blind, datasets
from synthreview.store import items as stored_items
from synthreview.store.blind import BlindAnswer
from synthreview.store.store import Store
from synthreview.translation import later, tr

GENERATOR = "people, who labelled blind"
_NAME = later("{name} labelled blind")
FACT = "blind"
"""The fact by which a data set of blind labels is known; it names the data set that was labelled."""
MAPPINGS = {
    Kind.TASK_LABEL: Mapping(
        Kind.TASK_LABEL, {"text": "text", "human_labels": "labels", "annotator": "annotator"}, id="id"
    ),
    Kind.PREFERENCE: Mapping(
        Kind.PREFERENCE, {"prompt": "prompt", "a": "a", "b": "b", "human_choice": "choice"}, id="id"
    ),
}
_PARTS = {Kind.TASK_LABEL: ("text",), Kind.PREFERENCE: ("prompt", "a", "b")}
_CHUNK = 500
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST = 60
"""Characters of a data set's name in the name of a file."""


def name_of(dataset: Dataset) -> str:
    """What the data set of blind labels is called."""
    return tr(_NAME, name=dataset.name)


def reference_of(store: Store, dataset: Dataset) -> Dataset | None:
    """The data set of blind labels of a data set, if there is one now.

    One that a crash kept from being marked is known by its name.
    """
    for other in datasets.every(store.read()):
        if other.role is Role.SYNTHETIC or other.generator != GENERATOR:
            continue
        if other.facts.get(FACT, {"dataset": None})["dataset"] == dataset.id:
            return other
        if FACT not in other.facts and other.name in (name_of(dataset), _NAME.format(name=dataset.name)):
            return other
    return None


def majority(labels: Sequence[str]) -> str | None:
    """The label most people gave; None where two were given as often."""
    (first, most), *others = Counter(labels).most_common(2)
    return None if others and others[0][1] == most else first


def records(store: Store, dataset: Dataset, job: JobContext) -> Iterator[dict[str, Any]]:
    """One record for each item that somebody gave a label to: its text, the labels, and who gave them."""
    by_item: dict[int, list[BlindAnswer]] = defaultdict(list)
    for answer in blind.answers(store.read(), dataset.id):
        if answer.label is not None:
            by_item[answer.item].append(answer)
    connection, ids = store.read(), sorted(by_item)
    builder = ItemBuilder(connection)
    mapping = builder.source(dataset.id).mapping
    for start in range(0, len(ids), _CHUNK):
        job.progress(start, len(ids), tr("Writing the labels down"))
        for stored in stored_items.fetch(connection, ids[start : start + _CHUNK]):
            item, given = builder.item(stored), by_item[stored.id]
            named = mapping.name_of(builder.record(stored), stored.unit) if stored.unit is None else None
            yield {
                "id": named if named is not None else f"item {stored.id}",
                **{part: item.text(part) for part in _PARTS[dataset.kind]},
                **_labels(dataset.kind, given),
                "annotator": ", ".join(dict.fromkeys(answer.person for answer in given if answer.person)),
                "item": stored.id,
                "probability": given[0].probability,
                "answers": [_told(answer) for answer in given],
            }


def _labels(kind: Kind, given: Sequence[BlindAnswer]) -> dict[str, Any]:
    labels = [answer.label for answer in given if answer.label is not None]
    if kind is Kind.PREFERENCE:
        return {"choice": majority(labels) or "tie"}
    return {"labels": labels}


def _told(answer: BlindAnswer) -> dict[str, Any]:
    return {
        "by": answer.person,
        "label": answer.label,
        "at": answer.at,
        "seconds": answer.seconds,
    }


def write(store: Store, dataset: Dataset, known: str, job: JobContext) -> tuple[Path, str]:
    """Write the records beside the project and return the file with its SHA-256.

    ``known`` is the hash of the file written last time: only that one is replaced, never one that
    somebody has changed since. EnvironmentFault when the disk will not take it.
    """
    lines = b"".join(_line(record) for record in records(store, dataset, job))
    digest = hashlib.sha256(lines).hexdigest()
    path = _place(store.path, dataset, {known, digest})
    temporary = path.with_name(f".{path.name}.tmp")
    with _written(path):
        try:
            with temporary.open("wb") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path, digest


def _line(record: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(record) + b"\n"
    except TypeError:  # half of a surrogate pair, which orjson refuses
        return json.dumps(record).encode() + b"\n"


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            tr(
                "'{name}' could not be written beside the project ({strerror}); your labels are kept "
                "in the project: make room there and finish again.",
                name=path.name,
                strerror=error.strerror,
            )
        ) from error


def _place(project: Path, dataset: Dataset, ours: set[str]) -> Path:
    safe = _UNSAFE.sub(" ", dataset.name).strip(" .")[:_LONGEST] or f"data set {dataset.id}"
    stem = f"{project.stem[:_LONGEST]} - {safe} labelled blind"
    path, number = project.with_name(f"{stem}.jsonl"), 2
    while path.exists() and _hash(path) not in ours:
        path, number = project.with_name(f"{stem} ({number}).jsonl"), number + 1
    return path


def _hash(path: Path) -> str:
    with _written(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
