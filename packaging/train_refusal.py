"""Learn the weights of the refusal model from XSTest.

    python packaging/train_refusal.py FOLDER

FOLDER holds the tables of labelled answers of XSTest (github.com/paul-rottger/exaggerated-safety, CC BY
4.0): CSV files with the columns ``id``, ``completion`` and ``final_label``. Writes
``resources/models/refusal.json``, weights only, and prints the SHA-256 to be written into
``synthreview/analyzers/rules/refusal_model.py``. Takes a few seconds.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.learning import logistic
from synthreview.analyzers.rules import refusal, refusal_cues

OUT = Path(__file__).resolve().parent.parent / "resources" / "models" / "refusal.json"
STRENGTH = 2.0
DIGITS = 4


@dataclass(frozen=True)
class Answers:
    """Labelled answers: a row of numbers each, whether people saw a refusal, and where it comes from."""

    rows: np.ndarray
    refused: np.ndarray
    models: np.ndarray
    prompts: np.ndarray
    texts: tuple[str, ...]


def read(folder: Path) -> Answers:
    """All labelled answers below a folder; a partial refusal counts as one."""
    records = []
    for number, path in enumerate(sorted(folder.rglob("*.csv"))):
        with path.open(encoding="utf-8", newline="") as file:
            records += [(number, record) for record in csv.DictReader(file) if "final_label" in record]
    texts = tuple(record["completion"].strip() for _, record in records)
    return Answers(
        numbers(texts),
        np.array([record["final_label"][:1] in "23" for _, record in records]),
        np.array([number for number, _ in records]),
        np.array([record["id"] for _, record in records]),
        texts,
    )


def numbers(texts: tuple[str, ...]) -> np.ndarray:
    """Cues, rule and embedding of each text, in the order of the weights."""
    heads = [text[: refusal_cues.HEAD] for text in texts]
    cues = [[*refusal_cues.features(head), float(refusal.refuses(head))] for head in heads]
    return np.hstack([np.array(cues), instant.embed(heads)])


def learn(rows: np.ndarray, refused: np.ndarray) -> Any:
    """The model of some answers."""
    return logistic(rows, refused, strength=STRENGTH)


def packed(model: Any) -> bytes:
    """The weights as they are shipped."""
    weights = [round(float(weight), DIGITS) for weight in model.coef_[0]]
    count = len(refusal_cues.NAMES)
    named = {
        "cues": dict(zip(refusal_cues.NAMES, weights, strict=False)),
        "rule": weights[count],
        "axes": weights[count + 1 :],
        "start": round(float(model.intercept_[0]), DIGITS),
    }
    return json.dumps(named).encode()


def main() -> None:
    """Learn and write."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    answers = read(Path(sys.argv[1]))
    written = packed(learn(answers.rows, answers.refused))
    OUT.write_bytes(written)
    print(hashlib.sha256(written).hexdigest())


if __name__ == "__main__":
    main()
