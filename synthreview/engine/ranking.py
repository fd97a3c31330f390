"""Ranking: all findings combined into one risk per item, and a new queue version that replaces the old."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from functools import partial

from synthreview.analyzers.registry import finding_reasons
from synthreview.engine import audit_draw, chances, learning, mixing
from synthreview.jobs import JobContext
from synthreview.risk import combine
from synthreview.store import datasets, models, worklist
from synthreview.store.findings import scores
from synthreview.store.store import Store
from synthreview.store.writer import BULK

PIECE = 10_000
"""Items sorted at once."""


def rank(store: Store, job: JobContext) -> int:
    """Build the queue anew from what is found so far and make it the one that counts.

    Returns the number of items in it. The old version serves readers until the switch. Rankings of
    one project take turns.
    """
    with store.ranking:
        ranked = _rank(store, job)
        chances.refresh(store)
    return ranked


def rank_if_stale(store: Store, job: JobContext) -> bool:
    """Rank when an import or an analysis has ended since the last ranking did."""
    stale = worklist.is_stale(store.read())
    if stale:
        rank(store, job)
    return stale


def _rank(store: Store, job: JobContext) -> int:
    while store.write(worklist.clear_others, BULK):
        job.check()
    new = worklist.version(store.read()) + 1
    # Noted before the findings are read: what ends meanwhile makes this ranking stale again.
    seen = worklist.moves(store.read())
    cold = _cold(store)
    audit_draw.draw(store, cold, job)
    used = models.in_force(store.read())
    ranked = _worst_first(_learned(store, cold, used))
    placed = mixing.arrange(store.read(), ranked, mixing.chosen(store.read()))
    start = 1
    for offset in range(0, len(placed), worklist.CHUNK):
        rows = placed[offset : offset + worklist.CHUNK]
        store.write(partial(worklist.add_ranked, new=new, start=start, rows=rows), BULK)
        start += len(rows)
        job.check()
    last = 0
    while True:
        added, last = store.write(partial(worklist.add_rest, new=new, start=start, after=last), BULK)
        start += added
        if not last:
            break
        job.check()
    store.write(partial(worklist.publish, new=new, seen=seen, learned=used))
    while store.write(worklist.clear_others, BULK):
        pass
    return start - 1


def _cold(store: Store) -> dict[int, float]:
    """The risk of every item that has a finding, as the detectors' priors make it."""
    with store.snapshot() as connection:
        return {each.item: each.risk for each in combine.rank(scores(connection), finding_reasons())}


def _learned(store: Store, cold: dict[int, float], used: Mapping[int, int]) -> list[tuple[float, int]]:
    """Risk and id of these items, and of all those of data sets that are ranked by what was learned."""
    connection = store.read()
    risks = dict(cold)
    for dataset in datasets.every(connection) if used else ():
        body = models.get(connection, used[dataset.id]) if dataset.id in used else None
        if body is not None:
            found = learning.traits(connection, dataset)
            moved = found.moved(*learning.stored(body))
            risks.update(zip(found.items.tolist(), moved.tolist(), strict=True))
    return [(risk, item) for item, risk in risks.items()]


def _worst_first(risks: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Sorted by falling risk, then by item.

    In pieces that are merged: sorting a million at once would hold the interpreter, and with it the
    window, for a second.
    """
    keys = [(-risk, item) for risk, item in risks]
    pieces = (sorted(keys[start : start + PIECE]) for start in range(0, len(keys), PIECE))
    return [(-risk, item) for risk, item in heapq.merge(*pieces)]
