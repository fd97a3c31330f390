"""Conversations as the role model sees them: who says what, in a bounded number of conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from synthreview.analyzers.dialogue.features import LONGEST
from synthreview.analyzers.dialogue.turns import Turn
from synthreview.analyzers.sample import text_hash

MOST_TURNS = 20_000
"""Turns that are learned from."""
LONGEST_TALK = 200
"""Turns of a conversation that are looked at."""
_SILENT = ("system", "tool")
_MAIN, _LEAST = 0.8, 0.1
"""Shares of turns: of the two main roles together, and of the second of them."""

Talk = tuple[tuple[str, str], ...]
"""The roles and texts of the turns in which somebody speaks."""


def role_of(turn: Turn) -> str:
    """The side of a turn, or the name where its role is one; empty where nobody speaks."""
    if turn.side in _SILENT or not turn.text.strip():
        return ""
    return turn.side or turn.role.casefold()


def talk_of(conversation: Iterable[Turn]) -> Talk:
    """The speaking turns of a conversation, cut to what is looked at."""
    spoken = [(role, turn.text[:LONGEST]) for turn in conversation if (role := role_of(turn))]
    return tuple(spoken[:LONGEST_TALK])


def talk_hash(talk: Talk) -> int:
    """The same for the same conversation, whatever else is in the data set."""
    return text_hash("\0".join(part for turn in talk for part in turn))


@dataclass(frozen=True, slots=True)
class Sample:
    """Different conversations by rising hash, up to the one in which ``MOST_TURNS`` is reached.

    That last one stays, so that what a merge leaves out does not depend on what was merged first.
    """

    talks: tuple[tuple[int, Talk], ...] = ()

    @classmethod
    def of(cls, talks: Iterable[Talk]) -> Sample:
        """The conversations of one batch; such with less than two turns tell nothing."""
        return _kept({talk_hash(talk): talk for talk in talks if len(talk) > 1})

    def __add__(self, other: Sample) -> Sample:
        return _kept(dict(self.talks) | dict(other.talks))

    def main_roles(self) -> tuple[str, str] | None:
        """The two roles that speak most, by name; None where others speak often or one hardly does."""
        counts = Counter(role for _, talk in self.talks for role, _ in talk)
        ranked = sorted(counts, key=lambda role: (-counts[role], role))[:2]
        total = sum(counts.values())
        if len(ranked) < 2 or sum(counts[role] for role in ranked) < _MAIN * total:
            return None
        if counts[ranked[1]] < _LEAST * total:
            return None
        first, second = sorted(ranked)
        return first, second

    def between(self, roles: Sequence[str]) -> list[tuple[int, Talk]]:
        """The conversations in which both roles speak, without the turns of others."""
        ours = ((key, tuple(turn for turn in talk if turn[0] in roles)) for key, talk in self.talks)
        return [(key, talk) for key, talk in ours if {role for role, _ in talk} == set(roles)]


def _kept(talks: dict[int, Talk]) -> Sample:
    kept, turns = [], 0
    for key in sorted(talks):
        if turns >= MOST_TURNS:
            break
        kept.append((key, talks[key]))
        turns += len(talks[key])
    return Sample(tuple(kept))
