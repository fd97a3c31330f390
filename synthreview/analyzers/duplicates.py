"""Texts that occur more than once in a data set, found by hash in one pass at 16 bytes a text."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable

Copies = tuple["tuple[array[int], array[int]]", ...]
"""A partial: for each batch, the hashes of its texts and the ids of their items."""


def text_hash(texts: Iterable[str]) -> int:
    """A 64-bit hash of several texts, white space and letter case aside."""
    digest = hashlib.blake2b(digest_size=8)
    for text in texts:
        digest.update(" ".join(text.split()).casefold().encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return int.from_bytes(digest.digest())


def collect(keyed: Iterable[tuple[int, int]]) -> Copies:
    """The partial of one batch of (hash, item id)."""
    pairs = list(keyed)
    if not pairs:
        return ()
    return ((array("Q", (key for key, _ in pairs)), array("q", (item for _, item in pairs))),)


def repeated(copies: Copies, at_least: int = 2) -> dict[int, tuple[int, int]]:
    """For each hash that occurs often enough: the item that had it first (lowest id), and how often."""
    import numpy as np

    if not copies:
        return {}
    keys = np.concatenate([np.frombuffer(hashes, dtype=np.uint64) for hashes, _ in copies])
    items = np.concatenate([np.frombuffer(ids, dtype=np.int64) for _, ids in copies])
    order = np.lexsort((items, keys))
    keys, items = keys[order], items[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.append(starts, len(keys)))
    often = counts >= at_least
    first = starts[often]
    return dict(
        zip(
            keys[first].tolist(),
            zip(items[first].tolist(), counts[often].tolist(), strict=True),
            strict=True,
        )
    )


def original(found: dict[int, tuple[int, int]], key: int, item: int) -> int | None:
    """The earlier item with the same text, or None for the first one and for single texts."""
    first, _ = found.get(key, (item, 1))
    return first if first != item else None
