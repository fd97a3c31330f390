"""A text as the set of its short phrases; letter case, punctuation and white space make no difference."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_FEW_WORDS = 12
_LETTERS = 5


def words(text: str) -> list[str]:
    """The words in order; of a text in a script without spaces, every five letters."""
    found = _WORD.findall(text.casefold())
    return _letters(found) if _unspaced(text) else found


def shingles(text: str) -> list[str]:
    """Every three words in a row; every five letters where there are fewer than twelve words, or no spaces.

    Phrases may repeat; a text too short for one is its own only shingle, and a text without words has none.
    """
    found = _WORD.findall(text.casefold())
    if len(found) < _FEW_WORDS or _unspaced(text):
        return _letters(found)
    return [" ".join(phrase) for phrase in zip(found, found[1:], found[2:], strict=False)]


def _unspaced(text: str) -> bool:
    return not text.isascii() and _UNSPACED.search(text) is not None


def _letters(found: list[str]) -> list[str]:
    line = " ".join(found)
    return [line[at : at + _LETTERS] for at in range(max(1, len(line) - _LETTERS + 1))] if line else []


def jaccard(one: set[str], other: set[str]) -> float:
    """The share of all shingles of two texts that both have; 1 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 1.0
