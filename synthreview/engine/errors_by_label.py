"""How many errors each label of a data set still has, and which labels differ from the whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.domain import Dataset
from synthreview.engine.book import ENOUGH, Book, opened
from synthreview.figures import grouped, isolated, natural, share
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.risk.residual import Residual, residual
from synthreview.store import labels
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMED = 5
"""Labels without enough checks that are named; more are counted."""


MOST = 100
"""More labels are no classes."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A label with checks enough to say a number."""

    label: str
    left: Residual
    """With intervals that hold for all labels together."""

    @property
    def rate(self) -> float:
        return self.left.after.share

    def beyond(self, whole: float) -> bool:
        """Whether its rate differs from that of the whole data set beyond chance."""
        return not self.left.after.low <= whole <= self.left.after.high


def errors_by_label_panel(store: Store, dataset: Dataset) -> Panel | None:
    """The error rate of each label after cleaning, highest first (long at a million items: a second).

    Inside a label the random checks are a random sample of it, as in `residual.by_cell`; a label with fewer
    than `ENOUGH` of them is said to be unknown unless all of it was looked at. Intervals hold for all labels
    together, with what each may err shared out among them (Bonferroni), and so are wider than those of
    `residual.by_cell`; a label differs beyond chance where its own leaves out the rate of the whole. That
    this rate is an estimate as well does no harm: with the label's items in it, it lies nearer to the
    label's own estimate than a known rate would.

    None where there are no random checks, fewer than two labels, or so many that they are no classes.
    """
    book = opened(store, dataset)
    if book is None:
        return None
    names, codes = _coded(store, dataset, book)
    if len(names) < 2:
        return None
    whole = residual(book.ledger).after
    checks, enough, kept = _checks(book, codes, len(names))
    known = enough & kept
    told = [
        _Told(label, residual(book.ledger.part(codes == code), 1 - 0.05 / int(known.sum())))
        for code, label in enumerate(names)
        if known[code]
    ]
    told.sort(key=lambda each: (-each.rate, natural(each.label)))
    unknown = {label: int(checks[code]) for code, label in enumerate(names) if not enough[code]}
    return Panel(
        name="errors_by_label",
        title=_title(told, whole.share),
        subtitle=_subtitle((whole.share, whole.low, whole.high) if told else None, unknown),
        measure=later("share of the items that still need a change"),
        effects=tuple(_effect(each, whole.share) for each in told),
        neutral=min(whole.share, math.nextafter(1, 0)),  # 1 would stand for ratios
        caution=_caution() if told else "",
    )


def _coded(store: Store, dataset: Dataset, book: Book) -> tuple[list[str], NDArray[np.int64]]:
    """The labels of a data set, and for each item of the book the place of its own among them, -1: none."""
    import numpy as np

    by_label = labels.items_by_label(store.read(), dataset.id)
    codes = np.full(len(book.items), -1)
    if not by_label or not len(book.items) or len(by_label) > MOST:
        return [], codes
    items = np.concatenate(list(by_label.values()))
    own = np.repeat(np.arange(len(by_label)), [len(each) for each in by_label.values()])
    place = np.minimum(np.searchsorted(book.items, items), len(codes) - 1)
    there = book.items[place] == items  # the checks may have been drawn before it came
    codes[place[there]] = own[there]
    return list(by_label), codes


def _checks(
    book: Book, codes: NDArray[np.int64], names: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """For each label: the checks its estimate rests on, whether they are enough, and whether it is kept."""
    import numpy as np

    ledger = book.ledger
    assert ledger.region is not None

    def count(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(codes[flags & (codes >= 0)], minlength=names)

    checks, outside = count(ledger.audited & ~ledger.region), count(~ledger.region)
    enough = (checks >= ENOUGH) | (checks == outside) | (count(~ledger.reviewed) == 0)
    return checks, enough, count(~ledger.removed) > 0


def _effect(told: _Told, whole: float) -> Effect:
    left = told.left
    return Effect(
        name=isolated(told.label),
        value=left.after.share,
        low=left.after.low,
        high=left.after.high,
        words=_words(left),
        where=f"label:{quoted(told.label)}",
        certain=told.beyond(whole),
        note=_note(left),
    )


def _note(left: Residual) -> str:
    if not left.remainder:
        return tr("all looked at")
    return trn("{count} check", "{count} checks", left.basis.labels)


def _words(left: Residual) -> str:
    if not left.remainder:
        return trn("its {count} item was looked at", "all {count} items were looked at", left.size)
    return trn(
        "about {errors} of {kept} items, from {count} check",
        "about {errors} of {kept} items, from {count} checks",
        left.basis.labels,
        errors=grouped(round(left.left + left.missing.share)),
        kept=grouped(left.kept),
    )


def _title(told: list[_Told], whole: float) -> str:
    if not told:
        return tr("Too few random checks to tell labels apart")
    more = [each for each in told if each.beyond(whole) and each.rate > whole]
    fewer = [each for each in told if each.beyond(whole) and each.rate < whole]
    if len(more) == 1:
        return tr(
            "“{label}” has more errors left than the data set as a whole", label=isolated(more[0].label)
        )
    if more:
        return trn(
            "{count} label has more errors left than the data set as a whole, “{label}” the most",
            "{count} labels have more errors left than the data set as a whole, “{label}” the most",
            len(more),
            label=isolated(more[0].label),
        )
    if len(fewer) == 1:
        return tr(
            "“{label}” has fewer errors left than the data set as a whole", label=isolated(fewer[0].label)
        )
    if fewer:
        return trn(
            "{count} label has fewer errors left than the data set as a whole",
            "{count} labels have fewer errors left than the data set as a whole",
            len(fewer),
        )
    return tr("No label is known to have more errors left than the others")


def _subtitle(whole: tuple[float, float, float] | None, unknown: dict[str, int]) -> str:
    if whole is None:
        label, most = max(unknown.items(), key=lambda each: each[1], default=("", 0))
        if not most:
            return tr("A label is told from {enough} random checks of its own on.", enough=ENOUGH)
        return trn(
            "A label is told from {enough} random checks of its own on; the most so far is {count},"
            " of “{label}”.",
            "A label is told from {enough} random checks of its own on; the most so far are {count},"
            " of “{label}”.",
            most,
            enough=ENOUGH,
            label=isolated(label),
        )
    rate, low, high = map(share, whole)
    words = tr(
        "Of the whole data set {rate} still need a change ({low} to {high}).", rate=rate, low=low, high=high
    )
    if not unknown:
        return words
    names = ", ".join(
        f"“{isolated(label)}” ({grouped(unknown[label])})" for label in sorted(unknown, key=natural)[:NAMED]
    )
    if len(unknown) > NAMED:
        names = tr("{names} ...", names=names)
    return trn(
        "{words} Too few checks (fewer than {enough}) of {count} label: {names}.",
        "{words} Too few checks (fewer than {enough}) of {count} labels: {names}.",
        len(unknown),
        words=words,
        enough=ENOUGH,
        names=names,
    )


def _caution() -> str:
    return tr(
        "Labels are those that came with the data. The intervals are wide enough to hold for all labels"
        " together. Reviewers are taken to be right."
    )
