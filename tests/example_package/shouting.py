"""An analyzer in a package of its own: texts in capital letters. README.md tells each step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.domain import Confidence, Evidence, Finding, Item, Kind, Reason, Summary

PARTS = {Kind.INSTRUCTION: "output", Kind.FREE_TEXT: "text"}
SHOUT = re.compile(r"[A-Z]{2,}(?:[ ,;']+[A-Z]+){3,}")
"""Four words and more in capitals: a name or a heading has fewer."""
USUAL = 0.05
"""Where more of the items shout than this, it is their style."""


class Shouting(Analyzer):
    """Texts that shout, unless all of them do."""

    id = "shouting"
    version = 1
    title = "Texts in capitals"
    help = (
        "Points at four words and more in capital letters. Where more than one item in twenty has them, it is "
        "the style of the data and nothing is said. It cannot tell a shout from a heading."
    )
    kinds = tuple(PARTS)
    reasons = (
        Reason(
            code="shouting",
            kinds=kinds,
            words="{count} words in capitals",
            family="style",
            prior=0.6,
            confidence=Confidence.LIKELY,
        ),
    )
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> tuple[int, int]:
        """How many items of a batch shout, of how many."""
        return sum(bool(shouts(item)) for item in batch), len(batch)

    def merge(self, first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
        """The sums of two batches."""
        return first[0] + second[0], first[1] + second[1]

    def finish(self, partial: tuple[int, int] | None, reference: Any) -> float:
        """The share of items that shout."""
        loud, every = partial or (0, 0)
        return loud / every if every else 0.0

    def score(self, batch: Sequence[Item], state: float) -> Iterator[Finding]:
        """One finding for each item that shouts, with every place."""
        if state > USUAL:
            return
        for item in batch:
            found = shouts(item)
            if found:
                part = PARTS[item.kind]
                longest = max(len(shout.group().split()) for shout in found)
                evidence = tuple(Evidence(part, *shout.span()) for shout in found)
                yield Finding(item.id, "shouting", min(1.0, longest / 8), {"count": longest}, evidence)

    def emit(self, state: float) -> Iterable[Summary]:
        """The share, for programs."""
        yield Summary("shouting", {"share": round(state, 4)})


def shouts(item: Item) -> list[re.Match[str]]:
    """The stretches of an item's text in capitals."""
    return list(SHOUT.finditer(item.text(PARTS[item.kind])))
