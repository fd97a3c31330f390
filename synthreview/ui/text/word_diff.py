"""What changed between two texts, word by word; characters count as words in Chinese and Japanese.

Bounded: common ends are cut off first, and a middle too large to compare by words is compared by
lines, then taken as replaced as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from synthreview.ui.text.common import common_head, common_tail

MOST_TOKENS = 8_000
MOST_PAIRS = 4_000_000
"""Tokens of both texts together, and pairs of equal ones, up to which a comparison is quick."""

_NEAR = 2_000
"""Characters within which a place between two tokens is looked for."""

_TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    "|\n|[^\\S\n]+|[^\\w\\s]"
)
_LINE = re.compile("[^\n]*\n|[^\n]+")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate. Same and removed pieces join to the text before, same and added
    ones to the text after."""

    change: Change
    text: str


def tokens(text: str) -> list[str]:
    """Words, single CJK characters, runs of spaces, line breaks and signs; they join to the text."""
    return _TOKEN.findall(text)


def word_diff(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one text to the other, in reading order, no two alike in a row."""
    first = _cut_head(before, after)
    last = _cut_tail(before, after, first)
    ends = Piece(Change.SAME, before[:first]), Piece(Change.SAME, before[len(before) - last :])
    middle = _tokens_diff(before[first : len(before) - last], after[first : len(after) - last])
    return _joined([ends[0], *middle, ends[1]])


def _cut_head(before: str, after: str) -> int:
    """Length of a common beginning that ends where a token does in both texts."""
    common = common_head(before, after)
    if common == len(before) == len(after):
        return common
    for end in range(common, max(0, common - _NEAR), -1):
        if before[end - 1] == "\n" or (
            end < common and before[end - 1].isspace() and not before[end].isspace()
        ):
            return end
    return 0


def _cut_tail(before: str, after: str, head: int) -> int:
    """Length of a common end that begins where a token does in both texts."""
    common, size = common_tail(before, after, head), len(before)
    for start in range(size - common, min(size, size - common + _NEAR)):
        inside = start > size - common
        if before[start] == "\n" or (inside and before[start - 1].isspace() and not before[start].isspace()):
            return size - start
    return 0


def _tokens_diff(before: str, after: str) -> list[Piece]:
    old, new = tokens(before), tokens(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    return _joined(
        [
            Piece(Change.SAME, "".join(old[:head])),
            *_compared(middle_old, middle_new),
            Piece(Change.SAME, "".join(old[len(old) - tail :])),
        ]
    )


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    if _too_large(old, new):
        old, new = _LINE.findall("".join(old)), _LINE.findall("".join(new))
    if _too_large(old, new):
        yield Piece(Change.REMOVED, "".join(old))
        yield Piece(Change.ADDED, "".join(new))
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(old[a:b]))
        else:
            yield Piece(Change.REMOVED, "".join(old[a:b]))
            yield Piece(Change.ADDED, "".join(new[c:d]))


def _too_large(old: list[str], new: list[str]) -> bool:
    if len(old) + len(new) > MOST_TOKENS:
        return True
    counts, others = Counter(old), Counter(new)
    return sum(count * others[token] for token, count in counts.items()) > MOST_PAIRS


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].change is piece.change:
            joined[-1] = Piece(piece.change, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
