"""What of a text's style is measured: numbers anyone can count again."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style import lexical, words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of a text, and the words for a model that has more or less of it than people."""

    key: str
    name: str
    unit: str
    more: str
    fewer: str
    english: bool = False
    """Whether it is counted by English words."""
    spaced: bool = False
    """Whether it needs a script with spaces between words."""


_PER_100 = "per 100 words"

FEATURES = (
    Feature(
        "sentence_length", "Sentence length", "words", "writes longer sentences", "writes shorter sentences"
    ),
    Feature(
        "sentence_spread",
        "Spread of sentence lengths",
        "words",
        "varies its sentence length more",
        "varies its sentence length less",
    ),
    Feature("word_length", "Word length", "letters", "uses longer words", "uses shorter words", spaced=True),
    Feature(
        "mtld", "Variety of words (MTLD)", "words a run", "varies its words more", "varies its words less"
    ),
    Feature(
        "hdd",
        "Variety of words (HD-D)",
        "of 42 draws",
        "has more different words",
        "has fewer different words",
    ),
    Feature("maas", "Sameness of words (Maas)", "", "repeats words more", "repeats words less"),
    Feature(
        "type_token",
        "Different words in 20",
        "share",
        "repeats words near by less",
        "repeats words near by more",
    ),
    Feature(
        "packed",
        "Size of 200 characters when packed",
        "share",
        "repeats letters and words less",
        "repeats letters and words more",
    ),
    Feature(
        "contractions",
        "Contractions",
        _PER_100,
        "uses more contractions",
        "avoids contractions",
        english=True,
    ),
    Feature("commas", "Commas", _PER_100, "sets more commas", "sets fewer commas"),
    Feature(
        "colons",
        "Colons and semicolons",
        _PER_100,
        "uses more colons and semicolons",
        "uses fewer colons and semicolons",
    ),
    Feature("dashes", "Dashes", _PER_100, "uses more dashes", "uses fewer dashes"),
    Feature("brackets", "Brackets", _PER_100, "uses more brackets", "uses fewer brackets"),
    Feature("quotes", "Quotation marks", _PER_100, "quotes more", "quotes less"),
    Feature(
        "capitals",
        "Capital letters",
        "% of letters",
        "uses more capitals",
        "uses fewer capitals",
        spaced=True,
    ),
    Feature("digits", "Digits", "per 100 characters", "uses more digits", "uses fewer digits"),
    Feature(
        "discourse",
        "Discourse markers",
        _PER_100,
        "uses more discourse markers",
        "uses fewer discourse markers",
        english=True,
    ),
    Feature("hedges", "Hedges", _PER_100, "hedges more", "hedges less", english=True),
    Feature("first_person", "First person", _PER_100, "says I and we more", "avoids I and we", english=True),
    Feature(
        "second_person",
        "Second person",
        _PER_100,
        "addresses the reader more",
        "addresses the reader less",
        english=True,
    ),
    Feature(
        "function_words",
        "Function words",
        _PER_100,
        "uses more function words",
        "uses fewer function words",
        english=True,
    ),
    Feature("questions", "Questions", "per 100 sentences", "asks more", "asks less"),
    Feature(
        "exclamations",
        "Exclamation marks",
        "per 100 sentences",
        "uses more exclamation marks",
        "uses fewer exclamation marks",
    ),
    Feature("list_lines", "Lines of lists", "a text", "writes more lists", "writes fewer lists"),
    Feature("paragraphs", "Paragraphs", "a text", "makes more paragraphs", "makes fewer paragraphs"),
    Feature(
        "repeated_openings",
        "Sentences that open alike",
        "% of sentences",
        "opens more sentences alike",
        "opens fewer sentences alike",
        spaced=True,
    ),
)
"""Length is no feature: texts are compared with others of their length."""

_COMMAS = re.compile("[,、，،]")
_COLONS = re.compile("[;:；：]")
_DASHES = re.compile("[–—]|(?<= )-{1,2}(?= )|(?<=\\w)--(?=\\w)")
_BRACKETS = re.compile("[(\\[（【]")
_QUOTES = re.compile('["“”«»„「」『』]')
_QUESTIONS = re.compile("[?？؟]")
_EXCLAMATIONS = re.compile("[!！]")
_DIGITS = re.compile("[0-9]")
_LIST_LINES = re.compile(r"^[ \t]{0,12}(?:[-*•+–]|\d{1,3}[.)])[ \t]+\S", re.M)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_LETTERS = re.compile(r"[^\W\d_]")
_CAPITALS = re.compile("[A-ZÀ-ÖØ-ÞΆ-ΫА-Я]")


def features(text: str) -> tuple[float, ...]:
    """The `FEATURES` of a text, in their order; nan where it is too short for one."""
    parts = words.sentences(text)
    said = [words.tokens(part) for part in parts]
    lengths = [len(each) for each in said if each]
    tokens = [token for each in said for token in each]
    if not tokens:
        return (math.nan,) * len(FEATURES)
    total, counts = len(tokens), Counter(tokens)
    mean = total / len(lengths)
    spread = (
        math.sqrt(sum((n - mean) ** 2 for n in lengths) / (len(lengths) - 1))
        if len(lengths) > 1
        else math.nan
    )
    lexicon = _lexicon(counts, tokens)
    return (
        mean,
        spread,
        sum(map(len, tokens)) / total,
        lexical.mtld(tokens),
        lexical.hdd(counts, total),
        lexical.maas(len(counts), total),
        lexical.type_token(tokens),
        lexical.packed(text),
        100 * lexicon[0] / total,
        *(100 * _count(sign, text) / total for sign in (_COMMAS, _COLONS, _DASHES, _BRACKETS, _QUOTES)),
        100 * _count(_CAPITALS, text) / max(_count(_LETTERS, text), 1),
        100 * _count(_DIGITS, text) / len(text),
        *(100 * number / total for number in lexicon[1:]),
        *(100 * _count(sign, text) / len(lengths) for sign in (_QUESTIONS, _EXCLAMATIONS)),
        float(_count(_LIST_LINES, text)),
        1.0 + _count(_PARAGRAPHS, text.strip()),
        _repeated_openings(said),
    )


def matrix(texts: Sequence[str]) -> Floats:
    """The `FEATURES` of texts, a row each."""
    return np.array([features(text) for text in texts], np.float64).reshape(-1, len(FEATURES))


def _count(sign: re.Pattern[str], text: str) -> int:
    return len(sign.findall(text))


def _lexicon(counts: Counter[str], tokens: list[str]) -> tuple[int, ...]:
    """Contractions, discourse markers, hedges, first and second person, function words."""
    contracted = discourse = hedges = first = second = function = 0
    for token, count in counts.items():
        if token in words.FUNCTION_WORDS:
            function += count
        if "'" in token and words.contracted(token):
            contracted += count
        if token in words.DISCOURSE:
            discourse += count
        elif token in words.HEDGES:
            hedges += count
        elif token in words.FIRST_PERSON:
            first += count
        elif token in words.SECOND_PERSON:
            second += count
    discourse += sum(pair in words.DISCOURSE_PAIRS for pair in pairwise(tokens))
    return contracted, discourse, hedges, first, second, function


def _repeated_openings(said: list[list[str]]) -> float:
    """Of sentences of a text that has several, those that open with the word another opened with, in %."""
    openings = [each[0] for each in said if len(each) > 1]
    if len(openings) < 2:
        return math.nan
    return 100 * (len(openings) - len(set(openings))) / len(openings)
