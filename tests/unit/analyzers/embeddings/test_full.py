"""Which sentence model may run, and why another may not."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.embeddings import full
from synthreview.analyzers.embeddings.packing import pack, unpack
from synthreview.errors import EnvironmentFault, UserError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    return tmp_path


@pytest.fixture
def installed(monkeypatch):
    """Says which packages can be found, and where."""
    places: dict[str, str | None] = {"torch": "torch", "sentence_transformers": "sentence_transformers"}
    find = lambda name: SimpleNamespace(origin=places[name]) if name in places else None  # noqa: E731
    monkeypatch.setattr(importlib.util, "find_spec", find)
    return places


def test_the_id_of_a_model_tells_its_weights(folder):
    first = full.at(folder)
    assert first.name == folder.name
    full._sum.cache_clear()
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert full.at(folder).id != first.id


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"holds no sentence model: there is no modules\.json"):
        full.at(tmp_path)


def test_weights_that_can_run_code_are_refused(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(UserError, match="can run code"):
        full.at(folder)


def test_without_torch_the_sentence_says_what_to_install(installed, folder):
    del installed["torch"]
    with pytest.raises(UserError, match=r"'torch' is not installed; install 'synthreview\[full\]'"):
        full.chosen(folder)


def test_without_the_packaged_model_a_folder_can_be_named(installed, folder):
    with pytest.raises(UserError, match="name a folder with a sentence model"):
        full.chosen()
    assert full.chosen(folder).folder == folder


def test_a_packaged_model_with_other_weights_is_refused(installed, tmp_path):
    model = tmp_path / "model"
    model.mkdir()
    (model / "modules.json").write_text("[]")
    (model / "model.safetensors").write_bytes(b"not the published ones")
    installed[full.PACKAGE] = str(tmp_path / "__init__.py")
    with pytest.raises(EnvironmentFault, match="are not those of all-MiniLM-L6-v2"):
        full.chosen()


@given(st.integers(1, 6), st.integers(1, 40), st.integers(0, 2**31))
def test_packed_vectors_come_back_nearly_the_same(rows, width, seed):
    vectors = np.random.default_rng(seed).normal(size=(rows, width)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    packed = pack(vectors)
    again = unpack(packed, len(packed[0]))
    assert (again * vectors).sum(1) == pytest.approx(1, abs=1e-3)


def test_a_vector_that_is_not_there_is_a_row_of_zeros():
    packed = pack(np.array([[0.6, 0.8]], np.float32))
    rows = unpack([b"", *packed, b""], len(packed[0]))
    assert rows[0].tolist() == rows[2].tolist() == [0, 0]
    assert rows[1] == pytest.approx([0.6, 0.8], abs=0.01)
    assert unpack([b"", b""], 0).shape[0] == 2
