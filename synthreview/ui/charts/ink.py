"""Which colour a series is drawn in: verdicts and sources have theirs, in both themes."""

from __future__ import annotations

from dataclasses import dataclass

from synthreview.ui.theme import Theme

_TOKENS = {
    "accepted": "accept",
    "fixed": "fix",
    "rejected": "reject",
    "deferred": "defer",
    "people": "people",
    "model": "synthetic",
    "as imported": "synthetic",
    "as it came": "synthetic",
    "after cleaning": "cleaned",
    "cleaned": "cleaned",
}


@dataclass(frozen=True, slots=True)
class Ink:
    """A bar's ground and, where it is hollow, its outline."""

    ground: str
    outline: str | None = None


def ink(series: str, theme: Theme) -> Ink:
    """What is still undecided is hollow; everything else is filled with its own colour."""
    name = series.lower()
    if name == "undecided":
        return Ink(theme.sunken, theme.muted)
    return Ink(theme.colour(_TOKENS.get(name, "accent")))
