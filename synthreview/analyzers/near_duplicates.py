"""Items that say nearly what an earlier item says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.rules.hit import Hit, excerpt, findings
from synthreview.analyzers.similarity.conflicts import UNLABELLED, Conflict, conflicts
from synthreview.analyzers.similarity.copies import Copy, different, near_copies
from synthreview.analyzers.similarity.seen import Seen, label_of, seen
from synthreview.analyzers.similarity.sketches import Sketches, together
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later, tr

_LABELS, _INSTRUCTION = (Kind.TASK_LABEL,), (Kind.INSTRUCTION,)

_REASONS = (
    Reason(
        "near_copy",
        tuple(kind for kind in Kind if kind is not Kind.PREFERENCE),
        later("Nearly the same as #{item} (about {percent} % alike)"),
        "duplicate",
        0.8,  # read: 17 of 18; in crowds that share a template 0 of 8
    ),
    Reason(
        "near_judgement",
        (Kind.PREFERENCE,),
        later("Nearly the same judgement as #{item} (about {percent} % alike)"),
        "duplicate",
        0.25,  # several models may answer one prompt alike
        Confidence.WEAK,
    ),
    Reason(
        "answer_again",
        _INSTRUCTION,
        later(
            "The answer is nearly that of #{item}, which asks for something else (about {percent} % alike)"
        ),
        "duplicate",
        0.3,
        Confidence.WEAK,
    ),
    Reason(
        "same_labelled_text",
        _LABELS,
        later("The same text with the same label as #{item}"),
        "duplicate",
        0.8,
        Confidence.LIKELY,
    ),
    Reason(
        "conflicting_labels",
        _LABELS,
        later("The same text, or nearly, has the label {other} in #{item}; here it is {label}"),
        "label",
        0.7,
        Confidence.LIKELY,
    ),
)

_PART = {
    Kind.TASK_LABEL: "text",
    Kind.PREFERENCE: "a",
    Kind.INSTRUCTION: "instruction",
    Kind.SIMULATION: "turns",
    Kind.FREE_TEXT: "text",
}
"""Where the screen marks a near copy."""
_CROWD, _IN_A_CROWD = 10, 0.3
"""So many alike share a template, and what differs is rather what matters."""
_ENOUGH = 20
"""Fewer repeated texts than this tell nothing about how a data set is made."""
_MOST_REPEATED = 0.2
"""Where more texts are repeated, several people labelled each: no fault, and no conflict."""
_MOST_DIFFER = 0.5
"""Where more of the repeated texts have different labels, a text may have several: no conflict either."""


@dataclass(frozen=True, slots=True)
class Found:
    """What points at what, by item id."""

    copies: dict[int, Copy] = field(default_factory=dict)
    answers: dict[int, Copy] = field(default_factory=dict)
    same: dict[int, int] = field(default_factory=dict)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def __or__(self, other: Found) -> Found:
        return Found(
            self.copies | other.copies,
            self.answers | other.answers,
            self.same | other.same,
            self.conflicts | other.conflicts,
            self.names | other.names,
        )


class NearDuplicates(Analyzer):
    """Near copies of items, answers given again, and equal texts with different labels."""

    id = "near_duplicates"
    title = later("Near duplicates")
    help = later(
        "Finds items that share four fifths of their phrases with an earlier one (MinHash over three words "
        "in a row, or five letters in short texts); letter case and punctuation do not count. The similarity "
        "is an estimate, right to within 8 %. Each part has to be alike: the same prompt with another answer "
        "is no copy, and the same answer to another prompt is a weaker sign. Texts that are nearly the same "
        "and labelled differently by one annotator are shown as a conflict. Exact copies are found "
        "elsewhere. It cannot see that two texts mean the same in other words."
    )
    kinds = tuple(Kind)
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Seen:
        """Sketches of a batch: below 190 bytes an item."""
        total = Seen()
        for kind in sorted({item.kind for item in batch}):
            total = total + seen([item for item in batch if item.kind is kind], kind)
        return total

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Both batches' sketches."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> Found:
        """Which items are alike, in the order of their ids."""
        found, total = Found(), partial or Seen()
        for kind, parts in total.items.items():
            every = together(parts)
            if kind is Kind.TASK_LABEL:
                found = found | _labelled(every, total.names)
            else:
                found = found | _copies(every, total.answers if kind is Kind.INSTRUCTION else ())
        return found

    def score(self, batch: Sequence[Item], state: Found) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        for item in batch:
            yield from findings(item.id, _hits(item, state))

    def emit(self, state: Found) -> Iterable[Summary]:
        """How many items are near copies, repeat an answer, or contradict another label."""
        data = {
            "near_copies": len(state.copies),
            "answers_again": len(state.answers),
            "same_labelled_texts": len(state.same),
            "conflicting_labels": len(state.conflicts),
        }
        yield Summary("near_duplicates", data)


# --- between the passes ---


def _by_item(copies: dict[int, Copy], sketches: Sketches) -> dict[int, Copy]:
    items = sketches.items.tolist()
    return {items[row]: Copy(items[copy.of], copy.similarity, copy.alike) for row, copy in copies.items()}


def _copies(every: Sketches, answers: tuple[Sketches, ...]) -> Found:
    once = every[different(every.hashes[:, 0])[0]]
    copies = _by_item(near_copies(once), once)
    return Found(copies, _answers(together(answers), once, copies) if answers else {})


def _answers(answers: Sketches, once: Sketches, copies: dict[int, Copy]) -> dict[int, Copy]:
    """Answers that stand under an earlier item too, apart from copies of whole items."""
    answers = answers[np.isin(answers.items, once.items)]
    first, place = different(answers.hashes[:, 0])
    near, counts = near_copies(answers[first]), np.bincount(place)
    items = answers.items.tolist()
    found = {}
    for row, at in enumerate(place.tolist()):
        if items[row] in copies:
            continue
        if at in near:
            found[items[row]] = Copy(items[first[near[at].of]], near[at].similarity, near[at].alike)
        elif first[at] != row:
            found[items[row]] = Copy(items[first[at]], 1.0, int(counts[at]))
    return found


def _labelled(every: Sketches, names: dict[int, str]) -> Found:
    """Copies among labelled texts: the same label is a copy, another label a conflict."""
    first, place = different(every.hashes[:, 0])
    near = near_copies(every[first])
    copies = _by_item(near, every[first])
    if len(every) - len(first) > max(_ENOUGH, _MOST_REPEATED * len(every)):
        return Found(copies)
    leader = np.arange(len(first))
    for row in sorted(near):
        leader[row] = leader[near[row].of]
    labels, annotators = every.hashes[:, 1], every.hashes[:, 2]
    against = conflicts(every.items, leader[place], labels, annotators)
    original = first[place]
    equal = (labels == labels[original]) & (annotators == annotators[original]) & (labels != UNLABELLED)
    again = np.flatnonzero(equal & (original != np.arange(len(every))))
    same = dict(zip(every.items[again].tolist(), every.items[original[again]].tolist(), strict=True))
    if _several_labels(place, labels):
        against = {}
    return Found(copies, {}, same, against, names)


def _several_labels(place: NDArray[np.int64], labels: NDArray[np.uint64]) -> bool:
    """Whether a text that occurs again usually has another label there."""
    told = labels != UNLABELLED
    times = np.bincount(place[told])
    uses = np.unique(np.column_stack([place[told].astype(np.uint64), labels[told]]), axis=0)
    again = times > 1
    differ = np.bincount(uses[:, 0].astype(np.int64), minlength=len(times))[again] > 1
    return bool(len(differ) >= _ENOUGH and differ.mean() > _MOST_DIFFER)


# --- the second pass ---


def _hits(item: Item, state: Found) -> Iterator[Hit]:
    part = _PART[item.kind]
    if item.id in state.conflicts:
        conflict = state.conflicts[item.id]
        args = {
            "item": conflict.with_item,
            "label": excerpt(label_of(item)),
            "other": excerpt(state.names.get(conflict.label) or tr("another label")),
        }
        yield Hit("conflicting_labels", part, score=conflict.others, args=args, item=conflict.with_item)
    elif item.id in state.same:
        first = state.same[item.id]
        yield Hit("same_labelled_text", part, args={"item": first}, item=first)
    elif item.id in state.copies:
        reason = "near_judgement" if item.kind is Kind.PREFERENCE else "near_copy"
        yield _hit(reason, part, state.copies[item.id])
    elif item.id in state.answers:
        yield _hit("answer_again", "output", state.answers[item.id])


def _hit(reason: str, part: str, copy: Copy) -> Hit:
    args = {"item": copy.of, "percent": str(round(100 * copy.similarity)), "count": copy.alike}
    weight = _IN_A_CROWD if copy.alike > _CROWD else 1.0
    return Hit(reason, part, score=copy.similarity * weight, args=args, item=copy.of)
