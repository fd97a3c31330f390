"""Preferences, free texts and conversations with damage that can be pointed at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from synthreview.analyzers import duplicates
from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.dialogue.turns import turns
from synthreview.analyzers.duplicates import Copies
from synthreview.analyzers.rules import (
    empty,
    encoding,
    language,
    leftovers,
    loops,
    merged,
    refusal,
    truncation,
)
from synthreview.analyzers.rules.hit import Hit, excerpt, findings
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later

_PREFERENCE, _FREE_TEXT, _SIMULATION = (Kind.PREFERENCE,), (Kind.FREE_TEXT,), (Kind.SIMULATION,)
_KINDS = (*_PREFERENCE, *_FREE_TEXT, *_SIMULATION)
_CERTAIN, _LIKELY, _WEAK = Confidence.CERTAIN, Confidence.LIKELY, Confidence.WEAK

_REASONS = (
    Reason(
        "identical_answers",
        _PREFERENCE,
        later("Both answers are the same; it should be a tie"),
        "answer",
        0.95,
        _CERTAIN,
    ),
    Reason(
        "refusal_preferred",
        _PREFERENCE,
        later("The preferred answer refuses, the other does not"),
        "refusal",
        0.35,
        _WEAK,
    ),
    Reason("same_judgement", _PREFERENCE, later("The same judgement as #{item}"), "duplicate", 0.5, _LIKELY),
    Reason("same_text", _FREE_TEXT, later("The same text as #{item}"), "duplicate", 0.95, _CERTAIN),
    Reason(
        "same_conversation",
        _SIMULATION,
        later("The same conversation as #{item}"),
        "duplicate",
        0.95,
        _CERTAIN,
    ),
    Reason(
        "copy_of_source", _FREE_TEXT, later("The text is its source, unchanged"), "duplicate", 0.9, _CERTAIN
    ),
    Reason("shared_opening", _FREE_TEXT, later("{count} texts open alike: {text}"), "template", 0.4, _WEAK),
)
_RULES = (empty, encoding, merged, language, loops, truncation, refusal, leftovers)
_COPY = {
    Kind.PREFERENCE: ("same_judgement", "a"),
    Kind.FREE_TEXT: ("same_text", "text"),
    Kind.SIMULATION: ("same_conversation", "turns"),
}

_SHORTEST_COPY = 20
_ANSWERS = {"a": "A", "b": "B"}
_OPENING_WORDS = 6
_OPENINGS, _OPENINGS_SHARE, _MANY_OPENINGS = 4, 0.05, 20
"""So many texts have to share an opening before it is one: one in twenty, but four at least; 20 suffice.
Of a few hundred texts on a few subjects, some begin alike by chance.
"""
_FORGIVEN_IN_TALK = 0.6
"""In a talk an assistant may speak of itself now and then."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What occurs more than once: whole items and openings of texts, each with its first item and count."""

    copies: dict[int, tuple[int, int]] = field(default_factory=dict)
    openings: dict[int, tuple[int, int]] = field(default_factory=dict)


Partial = tuple[Copies, Copies]


class DamagedText(Analyzer):
    """Empty, copied, broken and left-over text in preferences, free texts and conversations."""

    id = "damaged_text"
    version = 3
    title = later("Damaged text")
    help = later(
        "Looks for facts anyone can check: answers that are the same or empty, a refusal that won, texts in "
        "the wrong encoding or language, cut off or stuck in a loop, copies, shared openings, and words of "
        "the model around the text. It does not guess who wrote a text, nor which of two good answers is "
        "better."
    )
    kinds = _KINDS
    reasons = (
        *_REASONS,
        *(reason for rule in _RULES for reason in rule.REASONS if set(_KINDS) & set(reason.kinds)),
    )
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Partial:
        """Hashes of whole items, for exact copies, and of the openings of free texts."""
        texts = ((item.id, _texts(item)) for item in batch)
        copies = duplicates.collect(
            (duplicates.text_hash(parts), id) for id, parts in texts if sum(map(len, parts)) >= _SHORTEST_COPY
        )
        openings = ((item.id, _opening(item)) for item in batch)
        return copies, duplicates.collect(
            (duplicates.text_hash([words]), id) for id, words in openings if words
        )

    def merge(self, first: Partial, second: Partial) -> Partial:
        """Both batches' hashes."""
        return first[0] + second[0], first[1] + second[1]

    def finish(self, partial: Partial | None, reference: Partial | None) -> Seen:
        """What occurs more than once."""
        copies, openings = partial if partial is not None else ((), ())
        texts = sum(len(items) for _, items in openings)
        enough = max(_OPENINGS, min(_MANY_OPENINGS, math.ceil(_OPENINGS_SHARE * texts)))
        return Seen(duplicates.repeated(copies), duplicates.repeated(openings, enough))

    def score(self, batch: Sequence[Item], state: Seen) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        for item in batch:
            yield from findings(item.id, [*_repetitions(item, state), *_HITS[item.kind](item)])

    def emit(self, state: Seen) -> Iterable[Summary]:
        """How many texts occur more than once, and how many openings are shared."""
        yield Summary("exact_copies", {"repeated": len(state.copies), "shared_openings": len(state.openings)})


