"""The sample's labels: how acceptable is this, by five people and by one of three models, 0 to 4.

The models are drawn as the literature finds them: of one mind almost always, hardly ever in the
middle (2), sure of themselves where people are split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from synthreview.demo.material import load
from synthreview.demo.planting import Entry, arranged, take

_MODELS = ("fern-7b-chat", "harbour-13b", "quill-mini")
_INVALID = float("nan")


class _Case(NamedTuple):
    text: str
    source: str
    model: str
    people: tuple[int, ...]

    @property
    def chosen(self) -> list[int]:
        """The labels that most people gave, lowest first."""
        counts = Counter(self.people)
        return sorted(label for label, count in counts.items() if count == max(counts.values()))

    @property
    def is_split(self) -> bool:
        """Whether at least two people stand on each side of the middle."""
        return sum(label <= 1 for label in self.people) >= 2 <= sum(label >= 3 for label in self.people)


def build(rng: Random) -> list[Entry]:
    """All rows in file order, each text with two models, about a quarter of them defective."""
    pool = [
        _Case(text, source, model, people)
        for source, table in load("labels").items()
        for digits, text in table["situations"]
        for people in [_shuffled(rng, [int(digit) for digit in digits])]
        for model in rng.sample(_MODELS, 2)
    ]
    rng.shuffle(pool)
    flawed = list(_flawed(pool, rng))
    return arranged(rng, [*flawed, *(_entry(case, _agreeing(case, rng)) for case in pool)])


def _shuffled(rng: Random, labels: Sequence[int]) -> tuple[int, ...]:
    return tuple(rng.sample(labels, len(labels)))


def _flawed(pool: list[_Case], rng: Random) -> Iterator[Entry]:
    """Entries whose model labels are defective; their cases leave the pool."""
    for case in take(pool, 10, lambda case: case.is_split):
        yield _entry(case, [rng.choice(case.chosen)] * 5, "missing_dissent")
    middling = [case for case in pool if case.chosen == [2]]
    for case in take(pool, len(middling) - 2, lambda case: case.chosen == [2]):
        yield _entry(case, _nearly_unanimous(rng.choice((1, 3, 3)), rng), "erased_class")
    for case in take(pool, 6, lambda case: case.chosen == [1]):
        yield _entry(case, [0] * 5, "overused_class")
    for case in take(pool, 4, lambda case: case.chosen[0] >= 3):
        yield _entry(case, _nearly_unanimous(rng.choice((0, 1)), rng), "majority_differs")
    for case in take(pool, 4, lambda case: case.chosen[-1] <= 1):
        yield _entry(case, _nearly_unanimous(rng.choice((3, 4)), rng), "majority_differs")
    invalid = (-1, _INVALID, -1, _INVALID)
    for case, label in zip(take(pool, 4, lambda case: not case.is_split), invalid, strict=True):
        labels: list[float] = [*_agreeing(case, rng)]
        labels[rng.randrange(5)] = label
        yield _entry(case, labels, "invalid_label")


def _agreeing(case: _Case, rng: Random) -> list[int]:
    """Model labels that do the people justice: one mind where they agree, dissent where they are split."""
    if case.is_split:
        return list(_shuffled(rng, case.people))
    return _nearly_unanimous(rng.choice(case.chosen), rng)


def _nearly_unanimous(label: int, rng: Random) -> list[int]:
    labels = [label] * 5
    if rng.random() < 0.12:
        labels[rng.randrange(5)] = {0: 1, 1: 0, 2: 3, 3: 4, 4: 3}[label]
    return labels


def _entry(case: _Case, model_labels: list[int] | list[float], defect: str = "") -> Entry:
    record = {
        "text": case.text,
        "human_annots": str([float(label) for label in case.people]),
        "model_annots": str([float(label) for label in model_labels]),
        "model_name": case.model,
        "dataset_name": case.source,
    }
    return Entry(record, defect, "model_labels" if defect else "")
