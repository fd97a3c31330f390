"""One round of random checks: which items, and what was said of them so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

from synthreview.domain import Verdict


@dataclass(frozen=True, slots=True)
class Round:
    """Items in the order of showing; nothing of it is recorded."""

    verdict: Verdict
    items: tuple[int, ...]
    before: int | None
    """The item to go back to."""
    right: int = 0
    wrong: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """Which check this is, counted from 1."""
        return self.right + len(self.wrong) + 1

    @property
    def item(self) -> int | None:
        """The item to be looked at; None once all were."""
        return self.items[self.number - 1] if self.number <= len(self.items) else None

    def judged(self, *, right: bool) -> Round:
        """The round after a word on the item on screen."""
        if right:
            return replace(self, right=self.right + 1)
        return self if self.item is None else replace(self, wrong=(*self.wrong, self.item))
