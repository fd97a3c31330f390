"""Items that are unlike anything else in their data set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.matching.loneliness import Lonely, Neighbourhood, small
from synthreview.analyzers.rules.hit import Hit, excerpt, findings
from synthreview.analyzers.sample import Sample
from synthreview.analyzers.similarity.seen import label_of, texts_of
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later

_REASONS = (
    Reason(
        "unlike_the_rest",
        tuple(Kind),
        later(
            "Unlike the rest of the data: {percent} % like the ten nearest items, where {usual} % is usual"
        ),
        "outlier",
        0.2,
        Confidence.WEAK,
    ),
    Reason(
        "unlike_its_label",
        (Kind.TASK_LABEL,),
        later(
            "Unlike other texts with label {label}: {percent} % like the ten nearest, where {usual} "
            "% is usual"
        ),
        "outlier",
        0.2,
        Confidence.WEAK,
    ),
)
_PART = {
    Kind.TASK_LABEL: "text",
    Kind.PREFERENCE: "a",
    Kind.INSTRUCTION: "instruction",
    Kind.SIMULATION: "turns",
    Kind.FREE_TEXT: "text",
}
"""Where the screen marks an outlier."""
_KEPT = 20_000
"""Items that are kept as neighbours: 2.6 MB in the instant tier."""
_ENOUGH = 200
"""Fewer items, or fewer with a label, do not tell what is usual."""
_SHOWN = 3

State = dict[str, Neighbourhood]
"""What is usual, by label; under the empty one in the whole data set."""


class Outliers(Analyzer):
    """Items far from their nearest neighbours."""

    id = "outliers"
    title = later("Unlike the rest")
    help = later(
        "Compares what each item is about with a sample of 20,000 others and points at those that are far "
        "from even their ten nearest: about one in two hundred at most, and only where they lie well apart "
        "from what is usual in this data set. Labelled texts are compared with those of the same label where "
        "there are 200. Odd is not wrong: it may be the one interesting example. Where everything is varied "
        "it says nothing, and several odd items that resemble each other hide one another."
    )
    kinds = tuple(Kind)
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Sample:
        """Vectors and labels of so many items as can be kept."""
        texts = [_text(item) for item in batch]
        vectors = self.embed(texts)
        told = np.flatnonzero(vectors.any(1)).tolist()
        labels = np.array([_label(batch[place]) for place in told], object)
        kept = (batch[place].id for place in told)
        return Sample.of(_KEPT, list(kept), (texts[place] for place in told), small(vectors[told]), labels)

    def merge(self, first: Sample, second: Sample) -> Sample:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Sample | None, reference: Sample | None) -> State:
        """What is usual in the data set and for each label, where there are enough to tell."""
        if partial is None or len(partial) < _ENOUGH:
            return {}
        rows = partial.rows()
        vectors, labels = rows.columns
        state = {"": Neighbourhood.among(rows.items, vectors)}
        for label in sorted(set(labels.tolist()) - {""}):
            own = np.flatnonzero(labels == label)
            if len(own) >= _ENOUGH:
                state[label] = Neighbourhood.among(rows.items[own], vectors[own])
        return state

    def score(self, batch: Sequence[Item], state: State) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        if not state:
            return
        vectors = self.embed([_text(item) for item in batch])
        groups: dict[str, list[int]] = defaultdict(list)
        for place in np.flatnonzero(vectors.any(1)).tolist():
            label = _label(batch[place])
            groups[label if label in state else ""].append(place)
        found: dict[int, list[Hit]] = {}
        for label, places in groups.items():
            ids = np.array([batch[place].id for place in places], np.int64)
            for lonely in state[label].lonely(ids, vectors[places]):
                found[places[lonely.place]] = _hits(batch[places[lonely.place]], label, lonely, state[label])
        for place, hits in sorted(found.items()):
            yield from findings(batch[place].id, hits)

    def emit(self, state: State) -> Iterator[Summary]:
        """How alike items usually are, and below what likeness one is lonely."""
        if state:
            whole = state[""]
            yield Summary("outliers", {"usual": round(whole.usual, 3), "least": round(whole.least, 3)})


def _text(item: Item) -> str:
    return "\n".join(filter(None, texts_of(item)))


def _label(item: Item) -> str:
    return label_of(item) if item.kind is Kind.TASK_LABEL else ""


def _hits(item: Item, label: str, lonely: Lonely, usual: Neighbourhood) -> list[Hit]:
    """One hit for each of the nearest items."""
    args = {
        "percent": str(round(100 * max(0.0, lonely.nearness))),
        "usual": str(round(100 * usual.usual)),
        "label": excerpt(label),
    }
    reason = "unlike_its_label" if label else "unlike_the_rest"
    score = round(1 - max(0.0, lonely.nearness) / 2 / max(usual.least, 1e-6), 3)
    return [
        Hit(reason, _PART[item.kind], score=score, args=args, item=other) for other in lonely.nearest[:_SHOWN]
    ]
