"""A text that is edited on screen and keeps, where nobody touched it, what a screen cannot show.

A text field has one kind of line end and no halves of characters. What was loaded into it and what was
typed are compared, and only the typed stretch goes into the exact text.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from synthreview.ui.text.common import common_head, common_tail

_LOST = re.compile("\r\n|[\ud800-\udfff]|\\A\ufeff")
_HALF = re.compile("[\ud800-\udfff]")
_MEETING = re.compile("\r+(?=[\ud800-\udfff]+\n)")
"""Line ends of their own, the last of which would be half of the next one once what parts them is gone."""


_BREAKS = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")


def in_field(text: str) -> str:
    """A text as a field has it: one kind of line end, no halves of characters, no mark at its beginning."""
    return _HALF.sub("", _BREAKS.sub("\n", text)).removeprefix("\ufeff")


class Exact:
    """The text as it was, and ``loaded``, what the field made of it."""

    def __init__(self, exact: str, loaded: str) -> None:
        self.exact, self.loaded = exact, loaded
        found = [match.start() for match in _LOST.finditer(exact)]
        # Each of them is one character longer in the exact text than in the field.
        self._shifts = [start - count for count, start in enumerate(found)]
        self._known = len(exact) - len(found) == len(loaded)
        breaks = exact.count("\r\n")
        self._break = "\r\n" if breaks and 2 * breaks >= exact.count("\n") else "\n"

    def with_typed(self, typed: str) -> str:
        """The exact text with what was typed; all of it as it was when nothing was.

        Halves of characters, which no file can hold, go as soon as anything is typed.
        """
        if typed == self.loaded:
            return self.exact
        head = common_head(self.loaded, typed)
        tail = common_tail(self.loaded, typed, head)
        if not self._known:
            return typed.replace("\n", self._break)
        first, end = self._place(head), self._place(len(self.loaded) - tail)
        new = typed[head : len(typed) - tail].replace("\n", self._break)
        made = _joined(_joined(self.exact[:first], new), self.exact[end:])
        return _HALF.sub("", _MEETING.sub(lambda ends: "\n" * len(ends[0]), made))

    def _place(self, loaded: int) -> int:
        """Where a character of the field stands in the exact text."""
        return loaded + bisect_left(self._shifts, loaded)


def _joined(one: str, other: str) -> str:
    """Two stretches one after the other, between which two line ends stay two."""
    if not other.startswith("\n"):
        return one + other
    kept = one.rstrip("\r")
    return kept + "\n" * (len(one) - len(kept)) + other
