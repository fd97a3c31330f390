"""How often two judges prefer the same answer, and an alarm when that is less often than chance.

Judges who see the same answers agree at least by chance. Agreeing clearly less often means that one of
them is contrary, or that one file writes 0 where the other writes 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import TYPE_CHECKING

from synthreview.estimates import wilson
from synthreview.figures import THIN, share
from synthreview.translation import tr, trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

CODES: dict[str | None, int] = {"a": 0, "b": 1, "tie": 2}
UNSAID = -1

QUESTIONS = 10
"""Below this many, an alarm is never justified: were it a coin's toss for each question whether the judges
agree on it, nine of nine would go against them more often than once in a thousand."""

DECIDED = 30
"""Below this many, the mean of such coarse values need not follow the t distribution."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two judges agree; shares are 0..1, and 0.0 where there is nothing to share."""

    pairs: int
    """Pairs where both said a, b or tie."""
    agree: float
    """The share of these with the same answer, ties included."""
    decided: int
    """Pairs where both said a or b."""
    agree_decided: float
    swapped_decided: float
    """The agreement on decided pairs if a and b of one judge were exchanged."""
    chance_decided: float
    """The agreement on decided pairs that the judges' own shares of a and b lead to by chance."""
    clusters: int
    """Questions with a decided pair."""
    p: float
    """The probability of agreeing this little or less, had the judges agreed by chance only."""
    alarm: bool
    low: float
    high: float
    """The 95 % interval of `agree_decided`."""


def agreement(
    first: Sequence[str | None],
    second: Sequence[str | None],
    groups: Sequence[Hashable],
    *,
    level: float = 1e-3,
) -> Agreement:
    """Compares what two judges said about the same pairs: "a", "b" or "tie"; anything else is no answer.

    `groups` names the question each pair belongs to, because pairs of one question go right or wrong
    together; give every pair its own where there are no questions. All three are of the same length,
    else ValueError.

    Of the n decided pairs, N(aa) have a from both judges, N(ab) a from the first and b from the second.
    The statistic is the mean over pairs of agreement minus chance, where chance is expected from both
    judges' own shares; that comes to 2 (N(aa) N(bb) - N(ab) N(ba)) / n^2. Its standard error is robust to
    any dependence inside a question (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13) and comes from
    leaving out one question at a time, which holds up where some questions have far more pairs than others
    (MacKinnon, Nielsen and Webb 2023, arXiv:2301.04527). The ratio is compared with a t distribution of
    G - 1 degrees of freedom (one at least), where G = n^2 / sum n_g^2 is Kish's effective number of
    questions: all of them if they have equally many pairs. `p` is never below 2^-G, that of a sign test on
    G questions.

    The alarm needs p < `level`; agreement below chance and below a half, since judges who nearly always
    say a may miss a high chance and still be right; and enough evidence (`QUESTIONS`, `DECIDED`).
    """
    one, other = _codes(first), _codes(second)
    if not len(one) == len(other) == len(groups):
        raise ValueError(f"{len(one)} and {len(other)} answers for {len(groups)} pairs")
    said = (one != UNSAID) & (other != UNSAID)
    pairs = int(said.sum())
    agree = int((said & (one == other)).sum()) / pairs if pairs else 0.0
    table = _table(one, other, groups)
    if not len(table):
        return Agreement(pairs, agree, 0, 0.0, 0.0, 0.0, 0, 1.0, False, 0.0, 1.0)

    total = table.sum(axis=0)
    decided, agree_decided, excess = int(total.sum()), float(_agreed(total)), float(_excess(total))
    independent = decided**2 / int((table.sum(axis=1) ** 2).sum())
    p = _p(excess, _error(_excess, table), independent)
    low, high = _interval(agree_decided, _error(_agreed, table), independent)
    enough = independent >= QUESTIONS and decided >= DECIDED
    return Agreement(
        pairs=pairs,
        agree=agree,
        decided=decided,
        agree_decided=agree_decided,
        swapped_decided=1 - agree_decided,
        chance_decided=_chance(total),
        clusters=len(table),
        p=p,
        alarm=enough and p < level and excess < 0 and agree_decided < 0.5,
        low=low,
        high=high,
    )


