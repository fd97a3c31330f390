"""Private values as a reason may name them: enough to recognise, too little to use."""

from __future__ import annotations

import re

_KEPT = 2
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def masked(text: str, head: int = 0, tail: int = _KEPT) -> str:
    """A value with its letters and digits as dots, but for a few at either end, at most half of them."""
    places = [match.start() for match in _LETTER_OR_DIGIT.finditer(text)]
    most = len(places) // 2
    head = min(head, most)
    tail = min(tail, most - head)
    hidden = set(places[head : len(places) - tail])
    line = "".join("•" if place in hidden else letter for place, letter in enumerate(text))
    return " ".join(line.split())


def opening(text: str, head: int) -> str:
    """The first characters of a value, at most a quarter of it."""
    return f"{text[: min(head, len(text) // 4)]}…"
