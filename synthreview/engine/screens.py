"""What a screen shows of items: queue rows and the whole of one item."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import (
    PARTS,
    Decision,
    Finding,
    Form,
    ItemView,
    Parts,
    PartSpec,
    QueueRow,
    Reason,
    StoredFinding,
)
from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.errors import UserError
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import parse
from synthreview.risk.combine import combine
from synthreview.store import datasets, findings, ops, worklist
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
    result = []
    for stored in stored_items.fetch(connection, items):
        rank, risk = places.get(stored.id, (0, 0.0))
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
                reason=_heaviest(reasons.get(stored.id, ())),
                verdict=verdict,
                flagged=flagged,
            )
        )
    return result


def _heaviest(found: Sequence[Finding]) -> str:
    known = finding_reasons()
    weighed = [(known[f.reason].prior * f.score, f) for f in found if f.reason in known]
    if not weighed:
        return ""
    best = max(weighed, key=lambda pair: pair[0])[1]
    return known[best.reason].say(best.args)


def view(connection: sqlite3.Connection, item: int) -> ItemView:
    """Everything about one item; UserError when there is none of that number."""
    stored = _stored(connection, item)
    builder = ItemBuilder(connection)
    original = builder.original(stored)
    rank, risk = worklist.position(connection, item) or (0, 0.0)
    _, flagged = stored_items.states(connection, [item]).get(item, (None, False))
    source = builder.source(stored.dataset)
    return ItemView(
        item=builder.edited(stored, original),
        original=original,
        dataset=datasets.get(connection, stored.dataset),
        rank=rank,
        risk=risk,
        findings=found(connection, item),
        decision=stored_items.decision(connection, item),
        flagged=flagged,
        history=tuple(ops.touching(connection, item)),
        raw=stored.raw[:RAW_SHOWN].decode(source.layout.encoding, "replace"),
        writable=frozenset(_writable(source.mapping, stored, original, parse(stored.raw, source.layout))),
    )


def found(connection: sqlite3.Connection, item: int) -> tuple[StoredFinding, ...]:
    """An item's findings with words and their weights in its risk, heaviest first."""
    known = finding_reasons()
    told = [(analyzer, each) for analyzer, each in findings.of_item(connection, item) if each.reason in known]
    _, weights = combine([(each.reason, each.score) for _, each in told], known)
    result = [
        _told(analyzer, each, known[each.reason], weight)
        for (analyzer, each), weight in zip(told, weights, strict=True)
    ]
    return tuple(sorted(result, key=lambda each: -each.weight))


def _told(analyzer: str, finding: Finding, reason: Reason, weight: float) -> StoredFinding:
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
    )


def check_edits(connection: sqlite3.Connection, decision: Decision) -> None:
    """UserError when an edit names a part the item does not have, or gives it a value of another shape."""
    stored = _stored(connection, decision.item)
    builder = ItemBuilder(connection)
    original = builder.original(stored)
    kind = builder.source(stored.dataset).kind
    specs = {spec.name: spec for spec in PARTS[kind]}
    for path, value in decision.edits.items():
        name, _, below = path.partition(".")
        spec = specs.get(name)
        if spec is None or (below and not _leads_into(spec, below, original.get(name))):
            known = ", ".join(sorted(specs))
            raise UserError(
                f"Item #{decision.item} has no part '{path}' to fix; a {kind.words.lower()} has {known}."
            )
        if below and name in decision.edits:
            raise UserError(f"The fix of item #{decision.item} names both '{name}' and '{path}'; use one.")
        form = Form.TEXT if below else spec.form
        if not (_FITS[form](value) or (value is None and not below and not spec.required)):
            raise UserError(f"The part '{path}' of item #{decision.item} takes {_TAKES[form]}.")


def _leads_into(spec: PartSpec, below: str, turns: Any) -> bool:
    """Whether a path below a part names a text of one of its turns."""
    match = _TURN_PATH.fullmatch(below)
    return spec.form is Form.TURNS and match is not None and int(match[1]) < len(turns or ())


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_turn(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"role", "text"} <= value.keys() <= {"role", "speaker", "text"}
        and all(map(_is_text, value.values()))
    )


_TURN_PATH = re.compile(r"(0|[1-9][0-9]{0,8})\.(?:text|role|speaker)")
_FITS: dict[Form, Callable[[Any], bool]] = {
    Form.TEXT: _is_text,
    Form.LABEL: _is_text,
    Form.CHOICE: lambda value: _is_text(value) and value in ("a", "b", "tie"),
    Form.LABELS: lambda value: isinstance(value, list) and all(v is None or _is_text(v) for v in value),
    Form.TURNS: lambda value: isinstance(value, list) and all(map(_is_turn, value)),
}
_TAKES = {
    Form.TEXT: "a text",
    Form.LABEL: "a label as a text",
    Form.CHOICE: "a, b or tie",
    Form.LABELS: "a list of labels, each a text or null",
    Form.TURNS: "a list of turns with role and text; one text is named like turns.0.text",
}


def _stored(connection: sqlite3.Connection, item: int) -> StoredItem:
    rows = stored_items.fetch(connection, [item])
    if not rows:
        raise UserError(f"The project has no item {item}; 'synthreview queue' lists them.")
    return rows[0]


def _writable(mapping: Mapping, stored: StoredItem, original: Parts, record: object) -> list[str]:
    """Part paths whose edits can go back into the source record."""
    paths = []
    for spec in PARTS[mapping.kind]:
        paths.append(spec.name)
        if spec.form is Form.TURNS:
            for number in range(len(original.get(spec.name) or ())):
                paths += [f"{spec.name}.{number}.text", f"{spec.name}.{number}.role"]
    return [path for path in paths if mapping.source_path(path, record, stored.unit) is not None]
