"""Groups of texts about alike things, each named by words that tell it from the others."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.sample import Sample

_MOST_TOPICS = 8
_TEXTS_EACH = 100
_NAMED_BY = 3
_FEWEST_TEXTS = 3
_PRIOR = 500.0
_WORD = re.compile(r"[^\W\d_]{3,}")
Topics = list[tuple[tuple[str, ...], NDArray[np.uint64]]]
"""Words of each topic, and the hashes of its texts."""


def topics(sample: Sample) -> Topics:
    """K-means of the texts' vectors, about one topic for a hundred texts; none where there are few."""
    if not len(sample):
        return []
    rows = sample.rows()
    hashes, first = np.unique(rows.hashes, return_index=True)
    texts = rows.columns[0][first].tolist()
    vectors = instant.embed(texts)
    speaking = np.asarray(vectors.any(axis=1))
    number = min(_MOST_TOPICS, int(speaking.sum()) // _TEXTS_EACH)
    if number < 2:
        return []
    hashes, vectors = hashes[speaking], vectors[speaking]
    kinds = _clusters(vectors, number)
    words = [
        set(_WORD.findall(text.lower())) for text, says in zip(texts, speaking.tolist(), strict=True) if says
    ]
    found = [(_telling(words, kinds == kind), hashes[kinds == kind]) for kind in range(number)]
    return [topic for topic in found if topic[0]]


def _clusters(vectors: NDArray[np.float32], number: int) -> NDArray[np.int64]:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        fitted = KMeans(number, n_init=1, random_state=0).fit(vectors)
    return np.asarray(fitted.labels_, np.int64)


def _telling(words: list[set[str]], inside: NDArray[np.bool_]) -> tuple[str, ...]:
    """The words with the highest z of the log-odds with a Dirichlet prior (Monroe et al. 2008)."""
    here, there = Counter[str](), Counter[str]()
    for each, mine in zip(words, inside.tolist(), strict=True):
        (here if mine else there).update(each)
    known = sorted(word for word, count in here.items() if count >= _FEWEST_TEXTS)
    counts = np.array([[here[word], there[word]] for word in known], np.float64).reshape(-1, 2)
    totals = np.array([here.total(), there.total()], np.float64)
    prior = _PRIOR * counts.sum(axis=1, keepdims=True) / max(totals.sum(), 1)
    odds = np.log((counts + prior) / np.maximum(totals + _PRIOR - counts - prior, 1))
    z = (odds[:, 0] - odds[:, 1]) / np.sqrt((1 / (counts + prior)).sum(axis=1))
    order = sorted(range(len(known)), key=lambda at: (-float(z[at]), known[at]))
    return tuple(known[at] for at in order[:_NAMED_BY] if z[at] > 0)
