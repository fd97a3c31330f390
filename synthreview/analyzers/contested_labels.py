"""Items that people would be split over: a second question beside whether a label is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview import figures
from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.labels.comparison import MOST_LABELS
from synthreview.analyzers.labels.contested import (
    BETTER_THAN_CHANCE,
    Contest,
    LabelDoubt,
    by_several,
    doubts,
    learn,
    split,
)
from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.texts import Given, kept
from synthreview.analyzers.labels.views import Views
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.analyzers.sample import Sample, text_hash
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr, trn

_LABELS = (Kind.TASK_LABEL,)
_REASONS = (
    Reason(
        "people_would_split",
        _LABELS,
        later("People may be split over this: about {percent} % would differ from the majority"),
        "contested",
        0.1,
        Confidence.WEAK,
    ),
)
_NEAREST = 3
_MOST_LINES = 12
_COIN = 0.5
"""The AUROC of guesses."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first pass keeps: texts people labelled, and single labels that nobody's name is on."""

    people: Sample
    lone: Sample

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.people + other.people, self.lone + other.lone)


class ContestedLabels(Analyzer):
    """Where people would be of several minds, so that no single label is the right one."""

    id = "contested_labels"
    title = later("Contested among people")
    help = later(
        "Learns from texts that several people labelled (in the same records, or in a data set of people's "
        "labels; 100 at least) how contested a text is, and points at the texts most likely to split people "
        "among those they did not label. A contested label is not a wrong one: keep the shares of "
        "the views rather than one of them. Whether the text tells at all is measured on texts not "
        "learned from; unless the lower bound of the AUROC is above .6, nothing is said of single items. "
        "It knows words, not who the people are: other people may be split over other texts. Near copies "
        "of one text make the measure look better than it is."
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
        return Seen(*(kept(batch, vectors, counts) for counts in (given.people, given.lone)))

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> Contest | None:
        """What people's disagreement depends on; None where too few texts have several labels."""
        if partial is None:
            return None
        people = partial.people
        if reference is not None:
            people = people + (reference.people if len(reference.people) else reference.lone)
        texts = by_several(people)
        return learn(texts) if texts is not None and len(texts.names()) <= MOST_LABELS else None

    def score(self, batch: Sequence[Item], state: Contest | None) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        if state is None or not state.told.predictable:
            return
        texts = [item.text("text") for item in batch]
        vectors = self.embed(texts)
        known = state.seen(np.array([text_hash(text) for text in texts], np.uint64))
        chances = state.model.disagreement(vectors)
        dissent = state.dissent(chances)
        for at in np.flatnonzero((chances >= state.bar) & vectors.any(1) & ~known).tolist():
            labels = Labels.of(batch[at])
            if Views.of(labels.people).total < 2:
                yield from findings(batch[at].id, [_hit(labels, vectors[at], float(dissent[at]), state)])

    def emit(self, state: Contest | None) -> Iterator[Summary | Panel]:
        """How well disagreement can be told from the text, and how much of it there is."""
        if state is None:
            return
        told, share = state.told, float(split(state.texts).mean())
        data = {"texts": len(state.texts), "split": round(share, 4), "predictable": told.predictable}
        auroc = {"auroc": round(told.auroc, 4), "low": round(told.low, 4), "high": round(told.high, 4)}
        yield Summary("contested_labels", data | auroc)
        yield _how_well(state)
        yield _how_much(state, share)


def _hit(labels: Labels, vector: NDArray[np.float32], dissent: float, state: Contest) -> Hit:
    texts = state.texts
    order = np.argsort(-(texts.vectors @ vector), kind="stable")[:_NEAREST].tolist()
    lines = [f"• {Views(texts.labels[at]).words()}: {texts.excerpts[at]}" for at in order]
    note = "\n".join([tr("Most like it, as several people labelled them:"), *lines])
    part = labels.model_part if labels.model else "text"
    args = {"percent": str(round(100 * dissent))}
    return Hit("people_would_split", part, 0, None, dissent, args, item=int(texts.items[order[0]]), note=note)


def _how_well(state: Contest) -> Panel:
    told, texts = state.told, trn("{count} text", "{count} texts", len(state.texts))
    title = tr("Not predictable from the text: which texts people would be split over")
    said = later(
        "AUROC {auroc}, 95 % interval {low} to {high}, measured on {texts} that several people labelled, "
        "each judged by a model that learned from the others; nothing is said of single items unless the "
        "interval lies above {bar}."
    )
    if told.low > _COIN:
        title = tr("Only weakly predictable from the text: which texts people would be split over")
    if told.predictable:
        title = tr("The text tells in part which texts people would be split over")
        said = later(
            "AUROC {auroc}, 95 % interval {low} to {high}, measured on {texts} that several people labelled, "
            "each judged by a model that learned from the others; the tenth of the texts most likely to "
            "split people sets the bar for findings."
        )
    return Panel(
        "contested_told",
        title,
        tr(
            said,
            auroc=_short(told.auroc),
            low=_short(told.low),
            high=_short(told.high),
            texts=texts,
            bar=_short(BETTER_THAN_CHANCE),
        ),
        later("how often a text that splits people is rated above one they agree on"),
        (Effect(tr("Disagreement"), told.auroc, told.low, told.high, texts, certain=told.low > _COIN),),
        neutral=_COIN,
        caution=tr("Texts that more people labelled are split more often; others may disagree over others."),
    )


def _how_much(state: Contest, share: float) -> Panel:
    every, *labels = doubts(state.texts)
    return Panel(
        "contested_share",
        tr(
            "People are split over {share} of the texts that several of them labelled",
            share=figures.share(share),
        ),
        trn(
            "{count} text; two people who labelled the same text gave different labels in "
            "{share} of the cases.",
            "{count} texts; two people who labelled the same text gave different labels in "
            "{share} of the cases.",
            len(state.texts),
            share=figures.share(every.share),
        ),
        later("where one person gives the label, share of the others who do not"),
        tuple(_effect(row) for row in (every, *labels[:_MOST_LINES])),
        neutral=every.share,
        caution=tr("It cannot tell a slip from a view. Items that nobody labelled are not counted."),
    )


def _effect(row: LabelDoubt) -> Effect:
    name = row.label or tr("Any label")
    quoted = row.label.replace('"', '""')
    where = f'label:"{quoted}"' if row.label else ""
    words = (
        trn("given to {count} text", "given to {count} texts", row.texts)
        if row.label
        else trn("{texts} text", "{texts} texts", row.texts, texts=row.texts)
    )
    return Effect(name, row.share, row.low, row.high, words, where, row.differs)


def _short(value: float) -> str:
    """``.74``: two digits, without the zero before the point."""
    return f"{value:.2f}".removeprefix("0")
