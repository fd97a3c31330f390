"""How many items of a data set are copies, by kind of copy."""

from __future__ import annotations

from dataclasses import dataclass

from synthreview.analyzers import registry
from synthreview.domain import Confidence, Dataset, Kind, Reason
from synthreview.engine.reason_names import reason_name
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.store import carrying
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

FAMILY = "duplicate"
"""The family of reasons which say that an item repeats what is somewhere else."""
_JUDGED = (Kind.TASK_LABEL, Kind.PREFERENCE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A kind of copy, and how many items are one."""

    reason: Reason
    items: int

    @property
    def counts(self) -> bool:
        """Whether such items are copies; weak signs may well be sound items that are alike."""
        return self.reason.confidence is not Confidence.WEAK


def duplicates_panel(store: Store, dataset: Dataset) -> Panel | None:
    """The share of the items that are copies of an earlier one, or of their source, by kind of copy.

    All items were looked at, so there are no intervals. Weak signs are not counted as copies; they have lines
    where there are any, as some of them are sought in a sample or with a larger model alone. Of items that
    are alike the first carries no finding. None where no analyzer that knows copies has looked
    at the data set.
    """
    connection = store.read()
    have_run = carrying.analyzers(connection, dataset.id)
    sought, missing = _sought(dataset, have_run)
    if not sought or not dataset.items:
        return None
    lines = [_Line(each, carrying.items(connection, dataset.id, (each.code,))) for each in sought]
    lines = [line for line in lines if line.counts or line.items]
    lines.sort(key=lambda line: (not line.counts, -line.items, line.reason.code))
    sure = [line.reason.code for line in lines if line.counts]
    copies = carrying.items(connection, dataset.id, sure) if sure else 0
    return Panel(
        name="duplicates",
        title=_title(copies, dataset.items),
        subtitle=_subtitle(copies, dataset.items),
        measure=later("share of the items"),
        effects=tuple(_effect(line, dataset.items) for line in lines if any(each.items for each in lines)),
        caution=_caution(dataset.kind, missing),
    )


def _sought(dataset: Dataset, have_run: frozenset[str]) -> tuple[list[Reason], list[Reason]]:
    """The reasons that tell copies of this kind of data, and those whose analyzers have not looked at it."""
    sought: dict[str, Reason] = {}
    missing: dict[str, Reason] = {}
    for key, analyzer in registry.registered().items():
        if dataset.kind not in analyzer.kinds:
            continue
        for reason in analyzer.reasons:
            if reason.family == FAMILY and dataset.kind in reason.kinds:
                (sought if key in have_run else missing)[reason.code] = reason
    return list(sought.values()), [each for code, each in missing.items() if code not in sought]


def _effect(line: _Line, items: int) -> Effect:
    words = trn("{copies} of {count} item", "{copies} of {count} items", items, copies=grouped(line.items))
    if not line.counts:
        words = tr("{words}; may well be sound, so not counted above", words=words)
    return Effect(
        reason_name(line.reason.code),
        line.items / items,
        words=words,
        where=_where(line.reason.code) if line.items else "",
    )


def _where(code: str) -> str:
    said = quoted(code)
    return f"reason:{said} -wrong_evidence:{said}"


def _title(copies: int, items: int) -> str:
    if not copies:
        return tr("No item is a copy of another")
    return tr("Of the items, {share} are copies", share=share(copies / items))


def _subtitle(copies: int, items: int) -> str:
    if not copies:
        return trn("{count} item was compared.", "{count} items were compared.", items)
    return trn(
        "{copies} of {count} item; without copies {left} are left, the first of each group among them.",
        "{copies} of {count} items; without copies {left} are left, the first of each group among them.",
        items,
        copies=grouped(copies),
        left=grouped(items - copies),
    )


def _caution(kind: Kind, missing: list[Reason]) -> str:
    words = tr("All items were compared, so there is no margin of chance; detectors can still be wrong.")
    if kind in _JUDGED:
        words = tr("{words} What several people or models judged is no copy.", words=words)
    if missing:
        names = ", ".join(reason_name(each.code) for each in missing)
        words = tr("{words} Not looked for: {names}.", words=words, names=names)
    return words
