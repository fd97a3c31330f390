"""Outputs that stop in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import TEXT_KINDS, Hit, excerpt
from synthreview.domain import Reason

REASONS = (Reason("truncated", TEXT_KINDS, "The text stops in the middle: {text}", "truncated", 0.75),)

_SHORTEST = 80
# Words that no English sentence ends with (prepositions may: "a goal to strive for").
_DANGLING = re.compile(
    r"\b(?:the|a|an|and|or|but|because|their|its|my|your|our|into|than|although|if|would|should|between)"
    r"\s*\Z"
)
_OPEN_END = re.compile(r"(?:[,，、(（\[{]|\w-|\n\s*(?:\d{1,2}[.)]|[-*•]))\s*\Z")
_CLOSING = re.compile(r"(?:\A|\n)[^\n,]{0,40},\s*\Z")
"""The closing line of a letter ("With kind regards,") also ends in a comma."""
_CODE = re.compile(r"[{};=<>|\\]|\bdef\b|\bSELECT\b|```|__")
_COMPLETES = re.compile(
    r"\b(?:complete|finish|continue|fill in|blanks?|preposition|article|stop ?words?|"
    r"open(?:ing)? (?:line|sentence)|beginning|start of|prefix|arrange|sort|order|alphabetical|lyrics|"
    r"poem|haiku|song)\b",
    re.IGNORECASE,
)


def truncated(part: str, text: str, instruction: str = "") -> Iterator[Hit]:
    """A long text that ends in a word, mark or list number that cannot be an end."""
    if len(text) < _SHORTEST:
        return
    tail = text[-120:]
    match = _DANGLING.search(tail) or _OPEN_END.search(tail)
    if match is None or _CLOSING.search(tail) or _CODE.search(tail) or _COMPLETES.search(instruction):
        return
    start = max(0, len(text) - 40)
    yield Hit("truncated", part, start, len(text), args={"text": "…" + excerpt(text[start:])})
