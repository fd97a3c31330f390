"""What speaks against single verdicts, in a form that is small enough to hand to every process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.bradley_terry import chance
from synthreview.analyzers.preferences.consensus import others, trust
from synthreview.analyzers.preferences.consistency import consistency
from synthreview.analyzers.preferences.contests import Contests, contests
from synthreview.analyzers.preferences.cycles import Cycles, cycles
from synthreview.analyzers.preferences.pairs import Floats, Judged
from synthreview.analyzers.preferences.record import record
from synthreview.analyzers.preferences.repeats import NONE, Opposites, opposites
from synthreview.analyzers.rules.hit import Hit
from synthreview.translation import tr

_AGAINST, _CLOSE = 0.55, 0.4
"""Chances that the other answer wins: from here on it contradicts the verdict, or makes it a close call."""
_FEWEST_OTHERS = 2
"""Each answer has to be in so many other verdicts on the prompt before a ranking says anything of it."""
_MOST_NAMED = 8


class Claim(NamedTuple):
    """A hit on the verdict of one item."""

    reason: str
    score: float
    args: dict[str, Any]
    proof: tuple[int, ...] = ()
    """Other items that prove it."""
    note: str = ""

    def hits(self) -> Iterator[Hit]:
        """The claim about the verdict, once for each item that proves it."""
        for item in self.proof or (None,):
            yield Hit(self.reason, "choice", 0, None, self.score, self.args, item=item, note=self.note)


Claims = dict[int, tuple[Claim, ...]]
"""By item."""


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """What holds the verdicts of a data set together."""

    claims: Claims
    trust: dict[str, float]
    """Each judge's weight among the others; empty where no pair has two judges."""
    cycles: Cycles
    pairs_turned: int
    pairs_consistent: int
    opposite: int
    """Verdicts with an opposite one in the same order."""
    judges: list[dict[str, Any]]
    """How consistent each judge is."""

    def told(self) -> dict[str, Any]:
        """How consistent the verdicts are, as a summary."""
        circles = self.cycles
        return {
            "trust": {name: round(weight, 3) for name, weight in self.trust.items()},
            "triangles": circles.triangles,
            "circles": circles.circles,
            "circles_expected": round(circles.expected, 1),
            "pairs_in_both_orders": self.pairs_turned,
            "pairs_consistent": self.pairs_consistent,
            "opposite_verdicts": self.opposite,
            "judges": self.judges,
        }


def structure(judged: Judged) -> Structure:
    """Everything that verdicts say about each other."""
    found = contests(judged)
    weights = trust(found, len(judged.names))
    circles, repeats = cycles(found), opposites(judged, found)
    view = _Claiming(judged, found, weights)
    claims: dict[int, list[Claim]] = {}
    for row, claim in (
        *view.by_ranking(),
        *view.by_record(),
        *view.by_judges(),
        *view.by_repeats(repeats),
        *view.by_circles(circles),
    ):
        claims.setdefault(int(judged.items[row]), []).append(claim)
    several = bool((np.bincount(found.pair) > 1).any()) if len(judged) else False
    named = dict(zip(judged.names, weights.tolist(), strict=True)) if several else {}
    return Structure(
        {item: tuple(each) for item, each in claims.items()},
        named,
        circles,
        repeats.pairs_turned,
        repeats.pairs_consistent,
        int((repeats.same != NONE).sum()),
        consistency(judged, found, circles, repeats),
    )


