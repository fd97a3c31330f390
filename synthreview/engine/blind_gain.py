"""What labelling blind has brought: how far people and model agree, and what is found that was not before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from synthreview.analyzers import registry
from synthreview.domain import Confidence, Dataset, Role
from synthreview.engine.blind_reference import FACT, majority, reference_of
from synthreview.figures import grouped, share
from synthreview.query import quoted
from synthreview.risk.weighted import Estimate, weighted_share
from synthreview.store import blind, datasets, findings
from synthreview.store.blind import BlindAnswer, BlindSample
from synthreview.store.store import Store
from synthreview.translation import tr, trn

MOST_SHOWN = 150
"""Items that one filter names."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Pointed:
    """How many items detectors that compare with people point at, by how far that can be trusted."""

    likely: int = 0
    weak: int = 0
    """Items with weak signs only."""
    with_people: bool = False
    """Whether anybody's labels were there to compare with."""

    @property
    def words(self) -> str:
        """The state in a sentence."""
        if not self.with_people:
            if self.likely:
                return trn(
                    "nobody's labels, signs of other kinds on {count} item.",
                    "nobody's labels, signs of other kinds on {count} items.",
                    self.likely + self.weak,
                )
            if self.weak:
                return trn(
                    "nobody's labels, an order by weak signs on {count} item.",
                    "nobody's labels, an order by weak signs on {count} items.",
                    self.weak,
                )
            return tr("nobody's labels, no order.")
        if not self.likely:
            return tr("people's labels put no item in doubt; with more of them they may (100 are good).")
        return trn(
            "people's labels put {count} item in doubt, the riskiest first.",
            "people's labels put {count} items in doubt, the riskiest first.",
            self.likely,
        )


@dataclass(frozen=True, slots=True)
class Gain:
    """What the blind labels of a data set have brought so far."""

    dataset: str
    reference: str
    """The data set of people's labels; empty until they are put to use."""
    people: tuple[str, ...]
    """Who labelled; a person without a name is an empty one."""
    items: int
    """Items with a label of at least one person."""
    unsure: int
    """Answers that were "not sure"."""
    agreed: int
    """Items on which most people's label is the model's."""
    agreement: Estimate
    """The share of the model's labels that people give too, among the items labelled, unweighted."""
    wrong: Estimate
    """The share of labels in the whole data set that people would not give."""
    population: int
    """Items of the data set that could be drawn."""
    before: Pointed
    now: Pointed
    changed: int
    """Findings that came or went when the labels were last put to use."""
    differ: tuple[int, ...]
    """Items on which most people's label is not the model's."""
    shared: int = 0
    """Pairs of answers by two people on one item."""
    alike: int = 0
    """Those of them with the same label."""

    @property
    def where(self) -> str:
        """The filter of the items to go on with: the data set's riskiest."""
        return f"verdict:undecided dataset:{quoted(self.dataset)}"

    @property
    def where_differ(self) -> str:
        """The filter of the items on which people and model differ; empty where there are none."""
        named = " or ".join(f"item:{item}" for item in self.differ[:MOST_SHOWN])
        return f"({named})" if named else ""

    @property
    def words(self) -> list[str]:
        """The gain in sentences."""
        told = [
            self._agreed(),
            tr(
                "Of the {population} labels in '{dataset}' about {share} are not what people would say.",
                population=grouped(self.population),
                dataset=self.dataset,
                share=with_interval(self.wrong),
            ),
            tr("Before: {state}", state=self.before.words),
            tr("Now: {state}", state=self.now.words),
        ]
        if self.shared:
            told.append(
                trn(
                    "Two people who labelled the same item gave the same label {alike} of {count} time.",
                    "Two people who labelled the same item gave the same label {alike} of {count} times.",
                    self.shared,
                    alike=grouped(self.alike),
                )
            )
        if self.unsure:
            told.append(
                trn(
                    "Not sure {count} time; these answers count for nothing.",
                    "Not sure {count} times; these answers count for nothing.",
                    self.unsure,
                )
            )
        return told

    def _agreed(self) -> str:
        """Who labelled how much, and on how much of it the model agrees."""
        values = {
            "items": trn("{count} item", "{count} items", self.items),
            "agreed": grouped(self.agreed),
            "share": with_interval(self.agreement),
        }
        if len(self.people) <= 1:
            return tr("You labelled {items}; the model agrees on {agreed}, that is {share}.", **values)
        return trn(
            "{count} person labelled {items}; the model agrees on {agreed}, that is {share}.",
            "{count} people labelled {items}; the model agrees on {agreed}, that is {share}.",
            len(self.people),
            **values,
        )


