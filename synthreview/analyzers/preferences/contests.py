"""Verdicts as contests between two answers: one row for each judge and pair, however often it was judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences import bradley_terry
from synthreview.analyzers.preferences.bradley_terry import Ranking
from synthreview.analyzers.preferences.pairs import Floats, Ints, Judged, groups


@dataclass(frozen=True, slots=True, eq=False)
class Contests:
    """A row for each judge and pair of answers; each judge's contests on a prompt are a tournament."""

    of: Ints
    """The contest of each verdict."""
    judge: Ints
    pair: Ints
    """The same number for the same two answers, whoever judged them."""
    tournament: Ints
    won: Floats
    """The share of verdicts for the answer ``low``; a tie counts half."""
    verdicts: Floats
    """How many verdicts there are."""
    others: Ints
    """In how many other contests of the tournament the answer that is in fewer of them takes part."""
    ranking: Ranking


def contests(judged: Judged) -> Contests:
    """The contests among verdicts, and each judge's ranking of the answers to each prompt."""
    pair = groups(judged.prompts, judged.low, judged.high)
    of = groups(judged.judges, pair)
    count = int(of.max(initial=-1)) + 1
    first = np.full(count, len(judged), np.int64)
    np.minimum.at(first, of, np.arange(len(judged)))
    verdicts = np.bincount(of, minlength=count).astype(np.float64)
    won = np.bincount(of, (judged.low_won + 1) / 2, count) / verdicts
    judge = judged.judges[first]
    tournament = groups(judge, judged.prompts[first])
    one, other = _players(tournament, judged.low[first], judged.high[first])
    games = np.bincount(np.concatenate([one, other]))
    others = np.minimum(games[one], games[other]) - 1 if count else one
    ranking = bradley_terry.rank(tournament, one, other, won, verdicts)
    return Contests(of, judge, pair[first], tournament, won, verdicts, others, ranking)


def _players(tournament: Ints, low: NDArray[np.uint64], high: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    players = groups(np.tile(tournament, 2), np.concatenate([low, high]))
    return players[: len(low)], players[len(low) :]
