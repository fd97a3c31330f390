"""One decision for many items: what it would do, before it is done.

A plan holds the items, not the question that found them: what is decided is what was looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from synthreview.domain import Verdict
from synthreview.engine.minorities import MOST
from synthreview.estimates import of_finite
from synthreview.figures import grouped, isolated, share
from synthreview.translation import tr, trn

MUCH = 0.2
"""A class that loses more than this is worth a second thought."""
MOST_WARNINGS = 3
"""Classes that are told one by one."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """Items named one by one."""

    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """All items that meet a filter."""

    where: str


@dataclass(frozen=True, slots=True)
class Copies:
    """An item and those that say nearly the same."""

    item: int


What = Chosen | Matching | Copies
"""Which items a batch is about."""


@dataclass(frozen=True, slots=True)
class Already:
    """Items that have a verdict, and whose it is."""

    verdict: Verdict
    reviewer: str
    items: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What a batch removes of a group of items: how many of how many."""

    removed: int
    total: int

    @property
    def share(self) -> float:
        """The part that is removed."""
        return self.removed / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ClassLoss(Loss):
    """What a batch removes of one label in one data set (of the items not rejected so far)."""

    dataset: str
    label: str | None
    """None: items without a label."""


@dataclass(frozen=True, slots=True)
class MinorityLoss(Loss):
    """What it removes of the items whose label a minority of people gave; ``total`` may be of a sample."""

    sampled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BatchPlan:
    """What a batch would do. Its items are in queue order, or in the order in which they were named."""

    verdict: Verdict
    items: array[int]
    event: int
    """The last operation event it knows of."""
    already: tuple[Already, ...]
    """Verdicts on the items that were asked for."""
    with_decided: bool
    """Whether items with a verdict are in the batch and get another one, or are left out."""
    locked: int
    """Items of references, which are left out."""
    datasets: tuple[tuple[str, int], ...]
    classes: tuple[ClassLoss, ...]
    """Where the verdict removes items: what each label loses, the most of it first."""
    minority: MinorityLoss | None
    reasons: tuple[tuple[str, int], ...]
    """The most frequent reasons, in words where they are known, with their numbers of items."""
    fixes: tuple[tuple[str, str, int], ...]
    """Reasons that come with a change: code, words, number of items."""
    samples: tuple[int, ...]
    """A few items, spread over the batch."""
    reason: str = ""
    """Of a fix: the reason whose suggested change each item gets."""

    @property
    def decided(self) -> int:
        """How many of the items asked for have a verdict."""
        return sum(one.items for one in self.already)

    def warnings(self) -> list[str]:
        """What to think of before it is done, as sentences; empty when nothing stands out."""
        said = list(_class_warnings(self.classes))
        if self.minority is not None and self.minority.removed:
            said.append(_minority_words(self.minority))
        return said


def checks(planned: BatchPlan, count: int, seed: int) -> list[int]:
    """Items of the batch to be looked at before it is applied: a simple random sample, in random order."""
    return Random(seed).sample(planned.items, min(count, len(planned.items)))


@dataclass(frozen=True, slots=True)
class Judged:
    """What random checks say of a batch: how many of them were wrong, and with that of how many at most."""

    right: int
    wrong: int
    size: int
    """Items of the batch."""
    low: int
    """The fewest wrong ones in the batch, and in ``high`` the most, that go with the checks (95 %)."""
    high: int

    @property
    def checked(self) -> int:
        """How many were looked at."""
        return self.right + self.wrong

    def words(self) -> str:
        """``0 of 20 checks were wrong: at most 14 % of the batch``."""
        if not self.checked:
            return tr("Nothing was checked yet.")
        said = trn(
            "{wrong} of {checks} was wrong",
            "{wrong} of {checks} were wrong",
            1 if self.checked == 1 else self.wrong,
            wrong=grouped(self.wrong),
            checks=trn("{count} check", "{count} checks", self.checked),
        )
        if self.checked == self.size:
            return tr("{said}: the whole batch was looked at.", said=said)
        low, high = share(self.low / self.size), share(self.high / self.size)
        if self.wrong == 0:
            return tr("{said}: at most {high} of the batch.", said=said, high=high)
        if self.right == 0:
            return tr("{said}: at least {low} of the batch.", said=said, low=low)
        return tr("{said}: between {low} and {high} of the batch.", said=said, low=low, high=high)


def judge_checks(size: int, right: int, wrong: int) -> Judged:
    """The share of wrong items in a batch of ``size``, from checks that were drawn at random.

    A 95 % interval, exact for a sample without replacement (``estimates.of_finite``): after no wrong one
    it is the one-sided limit, so that 0 of 20 means at most 14 %.
    """
    return Judged(right, wrong, size, *of_finite(wrong, right + wrong, size))


def _class_warnings(losses: Sequence[ClassLoss]) -> Iterator[str]:
    """A sentence for each class that loses much, of many the worst, the others in one."""
    several = len({loss.dataset for loss in losses}) > 1
    much = [loss for loss in losses if loss.share > MUCH]
    for loss in much[:MOST_WARNINGS]:
        yield _class_words(loss, several)
    if len(much) > MOST_WARNINGS:
        yield trn(
            "{count} other label loses more than a fifth.",
            "{count} other labels lose more than a fifth.",
            len(much) - MOST_WARNINGS,
        )


def _class_words(loss: ClassLoss, several: bool) -> str:
    what = _class(loss, several)
    if loss.total == 1:
        return tr("Removes the only item of {what}.", what=what)
    if loss.removed == loss.total:
        return trn(
            "Removes all {count} item of {what}.",
            "Removes all {count} items of {what}.",
            loss.total,
            what=what,
        )
    return tr("Removes {part} of {what}.", part=_part(loss), what=what)


def _class(loss: ClassLoss, several: bool) -> str:
    """The class as part of a sentence, with its data set where there are several."""
    if loss.label is None:
        if several:
            return tr("the items without a label in '{dataset}'", dataset=loss.dataset)
        return tr("the items without a label")
    label = isolated(shortened(loss.label))
    if several:
        return tr("the label '{label}' in '{dataset}'", label=label, dataset=loss.dataset)
    return tr("the label '{label}'", label=label)


def shortened(label: str) -> str:
    """A label that may be a whole sentence, as long as a line allows."""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}\u2026"


def _minority_words(loss: MinorityLoss) -> str:
    if loss.sampled:
        return tr(
            "Removes {part} of the items whose label a minority of people chose, in a random sample of"
            " {size}.",
            part=_part(loss),
            size=grouped(MOST),
        )
    return tr("Removes {part} of the items whose label a minority of people chose.", part=_part(loss))


def _part(loss: Loss) -> str:
    return tr(
        "{share} ({removed} of {total})",
        share=share(loss.share),
        removed=grouped(loss.removed),
        total=grouped(loss.total),
    )
