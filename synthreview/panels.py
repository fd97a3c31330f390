"""Results about a whole data set, as analyzers give them and leads read them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of a panel: a number with its 95 % interval and what it rests on."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    words: str = ""
    """The numbers behind it, as a short sentence or phrase."""
    where: str = ""
    """A filter for the items behind it, inside the data set; empty where it has none of its own."""
    certain: bool = False
    """Whether it differs from the panel's neutral value beyond chance, the number of lines considered."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A data-set-level result of an analyzer for leads: a finding, its numbers, and what it cannot tell."""

    name: str
    """Unique within its analyzer."""
    title: str
    """The finding, as a sentence without a full stop."""
    subtitle: str
    """The numbers behind the title, in one or two sentences."""
    measure: str = ""
    """What the values of the effects are, as words at an axis."""
    effects: tuple[Effect, ...] = ()
    neutral: float = 0.0
    """The value that means "no effect"; 1 for ratios, which are drawn on a logarithmic scale."""
    noise: float = 0.0
    """Up to how far from neutral chance alone reaches; 0 where unknown."""
    caution: str = ""
    """What it cannot tell."""


def shown_in(panel: Panel, inside: str) -> Panel:
    """The panel with filters that hold in the whole project; ``inside`` is the filter of its data set."""
    effects = (
        replace(effect, where=f"{inside} ({effect.where})") if effect.where else effect
        for effect in panel.effects
    )
    return replace(panel, effects=tuple(effects))