class _Claiming:
    """Goes through the decided verdicts, each way of doubting them by itself."""

    def __init__(self, judged: Judged, found: Contests, weights: Floats) -> None:
        self._judged = judged
        self._found = found
        self._weights = weights
        self._decided = judged.choice != 0
        self._for_winner = judged.low_won.astype(np.float64)
        self._first = np.full(len(found.judge), np.iinfo(np.int64).max)
        np.minimum.at(self._first, found.of, judged.items)

    def by_ranking(self) -> Iterator[tuple[int, Claim]]:
        """Verdicts against the judge's own ranking of the answers to the prompt, and close ones."""
        found, of = self._found, self._found.of
        enough = self._decided & (found.others[of] >= _FEWEST_OTHERS)
        doubt = chance(-self._for_winner * found.ranking.left_out[of])
        wins, games = self._wins()
        for row in _rows(enough & (doubt >= _CLOSE)):
            score = float(doubt[row])
            if score < _AGAINST:
                yield row, Claim("close_call", score, {})
                continue
            won, lost = (0, 1) if self._for_winner[row] > 0 else (1, 0)
            note = "\n".join(
                tr(
                    "{side} wins {won:.3g} of {games:g} others",
                    side=self._side(row, sign),
                    won=wins[place, of[row]],
                    games=games[place, of[row]],
                )
                for sign, place in ((1, won), (-1, lost))
            )
            args = {"other": self._side(row, -1), "percent": round(100 * score)}
            yield row, Claim("against_own_ranking", score, args, (), note)

    def by_record(self) -> Iterator[tuple[int, Claim]]:
        """Verdicts for a contender that the judge puts behind the other one on other prompts."""
        judged = self._judged
        doubt = chance(-judged.choice * record(judged))
        for row in _rows(self._decided & (doubt >= _CLOSE)):
            winner, loser = judged.contenders[row][:: int(judged.choice[row])].tolist()
            score = float(doubt[row])
            reason = "against_record" if score >= _AGAINST else "record_unclear"
            yield row, Claim(reason, score, {"winner": winner, "loser": loser})

    def by_judges(self) -> Iterator[tuple[int, Claim]]:
        """Verdicts against what the other judges of the pair say."""
        found = self._found
        theirs = others(found, self._weights)
        doubt = 0.5 - self._for_winner * (theirs[found.of] - 0.5)
        order = np.argsort(found.pair, kind="stable")
        start = np.searchsorted(found.pair[order], np.arange(int(found.pair.max(initial=-1)) + 2))
        for row in _rows(self._decided & (doubt >= _CLOSE)):
            pair, own = found.pair[found.of[row]], found.of[row]
            rest = [at for at in order[start[pair] : start[pair + 1]].tolist() if at != own]
            signs = np.sign(found.won[rest] - 0.5) * self._for_winner[row]
            count = int((signs < 0).sum())
            args = {"other": self._side(row, -1), "count": count, "total": len(rest)}
            score = float(doubt[row])
            against = score >= _AGAINST and count > 0
            reason = "judges_disagree" if against else "judges_unsure"
            yield row, Claim(reason, score, args, (), self._say(row, rest))

    def by_repeats(self, repeats: Opposites) -> Iterator[tuple[int, Claim]]:
        """Verdicts whose opposite the same judge gave on the same pair."""
        for reason, against in (("order_inconsistent", repeats.turned), ("opposite_verdict", repeats.same)):
            for row in _rows(against != NONE):
                other = int(against[row])
                yield row, Claim(reason, float(repeats.share[row]), {"item": other}, (other,))

    def by_circles(self, circles: Cycles) -> Iterator[tuple[int, Claim]]:
        """Verdicts that have the least support in a circle of three."""
        found = self._found
        weakest = np.isin(found.of, np.fromiter(circles.weakest, np.int64, len(circles.weakest)))
        with_majority = self._for_winner * (found.won[found.of] - 0.5) > 0
        for row in _rows(self._decided & weakest & with_majority):
            at = int(found.of[row])
            second, third, count = circles.weakest[at]
            proof = (int(self._first[second]), int(self._first[third]))
            score = float(chance(-self._for_winner[row : row + 1] * found.ranking.odds[at])[0])
            args = {"second": proof[0], "third": proof[1], "count": count}
            yield row, Claim("verdict_circle", score, args, proof)

    def _wins(self) -> tuple[Floats, Floats]:
        """How many other contests on the prompt the answers ``low`` and ``high`` won, and are in."""
        found, numbers = self._found, self._found.ranking.numbers
        size = int(numbers.max(initial=0)) + 1
        players = found.tournament * size + numbers
        both = np.unique(players, return_inverse=True)[1].reshape(2, -1)
        won = np.stack([found.won, 1 - found.won])
        games = np.bincount(both.ravel())[both] if both.size else both
        wins = np.bincount(both.ravel(), won.ravel())[both] if both.size else won
        return wins - won, games.astype(np.float64) - 1

    def _side(self, row: int, sign: int = 1) -> str:
        """The side that won by a verdict, or (sign -1) the one that lost."""
        return "A" if self._judged.choice[row] == sign else "B"

    def _say(self, row: int, contests: list[int]) -> str:
        """What the other judges say of the two answers of a verdict, a line each."""
        a_is_low = bool(self._judged.low_is_a[row])
        lines = []
        for at in contests[:_MOST_NAMED]:
            side = np.sign(self._found.won[at] - 0.5) * (1 if a_is_low else -1)
            said = "A" if side > 0 else "B" if side < 0 else tr("a tie")
            who = self._judged.names[self._found.judge[at]] or tr("another judge")
            lines.append(f"{who}: {said}")
        return "\n".join(lines)


def _rows(chosen: NDArray[np.bool_]) -> list[int]:
    found: list[int] = np.flatnonzero(chosen).tolist()
    return found
