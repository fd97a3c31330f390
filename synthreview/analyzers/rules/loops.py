"""Text that got stuck: the same sentence, line or phrase over and over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from synthreview.analyzers.rules.hit import EVERY_TEXT, Hit, excerpt
from synthreview.domain import Reason
from synthreview.translation import later

REASONS = (Reason("loop", EVERY_TEXT, later("The text says {count} times in a row: {text}"), "loop", 0.8),)

_SHORTEST = 120
_LONGEST = 50_000
_TIMES = 3
_WORDS = 4
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
_MARKUP = re.compile(r"</?\w+[^>]*>|[{};|=]|\bdef \b|\d")
_WORDS_STUCK = re.compile(r"\b(\w{2,}(?:\W{1,2}\w+){0,5}?)(?:\W{1,3}\1\b){6,}", re.IGNORECASE)


def loops(part: str, text: str) -> Iterator[Hit]:
    """A sentence said at least three times in a row, or words repeated at least seven times in a row.

    Tables, code and lists of numbers repeat for good reasons and are left alone.
    """
    if len(text) < _SHORTEST:
        return
    hit = _sentences(part, text) or _phrase(part, text)
    if hit is not None:
        yield hit


def _sentences(part: str, text: str) -> Hit | None:
    spans = (match.span() for match in _SENTENCE.finditer(text[:_LONGEST]) if not match[0].isspace())
    for sentence, group in groupby(spans, key=lambda span: text[slice(*span)].strip().casefold()):
        if len(sentence.split()) < _WORDS:
            continue
        run = list(group)
        if len(run) >= _TIMES and not _MARKUP.search(sentence):
            score = min(1.0, 0.5 + 0.1 * len(run))
            args = {"count": len(run), "text": excerpt(sentence)}
            return Hit("loop", part, run[0][0], run[-1][1], score, args)
    return None


def _phrase(part: str, text: str) -> Hit | None:
    words = text[:_LONGEST].split()
    if len(set(words)) >= 0.5 * len(words):  # stuck text has few different words for its length
        return None
    match = _WORDS_STUCK.search(text[:_LONGEST])
    if match is None or _MARKUP.search(match[1]):
        return None
    count = match[0].casefold().count(match[1].casefold())
    return Hit("loop", part, match.start(), match.end(), 0.9, {"count": count, "text": excerpt(match[1])})