def with_interval(found: Estimate) -> str:
    """``12 % (between 7 % and 20 %)``."""
    return tr(
        "{share} (between {low} and {high})",
        share=share(found.share),
        low=share(found.low),
        high=share(found.high),
    )


def comparing(dataset: Dataset) -> list[str]:
    """Analyzers of a data set that compare with people's labels."""
    known = registry.registered()
    return [key for key in registry.for_kind(dataset.kind) if known[key].needs.reference]


def pairs(store: Store, dataset: Dataset) -> set[tuple[int, str]]:
    """Items and reasons that these analyzers point out now."""
    return set(findings.pointed_at(store.read(), dataset.id, comparing(dataset)))


def pointed(store: Store, dataset: Dataset, found: set[tuple[int, str]]) -> Pointed:
    """How many items are pointed at, by how far it can be trusted."""
    reasons = registry.finding_reasons()
    weak = {item for item, code in found if _confidence(reasons, code) is Confidence.WEAK}
    likely = {item for item, code in found if _confidence(reasons, code) is not Confidence.WEAK}
    connection = store.read()
    own = bool(datasets.votes(connection, dataset.id).get("people"))
    others = any(one.role is Role.HUMAN and one.kind is dataset.kind for one in datasets.every(connection))
    return Pointed(len(likely), len(weak - likely), own or others)


def _confidence(reasons: Any, code: str) -> Confidence:
    return reasons[code].confidence if code in reasons else Confidence.LIKELY


def facts(dataset: Dataset, before: Pointed, changed: int) -> dict[str, Any]:
    """What the data set of blind labels keeps of the gain."""
    return {FACT: {"dataset": dataset.id, "before": asdict(before), "changed": changed}}


def gain(store: Store, dataset: Dataset) -> Gain:
    """What the blind labels of a data set have brought so far."""
    connection = store.read()
    answers = blind.answers(connection, dataset.id)
    by_item: dict[int, list[BlindAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.label is not None:
            by_item[answer.item].append(answer)
    model = _labels_of_model(store, list(by_item))
    values = [_agreement(given, model.get(item)) for item, given in by_item.items()]
    samples = {one.id: one for one in blind.samples(connection, dataset.id)}
    differ = [item for item, given in by_item.items() if _said(given) != model.get(item)]
    pairs_of_answers = [pair for given in by_item.values() for pair in combinations(given, 2)]
    reference = reference_of(store, dataset)
    kept = reference.facts.get(FACT, {}) if reference is not None else {}
    now = pointed(store, dataset, pairs(store, dataset))
    return Gain(
        dataset=dataset.name,
        reference=reference.name if reference is not None else "",
        people=tuple(dict.fromkeys(answer.person for answer in answers)),
        items=len(by_item),
        unsure=sum(answer.label is None for answer in answers),
        agreed=len(by_item) - len(differ),
        agreement=weighted_share(values, [1.0] * len(values)),
        wrong=weighted_share([1 - value for value in values], _weights(by_item.values(), samples)),
        population=max((one.population for one in samples.values()), default=0),
        before=Pointed(**kept["before"]) if kept else now,
        now=now,
        changed=int(kept.get("changed", 0)),
        differ=tuple(differ),
        shared=len(pairs_of_answers),
        alike=sum(one.label == other.label for one, other in pairs_of_answers),
    )


def _labels_of_model(store: Store, items: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(items), _CHUNK):
        found.update(blind.labels_of(store.read(), items[start : start + _CHUNK]))
    return found


def _weights(labelled: Iterable[Sequence[BlindAnswer]], samples: Mapping[int, BlindSample]) -> list[float]:
    """The inverse of each item's chance; every sample counts by how much of it was labelled.

    Each sample tells of the whole data set: one of them cannot outweigh another because it is small.
    """
    first = [given[0] for given in labelled]
    sizes = Counter(answer.sample for answer in first)
    return [
        sizes[answer.sample] / (answer.probability * samples[answer.sample].population) for answer in first
    ]


def _said(given: Sequence[BlindAnswer]) -> str | None:
    """What most people said."""
    return majority([answer.label for answer in given if answer.label is not None])


def _agreement(given: Sequence[BlindAnswer], model: str | None) -> float:
    """The share of people who gave the model's label."""
    return sum(answer.label == model for answer in given) / len(given)
