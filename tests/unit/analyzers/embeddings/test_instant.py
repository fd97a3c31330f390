"""The packed model: texts about the same thing lie close, whatever else is in the batch."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.embeddings import instant
from synthreview.errors import EnvironmentFault

TEXTS = [
    "The cat sat on the warm mat.",
    "A kitten is sleeping on a rug.",
    "Interest rates were raised by the central bank.",
]


def test_vectors_have_length_one():
    vectors = instant.embed(TEXTS)
    assert vectors.shape == (3, instant.DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_texts_about_the_same_thing_lie_close():
    cat, kitten, bank = instant.embed(TEXTS)
    assert cat @ kitten > 0.4 > 0.2 > abs(cat @ bank)


def test_a_text_without_a_known_word_has_no_direction():
    assert not instant.embed(["", " \n", "\U0001f389\U0001f389"]).any()
    assert instant.embed([]).shape == (0, instant.DIMENSIONS)


def test_the_rest_of_the_batch_makes_no_difference():
    alone = np.concatenate([instant.embed([text]) for text in TEXTS])
    assert np.array_equal(alone, instant.embed(TEXTS))


def test_another_file_than_the_packed_one_is_refused(tmp_path, monkeypatch):
    for ending in ("npy", "txt"):
        (tmp_path / f"{instant.NAME}.{ending}").write_bytes(b"other")
    monkeypatch.setattr(instant.paths, "resource", lambda *parts: tmp_path / parts[-1])
    instant._model.cache_clear()
    with pytest.raises(EnvironmentFault, match="install synthreview again"):
        instant.embed(["text"])
    instant._model.cache_clear()
