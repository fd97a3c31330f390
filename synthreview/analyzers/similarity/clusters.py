"""Groups of things that are alike in pairs, each with the one that stays."""

from __future__ import annotations

from collections.abc import Iterable


def firsts(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For everything in a pair: the lowest of all it hangs together with (union-find, lowest is the root)."""
    root: dict[int, int] = {}

    def top(one: int) -> int:
        while (above := root.setdefault(one, one)) != one:
            root[one] = root[above]
            one = above
        return one

    for one, other in pairs:
        low, high = sorted((top(one), top(other)))
        root[high] = low
    return {one: top(one) for one in root}
