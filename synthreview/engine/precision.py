"""How often each detector is right here: what people said of its findings, and what was known before."""

from __future__ import annotations

import math
from dataclasses import dataclass

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Dataset
from synthreview.engine.book import ENOUGH, opened
from synthreview.engine.reason_names import reason_name
from synthreview.estimates import wilson
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.risk.posterior import Precision, precision
from synthreview.store import judged
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

PRIOR = 0.5
"""What is believed of a reason of an analyzer that is not installed any more."""
FEWEST = 10
"""Judged findings of a reason under which its share is not told but assumed."""
_EVEN = 0.5
"""Above it a finding is more often right than wrong: the line where too few random checks are judged."""


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


@dataclass(frozen=True, slots=True)
class _Line:
    """What findings are compared with: the random checks that needed a change, or one half."""

    wrong: int = 0
    checks: int = 0
    """0 for one half."""

    @property
    def share(self) -> float:
        return self.wrong / self.checks if self.checks else _EVEN

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """The share's interval; one half is known."""
        return wilson(self.wrong, self.checks, confidence) if self.checks else (_EVEN, _EVEN)

    def side(self, confirmed: int, judged: int, confidence: float) -> int:
        """1 or -1 where a share lies above or below the line beyond chance, else 0.

        The line's own uncertainty counts: the interval of the difference must leave out nothing (Newcombe
        1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I). It takes
        the two for independent; findings on the checks themselves would only make it narrower.
        """
        difference = confirmed / judged - self.share
        low, high = wilson(confirmed, judged, confidence)
        least, most = self.interval(confidence)
        if difference > math.hypot(confirmed / judged - low, most - self.share):
            return 1
        return -1 if -difference > math.hypot(high - confirmed / judged, self.share - least) else 0


def precision_panel(store: Store, dataset: Dataset) -> Panel:
    """How often people confirm the findings of each reason, as dots with intervals, most judged first.

    The line stands at the share of the random checks that needed a change, since that is how often a
    detector that points at random would be confirmed; at one half before `ENOUGH` of them are judged. Its
    own interval is drawn as what chance reaches. The intervals of the reasons hold for all together
    (Bonferroni). Under `FEWEST` judged findings the share is what is assumed of the reason, by
    `risk.posterior`, without an interval.
    """
    rows = judgements(store, dataset)
    said = [row for row in rows if row.precision.judged]
    line = _line(store, dataset) if said else _Line()
    told = sum(row.precision.judged >= FEWEST for row in said)
    effects = tuple(_effect(row, line, told) for row in said)
    least, most = line.interval()
    return Panel(
        name="precision",
        title=_title(effects, line, found=bool(rows), told=told),
        subtitle=_subtitle(said, rows, line if told else _Line()),
        measure=later("share of judged findings that people confirm"),
        effects=effects,
        neutral=min(line.share, math.nextafter(1, 0)),  # 1 would stand for ratios
        noise=max(most - line.share, line.share - least) if told else 0.0,
        caution=_caution(line, judged.together(store.read(), dataset.id), len(said) - told) if said else "",
    )


def _line(store: Store, dataset: Dataset) -> _Line:
    book = opened(store, dataset)
    if book is None:
        return _Line()
    ledger = book.ledger
    checks = int(ledger.audited.sum())
    return _Line(int((ledger.audited & ledger.bad).sum()), checks) if checks >= ENOUGH else _Line()


def _effect(row: Judged, line: _Line, lines: int) -> Effect:
    found, name = row.precision, reason_name(row.reason)
    words = tr(
        "{confirmed} of {judged} confirmed",
        confirmed=grouped(found.confirmed),
        judged=grouped(found.judged),
    )
    if found.judged < FEWEST:
        return Effect(
            name=name,
            value=found.share,
            words=tr("{words}, so the share is assumed", words=words),
            where=row.where,
            note=tr("assumed, {judged} judged", judged=grouped(found.judged)),
            assumed=True,
        )
    confidence = 1 - 0.05 / lines
    low, high = wilson(found.confirmed, found.judged, confidence)
    return Effect(
        name=name,
        value=found.confirmed / found.judged,
        low=low,
        high=high,
        words=words,
        where=row.where,
        certain=line.side(found.confirmed, found.judged, confidence) != 0,
        note=tr("{judged} judged", judged=grouped(found.judged)),
    )


