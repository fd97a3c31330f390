"""Runs a probe from beginning to end, in a process of its own: what it is given can be sent there."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from synthreview.domain import Item
from synthreview.probe import labels, ordering, representation
from synthreview.probe.arms import FEWEST_KNOWN
from synthreview.probe.labels import LabelledTexts
from synthreview.probe.result import View, WhatIf
from synthreview.translation import later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
TRAINING, RANKING, READING = (
    later("Training quick models"),
    later("Ranking by risk, without the holdout"),
    later("Reading meanings"),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a probe is; ``note`` is marked with ``later``."""

    done: int
    total: int
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a probe."""

    views: tuple[View, ...]
    what_if: tuple[WhatIf, ...]
    tested: int
    groups: int
    split: bool


@dataclass(frozen=True, slots=True, eq=False)
class LabelProbe:
    """A probe of labelled texts."""

    data: LabelledTexts
    seeds: int
    close: NDArray[np.float32] | None = None
    """What the large model says of the texts of the pool, where it has read all of them."""
    items: Sequence[Item] = ()
    """The examples as the detectors see them, for a what-if; none is made without."""


def run(probe: LabelProbe) -> Iterator[Progress | Found]:
    """Yields how far it is, and at last what was found. UserError where nothing can be told."""
    import numpy as np

    prepared = labels.prepare(probe.data, probe.seeds)
    yield Progress(0, 1, READING)
    views = representation.default(probe.data.texts, probe.close)
    first, foreseen = labels.models(prepared, views), tuple[WhatIf, ...]()
    told = yield from _counted(labels.views(prepared, views), first, TRAINING)
    if probe.items and _is_known(probe.data):
        orders = []
        for run in prepared.runs:
            yield Progress(run.seed, probe.seeds, RANKING)
            orders.append(ordering.order(probe.items, np.flatnonzero(run.trained), run.seed))
        models = len(views) * len(prepared.runs) * (2 * len(labels.SHARES) + 1)
        foreseen = yield from _counted(labels.what_if(prepared, views, orders), models, TRAINING)
    groups = len(np.unique(prepared.holdout.groups))
    yield Found(told, foreseen, len(prepared.tested), groups, prepared.split)


def _is_known(data: LabelledTexts) -> bool:
    """Whether people's answers are known for most of the data."""
    return bool((data.examples.people.sum(axis=1) > 0).mean() >= FEWEST_KNOWN)


def _counted(steps: Generator[None, None, T], total: int, note: str) -> Generator[Progress, None, T]:
    done = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        done += 1
        yield Progress(done, max(done, total), note)
