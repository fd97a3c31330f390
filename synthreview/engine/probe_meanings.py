"""What the large model of meaning says of the texts of a probe: what was read before, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from synthreview.analyzers.embeddings import full
from synthreview.engine.pool import stream
from synthreview.jobs import JobContext
from synthreview.store import vectors
from synthreview.store.store import Store
from synthreview.store.writer import BULK
from synthreview.translation import trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK = 64
"""Texts between two words of progress: about a second."""
_CUT = 4_000
"""Characters of a text that can matter; a model reads fewer."""

Packed = Sequence[tuple[int, bytes]]


def known(store: Store, texts: Sequence[str]) -> NDArray[np.float32] | None:
    """The vectors of texts, a row each; None where one that says something has not been read."""
    from synthreview.analyzers.embeddings.packing import unpack
    from synthreview.analyzers.sample import text_hash

    connection = store.read()
    packed = vectors.of(connection, [text_hash(text) for text in texts])
    if not all(row or not text.strip() for row, text in zip(packed, texts, strict=True)):
        return None
    size = vectors.size(connection)
    return unpack(packed, size) if size else None


def read(
    store: Store, texts: Sequence[str], model: full.Model, job: JobContext
) -> NDArray[np.float32] | None:
    """The same after the model has read what it did not know (very long); what was read stays.

    Vectors of another model are dropped. None where no text says anything.
    """
    from synthreview.analyzers.sample import text_hash

    store.write(partial(vectors.use, model_id=model.id))
    there = set(vectors.known(store.read()))
    missing = {text_hash(text): text[:_CUT] for text in texts if text.strip()}
    wanted = sorted(
        ((key, text) for key, text in missing.items() if key not in there), key=lambda pair: len(pair[1])
    )
    done = 0
    for packed in stream(_encode, (model, wanted), job, apart=True) if wanted else ():
        store.write(partial(vectors.add, rows=packed), BULK)
        done += len(packed)
        left = len(wanted) - done
        words = trn("Reading meanings, {count} text to go", "Reading meanings, {count} texts to go", left)
        job.progress(done, len(wanted), words)
    return known(store, texts)


def _encode(model: full.Model, wanted: Sequence[tuple[int, str]]) -> Iterator[Packed]:
    """In the reading process."""
    from synthreview.analyzers.embeddings.packing import pack

    encoder = full.Encoder(model)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        rows = pack(encoder([text for _, text in chunk]))
        yield [(key, row) for (key, _), row in zip(chunk, rows, strict=True)]
