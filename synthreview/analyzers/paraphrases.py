"""Items that say in other words what an earlier item says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.rules.hit import Hit, excerpt, findings
from synthreview.analyzers.sample import Sample, text_hash
from synthreview.analyzers.similarity.sayings import Likeness, Sayings, sampled, sayings
from synthreview.analyzers.similarity.shingles import jaccard, words
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later

_KINDS = (Kind.TASK_LABEL, Kind.INSTRUCTION, Kind.FREE_TEXT)
_REASONS = (
    Reason(
        "said_before",
        _KINDS,
        later("Says in other words what #{item} says (likeness .{likeness})"),
        "duplicate",
        0.3,
        Confidence.WEAK,
    ),
)
_PART = {Kind.TASK_LABEL: "text", Kind.INSTRUCTION: "instruction", Kind.FREE_TEXT: "text"}
_ENOUGH = 200
"""Fewer texts tell too little about what is usual."""
_FEWEST_WORDS = 4
_ALIKE, _NEARER = 0.8, 1.1
"""The least cosine, and the least nearness beyond what is usual for both texts."""
_EXCERPT = 200
_SAME_WORDS = 0.7
"""More words shared than this, and it is a near copy, which another analyzer finds."""


class Paraphrases(Analyzer):
    """Texts that say what an earlier text says, in other words."""

    id = "paraphrases"
    title = later("The same in other words")
    help = later(
        "Once the large model has read the texts, finds those whose meaning is much closer to an earlier "
        "text's than texts of this data set usually are to each other. Only a hint: two questions of the "
        "same kind about related things may come as close as a paraphrase, and a paraphrase with few of "
        "the same ideas is not found. It compares what is asked or labelled, not the answers; texts of "
        "fewer than four words are passed over, and of very large data sets it looks through a sample. "
        "Without the large model it says nothing."
    )
    kinds = _KINDS
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def meanings(self, item: Item) -> Sequence[str]:
        """What is asked, labelled or written."""
        return (_text(item),)

    def summarize(self, batch: Sequence[Item]) -> Sample | None:
        """Vectors of so many texts as can be kept."""
        told = self._told(batch)
        if told is None:
            return None
        items, vectors = told
        texts = [_text(item) for item in items]
        starts = [excerpt(text, _EXCERPT) for text in texts]
        return sampled([item.id for item in items], texts, vectors, starts)

    def merge(self, first: Sample | None, second: Sample | None) -> Sample | None:
        """Both, as far as they can be kept."""
        return first + second if first is not None and second is not None else first or second

    def finish(self, partial: Sample | None, reference: Sample | None) -> Sayings | None:
        """The texts and what is usual among them; None where there are too few."""
        if partial is None or len(partial) < _ENOUGH:
            return None
        return sayings(partial)

    def score(self, batch: Sequence[Item], state: Sayings | None) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        told = self._told(batch) if state is not None else None
        if state is None or told is None:
            return
        items, vectors = told
        hashes = [text_hash(_text(item)) for item in items]
        likes = state.nearest_before([item.id for item in items], hashes, vectors)
        for item, like in zip(items, likes, strict=True):
            if like is not None and like.cosine >= _ALIKE and like.nearness >= _NEARER:
                yield from findings(item.id, _hits(item, like))

    def emit(self, state: Sayings | None) -> Iterator[Summary]:
        """How many texts were looked through."""
        if state is not None:
            yield Summary("paraphrases", {"looked_through": len(state.kept)})

    def _told(self, batch: Sequence[Item]) -> tuple[list[Item], NDArray[np.float32]] | None:
        """The items whose texts can be compared, and the vectors; None where there are none."""
        if not self.closely:
            return None
        items = [item for item in batch if len(_text(item).split(maxsplit=_FEWEST_WORDS)) >= _FEWEST_WORDS]
        vectors = self.embed([_text(item) for item in items])
        places = np.flatnonzero(vectors.any(1))
        return ([items[place] for place in places], vectors[places]) if len(places) else None


def _text(item: Item) -> str:
    if item.kind is Kind.INSTRUCTION:
        return f"{item.text('instruction')}\n{item.text('input')}"
    return item.text("text")


def _hits(item: Item, like: Likeness) -> Iterator[Hit]:
    start = excerpt(_text(item), _EXCERPT)
    if jaccard(set(words(start)), set(words(like.excerpt))) > _SAME_WORDS:
        return
    likeness = min(round(100 * like.cosine), 99)
    args = {"item": like.item, "likeness": f"{likeness:02}"}
    note = f"#{like.item}: {like.excerpt}"
    yield Hit("said_before", _PART[item.kind], 0, None, like.cosine, args, item=like.item, note=note)
