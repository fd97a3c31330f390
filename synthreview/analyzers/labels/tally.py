"""What the first pass over labels keeps: sums that add up, however the items were batched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from synthreview.analyzers.enumeration import either
from synthreview.analyzers.labels.shares import Shares
from synthreview.analyzers.labels.views import INVALID, Views, labels_of, match
from synthreview.domain import Item, Kind
from synthreview.translation import Table, later

_SIDES = Table({"a": later("A"), "b": later("B"), "tie": later("a tie")})

Use = tuple[str, str]
"""An annotator (empty where unnamed) and a label it gave."""
Cell = tuple[str, str, str]
"""An annotator, the label of most people, and that of most samples of the model."""

_MOST_CELLS = 20_000
"""With more different cells the labels are no label set, and none is kept."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one item by who gave them."""

    people: list[str]
    model: list[str]
    lone: bool
    """Whether the model's side is a single label, which cannot show dissent."""
    annotator: str
    people_part: str
    model_part: str

    def words(self, labels: Iterable[str]) -> str:
        """Labels as people read them; the sides of a preference are A, B and a tie."""
        if self.model_part == "choice":
            labels = (_SIDES.get(label, label) for label in labels)
        return either(sorted(labels))

    @classmethod
    def of(cls, item: Item) -> Labels:
        """The labels of a task-label or preference item."""
        parts = item.parts
        if item.kind is Kind.PREFERENCE:
            people, model = labels_of(parts.get("human_choice")), labels_of(parts.get("choice"))
            return cls(people, model, True, item.text("judge"), "human_choice", "choice")
        people, model = labels_of(parts.get("human_labels")), labels_of(parts.get("model_labels"))
        if model:
            return cls(people, model, False, item.text("annotator"), "human_labels", "model_labels")
        return cls(
            people, labels_of(parts.get("label")), True, item.text("annotator"), "human_labels", "label"
        )


AGREEMENT = (
    "items",
    "people_split",
    "model_split",
    "both_split",
    "dissent_lost",
    "majority_match",
    "minority_match",
    "both_have_minority",
    "single",
    "single_agree",
)
"""What is counted on items that both sides labelled; ``single`` items have one label of the model."""


@dataclass(slots=True)
class Tally:
    """Sums over items: shares of labels, agreement between people and model, errors per label."""

    people: Shares = field(default_factory=Shares)
    model: dict[str, Shares] = field(default_factory=dict)
    """By annotator."""
    lone: Shares = field(default_factory=Shares)
    """Labels of items that have nothing else; in a data set of people these are people's."""
    uses: Counter[Use] = field(default_factory=Counter)
    """Labels of a model on items that people labelled too."""
    errors: Counter[Use] = field(default_factory=Counter)
    """Those of them outside people's majority."""
    compared: Counter[str] = field(default_factory=Counter)
    confusion: Counter[Cell] | None = field(default_factory=Counter)
    """Items on which each side has one label that it gives most; None where there are too many cells."""
    codes: Counter[str] = field(default_factory=Counter)
    """How often each side used the code -1, which may be a label of its own."""

    def __add__(self, other: Tally) -> Tally:
        model = dict(self.model)
        for annotator, shares in other.model.items():
            model[annotator] = model[annotator] + shares if annotator in model else shares
        return Tally(
            self.people + other.people,
            model,
            self.lone + other.lone,
            self.uses + other.uses,
            self.errors + other.errors,
            self.compared + other.compared,
            _together(self.confusion, other.confusion),
            self.codes + other.codes,
        )

    @property
    def pooled(self) -> Shares:
        """The labels of all annotators together."""
        return sum(self.model.values(), Shares())


def _together(one: Counter[Cell] | None, other: Counter[Cell] | None) -> Counter[Cell] | None:
    if one is None or other is None:
        return None
    return _bounded(one + other)


def _bounded(cells: Counter[Cell] | None) -> Counter[Cell] | None:
    return cells if cells is not None and len(cells) <= _MOST_CELLS else None


def tally(given: Iterable[Labels], invalid: Collection[str] = INVALID) -> Tally:
    """The sums over the labels of one batch."""
    result = Tally()
    for labels in given:
        _add(result, labels, frozenset(invalid))
    result.confusion = _bounded(result.confusion)
    return result


def _add(result: Tally, labels: Labels, invalid: frozenset[str]) -> None:
    people, model = Views.of(labels.people, invalid), Views.of(labels.model, invalid)
    result.codes["people -1"] += labels.people.count("-1")
    result.codes["model -1"] += labels.model.count("-1")
    result.people.add(people.counts)
    if model.total:
        result.model.setdefault(labels.annotator, Shares()).add(model.counts)
        if labels.lone and not people.total:
            result.lone.add(model.counts)
    if people.total and model.total:
        _compare(result, people, model, labels)


def _compare(result: Tally, people: Views, model: Views, labels: Labels) -> None:
    """Agreement on one item, by the paper's rules: a missing majority or minority matches nothing."""
    right = people.majority or (frozenset(people.counts) if people.total == 1 else None)
    if right:
        for label, count in model.counts.items():
            result.uses[labels.annotator, label] += count
            result.errors[labels.annotator, label] += count if label not in right else 0
    said = model.majority or (frozenset(model.counts) if model.total == 1 else None)
    if right and said and len(right) == len(said) == 1 and result.confusion is not None:
        result.confusion[labels.annotator, min(right), min(said)] += 1
    if labels.lone:
        result.compared["single"] += 1
        result.compared["single_agree"] += bool(right and right & set(model.counts))
        return
    both_minorities = people.minority is not None and model.minority is not None
    facts = {
        "items": True,
        "people_split": people.split,
        "model_split": model.split,
        "both_split": people.split and model.split,
        "dissent_lost": people.split and model.unanimous,
        "majority_match": match(people.majority, model.majority),
        "minority_match": match(people.minority, model.minority),
        "both_have_minority": both_minorities,
    }
    result.compared.update(name for name, true in facts.items() if true)
