"""The second stage of the refusal rule: how likely an answer refuses where no fixed phrase says so.

A logistic regression over cue words in the first sentence (``refusal_cues``), whether a rule fired, and
the instant embedding of the opening. Its weights were learned by ``packaging/train_refusal.py`` from the
2,250 answers of XSTest (Röttger et al. 2024, CC BY 4.0), which people labelled as full refusal, partial
refusal or compliance; no text of it is packed. Its subjects are safety questions: elsewhere the chance is
a hint, and callers ask for a first person as well.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from synthreview import paths
from synthreview.analyzers.rules import refusal_cues
from synthreview.errors import EnvironmentFault
from synthreview.translation import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

NAME = "refusal.json"
SHA256 = "09f83cbb55d6984ab431e12f9c531655a60e2932e22362ac440597160c5c2e0b"
"""Of the packed weights."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What is added to the log odds per cue, for a rule that fired, and per axis of the embedding."""

    cues: tuple[float, ...]
    rule: float
    axes: tuple[float, ...]
    start: float


def chance(text: str, *, rule: bool = False) -> float:
    """The chance that a text opens with a refusal, 0..1; 0 where its first sentence has no cue."""
    head = text.strip()[: refusal_cues.HEAD]
    cues = refusal_cues.features(head)
    if not any(cues):
        return 0.0
    weights = _weights()
    meaning = _embed([head])[0]
    odds = weights.start + weights.rule * rule
    odds += sum(weight for weight, cue in zip(weights.cues, cues, strict=True) if cue)
    odds += sum(weight * value for weight, value in zip(weights.axes, meaning.tolist(), strict=True))
    return 1 / (1 + math.exp(-odds))


def _embed(heads: Sequence[str]) -> NDArray[np.float32]:
    from synthreview.analyzers.embeddings import instant  # and numpy: commands start sooner without

    return instant.embed(heads)


@cache
def _weights() -> Weights:
    file = paths.resource("models", NAME)
    packed = file.read_bytes()
    if hashlib.sha256(packed).hexdigest() != SHA256:
        raise EnvironmentFault(
            tr(
                "The packed model {file} is not the one of this version; install synthreview again.",
                file=file,
            )
        )
    read = json.loads(packed)
    cues = tuple(read["cues"][name] for name in refusal_cues.NAMES)
    return Weights(cues, read["rule"], tuple(read["axes"]), read["start"])
