"""Where words stand in a text, told by the full-text index itself: accents, case and pairs included."""

from __future__ import annotations

import re
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from synthreview.store import search

_START, _END = "\ufdd0", "\ufdd1"
"""Marks that no text holds: code points that are no characters."""
_UNFIT = re.compile("[\0\ufdd0\ufdd1\ud800-\udfff]")
_BLANK = re.compile(r"\s")
_PIECE, _OVERLAP = 8_000, 400
_MARKED = 10_000
"""Places of one text that are marked, about."""


class Spotter:
    """Finds some words (each entry in the order its words have) in one text after the other."""

    def __init__(self, words: Sequence[str]) -> None:
        self._query = " OR ".join(search.phrase(each) for each in words)
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places of the words, as code points from and up to."""
        found: set[tuple[int, int]] = set()
        start = 0 if self._query else len(text)
        # In pieces: what the index takes to mark a text grows with the square of its length.
        while start < len(text) and len(found) < _MARKED:
            end = _gap(text, start + _PIECE)
            found.update(self._spans(text[start : _gap(text, end + _OVERLAP)], start))
            start = end
        return sorted(found)

    def _spans(self, text: str, offset: int) -> Iterator[tuple[int, int]]:
        cut, places = _cut(_UNFIT.sub(" ", text))
        for start, end in self._spots(cut):
            yield offset + places.before(start), offset + places.before(end - 1) + 1

    def _spots(self, text: str) -> list[tuple[int, int]]:
        """Places in a text that is cut as the index cuts it."""
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
                self._connection.execute(f"CREATE VIRTUAL TABLE item_text USING {search.TABLE}")
            self._connection.execute("DELETE FROM item_text")
            self._connection.execute("INSERT INTO item_text (rowid, text) VALUES (1, ?)", (text,))
            row = self._connection.execute(
                "SELECT highlight(item_text, 0, ?, ?) FROM item_text WHERE item_text MATCH ?",
                (_START, _END, self._query),
            ).fetchone()
        return _read(row[0]) if row else []


def _gap(text: str, place: int) -> int:
    """The next place between two words, where there is one near."""
    gap = _BLANK.search(text, place, place + _OVERLAP)
    return gap.start() if gap else min(place, len(text))


def _read(marked: str) -> list[tuple[int, int]]:
    spots, marks = [], 0
    for match in re.finditer(f"{_START}([^{_END}]*){_END}", marked):
        start = match.start() - marks
        spots.append((start, start + len(match[1])))
        marks += 2
    return spots


class _Places:
    """From places in a cut text back to those in the text itself."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._before: list[int] = []

    def add(self, start: int, before: int) -> None:
        """From here on (until the next entry) places run along with those in the text from ``before``."""
        self._starts.append(start)
        self._before.append(before)

    def before(self, place: int) -> int:
        """The place in the text of a place in the cut text."""
        entry = bisect_right(self._starts, place) - 1
        return self._before[entry] + place - self._starts[entry]


def _cut(text: str) -> tuple[str, _Places]:
    """The text as ``search.tokens`` cuts it, with the way back."""
    places = _Places()
    places.add(0, 0)
    if text.isascii():
        return text, places
    pieces, length, done = [], 0, 0
    for match in search.UNSPACED.finditer(text):
        pieces.append(text[done : match.start()])
        length += match.start() - done
        # One after the other, with a blank before each: "abc" becomes " ab bc ".
        for offset, pair in enumerate(search.pairs(match.group())):
            places.add(length + 1, match.start() + offset)
            pieces.append(f" {pair}")
            length += 1 + len(pair)
        pieces.append(" ")
        length += 1
        done = match.end()
        places.add(length, done)
    pieces.append(text[done:])
    return "".join(pieces), places
