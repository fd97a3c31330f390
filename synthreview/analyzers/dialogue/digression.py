"""Conversations that leave their task: from some turn on, they are about something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.contract import Embed
from synthreview.analyzers.dialogue.turns import Turn, speaking
from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Item

_FEWEST_TURNS, _SIDE = 7, 3
"""Turns of a conversation, and turns before and after a break, that it takes to see one."""
_FEWEST_WORDS = 5
_FALL = 0.18
_LONGEST = 2_000


def digression(item: Item, conversation: list[Turn], embed: Embed) -> Iterator[Hit]:
    """The turn from which a conversation is far from its task, if there is one.

    A talk without a task may speak of what it likes.
    """
    task = item.text("task").strip()
    told = [turn for turn in speaking(conversation) if len(turn.text.split()) >= _FEWEST_WORDS]
    if not task or len(told) < _FEWEST_TURNS:
        return
    vectors = embed([task[:_LONGEST], *(turn.text[:_LONGEST] for turn in told)])
    place, fall = break_point(vectors[1:] @ vectors[0])
    if fall >= _FALL:
        turn = told[place]
        score = min(1.0, fall / (2 * _FALL))
        yield Hit("leaves_task", turn.part, 0, len(turn.text), score, {"turn": turn.number})


def break_point(nearness: NDArray[np.float32] | Sequence[float]) -> tuple[int, float]:
    """Where a series falls most between the means before and after, and by how much (0 if nowhere).

    The fall is weighed by how even the two parts are, as in a CUSUM test, so that a last odd turn is none.
    """
    values = np.asarray(nearness, np.float64)
    total = len(values)
    best = (0, 0.0)
    for place in range(_SIDE, total - _SIDE + 1):
        fall = values[:place].mean() - values[place:].mean()
        weighed = float(fall) * 2 * np.sqrt(place * (total - place)) / total
        if weighed > best[1]:
            best = (place, weighed)
    return best
