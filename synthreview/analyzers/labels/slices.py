"""Parts of a data set in which the model's labels drift from people's otherwise than in the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.contrast import Contrast
from synthreview.analyzers.labels.drift import Measured, variation
from synthreview.analyzers.labels.groups import GROUPS
from synthreview.analyzers.labels.multiple import benjamini_hochberg
from synthreview.analyzers.labels.topics import Topics
from synthreview.analyzers.labels.votes import Votes
from synthreview.translation import tr

FEWEST = 30
"""Texts that people labelled, and that the model labelled, which a slice must have, and the rest too."""
_LEVEL = 0.05
_MOST_ANNOTATORS = 20
_FEWEST_LABELS = 10
"""Labels with fewer texts in a slice are compared together."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the data set, and how the labels drift in it."""

    name: str
    where: str
    people_texts: int
    model_texts: int
    beyond: Measured
    """The total variation between the drift here and that of the rest: so many labels move otherwise."""
    here: float
    """The total variation between people and model here."""
    rest: float
    label: str
    """The one whose drift differs most from the rest."""
    people: float
    model: float
    """The shares of that label here."""
    p: float
    """That the labels drift here as in the rest, adjusted for the number of slices."""


def scan(votes: Votes, topics: Topics) -> tuple[list[Slice], int]:
    """Slices that drift otherwise than the rest, the most first, and how many were looked at."""
    tested = []
    for name, where, inside in _slices(votes, topics):
        here, rest = (Contrast.of(votes.where(mask)) for mask in (inside, ~inside))
        if min(here.people_texts, here.model_texts, rest.people_texts, rest.model_texts) >= FEWEST:
            beyond = _beyond(votes, inside, here, rest)
            tested.append((name, where, here, rest, beyond, _p(beyond, here, rest)))
    adjusted = benjamini_hochberg([one[-1] for one in tested])
    found = [_slice(*one[:-1], p) for one, p in zip(tested, adjusted, strict=True) if p < _LEVEL]
    certain = (one for one in found if one.beyond.low > 0)
    return sorted(certain, key=lambda one: (-one.beyond.value, one.name)), len(tested)


def _slice(name: str, where: str, here: Contrast, rest: Contrast, beyond: Contrast, p: float) -> Slice:
    at = int(np.argmax(np.abs(beyond.difference)))
    return Slice(
        name,
        where,
        here.people_texts,
        here.model_texts,
        variation(beyond),
        float(np.abs(here.difference).sum() / 2),
        float(np.abs(rest.difference).sum() / 2),
        here.names[at],
        float(here.people[at]),
        float(here.model[at]),
        p,
    )


def _beyond(votes: Votes, inside: NDArray[np.bool_], here: Contrast, rest: Contrast) -> Contrast:
    """The drift of the rest beside that of the slice; texts may be in both, labelled by several models."""
    _, rows = np.unique(votes.texts, return_inverse=True)
    elsewhere, inside_ = (np.zeros((int(rows.max()) + 1, len(votes.names))) for _ in range(2))
    for parts, mask, one in ((elsewhere, ~inside, rest), (inside_, inside, here)):
        texts = np.unique(votes.texts[mask], return_index=True)[1]
        parts[rows[mask][texts]] = one.model_parts - one.people_parts
    return Contrast(
        votes.names,
        rest.difference,
        here.difference,
        elsewhere,
        inside_,
        rest.people_texts,
        here.people_texts,
    )


def _p(beyond: Contrast, here: Contrast, rest: Contrast) -> float:
    """The chance of such differences between two drifts, with Rao and Scott's second correction (1981).

    The weighted sum of squares is chi-squared times a, with n degrees of freedom, where a and n match its
    mean and variance; F for the few texts of the smaller side.
    """
    from scipy.stats import f as fisher

    shares = (here.together + rest.together) / 2
    smaller = min(here.people_texts, here.model_texts, rest.people_texts, rest.model_texts)
    merged = _merged(shares * smaller)
    if merged.shape[1] < 2:
        return 1.0
    weights = 1 / np.sqrt(shares @ merged)
    least = np.eye(merged.shape[1]) * 0.5 / smaller**2  # half a label, where all texts are alike
    spread = (merged.T @ beyond.covariance @ merged + least) * np.outer(weights, weights)
    trace, squares = float(np.trace(spread)), float((spread**2).sum())
    freedom = trace * trace / squares
    statistic = float(((beyond.difference @ merged * weights) ** 2).sum()) / trace
    return float(fisher.sf(statistic, freedom, freedom * (smaller - 1)))


def _merged(expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """A matrix that adds up the labels that are too rare, a column for each that stays."""
    often = expected >= _FEWEST_LABELS
    columns = [row for row, keep in zip(np.eye(len(expected)), often, strict=True) if keep]
    rest = (~often & (expected > 0)).astype(np.float64)
    if rest @ expected >= _FEWEST_LABELS or not columns:
        columns.append(rest)
    elif rest.any():
        columns[int(np.argmin([column @ expected for column in columns]))] += rest
    return np.array(columns).T


def _slices(votes: Votes, topics: Topics) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """Names, filters and rows of everything that is looked at."""
    first, second = (int(edge) for edge in np.quantile(votes.length, [1 / 3, 2 / 3]))
    yield tr("short texts"), f"length<={first}", votes.length <= first
    middle = (votes.length > first) & (votes.length <= second)
    yield tr("texts of middle length"), f"length>{first} length<={second}", middle
    yield tr("long texts"), f"length>{second}", votes.length > second
    annotators = sorted(set(votes.annotator.tolist()) - {""})
    if 1 < len(annotators) <= _MOST_ANNOTATORS:
        for annotator in annotators:
            yield (
                tr("labels by {annotator}", annotator=annotator),
                quoted(annotator),
                votes.annotator == annotator,
            )
    for bit, (group, words) in enumerate(GROUPS.items()):
        filter_ = f"({' or '.join(sorted(words))})"
        yield tr("texts with words about {group}", group=tr(group)), filter_, (votes.groups >> bit) & 1 == 1
    for words_, hashes in topics:
        yield tr("texts about {topic}", topic=", ".join(words_)), "", np.isin(votes.texts, hashes)


def quoted(words: str) -> str:
    """Words as a filter reads them."""
    return '"' + words.replace('"', '""') + '"'
