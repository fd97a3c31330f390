"""Data sets of any size for benchmarks, and percentiles of what was measured."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

WORDS = (
    "the water table rises when winter snow melts slowly and farmers plan which fields to leave fallow "
    "because roots hold soil better than walls do while engineers measure flow twice a day near the old bridge"
).split()


def alpaca(path: Path, records: int, seed: int = 1) -> Path:
    """An Alpaca file (JSON Lines) of about 450 bytes a record; one in twenty has a fault."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            words = chance.choices(WORDS, k=60)
            record = {
                "instruction": f"Explain in {chance.randint(2, 9)} sentences why {' '.join(words[:8])}, case {number}.",
                "input": "<noinput>" if chance.random() < 0.05 else "",
                "output": " ".join(words[8:]).capitalize() + ".",
            }
            file.write(json.dumps(record) + "\n")
    return path


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(name: str, **figures: str) -> None:
    """Print one line of results."""
    print(f"{name:<34}" + "  ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
