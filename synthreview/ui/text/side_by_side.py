"""Two texts beside one another: what only one of them says, and which lines belong together (pure, no Qt).

Compared by words, capital letters aside, in their order; very long texts are compared line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from synthreview.ui.text.word_diff import tokens

MOST_WORDS = 6_000
MOST_PAIRS = 60_000
"""Words of both texts together, and pairs of equal ones, up to which a comparison by words is quick."""

Span = tuple[int, int]
_BREAK = re.compile("\r\n|[\n\r\u2029]")
_SHORT = 3
"""Words of a difference beside which a single shared word still counts as shared."""
_TELLING = 4
"""Letters from which a word is more than a small word."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What a comparison found; spans are in code points, lines are counted from 0."""

    only_a: tuple[Span, ...]
    only_b: tuple[Span, ...]
    lines: tuple[tuple[int, int], ...]
    """Lines of A and B that belong together, in order on both sides."""
    shared: float
    """The share of all words that both texts have."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def side_by_side(a: str, b: str) -> SideBySide:
    """Compare two texts."""
    one, other = _words(a), _words(b)
    by_lines = _too_many(one, other)
    if by_lines:
        one, other = _lines(a), _lines(b)
    matcher = SequenceMatcher(
        None, [each.text for each in one], [each.text for each in other], autojunk=False
    )
    matches = matcher.get_matching_blocks()
    kept = matches[:-1] if by_lines else _kept(matches, one)
    total = len(one) + len(other)
    return SideBySide(
        _rest(one, [(match.a, match.a + match.size) for match in kept]),
        _rest(other, [(match.b, match.b + match.size) for match in kept]),
        _together(kept, _line_numbers(a, one), _line_numbers(b, other)),
        2 * sum(match.size for match in kept) / total if total else 1.0,
    )


def _words(text: str) -> list[_Word]:
    found, at = [], 0
    for token in tokens(text):
        if not token.isspace():
            found.append(_Word(token.casefold(), at, at + len(token)))
        at += len(token)
    return found


def _lines(text: str) -> list[_Word]:
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    ends = [*(found.start() for found in _BREAK.finditer(text)), len(text)]
    return [
        _Word(text[start:end], start, end)
        for start, end in zip(starts, ends, strict=True)
        if text[start:end].strip()
    ]


def _too_many(one: Sequence[_Word], other: Sequence[_Word]) -> bool:
    if len(one) + len(other) > MOST_WORDS:
        return True
    counts, others = Counter(each.text for each in one), Counter(each.text for each in other)
    return sum(count * others[word] for word, count in counts.items()) > MOST_PAIRS


def _kept(matches: Sequence[Match], one: Sequence[_Word]) -> list[Match]:
    """The shared runs that mean something: not a lone small word amid two different passages."""
    kept: list[Match] = []
    ended_a = ended_b = 0
    for number, match in enumerate(matches[:-1]):
        after = matches[number + 1]
        before = max(match.a - ended_a, match.b - ended_b)
        behind = max(after.a - match.a - match.size, after.b - match.b - match.size)
        words = [each.text for each in one[match.a : match.a + match.size] if each.text[0].isalnum()]
        telling = len(words) > 1 and max(map(len, words)) >= _TELLING
        if telling or len(words) > 2 or max(before, behind) <= _SHORT:
            kept.append(match)
            ended_a, ended_b = match.a + match.size, match.b + match.size
    return kept


def _rest(words: Sequence[_Word], kept: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of text between the words that are kept."""
    spans, at = [], 0
    for start, end in (*kept, (len(words), len(words))):
        if at < start:
            spans.append((words[at].start, words[start - 1].end))
        at = end
    return tuple(spans)


def _line_numbers(text: str, words: Sequence[_Word]) -> list[int]:
    breaks = [found.end() for found in _BREAK.finditer(text)]
    return [bisect_right(breaks, word.start) for word in words]


def _together(
    kept: Sequence[Match], own: Sequence[int], others: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Lines that share more words with one another than with any other line."""
    weights: Counter[tuple[int, int]] = Counter()
    for match in kept:
        for step in range(match.size):
            weights[own[match.a + step], others[match.b + step]] += 1
    best_a: dict[int, tuple[int, int]] = {}
    best_b: dict[int, tuple[int, int]] = {}
    for (a, b), weight in weights.items():
        best_a[a] = max(best_a.get(a, (0, 0)), (weight, b))
        best_b[b] = max(best_b.get(b, (0, 0)), (weight, a))
    return tuple(sorted((a, b) for a, (_, b) in best_a.items() if best_b[b][1] == a))
