"""What people would say of an item, and whether of one mind: read off labels and findings. Pure.

Nothing is computed anew here: the analyzers `wrong_labels` and `contested_labels` learned it, and keep of
each item only what speaks against its label. What cannot be known says why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import Views
from synthreview.domain import ItemView, StoredFinding
from synthreview.estimates import wilson
from synthreview.figures import share
from synthreview.translation import Table, later, tr, trn

Summaries = Mapping[str, Mapping[str, Any]]
"""Summaries of a data set by name."""

OTHERS = later("anything else")
_WRONG, _CONTESTED = "wrong_labels", "contested_labels"
_AGAINST = ("label_unlike_people", "label_in_doubt")
_FEW_SAY_ELSE = 1 / 3
"""Below this share of people who would say something else, nothing is found."""
_NOT_RUN = later("Not known before the analysis \u201c{title}\u201d has run on this data set.")
_FEW_LABELS = later("Not known: it takes at least 40 texts labelled by people to learn what they would say.")
_FEW_SPLIT = later("Not known: it takes 100 texts that several people labelled, 20 of them split and 20 not.")
_TITLES = Table(
    {_WRONG: later("Labels that are probably wrong"), _CONTESTED: later("Contested among people")}
)


@dataclass(frozen=True, slots=True)
class Expected:
    """The share of people who would give a label: a figure, or only the bounds of one."""

    label: str
    low: float
    high: float

    @property
    def words(self) -> str:
        """``73 %``, ``over 67 %`` or ``62 % to 81 %``."""
        if self.low == self.high:
            return share(self.low)
        return (
            tr("over {low}", low=share(self.low))
            if self.high == 1
            else tr("{low} to {high}", low=share(self.low), high=share(self.high))
        )


@dataclass(frozen=True, slots=True)
class Forecast:
    """What people would say; without shares the basis says why that is not known."""

    shares: tuple[Expected, ...]
    basis: str
    counted: bool = False
    """Whether people said it of this very text, so that nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Contest:
    """The share of people outside the majority, 0 being of one mind; None where it is not known."""

    share: float | None
    low: float
    high: float
    words: str
    basis: str


def forecast(view: ItemView, summaries: Summaries, ran: Collection[str]) -> Forecast:
    """What people would say of an item's text, with what it rests on."""
    labels = Labels.of(view.item)
    people, model = Views.of(labels.people), Views.of(labels.model)
    if people.total:
        shares = [
            Expected(label, *wilson(count, people.total)) for label, count in people.counts.most_common()
        ]
        basis = trn("{count} person labelled this text.", "{count} people labelled this text.", people.total)
        return Forecast(tuple(shares), basis, counted=True)
    told = summaries.get(_WRONG)
    if told is None:
        return Forecast((), tr(_FEW_LABELS) if _WRONG in ran else tr(_NOT_RUN, title=_TITLES[_WRONG]))
    if told.get("judge") != "people":
        return Forecast(
            (),
            tr(
                "{why} The label was only compared with the model's others.",
                why=tr(_FEW_LABELS),
            ),
        )
    found = next((each for each in view.findings if each.reason in _AGAINST), None)
    return Forecast(_shares(found, model), _basis(told))


def _shares(found: StoredFinding | None, model: Views) -> tuple[Expected, ...]:
    said = max(model.counts, key=lambda label: (model.counts[label], label), default="")
    if found is None:
        return (Expected(said, 1 - _FEW_SAY_ELSE, 1.0),) if said else ()
    likeliest, chance = str(found.args["people"]), int(found.args["percent"]) / 100
    shares = [Expected(likeliest, chance, chance)]
    if likeliest != said and len(model.counts) == 1:
        own = min(1 - found.score, 1 - chance)
        shares.append(Expected(said, own, own))
    rest = max(0.0, 1 - sum(each.low for each in shares))
    return (*shares, Expected(tr(OTHERS), rest, rest)) if rest >= 0.005 else tuple(shares)


def _basis(told: Mapping[str, Any]) -> str:
    texts, agrees, common = int(told["texts"]), float(told["agrees"]), float(told["most_common"])
    low, high = wilson(round(agrees * texts), texts)
    between = tr(
        "{share} (95 % interval {low} to {high})", share=share(agrees), low=share(low), high=share(high)
    )
    if low <= common:
        return trn(
            "Judging by {count} text that people labelled. Of those not learned from, the likeliest label was"
            " theirs in {between}: no better than always saying the most common one ({common}), so these"
            " shares say little about this text.",
            "Judging by {count} texts that people labelled. Of those not learned from, the likeliest label"
            " was theirs in {between}: no better than always saying the most common one ({common}), so these"
            " shares say little about this text.",
            texts,
            between=between,
            common=share(common),
        )
    return trn(
        "Judging by {count} text that people labelled. Of those not learned from, the likeliest label was"
        " theirs in {between}; always saying the most common one, in {common}.",
        "Judging by {count} texts that people labelled. Of those not learned from, the likeliest label was"
        " theirs in {between}; always saying the most common one, in {common}.",
        texts,
        between=between,
        common=share(common),
    )


def contest(view: ItemView, summaries: Summaries, ran: Collection[str]) -> Contest:
    """How far people are, or would be, of several minds about an item."""
    people = Views.of(Labels.of(view.item).people)
    if people.total > 1:
        return _counted(people)
    told = summaries.get(_CONTESTED)
    if told is None:
        return _unknown(tr(_FEW_SPLIT) if _CONTESTED in ran else tr(_NOT_RUN, title=_TITLES[_CONTESTED]))
    how_well = tr(
        "AUROC {auroc}, 95 % interval {low} to {high}",
        auroc=_short(told["auroc"]),
        low=_short(told["low"]),
        high=_short(told["high"]),
    )
    if not told["predictable"]:
        return _unknown(
            tr(
                "Not known: here a text does not tell whether people are split over it ({how_well}).",
                how_well=how_well,
            )
        )
    basis = trn(
        "Judging by {count} text that several people labelled; they were split over {share}. {how_well}.",
        "Judging by {count} texts that several people labelled; they were split over {share}. {how_well}.",
        int(told["texts"]),
        share=share(float(told["split"])),
        how_well=how_well,
    )
    found = next((each for each in view.findings if each.reason == "people_would_split"), None)
    if found is None:
        return Contest(None, 0, 1, tr("Not among the tenth of texts most likely to split people."), basis)
    value = int(found.args["percent"]) / 100
    return Contest(value, value, value, f"{found.words}.", basis)


def _counted(people: Views) -> Contest:
    most = max(people.counts.values())
    low, high = wilson(people.total - most, people.total)
    basis = trn(
        "{count} person labelled this text; 95 % interval.",
        "{count} people labelled this text; 95 % interval.",
        people.total,
    )
    words = (
        tr("People are split: {labels}.", labels=people.words())
        if people.split
        else tr("People are of one mind.")
    )
    value = 1 - most / people.total
    return Contest(value, low, high, words, basis)


def _unknown(why: str) -> Contest:
    return Contest(None, 0.0, 1.0, "", why)


def _short(value: Any) -> str:
    return f"{float(value):.2f}".removeprefix("0")
