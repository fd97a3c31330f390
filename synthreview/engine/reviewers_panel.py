"""How far each two people agree who judged the same items; nothing else about them."""

from __future__ import annotations

import math
from collections import Counter

from synthreview.engine.second_look import Pair, second_look
from synthreview.estimates import wilson
from synthreview.figures import grouped, isolated, share
from synthreview.panels import Effect, Panel
from synthreview.store import people
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn


def reviewers_panel(store: Store) -> Panel | None:
    """The share of the same verdicts of each pair of people of a project, most items in common first.

    The line of no effect stands where chance alone would have people agree: the chance of the same verdict
    if both gave theirs as often as they did, whatever the item (the Pe of Cohen 1960,
    doi:10.1177/001316446002000104), averaged over pairs by their items. Score intervals hold for all pairs
    together (Bonferroni). A pair differs beyond chance where its own leaves out the line, and also its own
    chance. Filters hold in the whole project.

    None where fewer than two people judged anything; no effects where no item was judged twice (long at
    100,000 such items: seconds).
    """
    if not people.several_judged(store.read()):
        return None
    found = second_look(store)
    items = sum(pair.agreement.items for pair in found.pairs)
    chance = sum(_chance(pair) * pair.agreement.items for pair in found.pairs) / items if items else 0.0
    subtitle = found.subtitle
    if 0 < chance < 1:
        subtitle = tr("{words} The line stands where chance alone would have them.", words=subtitle)
    return Panel(
        name="reviewers",
        title=found.title,
        subtitle=subtitle,
        measure=later("share of items with the same verdict"),
        effects=tuple(_effect(pair, len(found.pairs), chance) for pair in found.pairs),
        neutral=min(chance, math.nextafter(1, 0)),  # 1 would stand for ratios
        caution=found.caution,
    )


def _effect(pair: Pair, pairs: int, line: float) -> Effect:
    chance = _chance(pair)
    same, items = _same(pair), pair.agreement.items
    low, high = wilson(same, items, 1 - 0.05 / pairs)
    return Effect(
        name=tr("{first} and {second}", first=isolated(pair.first), second=isolated(pair.second)),
        value=pair.agreement.percent.value,
        low=low,
        high=high,
        words=trn(
            "the same verdict on {same} of {count} item; by chance alone {chance}",
            "the same verdict on {same} of {count} items; by chance alone {chance}",
            items,
            same=grouped(same),
            chance=share(chance),
        ),
        where=pair.differing.where,
        certain=not any(low <= each <= high for each in (chance, line)),
        note=trn("{count} item", "{count} items", items),
    )


def _same(pair: Pair) -> int:
    return sum(count for one, other, count in pair.verdicts if one == other)


def _chance(pair: Pair) -> float:
    """The chance of the same verdict if neither looked at the item."""
    first, second = Counter[str](), Counter[str]()
    for one, other, count in pair.verdicts:
        first[one] += count
        second[other] += count
    return sum(first[said] * second[said] for said in first) / pair.agreement.items**2
