"""What the codes of a source mean: choices between two answers, and labels written as numbers."""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from synthreview.errors import UserError
from synthreview.formats.labels import read_label
from synthreview.translation import tr

CHOICES = ("a", "b", "tie")

USUAL = {
    "a": "a",
    "b": "b",
    "tie": "tie",
    "A": "a",
    "B": "b",
    "model_a": "a",
    "model_b": "b",
    "tie (inconsistent)": "tie",
    "tie (bothbad)": "tie",
}
"""Source values of a choice that need no codes."""

GAP = {">0": "a", "<0": "b", "=0": "tie"}
"""What the difference of two scores means where more is better."""

INVALID = "(invalid)"
"""How an item is labelled whose label is none that its codes know."""

_CONDITION = re.compile(r"\s*(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)\s*\Z")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}

Codes = Mapping[str, str]


class Unknown(ValueError):
    """A value that the codes do not know; its text is the value."""


def check_codes(codes: Codes, *, choice: bool) -> None:
    """UserError when a choice's codes mean something else than a, b or tie, or a condition is none."""
    for code, means in codes.items():
        if choice and means not in CHOICES:
            raise UserError(
                tr("The code {code!r} stands for {means!r}; a choice is a, b or tie.", code=code, means=means)
            )
        if choice and code[:1] in ("<", ">", "=") and code[1:] and not _CONDITION.match(code):
            raise UserError(
                tr("The code {code!r} is no condition; write it like >0, <=-0.5 or =0.", code=code)
            )


def read_choice(value: Any, codes: Codes) -> str | None:
    """a, b or tie; None where there is no value. Unknown when the codes do not know it."""
    try:
        return _decoded(value, codes)
    except Unknown:
        conditions = [(match, codes[code]) for code in codes if (match := _CONDITION.match(code))]
        if not conditions:
            raise
    return _by_gap(value, conditions)


def read_votes(values: list[Any] | None, codes: Codes) -> str | None:
    """What most of several judges chose, a tie when no one choice has the most; None without a vote."""
    votes: Counter[str] = Counter()
    for value in values or ():
        try:
            vote = read_choice(value, codes)
        except Unknown:
            vote = None
        if vote is not None:
            votes[vote] += 1
    ranked = votes.most_common(2)
    if not ranked:
        if any(value is not None for value in values or ()):
            raise Unknown(", ".join(map(str, values or ())))
        return None
    return "tie" if len(ranked) == 2 and ranked[0][1] == ranked[1][1] else ranked[0][0]


def read_coded_label(value: Any, codes: Codes) -> str | None:
    """A label by its codes, where a source writes another name for it. Unknown when they do not know it."""
    return _decoded(value, codes) if codes else read_label(value)


def _decoded(value: Any, codes: Codes) -> str | None:
    label = read_label(value)
    if label is None:
        return None
    means = codes.get(label)
    if means is None:
        raise Unknown(label)
    return means


def _by_gap(value: Any, conditions: list[tuple[re.Match[str], str]]) -> str:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Unknown(str(value)) from None
    for condition, means in conditions:
        if _COMPARED[condition[1]](number, float(condition[2])):
            return means
    raise Unknown(str(value))
