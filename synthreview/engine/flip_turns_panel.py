"""At which turns the roles of conversations flip."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median_low
from typing import Any

from synthreview.domain import Dataset, Kind
from synthreview.engine.second_look import NAMED
from synthreview.estimates import wilson
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.store import findings, flipped
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

ANALYZER = "role_flips"
FLIPS = ("flip", "other_sides_label", "user_sounds_like_assistant")
"""Its reasons that say of a turn that it is the other role's."""
LINES = 10
"""Lines at most; longer conversations are told by several turns at a time."""
FEWEST = 10
"""Fewer conversations that come so far have no line of their own."""
READ, PUBLISHED = 25_000, 0.029
"""Conversations between two models of CAMEL's that were looked at, and the share with a flip (Das et al.
2024, arXiv:2401.14698, section 8.1; read off the figure)."""
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class _Chat:
    """A conversation in which a role flips."""

    turns: frozenset[int]
    length: int

    @property
    def first(self) -> int:
        return min(self.turns)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One turn, or some in a row, and what happens there."""

    start: int
    end: int
    open: bool
    """Whether all later turns belong to it."""
    reached: int
    """Conversations that come so far."""
    flipped: tuple[int, ...]
    """Those in which a role flips here, by item."""
    first: int
    """Those of them in which none flipped before."""
    exposed: int
    """Turns here of conversations in which no role flipped before them."""


def flip_turns_panel(store: Store, dataset: Dataset) -> Panel | None:
    """The share of the conversations that come to a turn in which a role flips there, turn by turn.

    Intervals are Wilson's. A line differs beyond chance where its interval leaves out the share over all
    lines, their number considered (Bonferroni). Turns of one conversation depend on each other, for roles
    that flipped often stay so; the title therefore rests on the first flip of each conversation: if no turn
    were more prone than others, those first flips would fall to later turns as often as conversations
    without a flip come to such turns (binomial, every place to cut at considered).

    None where no role flips were looked for, or conversations were not counted by their turns.
    """
    connection = store.read()
    told = findings.summary(connection, dataset.id, ANALYZER) if dataset.kind is Kind.SIMULATION else None
    reached = _reached(told) if told else []
    if not told or not reached:
        return None
    chats = _chats(flipped.turns(connection, dataset.id, ANALYZER, FLIPS))
    if not chats:
        return Panel(
            name="flip_turns",
            title=tr("No role flip was found"),
            subtitle=trn(
                "{count} conversation of up to {turns} turns was looked at.",
                "{count} conversations of up to {turns} turns were looked at.",
                told["conversations"],
                turns=grouped(len(reached)),
            ),
            caution=_unseen(),
        )
    stretches = _stretches(reached, chats)
    overall = sum(len(each.flipped) for each in stretches) / sum(each.reached for each in stretches)
    return Panel(
        name="flip_turns",
        title=_title(stretches),
        subtitle=_subtitle(chats, told["conversations"]),
        measure=later("share of the conversations that come so far"),
        effects=tuple(_effect(each, len(stretches), overall) for each in stretches),
        neutral=overall if len(stretches) > 1 and overall < 1 else 0.0,  # 1 would stand for ratios
        caution=_caution(
            overall if len(stretches) > 1 else None, max(len(each.flipped) for each in stretches)
        ),
    )


def _reached(told: dict[str, Any]) -> list[int]:
    """How many conversations have a first turn, a second, and so on."""
    lengths = {int(turns): count for turns, count in told.get("by_turns", {}).items()}
    longest = max(lengths, default=0)
    return list(accumulate(lengths.get(turn, 0) for turn in range(longest, 0, -1)))[::-1]


def _chats(rows: Iterable[flipped.Flipped]) -> dict[int, _Chat]:
    places: dict[int, set[int]] = defaultdict(set)
    lengths: dict[int, int] = {}
    for item, turn, length in rows:
        places[item].add(turn)
        lengths[item] = max(length, turn, lengths.get(item, 0))
    return {item: _Chat(frozenset(places[item]), lengths[item]) for item in sorted(places)}


def _stretches(reached: list[int], chats: dict[int, _Chat]) -> list[_Stretch]:
    """The lines; of several turns each, an even number, so that either side speaks as often in each."""
    enough = min(FEWEST, reached[0])
    told = max(turn for turn, count in enumerate(reached, start=1) if count >= enough)
    width = 1 if told <= LINES else 2 * math.ceil(told / (2 * LINES))
    starts = range(1, told + 1, width)
    found: list[list[int]] = [[] for _ in starts]
    first = [0] * len(starts)
    for item, chat in chats.items():
        for place in {_place(turn, width, starts) for turn in chat.turns}:
            found[place].append(item)
        first[_place(chat.first, width, starts)] += 1
    exposed = _exposed(reached, chats)
    stretches = []
    for place, start in enumerate(starts):
        end = start + width - 1 if place < len(starts) - 1 else len(exposed)
        stretches.append(
            _Stretch(
                start=start,
                end=end,
                open=place == len(starts) - 1 and end > told,
                reached=max(reached[start - 1], len(found[place])),
                flipped=tuple(found[place]),
                first=first[place],
                exposed=sum(exposed[start - 1 : end]),
            )
        )
    return stretches


def _place(turn: int, width: int, starts: Sequence[int]) -> int:
    """The line that a turn belongs to."""
    return min((turn - 1) // width, len(starts) - 1)


def _exposed(reached: list[int], chats: dict[int, _Chat]) -> list[int]:
    """How many conversations come to each turn without a flip before it."""
    longest = max(len(reached), *(chat.length for chat in chats.values()))
    after = [0] * (longest + 2)  # by turn, how many more have flipped before it
    for chat in chats.values():
        after[chat.first + 1] += 1
        after[chat.length + 1] -= 1
    every = reached + [0] * (longest - len(reached))
    return [max(come - gone, 0) for come, gone in zip(every, accumulate(after[1:]), strict=False)]


def _effect(stretch: _Stretch, lines: int, overall: float) -> Effect:
    count = len(stretch.flipped)
    low, high = wilson(count, stretch.reached, 1 - 0.05 / lines)
    words = trn(
        "{flipped} of {count} conversation; the first flip in {first}",
        "{flipped} of {count} conversations; the first flip in {first}",
        stretch.reached,
        flipped=grouped(count),
        first=grouped(stretch.first),
    )
    return Effect(
        _name(stretch),
        count / stretch.reached,
        *wilson(count, stretch.reached),
        words,
        " or ".join(f"item:{item}" for item in stretch.flipped[:NAMED]),
        certain=lines > 1 and not low <= overall <= high,
    )


def _name(stretch: _Stretch) -> str:
    if stretch.open:
        return tr("Turn {turn} and later", turn=stretch.start)
    if stretch.start == stretch.end:
        return tr("Turn {turn}", turn=stretch.start)
    return tr("Turns {first} to {last}", first=stretch.start, last=stretch.end)


def _title(stretches: list[_Stretch]) -> str:
    found = _cut(stretches)
    if found is None:
        return tr("No turn is known to be more prone to flips than others")
    start, later_on = found
    if later_on:
        return tr("Roles flip most often from turn {turn} on", turn=start)
    return trn(
        "Roles flip most often in the first turn",
        "Roles flip most often in the first {count} turns",
        start - 1,
    )


def _cut(stretches: list[_Stretch]) -> tuple[int, bool] | None:
    """The turn at which first flips become more, or fewer (False); None where chance alone may have done it.

    The cut with the largest likelihood ratio of those that chance does not explain.
    """
    from scipy.stats import binom

    flips, turns = sum(each.first for each in stretches), sum(each.exposed for each in stretches)
    best, found = 0.0, None
    before = exposed = 0
    for stretch, following in pairwise(stretches):
        before, exposed = before + stretch.first, exposed + stretch.exposed
        if exposed in (0, turns):
            continue
        after = flips - before
        expected = 1 - exposed / turns
        more = after > flips * expected
        chance = binom.sf(after - 1, flips, expected) if more else binom.cdf(after, flips, expected)
        gain = _weighed(before, exposed) + _weighed(after, turns - exposed)
        if chance * 2 * (len(stretches) - 1) < _LEVEL and (found is None or gain > best):
            best, found = gain, (following.start, more)
    return found


def _weighed(flips: int, turns: int) -> float:
    """What a stretch adds to the logarithm of the likelihood at its own rate, constants aside."""
    return flips * math.log(flips / turns) if flips else 0.0


def _subtitle(chats: dict[int, _Chat], conversations: int) -> str:
    low, high = map(share, wilson(len(chats), max(conversations, len(chats))))
    return trn(
        "In {flipped} of {count} conversation a role flips ({low} to {high}); half of the first flips come"
        " by turn {turn}.",
        "In {flipped} of {count} conversations a role flips ({low} to {high}); half of the first flips come"
        " by turn {turn}.",
        conversations,
        flipped=grouped(len(chats)),
        low=low,
        high=high,
        turn=median_low(chat.first for chat in chats.values()),
    )


def _caution(overall: float | None, most: int) -> str:
    """What the line of no effect is, if there is one, and what is left out."""
    words = _unseen()
    if overall is not None:
        words = tr(
            "The line stands at {share}, the share over all lines. {words}", share=share(overall), words=words
        )
    if most > NAMED:
        words = tr("{words} A line leads to its first {count} conversations.", words=words, count=NAMED)
    return words


def _unseen() -> str:
    return tr(
        "A flip in free wording leaves no mark and is not counted. In the published study a role flips in"
        " about {rate} of {count} conversations between two models (Das et al. 2024).",
        rate=share(PUBLISHED),
        count=grouped(READ),
    )
