"""How often each detector is right here: what people said of its findings, and what was known before."""

from __future__ import annotations

from dataclasses import dataclass

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Dataset
from synthreview.engine.reason_names import reason_name
from synthreview.estimates import wilson
from synthreview.figures import grouped
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.risk.posterior import STRENGTH, Precision, precision
from synthreview.store import judged
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

PRIOR = 0.5
"""What is believed of a reason of an analyzer that is not installed any more."""
_EVEN = 0.5
"""Above it a finding is more often right than wrong."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How the findings with one reason fared in a data set."""

    reason: str
    items: int
    """Items that carry it."""
    prior: float
    """The share that is confirmed elsewhere, which the reason comes with."""
    precision: Precision

    @property
    def where(self) -> str:
        """The filter for the items on which it was judged (those decided in a batch among them)."""
        said = quoted(self.reason)
        return (
            f"reason:{said} (verdict:accept or verdict:fix or verdict:reject or wrong_evidence:{said})"
            if self.precision.judged
            else f"reason:{said}"
        )


def judgements(store: Store, dataset: Dataset) -> tuple[Judged, ...]:
    """Every reason that the detectors give in a data set, those judged most often first.

    Confirmed: the item was fixed or rejected, and nobody called the finding wrong. What was decided for many
    items at once counts for nothing. The precision is that of `risk.posterior`.
    """
    known = finding_reasons()
    rows = []
    for code, items, looked_at, confirmed in judged.by_reason(store.read(), dataset.id):
        prior = known[code].prior if code in known else PRIOR
        rows.append(Judged(code, items, prior, precision(prior, confirmed, looked_at)))
    return tuple(rows)


def precision_panel(store: Store, dataset: Dataset) -> Panel:
    """The precision of each detector of a data set, as dots with intervals, those judged most often first.

    A line differs from one half beyond chance when the decisions alone say so, with what each of the lines
    may err shared out among them (Bonferroni), and the belief that they moved agrees.
    """
    rows = judgements(store, dataset)
    said = [row for row in rows if row.precision.judged]
    effects = tuple(_effect(row, len(said)) for row in said)
    return Panel(
        name="precision",
        title=_title(effects, found=bool(rows)),
        subtitle=_subtitle(said, rows),
        measure=later("share of findings that people confirm"),
        effects=effects,
        neutral=_EVEN,
        caution=_caution(judged.together(store.read(), dataset.id)) if said else "",
    )


def _effect(row: Judged, lines: int) -> Effect:
    found = row.precision
    low, high = wilson(found.confirmed, found.judged, 1 - 0.05 / lines)
    return Effect(
        name=reason_name(row.reason),
        value=found.share,
        low=found.low,
        high=found.high,
        words=tr(
            "{confirmed} of {judged} confirmed",
            confirmed=grouped(found.confirmed),
            judged=grouped(found.judged),
        ),
        where=row.where,
        certain=(low > _EVEN and found.low > _EVEN) or (high < _EVEN and found.high < _EVEN),
    )


def _title(effects: tuple[Effect, ...], *, found: bool) -> str:
    if not found:
        return tr("No detector points at anything")
    if not effects:
        return tr("No finding was judged yet")
    wrong = [each for each in effects if each.certain and each.value < _EVEN]
    right = [each for each in effects if each.certain and each.value > _EVEN]
    if len(wrong) == 1:
        return tr("“{reason}” is more often wrong than right", reason=wrong[0].name)
    if wrong:
        return trn(
            "{count} reason is more often wrong than right",
            "{count} reasons are more often wrong than right",
            len(wrong),
        )
    if len(right) == len(effects) > 1:
        return tr("Every reason that was judged is more often right than wrong")
    if len(right) == 1:
        return tr("“{reason}” is more often right than wrong", reason=right[0].name)
    if right:
        return trn(
            "{count} reason is more often right than wrong",
            "{count} reasons are more often right than wrong",
            len(right),
        )
    return tr("Too few findings were judged to tell which detectors are right")


def _subtitle(said: list[Judged], rows: tuple[Judged, ...]) -> str:
    if not said:
        return tr("Each decision on an item that a detector points at tells how far it can be trusted.")
    total = sum(row.precision.judged for row in said)
    words = trn(
        "{count} finding judged, {confirmed} confirmed. Each share starts from what is known of the detector,"
        " which weighs as much as {strength} findings.",
        "{count} findings judged, {confirmed} confirmed. Each share starts from what is known of the"
        " detector, which weighs as much as {strength} findings.",
        total,
        confirmed=grouped(sum(row.precision.confirmed for row in said)),
        strength=STRENGTH,
    )
    if silent := len(rows) - len(said):
        words = trn(
            "{words} {count} reason has no judged finding yet.",
            "{words} {count} reasons have no judged finding yet.",
            silent,
            words=words,
        )
    return words


def _caution(together: int) -> str:
    words = tr(
        "Confirmed means that the item was fixed or rejected, for whatever reason. The worst items are judged"
        " first, so later findings may do less well."
    )
    if not together:
        return words
    return trn(
        "{words} {count} item decided in a batch is left out.",
        "{words} {count} items decided in a batch are left out.",
        together,
        words=words,
    )