def _title(effects: tuple[Effect, ...], line: _Line, *, found: bool, told: int) -> str:
    if not found:
        return tr("No detector points at anything")
    if not effects:
        return tr("No finding was judged yet")
    worse = [each.name for each in effects if each.certain and each.value < line.share]
    better = [each.name for each in effects if each.certain and each.value > line.share]
    said = _beside_checks if line.checks else _beside_half
    if told and (title := said(worse, better, every=len(better) == len(effects) > 1)):
        return title
    return tr("Too few findings were judged to tell which detectors are right")


def _beside_checks(worse: list[str], better: list[str], *, every: bool) -> str:
    if len(worse) == 1:
        return tr("“{reason}” points at errors no better than chance", reason=worse[0])
    if worse:
        return trn(
            "{count} reason points at errors no better than chance",
            "{count} reasons point at errors no better than chance",
            len(worse),
        )
    if every:
        return tr("Every reason that was judged finds more errors than a random check does")
    if len(better) == 1:
        return tr("“{reason}” finds more errors than a random check does", reason=better[0])
    if better:
        return trn(
            "{count} reason finds more errors than a random check does",
            "{count} reasons find more errors than a random check does",
            len(better),
        )
    return tr("No reason is known to find more errors than a random check does")


def _beside_half(worse: list[str], better: list[str], *, every: bool) -> str:
    """The same of one half; empty where nothing is known."""
    if len(worse) == 1:
        return tr("“{reason}” is more often wrong than right", reason=worse[0])
    if worse:
        return trn(
            "{count} reason is more often wrong than right",
            "{count} reasons are more often wrong than right",
            len(worse),
        )
    if every:
        return tr("Every reason that was judged is more often right than wrong")
    if len(better) == 1:
        return tr("“{reason}” is more often right than wrong", reason=better[0])
    return (
        trn(
            "{count} reason is more often right than wrong",
            "{count} reasons are more often right than wrong",
            len(better),
        )
        if better
        else ""
    )


def _subtitle(said: list[Judged], rows: tuple[Judged, ...], line: _Line) -> str:
    if not said:
        return tr("Each decision on an item that a detector points at tells how far it can be trusted.")
    words = trn(
        "{count} finding judged, {confirmed} confirmed.",
        "{count} findings judged, {confirmed} confirmed.",
        sum(row.precision.judged for row in said),
        confirmed=grouped(sum(row.precision.confirmed for row in said)),
    )
    if line.checks:
        low, high = map(share, line.interval())
        words = trn(
            "{words} The line is blind pointing: {share} of {count} random check needed a change"
            " ({low} to {high}).",
            "{words} The line is blind pointing: {share} of {count} random checks needed a change"
            " ({low} to {high}).",
            line.checks,
            words=words,
            share=share(line.share),
            low=low,
            high=high,
        )
    if silent := len(rows) - len(said):
        words = trn(
            "{words} {count} reason has no judged finding yet.",
            "{words} {count} reasons have no judged finding yet.",
            silent,
            words=words,
        )
    return words


def _caution(line: _Line, together: int, assumed: int) -> str:
    words = tr(
        "Confirmed means that the item was fixed or rejected, for whatever reason. The worst items are judged"
        " first, so later findings may do less well."
    )
    if not line.checks:
        words = tr(
            "{words} Where most items are wrong, blind pointing is mostly right as well; {enough} random"
            " checks tell.",
            words=words,
            enough=ENOUGH,
        )
    if assumed:
        words = tr(
            "{words} Under {fewest} judged findings a share is assumed, mostly from data sets elsewhere.",
            words=words,
            fewest=FEWEST,
        )
    if not together:
        return words
    return trn(
        "{words} {count} item decided in a batch is left out.",
        "{words} {count} items decided in a batch are left out.",
        together,
        words=words,
    )
