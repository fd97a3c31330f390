"""What a judge may go by besides quality: the length of an answer, its lists, its emphatic words."""

from __future__ import annotations

import math
import re

FEATURES = ("log_length", "list_items", "emphatic_words")
"""ln(1 + words), ln(1 + lines that open a list item) and ln(1 + emphatic words) of an answer."""

_LIST_ITEM = re.compile(r"^[ \t]{0,12}(?:[-*•+–]|\d{1,3}[.)])[ \t]+\S", re.M)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EMPHATIC = frozenset(
    "absolutely amazing amazingly awesome awful best completely crucial definitely delicious disgusting "
    "essential excellent exceptional extremely fantastic favorite favourite gorgeous great hate highly "
    "horrible horribly incredible incredibly love loved must never outstanding perfect perfectly really "
    "rude so superb terrible terribly totally truly ultimate utterly very vital wonderful wonderfully "
    "worst".split()
)
_LONGEST_WORD = 20
"""What is longer is no word that others use too."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, numbers and signs left out."""
    return [word.casefold() for word in _WORD.findall(text) if len(word) <= _LONGEST_WORD]


def features(text: str) -> tuple[float, float, float]:
    """The `FEATURES` of an answer."""
    said = words(text)
    emphatic = sum(word in _EMPHATIC for word in said)
    return (
        math.log1p(len(text.split())),
        math.log1p(sum(1 for _ in _LIST_ITEM.finditer(text))),
        math.log1p(emphatic),
    )
