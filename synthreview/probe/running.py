"""Runs a probe from beginning to end, in a process of its own: what it is given can be sent there."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from synthreview.domain import Item
from synthreview.probe import answers, labels, ordering, preferences, representation
from synthreview.probe.answers import Instructions
from synthreview.probe.arms import FEWEST_KNOWN, is_split
from synthreview.probe.labels import LabelledTexts
from synthreview.probe.preferences import Pairs
from synthreview.probe.result import View, WhatIf
from synthreview.translation import later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

T = TypeVar("T")
TRAINING, RANKING, READING, LOOKING = (
    later("Training quick models"),
    later("Ranking by risk, without the holdout"),
    later("Reading meanings"),
    later("Looking answers up"),
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
    overlapping: int
    """Examples that are not trained on because they stand in the holdout too."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is to be probed."""

    data: LabelledTexts | Pairs | Instructions
    seeds: int
    close: NDArray[np.float32] | None = None
    """What the large model says of the texts of the pool, where it has read all of them."""
    items: Sequence[Item] = ()
    """The examples as the detectors see them, for a what-if; none is made without."""


Steps = Generator[Progress, None, Found]


def run(task: Task) -> Iterator[Progress | Found]:
    """Yields how far it is, and at last what was found. UserError where nothing can be told."""
    if isinstance(task.data, LabelledTexts):
        yield (yield from _labels(task, task.data))
    elif isinstance(task.data, Pairs):
        yield (yield from _pairs(task, task.data))
    else:
        yield (yield from _answers(task, task.data))


def _labels(task: Task, data: LabelledTexts) -> Steps:
    import numpy as np

    prepared = labels.prepare(data, task.seeds)
    yield Progress(0, 1, READING)
    views = representation.default(data.texts, task.close)
    first, foreseen = labels.models(prepared, views), tuple[WhatIf, ...]()
    told = yield from _counted(labels.views(prepared, views), first, TRAINING)
    known = (data.examples.people.sum(axis=1) > 0).mean() >= FEWEST_KNOWN
    if task.items and known:
        orders = []
        for run in prepared.runs:
            yield Progress(run.seed, task.seeds, RANKING)
            orders.append(ordering.order(task.items, np.flatnonzero(run.trained), run.seed))
        models = len(views) * len(prepared.runs) * (2 * len(labels.SHARES) + 1)
        foreseen = yield from _counted(labels.what_if(prepared, views, orders), models, TRAINING)
    return _found(told, len(prepared.tested), data.examples.groups, prepared.holdout.groups, foreseen)


def _pairs(task: Task, data: Pairs) -> Steps:
    prepared = preferences.prepare(data, task.seeds)
    yield Progress(0, 1, READING)
    views = representation.default(data.texts, task.close)
    told = yield from _counted(
        preferences.views(prepared, views), preferences.models(prepared, views), TRAINING
    )
    return _found(told, len(prepared.tested), data.examples.groups, prepared.holdout.groups)


def _answers(task: Task, data: Instructions) -> Steps:
    prepared = answers.prepare(data, task.seeds)
    yield Progress(0, 1, READING)
    # To find a text, a word is of use that stands in it alone.
    views = representation.default(data.texts, task.close, least=1)
    told = yield from _counted(answers.views(prepared, views), answers.models(prepared, views), LOOKING)
    return _found(told, prepared.tested, data.examples.groups, data.holdout_groups)


def _found(
    views: tuple[View, ...], tested: int, groups: Ints, holdout: Ints, what_if: tuple[WhatIf, ...] = ()
) -> Found:
    import numpy as np

    split = is_split(groups, holdout)
    overlapping = 0 if split else int(np.isin(groups, holdout).sum())
    return Found(views, what_if, tested, len(np.unique(holdout)), split, overlapping)


def _counted(steps: Generator[None, None, T], total: int, note: str) -> Generator[Progress, None, T]:
    done = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        done += 1
        yield Progress(done, max(done, total), note)
