"""What a filter looks for, marked in the item and in the queue's lines."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from synthreview.ui.text.marks import Look, Mark

LAYER = "found"
"""The layer of a text that these marks are laid in."""

_KEPT = 400
"""Texts whose marks are remembered: those of an item and of the queue's lines in sight."""

Finder = Callable[[str], list[tuple[int, int]]]


class Found:
    """Marks of texts by a finder of spans; each text is searched once."""

    def __init__(self, finder: Finder | None = None) -> None:
        self._finder = finder
        self._known: OrderedDict[str, tuple[Mark, ...]] = OrderedDict()

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return self._finder is not None

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Where in a text the filter's words stand, in order."""
        if self._finder is None or not text:
            return ()
        made = self._known.get(text)
        if made is None:
            made = tuple(Mark(start, end, look=Look.FOUND) for start, end in self._finder(text))
            self._known[text] = made
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(text)
        return made


NOTHING = Found()
"""Nothing is looked for."""
