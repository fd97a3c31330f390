"""Instructions whose answer belongs to another instruction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.matching.strangeness import Background, background, pairs
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.analyzers.sample import Sample
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later

_INSTRUCTION = (Kind.INSTRUCTION,)
_REASONS = (
    Reason(
        "answer_of_another",
        _INSTRUCTION,
        later("The answer belongs to the instruction of #{item}, or to one like it"),
        "mismatch",
        0.85,  # measured .90 to .98 where one in twenty is swapped
        Confidence.LIKELY,
    ),
    Reason(
        "answer_elsewhere",
        _INSTRUCTION,
        later("The answer is closer to the instruction of #{item} than to its own"),
        "mismatch",
        0.35,
        Confidence.WEAK,
    ),
    Reason(
        "answer_off_topic",
        _INSTRUCTION,
        later("The answer is no closer to its instruction than to any other"),
        "mismatch",
        0.35,
        Confidence.WEAK,
    ),
)

_FEWEST_WORDS = 5
"""A shorter answer (a year, a yes) says too little to tell what it answers."""
_ENOUGH = 100
"""Fewer instructions tell too little about what is usual."""
_STRANGE = 0.3
_MOST = 0.5
"""Where more answers than this may be swapped, nearness says nothing in this data set."""
_FITS, _FITS_BETTER = 0.4, 0.1
"""Cosines: how close the other instruction has to be, and by how much closer than its own."""


class SwappedAnswers(Analyzer):
    """Answers that belong to another instruction, with the instruction they are closest to."""

    id = "swapped_answers"
    title = later("Answers to another instruction")
    help = later(
        "Compares what instruction and answer are about. An answer that is no closer to its own instruction "
        "than to instructions picked at random is pointed at, with the instruction it is closest to where "
        "one is close. How strange an answer has to be follows from the data set itself. Answers of a few "
        "words are passed over. At first it compares words, so an answer that rightly shares none with its "
        "instruction (a poem, a translation, a name) looks strange too; once the large model has read the "
        "texts, few of these are left. It cannot tell whether an answer on the right subject is right. "
        "Where most answers look strange it says nothing."
    )
    kinds = _INSTRUCTION
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def meanings(self, item: Item) -> Sequence[str]:
        """Instruction and answer."""
        return _question(item), item.text("output")

    def summarize(self, batch: Sequence[Item]) -> Sample:
        """Vectors of instructions and answers, of so many examples as can be kept."""
        examples = [item for item in batch if _is_telling(item)]
        questions, answers = self._vectors(examples)
        texts = (f"{_question(item)}\0{item.text('output')}" for item in examples)
        return pairs([item.id for item in examples], texts, questions, answers)

    def merge(self, first: Sample, second: Sample) -> Sample:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Sample | None, reference: Sample | None) -> Background | None:
        """What is usual in this data set; None where there is too little to tell."""
        if partial is None or len(partial) < _ENOUGH:
            return None
        return background(partial)

    def score(self, batch: Sequence[Item], state: Background | None) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        if state is None or state.share > _MOST:
            return
        examples = [item for item in batch if _is_telling(item)]
        questions, answers = self._vectors(examples)
        ids = np.array([item.id for item in examples], np.int64)
        chances = state.chance_of_a_swap(ids, questions, answers)
        strange = np.flatnonzero(chances >= _STRANGE)
        others, fits = state.closest_questions(ids[strange], answers[strange])
        own = (questions[strange] * answers[strange]).sum(1)
        elsewhere = (fits >= _FITS) & (fits - own >= _FITS_BETTER)
        closer = "answer_of_another" if self.closely else "answer_elsewhere"
        for place, other, is_closer in zip(
            strange.tolist(), others.tolist(), elsewhere.tolist(), strict=True
        ):
            chance = float(chances[place])
            hit = Hit("answer_off_topic", "output", 0, None, chance)
            if is_closer:
                hit = Hit(closer, "output", 0, None, chance, {"item": other}, item=other)
            yield from findings(examples[place].id, [hit])

    def emit(self, state: Background | None) -> Iterator[Summary]:
        """The share of answers that are as strange as those of a random instruction."""
        if state is not None:
            yield Summary("swapped_answers", {"share_at_most": round(state.share, 4)})

    def _vectors(self, examples: Sequence[Item]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return (
            self.embed([_question(item) for item in examples]),
            self.embed([item.text("output") for item in examples]),
        )


def _question(item: Item) -> str:
    return f"{item.text('instruction')}\n{item.text('input')}"


def _is_telling(item: Item) -> bool:
    """Whether question and answer stand for themselves and are long enough to be about something."""
    if item.parts.get("history") or not item.text("instruction").strip():
        return False
    return len(item.text("output").split(maxsplit=_FEWEST_WORDS)) >= _FEWEST_WORDS
