"""When most errors have been found: a test of recall from random draws among what is not reviewed yet."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass

from synthreview.risk.hypergeometric import at_most

_HAIR = 1e-9
"""So that 95 errors of a target of 0.95 are taken for 100 in spite of rounding."""


@dataclass(frozen=True, slots=True)
class RecallTest:
    """Whether the errors found are at least a target share of all."""

    p: float
    """The probability of so few errors among the draws, or fewer, were the recall below the target."""
    least: int
    """The fewest errors that must have been among the items not reviewed for the recall to be below it."""
    estimate: float
    """The recall as the draws suggest it: errors found / (those + their rate in the draws * what is left)."""
    audits: int
    """Draws that are still needed for p below the level if none of them is an error."""


def recall_test(
    found: int, unreviewed: int, drawn: int, errors: int, target: float = 0.95, level: float = 0.05
) -> RecallTest:
    """Tests the hypothesis that the errors found so far are less than a `target` share of all errors.

    `found` errors were known and `unreviewed` items were not reviewed when the random draws began; of these
    `drawn` were, without replacement, and `errors` of them are errors. Were the recall below the target, at
    least K = floor((found + errors) / target) + 1 - found of the unreviewed items would be errors; p is
    P(X <= errors) for X hypergeometric with K errors in `unreviewed` items and `drawn` draws (Callaghan
    and Mueller-Hansen 2020, doi:10.1186/s13643-020-01521-4). 0 where there cannot be so many.

    The draws must be the last things reviewed: audits after the queue was stopped, none of them from before.
    The p is that of one look. Raises ValueError for numbers that cannot be.
    """
    if not (found >= 0 and 0 <= errors <= drawn <= unreviewed):
        raise ValueError(f"{errors} errors in {drawn} draws from {unreviewed} items after {found} errors")
    if not (0 < target <= 1 and 0 < level < 1):
        raise ValueError(f"a target of {target} at a level of {level}")
    seen = found + errors
    least = math.floor(seen / target + _HAIR) + 1 - found

    def p(draws: int) -> float:
        if least > unreviewed - (draws - errors):
            return 0.0  # the draws that were no errors leave no room for so many
        return at_most(errors, draws, least, unreviewed)

    needed = bisect_left(range(drawn, unreviewed + 1), True, key=lambda draws: p(draws) < level)
    rest = errors / drawn * (unreviewed - drawn) if drawn else float(unreviewed - drawn)
    estimate = seen / (seen + rest) if seen + rest else 1.0
    return RecallTest(p(drawn), least, estimate, needed)
