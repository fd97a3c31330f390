"""Made texts in two voices, on as many topics as wanted."""

from __future__ import annotations

import random

from synthreview.domain import Item
from tests.unit.analyzers.making import free_text

_NOUNS = (
    "river garden engine violin harbour bakery mountain library tractor comet lantern market orchard bridge "
    "castle piano desert glacier railway museum forest kitchen island theatre factory meadow canyon school "
    "village dolphin eagle beetle copper marble cotton thunder winter candle mirror needle ladder barrel"
).split()
_VERBS = "grows moves turns waits shines breaks falls rises sleeps sings hums opens closes rusts".split()
_SMALL = "the a my your this that some our and while because when so its".split()
_HOW = "slowly gladly often quietly twice early alone again badly well late there".split()


def sentence(dice: random.Random, words: int) -> str:
    """A sentence of so many words."""
    said: list[str] = []
    while len(said) < words:
        said += [dice.choice(_SMALL), dice.choice(_NOUNS), dice.choice(_VERBS), dice.choice(_HOW)]
    return " ".join(said[:words]).capitalize() + "."


def plain(seed: int, sentences: int = 4) -> str:
    """A text like any other."""
    dice = random.Random(seed)
    return " ".join(sentence(dice, dice.randint(6, 16)) for _ in range(sentences))


def chatty(seed: int) -> str:
    """Short sentences with contractions and no comma."""
    dice = random.Random(seed)
    return " ".join(f"It's {sentence(dice, 7).lower()}" for _ in range(dice.randint(5, 8)))


def stiff(seed: int) -> str:
    """Long sentences with commas and a discourse marker."""
    dice = random.Random(seed)
    return " ".join(
        f"Moreover, {sentence(dice, dice.randint(15, 20)).lower()}" for _ in range(dice.randint(2, 4))
    )


def items(*texts: str, start: int = 1, **parts) -> list[Item]:
    return [free_text(text, id=id, **parts) for id, text in enumerate(texts, start)]
