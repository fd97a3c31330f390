"""From findings to one risk per item that explains itself.

Risk is the chance that a reviewer would not accept an item as it is. A finding contributes its
reason's prior times its score. Reasons of one family see the same fault, so a family counts with its
strongest finding; families are taken as independent: risk = 1 - prod(1 - contribution), a noisy-or.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from synthreview.domain import Reason

CERTAIN = 0.999
"""No risk is higher: even a certain fault may be what the reviewer wants."""

Scored = tuple[int, str, float]
"""An item, a reason code and a score."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One item's risk and, in the order of its findings, how much of it each finding explains.

    The weights sum up to the risk. A finding that a stronger one of its family speaks for has none.
    """

    item: int
    risk: float
    weights: tuple[float, ...]


def combine(
    findings: Sequence[tuple[str, float]], reasons: Mapping[str, Reason]
) -> tuple[float, tuple[float, ...]]:
    """Risk and weights of one item's findings (reason code, score); a code without a reason counts nothing.

    The risk is shared out in proportion to log(1 - contribution), which is how factors of a product add up.
    """
    if len(findings) == 1:
        (code, score), reason = findings[0], reasons.get(findings[0][0])
        risk = _contribution(reason, score) if reason else 0.0
        return risk, (risk,)
    strongest: dict[str, tuple[float, int]] = {}
    for place, (code, score) in enumerate(findings):
        reason = reasons.get(code)
        if reason is None:
            continue
        family = reason.family or code
        contribution = _contribution(reason, score)
        if family not in strongest or contribution > strongest[family][0]:
            strongest[family] = (contribution, place)
    logs = {place: -math.log1p(-contribution) for contribution, place in strongest.values()}
    total = math.fsum(logs.values())
    risk = min(-math.expm1(-total), CERTAIN)
    if total <= 0.0:
        return 0.0, (0.0,) * len(findings)
    return risk, tuple(risk * logs.get(place, 0.0) / total for place in range(len(findings)))


def _contribution(reason: Reason, score: float) -> float:
    return min(max(reason.prior * score, 0.0), CERTAIN)


def rank(findings: Iterable[Scored], reasons: Mapping[str, Reason]) -> Iterator[Ranked]:
    """Risks of all items with findings, in the order given; findings of one item must stand together."""
    for item, group in groupby(findings, key=itemgetter(0)):
        risk, weights = combine([(code, score) for _, code, score in group], reasons)
        yield Ranked(item, risk, weights)
