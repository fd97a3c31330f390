"""Preferences and free texts with damage that can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from synthreview.analyzers import duplicates
from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.duplicates import Copies, Originals
from synthreview.analyzers.rules import empty, encoding, leftovers, loops, merged, refusal, truncation
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary

_PREFERENCE, _FREE_TEXT = (Kind.PREFERENCE,), (Kind.FREE_TEXT,)
_LIKELY, _WEAK = Confidence.LIKELY, Confidence.WEAK

_REASONS = (
    Reason(
        "identical_answers",
        _PREFERENCE,
        "Both answers are the same; it should be a tie",
        "answer",
        0.95,
        Confidence.CERTAIN,
    ),
    Reason(
        "refusal_preferred",
        _PREFERENCE,
        "The preferred answer refuses, the other does not",
        "refusal",
        0.35,
        _WEAK,
    ),
    Reason("same_judgement", _PREFERENCE, "The same judgement as #{item}", "duplicate", 0.5, _LIKELY),
    Reason("same_text", _FREE_TEXT, "The same text as #{item}", "duplicate", 0.95, Confidence.CERTAIN),
    Reason(
        "copy_of_source",
        _FREE_TEXT,
        "The text is its source, unchanged",
        "duplicate",
        0.9,
        Confidence.CERTAIN,
    ),
)
_RULES = (empty, encoding, merged, loops, truncation, refusal, leftovers)

_SHORTEST_COPY = 20
_ANSWERS = {"a": "A", "b": "B"}


class DamagedText(Analyzer):
    """Empty, copied, broken and left-over text in preferences and free texts."""

    id = "damaged_text"
    title = "Damaged text"
    help = (
        "Looks for facts anyone can check: answers that are the same or empty, a refusal that won, texts in "
        "the wrong encoding, cut off or stuck in a loop, copies, and words of the model around the text. It "
        "does not guess who wrote a text, nor which of two good answers is better."
    )
    kinds = (Kind.PREFERENCE, Kind.FREE_TEXT)
    reasons = _REASONS + tuple(
        reason
        for rule in _RULES
        for reason in rule.REASONS
        if {Kind.PREFERENCE, Kind.FREE_TEXT} & set(reason.kinds)
    )
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Copies:
        """Hashes of whole items, for exact copies."""
        return duplicates.batch_keys(batch, [_texts(item) for item in batch])

    def merge(self, first: Copies, second: Copies) -> Copies:
        """Both batches' hashes."""
        return first + second

    def finish(self, partial: Copies | None, reference: Copies | None) -> Originals:
        """The first item of each text that occurs more than once."""
        return duplicates.originals(partial or ())

    def score(self, batch: Sequence[Item], state: Originals) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        for item in batch:
            hits = _preference(item) if item.kind is Kind.PREFERENCE else _free_text(item)
            yield from findings(item.id, [*_copies(item, state), *hits])

    def emit(self, state: Originals) -> Iterable[Summary]:
        """How many texts occur more than once."""
        yield Summary("exact_copies", {"repeated": len(state.first)})


def _texts(item: Item) -> tuple[str, ...]:
    """What makes two items the same; several judges may rightly see one pair."""
    if item.kind is Kind.FREE_TEXT:
        return (item.text("text"),)
    return tuple(item.text(part) for part in ("prompt", "a", "b", "choice", "judge", "human_choice"))


def _copies(item: Item, state: Originals) -> Iterator[Hit]:
    texts = _texts(item)
    if not state.first or sum(map(len, texts)) < _SHORTEST_COPY:
        return
    first = state.of(item, duplicates.text_hash(texts))
    if first is not None:
        reason, part = ("same_text", "text") if item.kind is Kind.FREE_TEXT else ("same_judgement", "a")
        yield Hit(reason, part, 0, None, args={"item": first}, item=first)


def _preference(item: Item) -> Iterator[Hit]:
    prompt, choice = item.text("prompt"), item.text("choice")
    texts = {side: item.text(side) for side in _ANSWERS if isinstance(item.parts.get(side), str)}
    if len(texts) == 2 and choice != "tie" and texts["a"].strip() and _alike(texts["a"], texts["b"]):
        score = 1.0 if choice else 0.4
        for side, text in texts.items():
            yield Hit("identical_answers", side, 0, len(text), score)
    if choice in texts and len(texts) == 2 and refusal.refuses(texts[choice]):
        other = "b" if choice == "a" else "a"
        if texts[other].strip() and not refusal.refuses(texts[other]):
            yield Hit("refusal_preferred", choice, 0, min(len(texts[choice]), 200))
    for side, text in texts.items():
        # A faulty answer that lost is what a preference is for; one that won is not.
        weight = 1.0 if choice == side else 0.6 if choice in ("", "tie") else 0.3
        for hit in _answer(side, text, prompt):
            yield replace(hit, score=hit.score * weight)
        yield from _damage(side, text)
    yield from _damage("prompt", prompt)


def _answer(side: str, text: str, prompt: str) -> Iterator[Hit]:
    if empty.is_blank(text):
        yield Hit("empty_answer", side, 0, len(text), args={"answer": _ANSWERS[side]})
        return
    yield from truncation.truncated(side, text, prompt)
    yield from loops.loops(side, text)


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


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())