def says(found: Agreement, first: str, second: str) -> str:
    """The agreement of two judges, by their names, in a sentence or two for people."""
    if not found.decided:
        return tr("{first} and {second} both decided on no pair.", first=first, second=second)
    pairs = trn("{count} decided pair", "{count} decided pairs", found.decided)
    agreed = _percent(found.agree_decided)
    if found.alarm:
        return tr(
            "{first} and {second} agree on {agreed} of {pairs}, less than chance: swapped codes or a "
            "contrary judge? Exchanged, they would agree on {exchanged}.",
            first=first,
            second=second,
            agreed=agreed,
            pairs=pairs,
            exchanged=_percent(found.swapped_decided),
        )
    return tr(
        "{first} and {second} agree on {agreed} [{low:.1f}, {high:.1f}] of {pairs}.",
        first=first,
        second=second,
        agreed=agreed,
        low=100 * found.low,
        high=100 * found.high,
        pairs=pairs,
    )


def _percent(value: float) -> str:
    """A share to a tenth of a per cent, so that 49.6 % does not read as 50 %."""
    return f"{100 * value:.1f}{THIN}%" if 0.1 <= value <= 0.99 else share(value)


def _codes(answers: Sequence[str | None]) -> NDArray[np.int8]:
    """Each answer as its number in CODES, or UNSAID."""
    import numpy as np

    return np.fromiter(map(CODES.get, answers, repeat(UNSAID)), np.int8, len(answers))


def _table(one: NDArray[np.int8], other: NDArray[np.int8], groups: Sequence[Hashable]) -> Counts:
    """Decided pairs by question and by what was said: a row for each question, columns aa, ab, ba, bb."""
    import numpy as np

    tie = CODES["tie"]
    decided = (one != UNSAID) & (one != tie) & (other != UNSAID) & (other != tie)
    numbers: dict[Hashable, int] = {}
    rows = np.fromiter(
        (numbers.setdefault(group, len(numbers)) for group in compress(groups, decided)), np.int64
    )
    cells = 4 * rows + 2 * one[decided] + other[decided]
    return np.bincount(cells, minlength=4 * len(numbers)).reshape(-1, 4)


def _agreed(counts: Counts) -> NDArray[np.float64]:
    """The share of equal answers, from counts of aa, ab, ba, bb along the last axis."""
    shares: NDArray[np.float64] = (counts[..., 0] + counts[..., 3]) / counts.sum(axis=-1)
    return shares


def _excess(counts: Counts) -> NDArray[np.float64]:
    """Agreement minus chance. The counts are multiplied as whole numbers, so that none is exactly none."""
    determinant = counts[..., 0] * counts[..., 3] - counts[..., 1] * counts[..., 2]
    excess: NDArray[np.float64] = 2 * determinant / counts.sum(axis=-1) ** 2
    return excess


def _chance(counts: Counts) -> float:
    """The agreement of independent judges who say a as often as these two."""
    both, first, second, neither = map(int, counts)
    one, other, pairs = both + first, both + second, both + first + second + neither
    return (one * other + (pairs - one) * (pairs - other)) / pairs**2


def _error(statistic: Callable[[Counts], NDArray[np.float64]], table: Counts) -> float:
    """The standard error of a statistic, leaving out one question at a time; 0.0 for a single question."""
    questions, total = len(table), table.sum(axis=0)
    if questions == 1:
        return 0.0
    changes = statistic(total - table) - statistic(total)
    return math.sqrt((questions - 1) / questions * float(changes @ changes))


def _p(excess: float, error: float, independent: float) -> float:
    """The one-sided probability of an excess this low or lower; without spread, the sign test's or 1."""
    from scipy.special import stdtr  # scipy ships no types

    least = math.exp2(-independent)
    if not error:
        return least if excess < 0 else 1.0
    return max(float(stdtr(_freedom(independent), excess / error)), least)


def _interval(agreed: float, error: float, independent: float) -> tuple[float, float]:
    """The 95 % interval of an agreement; without spread, that of as many trials as there are questions."""
    from scipy.special import stdtrit

    if not error:
        trials = round(independent)
        successes = agreed * trials
        return wilson(math.floor(successes), trials)[0], wilson(math.ceil(successes), trials)[1]
    half = float(stdtrit(_freedom(independent), 0.975)) * error
    return max(0.0, agreed - half), min(1.0, agreed + half)


def _freedom(independent: float) -> float:
    return max(independent - 1, 1.0)
