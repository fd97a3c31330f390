"""From a set of items to the plan of a batch: counted, compared with their data sets, sampled."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from typing import TypeVar

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Dataset, Role, Verdict
from synthreview.engine.batch import Already, BatchPlan, ClassLoss, MinorityLoss
from synthreview.engine.minorities import Minorities
from synthreview.engine.reason_names import reason_name
from synthreview.jobs import JobContext
from synthreview.store import datasets, ops, selections
from synthreview.store.store import Store
from synthreview.translation import trn

T = TypeVar("T")
Key = TypeVar("Key")
Class = tuple[int, str | None]
"""A data set and a label."""

SAMPLES = 5
_TYPICAL = 3
"""Reasons that tell what is typical of a batch."""


def plan(
    store: Store,
    asked: Sequence[int],
    verdict: Verdict,
    minorities: Callable[[Dataset], Minorities],
    job: JobContext,
    *,
    with_decided: bool,
    reason: str = "",
) -> BatchPlan:
    """What a verdict on these items would do (a second at 100,000 items, several at a million)."""
    connection, event = store.read(), ops.last_event(store.read())
    with_decided = with_decided and verdict is not Verdict.FIX  # what is in the text already stays in it
    steps = _Steps(asked, job)
    groups = _added(steps.each(lambda ids: selections.groups(connection, ids)))
    known = {dataset.id: dataset for dataset in datasets.every(connection)}
    open_to = {one.id for one in known.values() if one.role is Role.SYNTHETIC}
    kept = Counter(
        {group: n for group, n in groups.items() if group[0] in open_to and (with_decided or not group[2])}
    )
    items = array("q", asked)
    if kept.total() < len(items):
        some = steps.each(lambda ids: selections.reviewable(connection, ids, decided=with_decided))
        items = sum(some, array("q"))
    steps = _Steps(items, job)
    fixes: Counter[str] = Counter()
    if verdict is Verdict.FIX:
        fixes = _added(steps.each(lambda ids: selections.fixable(connection, ids)))
        told = steps.each(lambda ids: selections.fixes(connection, ids, reason)) if reason else []
        items = array("q", (item for chunk in told for item, _ in chunk))
        steps = _Steps(items, job)
        kept = _added(steps.each(lambda ids: selections.groups(connection, ids)))
    removed = Counter[Class]()
    if verdict is Verdict.REJECT:
        for (dataset, label, said, _), count in kept.items():
            removed[dataset, label] += count if said != Verdict.REJECT else 0
    behind = [minorities(known[one]) for one in sorted({dataset for dataset, _ in removed})]
    return BatchPlan(
        verdict=verdict,
        items=items,
        event=event,
        already=_already(groups, open_to),
        with_decided=with_decided,
        locked=sum(count for group, count in groups.items() if group[0] in known.keys() - open_to),
        datasets=_per_dataset(kept, known),
        classes=_class_losses(store, known, removed),
        minority=_minority_loss(behind, items),
        reasons=_typical(_added(steps.each(lambda ids: selections.reasons(connection, ids)))),
        fixes=_named_all(fixes),
        samples=tuple(_spread(items, SAMPLES)),
        reason=reason if verdict is Verdict.FIX else "",
    )


def _already(groups: Counter[selections.Group], open_to: Set[int]) -> tuple[Already, ...]:
    said = Counter[tuple[str, str]]()
    for (dataset, _, verdict, reviewer), count in groups.items():
        if dataset in open_to and verdict is not None:
            said[verdict, reviewer or ""] += count
    return tuple(Already(Verdict(verdict), who, count) for (verdict, who), count in said.most_common())


def _per_dataset(kept: Counter[selections.Group], known: dict[int, Dataset]) -> tuple[tuple[str, int], ...]:
    counts = Counter[str]()
    for (dataset, *_), count in kept.items():
        counts[known[dataset].name] += count
    return tuple(counts.most_common())


def family(store: Store, item: int) -> list[int]:
    """An item and all that are linked to it by findings of copies, directly or through others."""
    codes = [reason.code for reason in finding_reasons().values() if reason.family == "duplicate"]
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in selections.pairs(store.read(), codes):
        near[one].add(other)
        near[other].add(one)
    found, waiting = {item}, [item]
    while waiting:
        new = near[waiting.pop()] - found
        found |= new
        waiting += new
    return [item, *sorted(found - {item})]


class _Steps:
    """Goes through items a chunk at a time, telling how far it is."""

    def __init__(self, items: Sequence[int], job: JobContext) -> None:
        self._items, self._job = items, job

    def each(self, read: Callable[[Sequence[int]], T]) -> list[T]:
        """What is read of each chunk."""
        done = []
        for start in range(0, len(self._items), selections.CHUNK):
            self._job.progress(
                start,
                len(self._items),
                trn("Looking at {count} item", "Looking at {count} items", len(self._items)),
            )
            done.append(read(self._items[start : start + selections.CHUNK]))
        return done


def _added(counters: Sequence[Counter[Key]]) -> Counter[Key]:
    total: Counter[Key] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _class_losses(store: Store, known: dict[int, Dataset], removed: Counter[Class]) -> tuple[ClassLoss, ...]:
    connection, losses = store.read(), []
    for dataset in sorted({dataset for dataset, _ in removed}):
        sizes = selections.class_sizes(connection, *datasets.item_range(connection, dataset))
        if set(sizes) == {None}:
            continue  # no labels, no classes
        losses += [
            ClassLoss(removed[dataset, label], size, known[dataset].name, label)
            for label, size in sizes.items()
            if removed[dataset, label]
        ]
    return tuple(sorted(losses, key=lambda loss: (-loss.share, -loss.removed, loss.label or "")))


def _minority_loss(found: Sequence[Minorities], items: Sequence[int]) -> MinorityLoss | None:
    total = sum(len(one.items) for one in found)
    if not total:
        return None
    inside = set(items)
    removed = sum(item in inside for one in found for item in one.items)
    return MinorityLoss(removed, total, sampled=any(one.looked_at < one.of for one in found))


def _typical(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((reason_name(code), count) for code, count in counts.most_common(_TYPICAL))


def _named_all(counts: Counter[str]) -> tuple[tuple[str, str, int], ...]:
    return tuple((code, reason_name(code), count) for code, count in counts.most_common())


def _spread(items: Sequence[int], count: int) -> list[int]:
    """A few items at even distances, from the middle of each part."""
    if len(items) <= count:
        return list(items)
    return [items[(2 * place + 1) * len(items) // (2 * count)] for place in range(count)]
