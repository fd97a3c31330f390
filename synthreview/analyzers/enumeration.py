"""Several names within one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from synthreview.translation import tr


def listed(names: Sequence[str]) -> str:
    """``one``, ``one and two``, ``one, two and three``; at least one name."""
    *first, last = names
    return tr("{names} and {last}", names=", ".join(first), last=last) if first else last


def either(names: Iterable[str]) -> str:
    """``one``, ``one or two or three``; empty without a name."""
    found = list(names)
    return reduce(lambda one, other: tr("{one} or {other}", one=one, other=other), found) if found else ""
