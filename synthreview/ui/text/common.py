"""Where two texts begin and end alike; compares whole stretches, so that a megabyte takes a millisecond."""

from __future__ import annotations


def common_head(one: str, other: str) -> int:
    """How many characters the beginnings of two texts share."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_tail(one: str, other: str, head: int = 0) -> int:
    """How many characters the ends of two texts share, behind their first ``head`` characters."""
    low, high = 0, min(len(one), len(other)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
