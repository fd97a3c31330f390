"""A project in memory that keeps the promises the review desk relies on: order, durability, undo."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from synthreview.domain import (
    Changes,
    Confidence,
    Dataset,
    Decision,
    Draft,
    Evidence,
    Item,
    ItemView,
    Kind,
    Operation,
    OperationState,
    QueueRow,
    Role,
    StoredFinding,
    Verdict,
    with_edits,
)
from synthreview.engine.validity import Problem
from synthreview.errors import ItemGone, UserError
from synthreview.project import Counts
from synthreview.project.beside import Contest, Forecast, Nearest
from tests.ui.review.fake_find import FakeFind
from tests.ui.review.fake_reading import FakeReading

FILES = {
    Kind.INSTRUCTION: "alpaca-march.json",
    Kind.TASK_LABEL: "labels.csv",
    Kind.PREFERENCE: "pairs.jsonl",
    Kind.SIMULATION: "chats.json",
    Kind.FREE_TEXT: "essays.csv",
}


@dataclass
class Entry:
    """One item with what is known of it."""

    kind: Kind
    parts: dict
    findings: tuple[StoredFinding, ...] = ()
    risk: float = 0.3
    unwritable: frozenset[str] = frozenset()
    foretold: tuple | None = None
    nearest: Nearest | Exception | Callable[[], Nearest] = Nearest  # called for it


def finding(
    words,
    weight,
    part=None,
    start=0,
    end=None,
    *,
    analyzer="rules",
    fix=None,
    confidence=Confidence.LIKELY,
    note="",
):
    evidence = (Evidence(part, start, end, note=note),) if part else ()
    return StoredFinding(
        analyzer, words.lower().replace(" ", "_"), words, confidence, weight, weight, evidence, fix or {}
    )


class FakeProject(FakeReading, FakeFind):
    """Items are numbered from 1 in queue order."""

    def __init__(self, entries=(), *, read_only=False):
        self.entries = list(entries)
        self.name = "alpaca-march"
        self.reviewer = "Ana"
        self.read_only = read_only
        self.read_only_reason = (
            "Another window has this project open; close it to decide here." if read_only else ""
        )
        self.listeners = []
        self.decided: dict[int, Decision] = {}
        self.flagged: set[int] = set()
        self.alike: dict[int, list[int]] = {}
        self.saved: dict[str, str] = {}
        self.kept_place = None
        self.written = ""
        self.refuses = ""
        self.log: list[tuple[Operation, dict, dict]] = []
        self.undone: list[tuple[Operation, dict, dict]] = []
        self.fetched: list[int] = []
        self.drafts: dict[int, Draft] = {}
        self.broken: list[Problem] = []
        self.gone: set[int] = set()
        self.looked: list[int] = []

    def queue_ids(self, where="verdict:undecided"):
        if "nonsense" in where:
            raise UserError("The filter has no key 'nonsense'; keys are kind, risk, verdict.")
        return self.matching(where)

    def rows(self, items):
        self.fetched.append(len(items))
        return [self._row(item) for item in items]

    def call_wrong(self, item, analyzer, reason, *, on=True):
        before = self.entries[item - 1].findings
        after = tuple(
            replace(each, objected_by=_with(each.objected_by, self.reviewer, on=on))
            if (each.analyzer, each.reason) == (analyzer, reason)
            else each
            for each in before
        )
        label = f"Call a finding of #{item} wrong" if on else f"No longer call a finding of #{item} wrong"
        return self._do("objection", label, {item: before}, {item: after})

    def draft(self, item):
        return self.drafts.get(item)

    def keep_draft(self, item, draft, by=None):
        if draft is None:
            self.drafts.pop(item, None)
        else:
            self.drafts[item] = draft
        done = Future()
        done.set_result(None)
        return done

    def problems(self, item, edits):
        return self.broken

    def view(self, item):
        if item in self.gone:
            raise ItemGone(f"Item #{item} is gone: its data set was removed.")
        if not 0 < item <= len(self.entries):
            raise UserError(f"The project has no item {item}.")
        entry, decision = self.entries[item - 1], self.decided.get(item)
        parts = with_edits(entry.parts, decision.edits) if decision else entry.parts
        paths = set(entry.parts)
        for name in ("turns", "history"):
            for number in range(len(entry.parts.get(name) or ())):
                paths |= {f"{name}.{number}.text", f"{name}.{number}.role"}
        history = [op for op, _, _ in reversed(self.log) if op.first_item == item]
        history += [
            replace(op, state=OperationState.UNDONE) for op, _, _ in self.undone if op.first_item == item
        ]
        return ItemView(
            Item(item, 1, item - 1, None, entry.kind, parts),
            entry.parts,
            _dataset(entry.kind),
            item,
            entry.risk,
            entry.findings,
            decision,
            item in self.flagged,
            tuple(history),
            "{}",
            frozenset(paths) - entry.unwritable,
        )

    def datasets(self):
        return [_dataset(kind) for kind in dict.fromkeys(entry.kind for entry in self.entries)]

    def learn_all(self):
        return None

    def guidelines(self):
        return self.written

    def write_guidelines(self, text):
        if self.refuses:
            raise UserError(self.refuses)
        self.written = text

    def place(self):
        return self.kept_place

    def keep_place(self, place):
        self.kept_place = place

    def foretell(self, view):
        unknown = Forecast((), "Not known."), Contest(None, 0, 1, "", "Not known.")
        return self.entries[view.item.id - 1].foretold or unknown

    def near_people(self, view, limit=5):
        self.looked.append(view.item.id)
        nearest = self.entries[view.item.id - 1].nearest
        if isinstance(nearest, Exception):
            raise nearest
        return nearest() if callable(nearest) else nearest

    def counts(self):
        tally = [decision.verdict for decision in self.decided.values()]
        by = {verdict.past: tally.count(verdict) for verdict in Verdict}
        return Counts(
            len(self.entries), **by, undecided=len(self.entries) - len(tally), flagged=len(self.flagged)
        )

    def decide(
        self,
        item,
        verdict,
        *,
        edits=None,
        reasons=(),
        note="",
        seconds=0.0,
        selected_by="risk",
        probability=None,
    ):
        before = {item: self.decided.get(item)}
        decision = Decision(
            item, verdict, edits or {}, tuple(reasons), note, self.reviewer, seconds, selected_by, probability
        )
        return self._do("decide", f"{verdict.value.capitalize()} #{item}", before, {item: decision})

    def flag(self, item, on):
        return self._do("flag", f"Flag #{item}", {item: item in self.flagged}, {item: on})

    def sizes(self):
        return int(bool(self.log)), int(bool(self.undone))

    def undo(self, to=None):
        return self._move(self.log, self.undone, 1)

    def redo(self):
        return self._move(self.undone, self.log, 2)

    def _move(self, source, target, side):
        if not source:
            return None
        entry = source.pop()
        target.append(entry)
        self._put(entry[0].kind, entry[side])
        return entry[0]

    def _do(self, kind, label, before, after):
        operation = Operation(
            len(self.log) + 1,
            kind,
            label,
            self.reviewer,
            "2026-03-12T14:03:00+00:00",
            1,
            first_item=next(iter(after)),
        )
        self.log.append((operation, before, after))
        self.undone.clear()
        self._put(kind, after)
        return operation

    def _put(self, kind, values):
        if kind == "filter":
            self.put_filters(values)
            return
        for item, value in values.items():
            if kind == "objection":
                self.entries[item - 1].findings = value
            elif kind == "flag":
                (self.flagged.add if value else self.flagged.discard)(item)
            elif value is None:
                self.decided.pop(item, None)
            else:
                self.decided[item] = value
        for listener in self.listeners:
            listener(Changes(frozenset({"decisions"}), tuple(values)))

    def _row(self, item):
        entry = self.entries[item - 1]
        parts = entry.parts
        title = (
            parts.get("instruction") or parts.get("prompt") or parts.get("task") or parts.get("text") or ""
        )
        reason = entry.findings[0].words if entry.findings else ""
        decision = self.decided.get(item)
        return QueueRow(item, item, entry.kind, "alpaca-march", item - 1, None, entry.risk, title[:200], reason,
                        decision.verdict if decision else None, item in self.flagged)  # fmt: skip


def _with(names, name, *, on):
    return (*(each for each in names if each != name), *((name,) if on else ()))


class BigProject(FakeProject):
    """Many plain items without holding them."""

    def __init__(self, count):
        super().__init__()
        self.count = count
        self.one = Entry(Kind.INSTRUCTION, {"instruction": "Name a colour.", "output": "Blue."})

    def queue_ids(self, where="verdict:undecided"):
        return array("q", range(1, self.count + 1))

    def rows(self, items):
        self.fetched.append(len(items))
        return [
            QueueRow(i, i, Kind.INSTRUCTION, "big", i - 1, None, 0.5, f"Item {i}", "", None) for i in items
        ]

    def view(self, item):
        self.entries = _Same(self.one, self.count)
        return super().view(item)

    def counts(self):
        return Counts(self.count, 0, 0, 0, 0, self.count, 0)


@dataclass
class _Same:
    entry: Entry
    count: int
    extra: list = field(default_factory=list)

    def __len__(self):
        return self.count

    def __getitem__(self, _index):
        return self.entry


def _dataset(kind):
    return Dataset(
        1, "alpaca-march", kind, Role.SYNTHETIC, FILES[kind], "JSON array", "utf-8", {}, 1789, 1789, 0, "", ""
    )
