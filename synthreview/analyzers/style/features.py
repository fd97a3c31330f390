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
from synthreview.translation import later

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of a text, and the words for a model that has more or less of it than people.

    All words are marked with ``later``.
    """

    key: str
    name: str
    unit: str
    more: str
    fewer: str
    english: bool = False
    """Whether it is counted by English words."""
    spaced: bool = False
    """Whether it needs a script with spaces between words."""


_PER_100 = later("per 100 words")

FEATURES = (
    Feature(
        "sentence_length",
        later("Sentence length"),
        later("words"),
        later("writes longer sentences"),
        later("writes shorter sentences"),
    ),
    Feature(
        "sentence_spread",
        later("Spread of sentence lengths"),
        later("words"),
        later("varies its sentence length more"),
        later("varies its sentence length less"),
    ),
    Feature(
        "word_length",
        later("Word length"),
        later("letters"),
        later("uses longer words"),
        later("uses shorter words"),
        spaced=True,
    ),
    Feature(
        "mtld",
        later("Variety of words (MTLD)"),
        later("words a run"),
        later("varies its words more"),
        later("varies its words less"),
    ),
    Feature(
        "hdd",
        later("Variety of words (HD-D)"),
        later("of 42 draws"),
        later("has more different words"),
        later("has fewer different words"),
    ),
    Feature(
        "maas",
        later("Sameness of words (Maas)"),
        "",
        later("repeats words more"),
        later("repeats words less"),
    ),
    Feature(
        "type_token",
        later("Different words in 20"),
        later("share"),
        later("repeats words near by less"),
        later("repeats words near by more"),
    ),
    Feature(
        "packed",
        later("Size of 200 characters when packed"),
        later("share"),
        later("repeats letters and words less"),
        later("repeats letters and words more"),
    ),
    Feature(
        "contractions",
        later("Contractions"),
        _PER_100,
        later("uses more contractions"),
        later("avoids contractions"),
        english=True,
    ),
    Feature("commas", later("Commas"), _PER_100, later("sets more commas"), later("sets fewer commas")),
    Feature(
        "colons",
        later("Colons and semicolons"),
        _PER_100,
        later("uses more colons and semicolons"),
        later("uses fewer colons and semicolons"),
    ),
    Feature("dashes", later("Dashes"), _PER_100, later("uses more dashes"), later("uses fewer dashes")),
    Feature(
        "brackets", later("Brackets"), _PER_100, later("uses more brackets"), later("uses fewer brackets")
    ),
    Feature("quotes", later("Quotation marks"), _PER_100, later("quotes more"), later("quotes less")),
    Feature(
        "capitals",
        later("Capital letters"),
        later("% of letters"),
        later("uses more capitals"),
        later("uses fewer capitals"),
        spaced=True,
    ),
    Feature(
        "digits",
        later("Digits"),
        later("per 100 characters"),
        later("uses more digits"),
        later("uses fewer digits"),
    ),
    Feature(
        "discourse",
        later("Discourse markers"),
        _PER_100,
        later("uses more discourse markers"),
        later("uses fewer discourse markers"),
        english=True,
    ),
    Feature("hedges", later("Hedges"), _PER_100, later("hedges more"), later("hedges less"), english=True),
    Feature(
        "first_person",
        later("First person"),
        _PER_100,
        later("says I and we more"),
        later("avoids I and we"),
        english=True,
    ),
    Feature(
        "second_person",
        later("Second person"),
        _PER_100,
        later("addresses the reader more"),
        later("addresses the reader less"),
        english=True,
    ),
    Feature(
        "function_words",
        later("Function words"),
        _PER_100,
        later("uses more function words"),
        later("uses fewer function words"),
        english=True,
    ),
    Feature(
        "questions", later("Questions"), later("per 100 sentences"), later("asks more"), later("asks less")
    ),
    Feature(
        "exclamations",
        later("Exclamation marks"),
        later("per 100 sentences"),
        later("uses more exclamation marks"),
        later("uses fewer exclamation marks"),
    ),
    Feature(
        "list_lines",
        later("Lines of lists"),
        later("a text"),
        later("writes more lists"),
        later("writes fewer lists"),
    ),
    Feature(
        "paragraphs",
        later("Paragraphs"),
        later("a text"),
        later("makes more paragraphs"),
        later("makes fewer paragraphs"),
    ),
    Feature(
        "repeated_openings",
        later("Sentences that open alike"),
        later("% of sentences"),
        later("opens more sentences alike"),
        later("opens fewer sentences alike"),
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