def _texts(item: Item) -> tuple[str, ...]:
    """What makes two items the same; several judges may rightly see one pair."""
    if item.kind is Kind.FREE_TEXT:
        return (item.text("text"),)
    if item.kind is Kind.SIMULATION:
        return tuple(turn.text for turn in turns(item))
    return tuple(item.text(part) for part in ("prompt", "a", "b", "choice", "judge", "human_choice"))


def _opening(item: Item) -> str:
    """The first words of a free text, if it goes on after them; empty for texts by people."""
    if item.kind is not Kind.FREE_TEXT or item.text("author").casefold() == "human":
        return ""
    words = item.text("text")[:200].split()
    return " ".join(words[:_OPENING_WORDS]) if len(words) > _OPENING_WORDS else ""


def _repetitions(item: Item, state: Seen) -> Iterator[Hit]:
    first = (
        duplicates.original(state.copies, duplicates.text_hash(_texts(item)), item.id)
        if state.copies
        else None
    )
    if first is not None:
        reason, part = _COPY[item.kind]
        yield Hit(reason, part, 0, None, args={"item": first}, item=first)
        return
    opening = _opening(item) if state.openings else ""
    _, count = state.openings.get(duplicates.text_hash([opening]), (0, 0)) if opening else (0, 0)
    if count:
        text = item.text("text")
        end = min(len(text), len(opening) + len(text) - len(text.lstrip()))
        score = 1 - 1 / (count - _OPENINGS + 2)
        yield Hit("shared_opening", "text", 0, end, score, {"count": count, "text": excerpt(opening)})


def _preference(item: Item) -> Iterator[Hit]:
    prompt, choice = item.text("prompt"), item.text("choice")
    texts = {side: item.text(side) for side in _ANSWERS if isinstance(item.parts.get(side), str)}
    if len(texts) == 2:
        yield from _both(texts, choice)
    for side, text in texts.items():
        # A faulty answer that lost is what a preference is for; one that won is not.
        weight = 1.0 if choice == side else 0.6 if choice in ("", "tie") else 0.3
        for hit in _answer(side, text, prompt):
            yield replace(hit, score=hit.score * weight)
        yield from _damage(side, text)
    yield from _damage("prompt", prompt)


def _both(texts: dict[str, str], choice: str) -> Iterator[Hit]:
    if choice != "tie" and texts["a"].strip() and _alike(texts["a"], texts["b"]):
        for side, text in texts.items():
            score, fix = (1.0, {"choice": "tie"}) if choice else (0.4, {})
            yield Hit("identical_answers", side, 0, len(text), score, fix=fix)
    if choice in texts and refusal.refuses(texts[choice]):
        other = "b" if choice == "a" else "a"
        if texts[other].strip() and not refusal.declines(texts[other]):
            yield Hit("refusal_preferred", choice, 0, min(len(texts[choice]), 200))


def _answer(side: str, text: str, prompt: str) -> Iterator[Hit]:
    if empty.is_blank(text):
        yield Hit("empty_answer", side, 0, len(text), args={"answer": _ANSWERS[side]})
        return
    yield from truncation.truncated(side, text, prompt)
    yield from loops.loops(side, text)
    yield from language.other_language(side, prompt, text)


def _damage(part: str, text: str) -> Iterator[Hit]:
    yield from encoding.damage(part, text)
    yield from merged.special_tokens(part, text)


def _free_text(item: Item) -> Iterator[Hit]:
    text, source, prompt = item.text("text"), item.text("source_text"), item.text("prompt")
    if empty.is_blank(text):
        yield Hit("empty_text", "text", 0, len(text))
        return
    yield from _damage("text", text)
    if len(text) >= _SHORTEST_COPY and _alike(text, source):
        yield Hit("copy_of_source", "text", 0, len(text))
    if item.text("author").casefold() == "human":
        return
    yield from leftovers.leftovers("text", text)
    yield from refusal.speaks_as_model("text", text, prompt)
    yield from loops.loops("text", text)
    yield from truncation.truncated("text", text, prompt)


def _conversation(item: Item) -> Iterator[Hit]:
    asked = item.text("task")
    for turn in turns(item):
        yield from _damage(turn.part, turn.text)
        if turn.side == "tool":
            continue
        yield from loops.loops(turn.part, turn.text)
        if turn.side == "assistant":
            for hit in refusal.speaks_as_model(turn.part, turn.text, asked):
                yield replace(hit, score=_FORGIVEN_IN_TALK)
        else:
            asked = f"{asked}\n{turn.text}"[-2000:]


_HITS = {Kind.PREFERENCE: _preference, Kind.FREE_TEXT: _free_text, Kind.SIMULATION: _conversation}


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())
