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
    note: str = ""
    """A few words beside the number, such as how many checks it rests on."""
    assumed: bool = False
    """Whether the value is what was believed before, with next to nothing measured."""
    beside: float | None = None
    """Another number to compare it with, drawn as a tick; the panel says what it is."""


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
    neutral: float | None = 0.0
    """The value that means "no effect"; 1 for ratios, which are drawn on a logarithmic scale. None where
    the values are only told, and compared with none."""
    noise: float = 0.0
    """Up to how far from neutral chance alone reaches; 0 where unknown."""
    caution: str = ""
    """What it cannot tell."""
    beside: str = ""
    """What the ticks beside the dots are, as words of a legend."""

    @property
    def line(self) -> float | None:
        """The value that the effects are tested against; None where nothing is tested."""
        tested = self.noise > 0 or any(each.certain or each.low is not None for each in self.effects)
        return self.neutral if tested else None


def shown_in(panel: Panel, inside: str) -> Panel:
    """The panel with filters that hold in the whole project; ``inside`` is the filter of its data set."""
    effects = (
        replace(effect, where=f"{inside} ({effect.where})") if effect.where else effect
        for effect in panel.effects
    )
    return replace(panel, effects=tuple(effects))
