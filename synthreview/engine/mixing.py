"""The order of the queue: mostly the riskiest, and among them what the riskiest cannot tell.

Uncertain items teach the learned risk most, items of rare labels are those that a clean-up takes out first
without anybody having looked, and random checks alone say something about what nobody looks at.
"""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import chain, islice, zip_longest

import orjson

from synthreview.analyzers.texts import texts
from synthreview.domain import Kind, Role
from synthreview.engine.audit_draw import LEAST
from synthreview.engine.items import ItemBuilder
from synthreview.risk.diverse import spread_out
from synthreview.store import audits, datasets, findings, pages
from synthreview.store import items as stored_items
from synthreview.store.worklist import WAYS

RISK, UNCERTAIN, MINORITY, AUDIT = range(len(WAYS))
BLOCK = 20
"""So many places of the queue hold each way's share, in random order."""
DEPTH = 100_000
"""Places that are mixed; nobody gets further before the queue is ranked anew."""
CANDIDATES = 5_000
"""Uncertain items, and items of rare labels, that are looked at."""
UNLIKE = 2_000
"""Of the uncertain ones, the items that are compared with each other."""
SPREAD = 500
"""So many of them come one by one, each unlike those before; the rest by how unsure they are."""
RARE = 0.5
"""A label is rare below this share of what it would have if all had the same."""
LABELS = 20
"""More different labels are no classes."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How many of a hundred items are shown for which reason; ValueError unless these are a hundred."""

    risk: int = 65
    uncertain: int = 10
    minority: int = 5
    audit: int = 20

    def __post_init__(self) -> None:
        if min(astuple(self)) < 0 or sum(astuple(self)) != 100:
            raise ValueError("the shares of a mix are not negative and add up to 100")


def chosen(connection: sqlite3.Connection) -> Mix:
    """The mix that the project's lead has chosen, or the usual one, also where the choice is damaged."""
    saved = pages.read(connection, pages.MIX)
    try:
        shares = orjson.loads(saved or "{}")
        return Mix(**shares) if all(type(share) is int for share in shares.values()) else Mix()
    except (AttributeError, TypeError, ValueError):
        return Mix()  # it can be chosen again


Row = tuple[float, int, int]
"""Risk, item, and why it stands there."""


def arrange(connection: sqlite3.Connection, ranked: Sequence[tuple[float, int]], mix: Mix) -> list[Row]:
    """Give items their places in the queue; ``ranked`` are those with findings, worst first.

    Where there are random checks to be made the order is mixed. What has a verdict already stands first, by
    its risk, so that every beginning of what is left holds its share of each way. Otherwise the order is
    that of the risk. Items that are in no stream and have no finding are not in the result.
    """
    checks = [item for _, item in audits.undecided(connection)]
    if not checks:
        return [(risk, item, RISK) for risk, item in ranked]
    decided = audits.decided(connection)
    settled = [(risk, item, RISK) for risk, item in ranked if item in decided]
    left = [(risk, item) for risk, item in ranked if item not in decided]
    risks = {item: risk for risk, item in left}
    ways: dict[int, Iterable[int]] = {
        RISK: (item for _, item in left),
        UNCERTAIN: _uncertain(connection, left),
        MINORITY: (item for item in _rare(connection, risks) if item not in decided),
        AUDIT: checks,
    }
    order = islice(mixed(ways, mix), DEPTH)
    head = [(risks.get(item, 0.0), item, why) for item, why in order]
    there = {item for _, item, _ in head}
    return settled + head + [(risk, item, RISK) for risk, item in left if item not in there]


def mixed(ways: dict[int, Iterable[int]], mix: Mix) -> Iterator[tuple[int, int]]:
    """Each item once with the way that it came by first; ways that have run out leave their places.

    The first place is the riskiest item's. Inside of a block the places are drawn, so that nobody who
    reviews can tell from an item's place why it is shown.
    """
    rng, shown = random.Random(0), set[int]()
    streams = {way: iter(items) for way, items in ways.items()}
    owed = [0.0] * len(WAYS)
    first = True
    while streams:
        block = []
        for way, share in enumerate(astuple(mix)):
            owed[way] += share * BLOCK / 100
            block += [way] * int(owed[way])
            owed[way] -= int(owed[way])
        rng.shuffle(block)
        if first and RISK in block:
            block.remove(RISK)
            block.insert(0, RISK)
        first = False
        gone = set()
        for way in block:
            item = next((item for item in streams.get(way, ()) if item not in shown), None)
            if item is None:
                gone.add(way)
                continue
            shown.add(item)
            yield item, way
        # A way without a share would never be asked: what it alone holds waits for another ranking.
        streams = {way: items for way, items in streams.items() if way not in gone and astuple(mix)[way]}


def _uncertain(connection: sqlite3.Connection, left: Sequence[tuple[float, int]]) -> list[int]:
    """The items nearest to even odds, unlike ones first, and those of different reasons in turns."""
    near = sorted(left, key=lambda pair: abs(pair[0] - 0.5))[:CANDIDATES]
    reasons = findings.first_reasons(connection, [item for _, item in near])
    groups: dict[str, list[int]] = defaultdict(list)
    for item in _unlike(connection, near):
        groups[reasons.get(item, "")].append(item)
    return [item for item in chain.from_iterable(zip_longest(*groups.values())) if item is not None]


def _unlike(connection: sqlite3.Connection, near: Sequence[tuple[float, int]]) -> list[int]:
    """Items by how unsure their risk is, times how unlike those before they are, by their small vectors."""
    import numpy as np

    from synthreview.analyzers.embeddings import instant

    some = near[:UNLIKE]
    if not some:
        return []
    builder = ItemBuilder(connection)
    found = {
        stored.id: "\n".join(text for _, text in texts(builder.item(stored)))
        for stored in stored_items.fetch(connection, [item for _, item in some])
    }
    vectors = instant.embed([found.get(item, "") for _, item in some])
    unsure = np.array([4 * risk * (1 - risk) for risk, _ in some])
    order = spread_out(vectors, unsure, SPREAD)
    return [some[place][1] for place in order] + [item for _, item in near[UNLIKE:]]


def _rare(connection: sqlite3.Connection, risks: dict[int, float]) -> list[int]:
    """Items of rare labels, the labels in turns, riskiest first."""
    found: list[list[int]] = []
    for dataset in datasets.every(connection):
        if dataset.role is not Role.SYNTHETIC or dataset.kind is not Kind.TASK_LABEL or dataset.items < LEAST:
            continue
        count = audits.label_counts(connection, dataset.id)
        bound = RARE * sum(count.values()) / max(len(count), 1)
        if len(count) <= LABELS:
            rare = (label for label, number in count.items() if number < bound)
            found += [audits.of_label(connection, dataset.id, label, CANDIDATES) for label in rare]
    ordered = [sorted(items, key=lambda item: -risks.get(item, 0.0)) for items in found]
    return [item for item in chain.from_iterable(zip_longest(*ordered)) if item is not None]
