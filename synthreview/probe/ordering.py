"""The order in which the detectors would show items, had they people's answers to a few of them only.

A what-if must not know what it foretells: where people's answers stand in the data themselves, detectors that
compare with people would see all of them. So the detectors look at copies of the items without those answers,
but for a random hundred, and never at the holdout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from synthreview.analyzers import registry
from synthreview.domain import Item
from synthreview.probe.labels import Order
from synthreview.risk import combine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

KNOWN = 100
PEOPLES = ("human_labels", "human_choice")
"""Parts that hold people's answers."""


def order(items: Sequence[Item], rows: Ints, seed: int, known: int = KNOWN) -> Order:
    """Order the items at some places by the risk that all detectors of their kind give them together.

    ``known``: so many, drawn at random, keep people's answers. Items at equal risk stay in a random order.
    """
    import numpy as np

    dice = np.random.default_rng((seed, 4))
    answered = [row for row in rows.tolist() if any(items[row].parts.get(part) for part in PEOPLES)]
    kept = dice.choice(answered, min(known, len(answered) // 2), replace=False)
    keep = set(kept.tolist())
    shown = [items[row] if row in keep else _without_people(items[row]) for row in rows.tolist()]
    risks = {each.item: each.risk for each in combine.rank(_found(shown), registry.finding_reasons())}
    rest = dice.permutation(rows[~np.isin(rows, kept)])
    risk = np.array([risks.get(items[row].id, 0.0) for row in rest.tolist()])
    return Order(np.sort(kept), rest[np.argsort(-risk, kind="stable")])


def _without_people(item: Item) -> Item:
    return replace(item, parts={part: value for part, value in item.parts.items() if part not in PEOPLES})


def _found(items: Sequence[Item]) -> list[tuple[int, str, float]]:
    """What every detector finds among the items, in the order of the items."""
    found = []
    for key in registry.for_kind(items[0].kind) if items else ():
        analyzer = registry.create(key)
        if analyzer.needs.holdout:
            continue  # it compares with other data sets
        partial = analyzer.summarize(items) if analyzer.needs.first_pass else None
        state = analyzer.finish(partial, None)
        found += [(each.item, each.reason, each.score) for each in analyzer.score(items, state)]
    return sorted(found)
