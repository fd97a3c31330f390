"""Where a text holds a standing phrase that is worth a reviewer's look: a fact, and no more than that.

Only plainly frequent phrases count: in 2 % of the texts where people's texts show what is common anyway, in
10 % where there are none. What is in most texts is how the data set is made: all phrases together point at
half of the texts at most. How texts open is told by the
analyzer of damaged text, and what stands in a text's own prompt or source is a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synthreview.analyzers.rules.hit import Hit
from synthreview.analyzers.style.templates import Phrase
from synthreview.analyzers.style.texts import by_people
from synthreview.analyzers.style.words import spans, tokens
from synthreview.domain import Item

REASON = "shared_phrase"
_OFTEN, _OFTEN_WITHOUT_PEOPLE, _MOST = 0.02, 0.1, 0.5
_FEWEST = 20
_PHRASES = 20
_OPENING_WORDS = 6

Telling = dict[tuple[str, ...], float]
"""Phrases that are pointed at, with the share of the texts that hold each."""


def telling(phrases: Iterable[Phrase]) -> Telling:
    """The phrases that are frequent enough to be pointed at in single texts."""
    often = [
        phrase
        for phrase in phrases
        if phrase.count >= _FEWEST
        and (_OFTEN_WITHOUT_PEOPLE if phrase.people is None else _OFTEN) <= phrase.share <= _MOST
    ]
    told: Telling = {}
    for phrase in often:
        if len(told) < _PHRASES and sum(told.values()) + phrase.share <= _MOST:
            told[phrase.words] = phrase.share
    return told


def hits(item: Item, told: Telling) -> Iterator[Hit]:
    """Phrases in a text that is not said to be a person's, after its opening, and not quoted."""
    if not told or by_people(item):
        return
    text = item.text("text")
    said = spans(text)
    firsts = {words[0] for words in told}
    lengths = sorted({len(words) for words in told}, reverse=True)
    for at, (token, start, _) in enumerate(said):
        if token not in firsts:
            continue
        for length in lengths:
            part = said[at : at + length]
            words = tuple(word for word, _, _ in part)
            if len(part) == length and words in told and not _opens(text, start) and not _quoted(item, words):
                yield _hit(start, part[-1][2], words, told[words])


def _hit(start: int, end: int, words: tuple[str, ...], share: float) -> Hit:
    args = {"percent": f"{100 * share:.2g}", "text": " ".join(words)}
    return Hit(REASON, "text", start, end, min(1.0, 0.5 + share), args)


def _opens(text: str, start: int) -> bool:
    return len(text[:start].split()) < _OPENING_WORDS


def _quoted(item: Item, words: tuple[str, ...]) -> bool:
    sought = f" {' '.join(words)} "
    return any(sought in f" {' '.join(tokens(item.text(part)))} " for part in ("source_text", "prompt"))
