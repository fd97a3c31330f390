"""What tells two roles apart in the wording of a turn: its terms, its style, its tie to the turns before.

Nothing here looks at who is said to speak, nor at the place of a turn: both would give the answer away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from synthreview.translation import later

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TERMS = 2**18
"""Columns that words and pairs of words are hashed into."""
LONGEST = 2_000
"""Characters of a turn that are looked at."""
_FEWEST = 2
"""A term of fewer turns teaches nothing about others."""
_WEIGHT = 0.3
"""Of a style or context feature with standard deviation 1, beside rows of terms of length 1."""
_PIECE = r"\w+|[^\w\s]"
_WORD = re.compile(r"\w+")
_ASKS_FOR = re.compile(
    r"\W*(?:please|(?:can|could|would|will) you|tell me|give me|show me|help me|write|explain|list|describe|"
    r"make|create|how (?:do|can|to)|what|why|where|who)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\bI(?:['’]d| would|['’]m| am)? (?:be )?(?:happy|glad|can help)|\blet me know\b|\bwould you like\b|"
    r"\bdo you want (?:me|to)\b|\bfeel free\b|\bhere (?:is|are)\b|\bhope (?:this|that)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"^[ \t]*(?:\d+[.)]|[-*•])\s", re.MULTILINE)
_STOPS = tuple('.!?。！？)"”')
_NAMES_ITSELF = re.compile(r"\b(?:I am|I['’]m|[Mm]y name is|[Tt]his is) [A-Z]\w+")
_FIRST, _SECOND = frozenset({"i", "me", "my", "mine"}), frozenset({"you", "your", "yours"})

STYLE = (
    (later("long"), later("short")),
    (later("asks"), later("asks nothing")),
    (later("ends on a question"), later("ends without a question")),
    (later("asks for something"), later("asks for nothing")),
    (later("offers help"), later("offers no help")),
    (later("says I"), later("never says I")),
    (later("says you"), later("never says you")),
    (later("starts in lower case"), later("starts in capitals")),
    (later("no full stop"), later("a full stop")),
    (later("a list"), later("no list")),
    (later("long words"), later("short words")),
    (later("Instruction:"), later("no Instruction:")),
    (later("Solution:"), later("no Solution:")),
    (later("says its name"), later("no name")),
)
"""The style features in words, where there is more and where there is less of one than usual."""
CONTEXT = (
    (later("close to the turn before"), later("far from the turn before")),
    (later("close to the turn before that"), later("far from the turn before that")),
    (later("follows a question"), later("follows no question")),
)
"""The context features in words."""


def style(text: str) -> list[float]:
    """The style features of a turn, in the order of ``STYLE``."""
    words = _WORD.findall(text.casefold())
    total = max(len(words), 1)
    return [
        float(np.log1p(len(words))),
        min(text.count("?") + text.count("？"), 3),
        text.rstrip().endswith(("?", "？")),
        bool(_ASKS_FOR.match(text)),
        bool(_OFFERS.search(text)),
        sum(word in _FIRST for word in words) / total,
        sum(word in _SECOND for word in words) / total,
        text[:1].islower(),
        not text.rstrip().endswith(_STOPS),
        bool(_LIST.search(text)),
        sum(map(len, words)) / total,
        "Instruction:" in text,
        "Solution:" in text,
        bool(_NAMES_ITSELF.search(text)),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """How rare terms are and what is usual in a data set: turns conversations into rows of features."""

    rarity: NDArray[np.float32]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]

    @classmethod
    def of(cls, talks: Sequence[Sequence[str]]) -> Scale:
        """From the turns of conversations, each of which has at least one."""
        counts = _counts([text for talk in talks for text in talk])
        turns = np.bincount(counts.indices, minlength=TERMS)
        rarity = np.where(turns >= _FEWEST, np.log((1 + counts.shape[0]) / (1 + turns)) + 1, 0)
        extra = _extra(talks, _weighted(counts, rarity))
        known = ~np.isnan(extra)
        filled, many = np.where(known, extra, 0.0), np.maximum(known.sum(0), 1)
        mean = filled.sum(0) / many
        spread = np.sqrt(np.where(known, (extra - mean) ** 2, 0.0).sum(0) / many)
        return cls(rarity.astype(np.float32), mean, np.where(spread > 0, spread, 1.0))

    def rows(self, talks: Sequence[Sequence[str]]) -> csr_matrix:
        """A row per turn: the weights of its terms (length 1), then style, then context."""
        from scipy.sparse import csr_matrix, hstack

        terms = _weighted(_counts([text for talk in talks for text in talk]), self.rarity)
        extra = (_extra(talks, terms) - self.mean) / self.spread
        return hstack([terms, csr_matrix(np.nan_to_num(extra) * _WEIGHT)], format="csr")


def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        ngram_range=(1, 2), n_features=TERMS, alternate_sign=False, norm=None, token_pattern=_PIECE
    )


def _printable(text: str) -> str:
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8")


def _counts(texts: Sequence[str]) -> csr_matrix:
    counts: csr_matrix = _vectorizer().transform([_printable(text) for text in texts])
    counts.data = 1 + np.log(counts.data)
    return counts


def _weighted(counts: csr_matrix, rarity: NDArray[Any]) -> csr_matrix:
    from sklearn.preprocessing import normalize

    rows = counts.copy()
    rows.data = rows.data * rarity[rows.indices]
    normed: csr_matrix = normalize(rows)
    return normed


def _extra(talks: Sequence[Sequence[str]], terms: csr_matrix) -> NDArray[np.float64]:
    """Style and context of every turn; what a first or second turn cannot have is nan."""
    texts = [text[:LONGEST] for talk in talks for text in talk]
    places = np.array([place for talk in talks for place in range(len(talk))], np.int64)
    asks = np.array(["?" in text[-40:] or "？" in text[-40:] for text in texts], np.float64)
    context = np.full((len(texts), len(CONTEXT)), np.nan)
    for lag in (1, 2):
        cosines = np.asarray(terms[lag:].multiply(terms[:-lag]).sum(1)).ravel()
        context[lag:, lag - 1] = np.where(places[lag:] >= lag, cosines, np.nan)
    context[1:, 2] = np.where(places[1:] >= 1, asks[:-1] * (1 - asks[1:]), np.nan)
    return np.hstack([np.array([style(text) for text in texts], np.float64), context])


def terms_of(text: str) -> Iterator[tuple[str, int]]:
    """The words and pairs of words of a turn, each once, with their columns."""
    vectorizer = _vectorizer()
    terms = dict.fromkeys(vectorizer.build_analyzer()(_printable(text)))
    for term in terms:
        yield term, int(vectorizer._get_hasher().transform([[term]]).indices[0])  # noqa: SLF001
