"""From a text as it is to a text a screen can show, with places carried over exactly.

Evidence counts code points of the source text; Qt counts UTF-16 units of what it shows. Control
characters become visible signs, line ends become one kind, and nothing is ever read as markup.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, groupby
from unicodedata import bidirectional

_SHIFTING = re.compile("\r\n|[\U00010000-\U0010ffff]")

_VISIBLE: dict[int, int | str] = {code: 0x2400 + code for code in range(0x20)}
_VISIBLE |= {0x7F: 0x2421, 0x09: "\t", 0x0A: "\n", 0x0D: "\n", 0x2029: "\n", 0xFFFC: 0xFFFD}
_VISIBLE |= dict.fromkeys([*range(0xFDD0, 0xFDF0), *range(0xD800, 0xE000)], 0xFFFD)

_UNBROKEN = re.compile(r"[!-~]{2000}")

_CODE = re.compile(
    r"^\s*(?:(?:def|class|import|return|public|private|static|void|int|function|const|let|var|SELECT|INSERT"
    r"|CREATE|elif|else:|try:|except|#include|package|func|print\()\b.*|from \S+ import .*|</?\w[^>]*>.*"
    r"|[{}\])]+[;,]?|.*[;{}]|(?: {4,}|\t)\S.*|\w+ = \S.*)\s*$"
)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_SAMPLE = 200


class Shown:
    """One text ready for the screen."""

    def __init__(self, source: str) -> None:
        self.text = source.replace("\r\n", "\n").translate(_VISIBLE)
        shifts = [(match.start(), match.group()) for match in _SHIFTING.finditer(source)]
        self._after = [start + len(found) for start, found in shifts]
        self._shift = [0, *accumulate(-1 if found == "\r\n" else 1 for _, found in shifts)]

    def place(self, code_point: int) -> int:
        """Where a code point of the source begins on the screen, in UTF-16 units."""
        return code_point + self._shift[bisect_right(self._after, code_point)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a run of the source lies on the screen, in UTF-16 units."""
        return self.place(start), self.place(end)

    @property
    def unbroken(self) -> bool:
        """Whether a run without any place to break makes ordinary line breaking too slow."""
        return _UNBROKEN.search(self.text) is not None


def is_right_to_left(text: str) -> bool:
    """Whether a text runs from right to left, as its first letter does."""
    strong = (bidirectional(sign) for sign in text)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), False)


def code_lines(text: str) -> list[tuple[int, int]]:
    """Ranges of line numbers (first, last + 1) that read like program text.

    Lines between fences always do; without fences, all lines do when most of the first 200 look it.
    """
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    if fences:
        ends = fences[1::2] if len(fences) % 2 == 0 else [*fences[1::2], len(lines) - 1]
        return [(start, end + 1) for start, end in zip(fences[::2], ends, strict=True)]
    written = [line for line in lines[:_SAMPLE] if line.strip()]
    alike = sum(_CODE.match(line) is not None for line in written)
    return [(0, len(lines))] if len(written) > 1 and alike >= 0.6 * len(written) else []


def fixed_lines(text: str) -> list[tuple[int, int]]:
    """Ranges of lines whose letters must stand under one another: program text, and rows of a table."""
    ranges = code_lines(text)
    if "|" not in text:
        return ranges
    lines = text.split("\n")
    inside = {number for first, end in ranges for number in range(first, end)}
    is_row = [_ROW.match(line) is not None and number not in inside for number, line in enumerate(lines)]
    for is_table, group in groupby(range(len(lines)), is_row.__getitem__):
        numbers = list(group)
        if is_table and len(numbers) > 1:
            ranges.append((numbers[0], numbers[-1] + 1))
    return ranges
