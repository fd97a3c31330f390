"""Numbers and labels of panels in words."""

from __future__ import annotations

from collections.abc import Sequence

from synthreview.analyzers.enumeration import listed
from synthreview.figures import isolated, share
from synthreview.translation import Table, later, tr, trn

_SIDES = Table({"a": later("A"), "b": later("B"), "tie": later("a tie")})
_LONGEST = 40


class Names:
    """Labels as people read them: the sides of a preference are A, B and a tie."""

    def __init__(self, *, sides: bool) -> None:
        self._sides = sides

    def __call__(self, label: str) -> str:
        """One label, cut where it is very long."""
        name = _SIDES.get(label, label) if self._sides else label
        return isolated(name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…")

    def quoted(self, labels: Sequence[str], most: int = 3) -> str:
        """``“x”, “y” and “z”``."""
        named = [f"“{self(label)}”" for label in labels[:most]]
        if len(labels) > most:
            named.append(trn("{count} more", "{count} more", len(labels) - most))
        return listed(named)


def label_filter(label: str) -> str:
    """The filter for items with a label of the model."""
    return 'label:"' + label.replace('"', '""') + '"'


def between(low: float, high: float, digits: int = 3) -> str:
    """An interval: ``.11 to .14``."""
    return tr("{low} to {high}", low=number(low, digits), high=number(high, digits))


def number(value: float, digits: int = 3) -> str:
    """A number without the 0 before its point."""
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def chance(p: float) -> str:
    """A p-value: ``p < .001`` or ``p = .03``."""
    return "p < .001" if p < 0.001 else f"p = {number(p, 3 if p < 0.01 else 2)}"


def both(people: float, model: float) -> str:
    """``people 12 %, model 1 %``."""
    return tr("people {people}, model {model}", people=share(people), model=share(model))
