"""Tokens and sentences of a text in any script, and short lists of English words that carry style."""

from __future__ import annotations

import re

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words; each character counts as a word."""
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['’][^\W_{_UNSPACED}]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\n+")
_SPACELESS = re.compile(rf"[{_UNSPACED}]")
_SOME = 1_000

FUNCTION_WORDS = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did do does "
    "for from had has have he her him his how i if in into is it its just me more most my no not of on one "
    "only or other our out over she should so some such than that the their them then there these they "
    "this those through to under up us was we were what when where which while who will with would you "
    "your".split()
)
DISCOURSE = frozenset(
    "accordingly additionally alternatively besides consequently conversely finally firstly furthermore "
    "hence however indeed instead likewise meanwhile moreover namely nevertheless nonetheless notably "
    "otherwise overall secondly similarly specifically subsequently therefore thirdly thus "
    "ultimately whereas".split()
)
DISCOURSE_PAIRS = frozenset(
    [
        ("in", word)
        for word in ("addition", "conclusion", "contrast", "fact", "particular", "short", "summary")
    ]
    + [("for", "example"), ("for", "instance"), ("a", "result"), ("other", "hand"), ("due", "to")]
)
HEDGES = frozenset(
    "apparently appear appears approximately arguably could generally likely maybe may might often perhaps "
    "possibly potentially presumably probably seem seemed seemingly seems somewhat sometimes suggest "
    "suggested suggests tend tends typically unlikely usually".split()
)
FIRST_PERSON = frozenset(
    "i i'd i'll i'm i've me mine my myself our ours ourselves us we we'd we'll we're we've".split()
)
SECOND_PERSON = frozenset("you you'd you'll you're you've your yours yourself yourselves".split())
_CONTRACTED_IS = frozenset(
    "he's here's how's it's let's she's that's there's what's when's where's who's why's".split()
)
_CONTRACTED_ENDS = ("n't", "'re", "'ve", "'ll", "'d", "'m")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; of scripts without spaces, the characters."""
    return [token.casefold().replace("’", "'") for token in _TOKEN.findall(text)]


def count(text: str) -> int:
    """How many `tokens` a text has."""
    return len(_TOKEN.findall(text))


def spans(text: str) -> list[tuple[str, int, int]]:
    """The `tokens` of a text with where they start and end."""
    return [
        (match.group().casefold().replace("’", "'"), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text; an abbreviation may end one too early."""
    return [part for part in _SENTENCE_END.split(text) if part and not part.isspace()]


def contracted(token: str) -> bool:
    """Whether a word is an English contraction; a genitive is none."""
    return token.endswith(_CONTRACTED_ENDS) or token in _CONTRACTED_IS


def has_spaces(text: str) -> bool:
    """Whether a text is written in a script with spaces between words."""
    some = text[:_SOME]
    return len(_SPACELESS.findall(some)) < 0.1 * max(len(some), 1)


def looks_english(text: str) -> bool:
    """Whether about as many words of a text are English function words as they are in English."""
    said = tokens(text[:_SOME])
    return sum(token in FUNCTION_WORDS for token in said) >= 0.2 * max(len(said), 1)
