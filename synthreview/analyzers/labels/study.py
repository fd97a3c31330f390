"""Everything a lead is told about a model's labels beside people's, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from synthreview.analyzers.labels.classes import LabelUse, label_uses
from synthreview.analyzers.labels.contrast import Contrast
from synthreview.analyzers.labels.dissent import Dissent, dissent
from synthreview.analyzers.labels.drift import Drift, Measured, drift, variation
from synthreview.analyzers.labels.paired import Pairing, Shift, pairings
from synthreview.analyzers.labels.power import detectable, homogeneity
from synthreview.analyzers.labels.seen import Seen
from synthreview.analyzers.labels.shares import Shares
from synthreview.analyzers.labels.slices import FEWEST, Slice, scan
from synthreview.analyzers.labels.tally import Cell, Tally
from synthreview.analyzers.labels.topics import topics
from synthreview.analyzers.labels.votes import Votes

_MOST_MODELS = 12


@dataclass(frozen=True, slots=True)
class Study:
    """Numbers only: small enough to be handed to every process."""

    reference: bool
    """Whether people's labels come from another data set."""
    sides: bool
    """Whether the labels are the sides of preferences."""
    people_labels: int
    model_labels: int
    people_texts: int
    model_texts: int
    drift: Drift
    models: tuple[tuple[str, Measured], ...]
    """The total variation of each model, where there are several, the largest first."""
    uses: tuple[LabelUse, ...]
    homogeneity: float | None
    """The G-test's p; None where both sides labelled the same texts."""
    detectable: float | None
    """The least shift that would be found."""
    pairings: tuple[Pairing, ...]
    shifts: tuple[Shift, ...]
    dissent: Dissent | None
    slices: tuple[Slice, ...]
    slices_tested: int


def study(
    names: Sequence[str],
    invalid: Collection[str],
    own: Tally,
    people: Shares,
    seen: Seen,
    reference: Seen | None,
) -> Study | None:
    """All comparisons; None where fewer than 30 texts are labelled by people, or by the model."""
    if min(people.items, own.pooled.items) < FEWEST:
        return None
    votes = Votes.of(names, invalid, seen.votes, reference.votes if reference is not None else None)
    contrast = _whole(Contrast.of(votes), votes, people, own.pooled)
    if min(contrast.people_texts, contrast.model_texts) < FEWEST:
        return None
    with_people, with_model = (votes.texts[counts.any(axis=1)] for counts in (votes.people, votes.model))
    apart = not len(np.intersect1d(with_people, with_model))
    texts = seen.texts if reference is None else seen.texts + reference.texts
    slices, tested = scan(votes, topics(texts))
    tests, shifts = pairings(_confusion(own, votes), FEWEST)
    return Study(
        reference is not None,
        seen.sides,
        people.total,
        own.pooled.total,
        contrast.people_texts,
        contrast.model_texts,
        drift(contrast),
        _models(votes),
        tuple(label_uses(contrast)),
        homogeneity(contrast) if apart else None,
        detectable(contrast.size, contrast.people),
        tuple(tests),
        tuple(shifts),
        dissent(votes),
        tuple(slices),
        tested,
    )


def _whole(contrast: Contrast, votes: Votes, people: Shares, model: Shares) -> Contrast:
    """The contrast with the exact shares of all items."""
    exact = [np.array([side.share(name) for name in votes.names]) for side in (people, model)]
    sampled = [
        min(1.0, float((counts.sum(axis=1) > 0).sum()) / max(side.items, 1))
        for counts, side in ((votes.people, people), (votes.model, model))
    ]
    if min(sampled) == 0:
        return contrast
    return contrast.part_of(exact[0], exact[1], (sampled[0], sampled[1]))


def _models(votes: Votes) -> tuple[tuple[str, Measured], ...]:
    names = sorted(set(votes.annotator[votes.model.any(axis=1)].tolist()))
    if not 1 < len(names) <= _MOST_MODELS:
        return ()
    contrasts = [(name, Contrast.of(votes.by(name))) for name in names]
    found = [(name, variation(each)) for name, each in contrasts if each.model_texts >= FEWEST]
    return tuple(sorted(found, key=lambda one: (-one[1].value, one[0])))


def _confusion(own: Tally, votes: Votes) -> Counter[Cell]:
    """The table of labels on the same items; with a reference, on the texts that it has too."""
    if own.confusion is None or own.confusion:
        return own.confusion or Counter()
    found: Counter[Cell] = Counter()
    for name in sorted(set(votes.annotator[votes.model.any(axis=1)].tolist())):
        hashes, rows = np.unique(votes.texts, return_inverse=True)
        tables = np.zeros((2, len(hashes), len(votes.names)))
        one = votes.by(name)
        np.add.at(tables[0], rows, one.people)
        np.add.at(tables[1], rows, one.model)
        for people, model in zip(*tables, strict=True):
            said = [_usual(side) for side in (people, model)]
            if said[0] is not None and said[1] is not None:
                found[name, votes.names[said[0]], votes.names[said[1]]] += 1
    return found


def _usual(counts: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int | None:
    """The place of the one label that is given most; None where there is none, or all are different."""
    most = counts.max()
    alone = counts.sum() == 1 or most > 1
    return int(counts.argmax()) if alone and (counts == most).sum() == 1 else None
