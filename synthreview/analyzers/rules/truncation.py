"""Outputs that stop in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import TEXT_KINDS, Hit, excerpt
from synthreview.domain import Reason
from synthreview.translation import later

# Prior: 100 of 100 hits in answers of models were right when read; people also end notes this way.
REASONS = (Reason("truncated", TEXT_KINDS, later("The text stops in the middle: {text}"), "truncated", 0.85),)

_SHORTEST = 80
# Words that no English sentence ends with (prepositions may: "a goal to strive for").
_DANGLING = re.compile(
    r"\b(?:the|a|an|and|or|but|because|their|its|my|your|our|into|than|although|if|would|should|between)"
    r"\s*\Z"
)
# Words that seldom end one; they count where the sentences before are finished ones.
_HANGING = re.compile(
    r"[^\W\d_][.!?][\"”’')]* (?=[A-Z\"“])(?:[^\s.!?]+ ){2,}"
    r"(?:in|of|to|with|for|from|by|on|per|as|is|are|was|were|has|have|had|that|which|who|whose|when|"
    r"where|very|some|any|every|each|this|these|those|such|he|she|they|we)\s*\Z"
)
# A sentence of one word that only opens one, or an article before the first letter of a name.
_STUB = re.compile(
    r"[^\W\d_][.!?][\"”’')]* +(?:In|The|An?|This|These|It|For|To|With|When|If|As|By|On|At|From|"
    r"However|Additionally|"
    r"Furthermore|He|She|They|We|You|I)\s*\Z|\b(?:the|an?) [A-Z]\s*\Z"
)
_TAIL = 300
_OPEN_END = re.compile(r"(?:[,，、(（\[{]|\w-|\n\s*(?:\d{1,2}[.)]|[-*•]))\s*\Z")
_CLOSING = re.compile(r"(?:\A|\n)[^\n,]{0,40},\s*\Z")
"""The closing line of a letter ("With kind regards,") also ends in a comma."""
_CODE = re.compile(r"[{}=<>|\\]|;[ \t]*\n|\bdef\b|\bSELECT\b|```|__")
_COMPLETES = re.compile(
    r"\b(?:complete|finish|continue|fill in|blanks?|preposition|article|stop ?words?|"
    r"open(?:ing)? (?:line|sentence)|beginning|start of|prefix|arrange|sort|order|alphabetical|lyrics|"
    r"poem|haiku|song)\b",
    re.IGNORECASE,
)


# What ends no text in the middle: the last of several things with a comma too many, a mark left of a note.
_LEFT_OVER = re.compile(
    r"(?:,[^,\n]{1,40}){2,},? (?:and|or) (?:[^\s,]+ ?){1,4},\s*\Z|[.!?][\"”’')]* ?[\[(]\s*\Z"
)


def truncated(part: str, text: str, instruction: str = "") -> Iterator[Hit]:
    """A long text that ends in a word, mark or list number that cannot be an end."""
    if len(text) < _SHORTEST:
        return
    tail = text[-_TAIL:]
    match = _DANGLING.search(tail) or _OPEN_END.search(tail) or _HANGING.search(tail) or _STUB.search(tail)
    if (
        match is None
        or _CLOSING.search(tail)
        or _LEFT_OVER.search(tail)
        or _CODE.search(tail[-120:])
        or _COMPLETES.search(instruction)
    ):
        return
    start = max(0, len(text) - 40)
    yield Hit("truncated", part, start, len(text), args={"text": "…" + excerpt(text[start:])})
