"""Labels that are probably wrong: judged by texts people labelled, or weakly by the other texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.labels.comparison import MOST_LABELS
from synthreview.analyzers.labels.model import LabelModel, agreement, fit, fit_folds
from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.texts import Given, LabelledTexts, kept
from synthreview.analyzers.labels.views import Views
from synthreview.analyzers.learning import fold_of
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.analyzers.sample import Sample, text_hash
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later, tr

_LABELS = (Kind.TASK_LABEL,)
_REASONS = (
    Reason(
        "label_unlike_people",
        _LABELS,
        later(
            "People would rather say {people} ({percent} %) than {model}, judging by {texts} texts "
            "they labelled"
        ),
        "label",
        0.95,
        Confidence.LIKELY,
    ),
    Reason(
        "label_in_doubt",
        _LABELS,
        later(
            "Of people, {percent} % would say {people} as the model does, judging by {texts} texts "
            "they labelled"
        ),
        "label",
        0.95,
        Confidence.LIKELY,
    ),
    Reason(
        "label_unlike_others",
        _LABELS,
        later("The model gives texts like this one {others} ({percent} %) rather than {model}"),
        "label",
        0.3,
        Confidence.WEAK,
    ),
)

_ENOUGH_PEOPLE, _ENOUGH_OTHERS = 40, 200
"""Labelled texts it takes to learn from people, and from the model itself."""
_WORTH_SAYING = 1 / 3
"""So many of people would say something else."""
_DOUBTFUL = 0.5
"""The weak sign is given only where the other texts speak against the label."""
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first pass keeps: texts people labelled, texts a model labelled, single unnamed labels."""

    people: Sample
    model: Sample
    lone: Sample

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.people + other.people, self.model + other.model, self.lone + other.lone)


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What labels are likely: learned from people (one model), or from the data set itself (by folds)."""

    models: tuple[LabelModel | None, ...]
    people: LabelledTexts | None = None
    """The texts people labelled; None where there are too few."""
    agreement: tuple[float, float] = (0.0, 0.0)

    def chances(self, hashes: NDArray[np.uint64], vectors: NDArray[np.float32]) -> list[dict[str, float]]:
        """The chance of each label, text by text; empty where it cannot be told."""
        folds = fold_of(hashes) if self.people is None else np.zeros(len(hashes), np.int64)
        told: list[dict[str, float]] = [{} for _ in hashes]
        for fold in set(folds.tolist()):
            model, here = self.models[fold], np.flatnonzero(folds == fold)
            if model is not None:
                for place, row in zip(here, model.chances(vectors[here]), strict=True):
                    told[place] = dict(zip(model.names, row.tolist(), strict=True))
        return told

    def most_like(self, vector: NDArray[np.float32], but: int) -> tuple[int | None, str]:
        """The item of the labelled text most like one, and the nearest with their labels, a line each."""
        if self.people is None:
            return None, ""
        cosines = np.where(self.people.items == but, -2.0, self.people.vectors @ vector)
        order = np.argsort(-cosines, kind="stable")[:_NEAREST].tolist()
        lines = [f"• {Views(self.people.labels[at]).words()}: {self.people.excerpts[at]}" for at in order]
        return int(self.people.items[order[0]]), "\n".join(
            [tr("Most like it, as people labelled them:"), *lines]
        )


class WrongLabels(Analyzer):
    """A model's labels that people would probably not give."""

    id = "wrong_labels"
    version = 2
    title = later("Labels that are probably wrong")
    help = later(
        "Learns from texts that people labelled (in the same records, or in a data set of people's labels; "
        "40 at least, 100 are better) what people would say, and points at labels they would probably not "
        "give, with the labelled texts most like this one. Without labels of people it compares each label "
        "with those the model gave to similar texts: a weak sign, for a model that is wrong in the same "
        "way everywhere agrees with itself. It does not know whether people would be of one mind."
    )
    kinds = _LABELS
    reasons = _REASONS
    needs = Needs(first_pass=True, reference=True)

    def meanings(self, item: Item) -> Sequence[str]:
        """The text that was labelled."""
        return (item.text("text"),)

    def summarize(self, batch: Sequence[Item]) -> Seen:
        """Vectors and labels of a bounded number of texts."""
        vectors = self.embed([item.text("text") for item in batch])
        given = Given.of(batch)
        return Seen(*(kept(batch, vectors, counts) for counts in (given.people, given.model, given.lone)))

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> Judge | None:
        """Who judges: people where they labelled enough, else the data set itself; None where neither can."""
        if partial is None:
            return None
        people = partial.people
        if reference is not None:
            people = people + (reference.people if len(reference.people) else reference.lone)
        learned = _learn_from_people(people)
        if learned is None and len(partial.model) >= _ENOUGH_OTHERS:
            texts = LabelledTexts.among(partial.model)
            return Judge(fit_folds(texts)) if len(texts.names()) <= MOST_LABELS else None
        return learned

    def score(self, batch: Sequence[Item], state: Judge | None) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        if state is None:
            return
        vectors = self.embed([item.text("text") for item in batch])
        hashes = np.array([text_hash(item.text("text")) for item in batch], np.uint64)
        for item, vector, chances in zip(batch, vectors, state.chances(hashes, vectors), strict=True):
            if chances and vector.any():
                yield from findings(item.id, _hits(item, vector, chances, state))

    def emit(self, state: Judge | None) -> Iterator[Summary]:
        """Who judges, and how well the text tells what people say."""
        if state is None:
            return
        data: dict[str, object] = {"judge": "others" if state.people is None else "people"}
        if state.people is not None:
            agrees, most_common = state.agreement
            data |= {
                "texts": len(state.people),
                "agrees": round(agrees, 4),
                "most_common": round(most_common, 4),
            }
        yield Summary("wrong_labels", data)


def _learn_from_people(sample: Sample) -> Judge | None:
    if len(sample) < _ENOUGH_PEOPLE:
        return None
    texts = LabelledTexts.among(sample)
    model = fit(texts) if len(texts.names()) <= MOST_LABELS else None
    return Judge((model,), texts, agreement(texts)) if model is not None else None


def _hits(item: Item, vector: NDArray[np.float32], chances: dict[str, float], state: Judge) -> Iterator[Hit]:
    labels = Labels.of(item)
    people, model = Views.of(labels.people), Views.of(labels.model)
    if not model.total or people.total:
        return  # where people labelled the item itself, nothing needs to be guessed
    doubt = 1 - sum(count * chances.get(label, 0.0) for label, count in model.counts.items()) / model.total
    likeliest = max(chances, key=lambda label: (chances[label], label))
    said = max(model.counts, key=lambda label: (model.counts[label], label))
    args = {"model": labels.words(model.counts), "percent": str(round(100 * chances[likeliest]))}
    if state.people is None:
        if doubt >= _DOUBTFUL and likeliest != said:
            yield Hit("label_unlike_others", labels.model_part, 0, None, doubt, args | {"others": likeliest})
    elif doubt >= _WORTH_SAYING:
        reason = "label_in_doubt" if likeliest == said else "label_unlike_people"
        args |= {"people": likeliest, "texts": str(len(state.people))}
        nearest, words = state.most_like(vector, item.id)
        fix = {"label": likeliest} if labels.model_part == "label" and likeliest != said else {}
        yield Hit(reason, labels.model_part, 0, None, doubt, args, fix, nearest, words)
