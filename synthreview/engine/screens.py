"""What a screen shows of items: queue rows and the whole of one item."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import replace

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import (
    PARTS,
    Finding,
    Form,
    ItemView,
    Parts,
    QueueRow,
    StoredFinding,
)
from synthreview.engine import chances, facets
from synthreview.engine.edits import stored_item
from synthreview.engine.items import ItemBuilder
from synthreview.formats.drop_turns import Conversation, can_drop
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import parse
from synthreview.risk.combine import CERTAIN, combine
from synthreview.store import datasets, findings, models, objections, ops, worklist
from synthreview.store import items as stored_items
from synthreview.store.items import StoredItem

RAW_SHOWN = 1 << 20


def rows(connection: sqlite3.Connection, items: Sequence[int]) -> list[QueueRow]:
    """Queue rows of a page of items."""
    builder = ItemBuilder(connection)
    names = {dataset.id: dataset for dataset in datasets.every(connection)}
    places = worklist.positions(connection, items)
    states = stored_items.states(connection, items)
    reasons = findings.of_items(connection, items)
    objected = objections.of_items(connection, items)
    told = chances.known(connection)
    result = []
    for stored in stored_items.fetch(connection, items):
        rank, risk = places.get(stored.id, (0, 0.0))
        if stored.id in objected:
            risk = _risk(found(connection, stored.id))
        verdict, flagged = states.get(stored.id, (None, False))
        dataset = names[stored.dataset]
        result.append(
            QueueRow(
                item=stored.id,
                rank=rank,
                kind=dataset.kind,
                dataset=dataset.name,
                position=stored.position,
                unit=stored.unit,
                risk=risk,
                title=facets.title(dataset.kind, builder.item(stored).parts),
                reason=_heaviest(reasons.get(stored.id, ()), objected.get(stored.id, {})),
                verdict=verdict,
                flagged=flagged,
                chance=told[dataset.id](risk) if dataset.id in told and stored.id not in objected else None,
            )
        )
    return result


def _heaviest(found: Sequence[tuple[str, Finding]], objected: AnyMapping[objections.Named, object]) -> str:
    known = finding_reasons()
    weighed = [
        (known[f.reason].prior * f.score, f)
        for analyzer, f in found
        if f.reason in known and (analyzer, f.reason) not in objected
    ]
    if not weighed:
        return ""
    best = max(weighed, key=lambda pair: pair[0])[1]
    return known[best.reason].say(best.args)


def view(connection: sqlite3.Connection, item: int) -> ItemView:
    """Everything about one item; ItemGone when there is none of that number."""
    stored = stored_item(connection, item)
    builder = ItemBuilder(connection)
    original = builder.original(stored)
    rank, risk = worklist.position(connection, item) or (0, 0.0)
    told, taught_by = found(connection, item), models.taught_by(connection, stored.dataset)
    objected = any(each.objected_by for each in told)
    if taught_by and not objected:
        told = _sharing(told, risk)
    risk = _risk(told) if objected else risk
    chance = chances.known(connection).get(stored.dataset)
    _, flagged = stored_items.states(connection, [item]).get(item, (None, False))
    source = builder.source(stored.dataset)
    return ItemView(
        item=builder.edited(stored, original),
        original=original,
        dataset=datasets.get(connection, stored.dataset),
        rank=rank,
        risk=risk,
        findings=told,
        decision=stored_items.decision(connection, item),
        flagged=flagged,
        history=tuple(ops.touching(connection, item)),
        raw=stored.raw[:RAW_SHOWN].decode(source.layout.encoding, "replace"),
        writable=frozenset(_writable(source.mapping, stored, original, parse(stored.raw, source.layout))),
        taught_by=taught_by,
        chance=chance(risk) if chance and not objected else None,
    )


def found(connection: sqlite3.Connection, item: int) -> tuple[StoredFinding, ...]:
    """An item's findings with words and their weights in its risk, heaviest first.

    What somebody called wrong weighs nothing, and stays at the place that it had before.
    """
    known = finding_reasons()
    told = [(analyzer, each) for analyzer, each in findings.of_item(connection, item) if each.reason in known]
    by = objections.of_items(connection, [item]).get(item, {})
    _, would_weigh = combine([(each.reason, each.score) for _, each in told], known)
    _, weights = combine(
        [(each.reason, 0.0 if (analyzer, each.reason) in by else each.score) for analyzer, each in told],
        known,
    )
    order = sorted(range(len(told)), key=lambda place: -would_weigh[place])
    return tuple(_told(*told[place], weights[place], by) for place in order)


def _risk(told: Sequence[StoredFinding]) -> float:
    """The risk that findings explain: their weights add up to it."""
    return min(math.fsum(each.weight for each in told), CERTAIN)


def _sharing(told: Sequence[StoredFinding], risk: float) -> tuple[StoredFinding, ...]:
    """Findings with the parts that they have in a learned risk: in proportion to those in the cold one."""
    cold = _risk(told)
    return tuple(replace(each, weight=each.weight * risk / cold if cold else 0.0) for each in told)


def _told(
    analyzer: str, finding: Finding, weight: float, by: AnyMapping[objections.Named, tuple[str, ...]]
) -> StoredFinding:
    reason = finding_reasons()[finding.reason]
    return StoredFinding(
        analyzer=analyzer,
        reason=finding.reason,
        words=reason.say(finding.args),
        confidence=reason.confidence,
        score=finding.score,
        weight=weight,
        evidence=finding.evidence,
        fix=finding.fix,
        args=finding.args,
        objected_by=by.get((analyzer, finding.reason), ()),
    )


def _writable(mapping: Mapping, stored: StoredItem, original: Parts, record: object) -> list[str]:
    """Part paths whose edits can go back into the source record."""
    paths, whole = [], []
    for spec in PARTS[mapping.kind]:
        paths.append(spec.name)
        if spec.form is Form.TURNS:
            turns = len(original.get(spec.name) or ())
            for number in range(turns):
                paths += [f"{spec.name}.{number}.text", f"{spec.name}.{number}.role"]
            if can_drop(mapping, Conversation(spec.name, turns, record, stored.unit)):
                whole.append(spec.name)
    return whole + [path for path in paths if mapping.source_path(path, record, stored.unit) is not None]
