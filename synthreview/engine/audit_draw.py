"""Drawing the audit stream of each data set once, before any of its checks is judged."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from synthreview.domain import Dataset, Role
from synthreview.jobs import JobContext
from synthreview.risk.audits import audit_order, strata
from synthreview.store import audits, datasets, findings
from synthreview.store.store import Store
from synthreview.store.writer import BULK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 100
"""Items of a data set from which random checks are drawn; fewer can all be looked at."""
MOST = 20_000
"""Checks kept of a stream: at a share of 20 % enough for 100,000 decisions."""
SLICES = 8
"""Labels by which a data set is also stratified; not at all where it has more."""
_dice = random.SystemRandom()
"""Nobody can know the checks before they are drawn."""


def draw(store: Store, risks: Mapping[int, float], job: JobContext) -> None:
    """Draw the stream of every data set that was analyzed and has none.

    ``risks`` are those of the items with findings, as the detectors' priors make them. Who has decided
    what plays no part in the draw.
    """
    connection = store.read()
    analyzed = {dataset for (dataset, _), run in findings.runs(connection).items() if run.status == "done"}
    for dataset in datasets.every(connection):
        job.check()
        wanted = dataset.role is Role.SYNTHETIC and dataset.id in analyzed and dataset.items >= LEAST
        if wanted and not audits.is_drawn(connection, dataset.id, dataset.items):
            _draw(store, dataset, risks)


def _draw(store: Store, dataset: Dataset, risks: Mapping[int, float]) -> None:
    import numpy as np

    connection = store.read()
    items = audits.ids(connection, dataset.id)
    known = np.array([risks.get(item, 0.0) for item in items.tolist()])
    codes = strata(known, _slices([label for label, _ in audits.labels_and_lengths(connection, dataset.id)]))
    seed = _dice.getrandbits(32)
    order = audit_order(codes, seed)[: max(MOST, len(items) // 100)]
    drawn = audits.Stream(dataset.id, items, codes, known, items[order])
    store.write(lambda c: audits.keep(c, drawn, seed), BULK)


def _slices(labels: list[str | None]) -> NDArray[np.int64] | None:
    """The slice of each item by its label; None where labels would make too many, or no, slices."""
    import numpy as np

    count = Counter(labels)
    if not 1 < len(count) <= SLICES:
        return None
    number = {label: place for place, label in enumerate(sorted(count, key=str))}
    return np.array([number[label] for label in labels])
