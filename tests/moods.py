"""Short texts of a mood, with a model's labels of which some are wrong: something to label blind."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

GLAD = "lovely warm kind bright happy sweet calm fresh".split()
SAD = "awful cold rude dim bleak bitter loud stale".split()
THINGS = "room host soup train film garden street market story letter clerk view".split()
WRONG = 0.15
RARE = 0.05
"""The share of texts that are of neither mood."""


def truth(text: str) -> str:
    """The label a person gives to a text."""
    if "neither" in text:
        return "none of both"
    return "positive" if any(word in text for word in GLAD) else "negative"


def moods(path: Path, number: int = 240, seed: int = 3) -> Path:
    """Write so many texts as JSON Lines, with the model's labels."""
    rng = Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for at in range(number):
            chance = rng.random()
            words = rng.sample(GLAD if chance < 0.6 else SAD, 2)
            text = (
                f"The {rng.choice(THINGS)} was {words[0]} and the {rng.choice(THINGS)} {words[1]}, note {at}."
            )
            if chance > 1 - RARE:
                text = f"The {rng.choice(THINGS)} was neither here nor there, note {at}."
            label = truth(text)
            if rng.random() < WRONG:
                label = "negative" if label == "positive" else "positive"
            file.write(json.dumps({"text": text, "label": label}) + "\n")
    return path


def pairs(path: Path, number: int = 60, seed: int = 5) -> Path:
    """Write so many pairs of answers as JSON Lines, with a judge's choices."""
    rng = Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for at in range(number):
            row = {
                "prompt": f"Describe the {rng.choice(THINGS)} of house {at}.",
                "output1": f"It is {rng.choice(GLAD)} and number {at}.",
                "output2": f"It is {rng.choice(SAD)} and number {at}.",
                "target": rng.choice((0, 1, 2)),
            }
            file.write(json.dumps(row) + "\n")
    return path
