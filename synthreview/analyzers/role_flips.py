"""Conversations in which the sides lose their roles, interrupt each other or get stuck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.dialogue.camel import Marker, carries_markers, marker
from synthreview.analyzers.dialogue.order import CONVENTIONS, empty_turns, order
from synthreview.analyzers.dialogue.repetition import circles, closing_loop, repeated_turns
from synthreview.analyzers.dialogue.turns import Turn, turns
from synthreview.analyzers.dialogue.voice import foreign_voice
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later

_SIM = (Kind.SIMULATION,)
_CERTAIN, _LIKELY, _WEAK = Confidence.CERTAIN, Confidence.LIKELY, Confidence.WEAK

_REASONS = (
    Reason(
        "flip",
        _SIM,
        later("Role flip: turn {turn} ({side}) carries the other side's marker"),
        "roles",
        0.95,
        _CERTAIN,
    ),
    Reason(
        "interrupts",
        _SIM,
        later("Turn {turn} ({side}) has neither an instruction nor a solution ({count} such turns)"),
        "roles",
        0.5,
        _LIKELY,
    ),
    Reason(
        "other_sides_label",
        _SIM,
        later("Turn {turn} ({side}) carries the other side's label: {text}"),
        "roles",
        0.8,
        _LIKELY,
    ),
    Reason(
        "user_sounds_like_assistant",
        _SIM,
        later("Turn {turn} is the user's and sounds like the assistant: {text}"),
        "roles",
        0.7,
        _LIKELY,
    ),
    Reason(
        "two_in_a_row", _SIM, later("The {side} speaks twice in a row (turn {turn})"), "order", 0.5, _LIKELY
    ),
    Reason("starts_with_assistant", _SIM, later("The assistant speaks first"), "order", 0.25, _WEAK),
    Reason(
        "ends_on_user",
        _SIM,
        later("The conversation ends on the user, without an answer"),
        "order",
        0.45,
        _LIKELY,
    ),
    Reason(
        "unknown_role",
        _SIM,
        later("Turn {turn} is spoken by {role}, beside user and assistant"),
        "order",
        0.3,
        _WEAK,
    ),
    Reason("empty_turn", _SIM, later("Turn {turn} is empty"), "order", 0.85, _CERTAIN),
    Reason("repeated_turn", _SIM, later("Turn {turn} says turn {other} again"), "loop", 0.75, _LIKELY),
    Reason("goes_in_circles", _SIM, later("Turns {turn} to {last} go in circles"), "loop", 0.6, _LIKELY),
    Reason(
        "closing_loop",
        _SIM,
        later("Only thanks and goodbyes from turn {turn} on ({count} turns)"),
        "loop",
        0.7,
        _LIKELY,
    ),
)

_MOST = 0.5
"""A fault of order in more than this share of conversations is how the data set is made."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first pass counts."""

    counts: Counter[str] = field(default_factory=Counter)
    """Conversations, those with CAMEL's markers, and those with each reason."""
    turns: Counter[int] = field(default_factory=Counter)
    """Conversations by how many turns they have."""

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.counts + other.counts, self.turns + other.turns)


class RoleFlips(Analyzer):
    """Role flips, interruptions, broken order and loops in simulated conversations."""

    id = "role_flips"
    version = 3
    title = later("Role flips")
    help = later(
        "Finds turns in which a side takes the other's role. Conversations with CAMEL's markers are judged "
        "by the markers, exactly as the paper counts flips and interruptions. Others are judged by who "
        "speaks when, by labels and standing phrases of the other side, by repeated turns and by goodbyes "
        "without end. Talks among agents with names have no order to break. A flip in free wording leaves "
        "no mark and is not found."
    )
    kinds = _SIM
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Seen:
        """How many conversations there are, how long they are, and in how many each reason occurs."""
        seen = Seen()
        for item in batch:
            conversation = turns(item)
            seen.counts["conversations"] += 1
            seen.counts["marked"] += carries_markers(conversation)
            seen.counts.update({hit.reason for hit in _hits(conversation)})
            seen.turns[_length(conversation)] += 1
        return seen

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Sums."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> Seen:
        """The counts."""
        return partial if partial is not None else Seen()

    def score(self, batch: Sequence[Item], state: Seen) -> Iterable[Finding]:
        """Findings of one batch: one per conversation and reason, naming its first turn."""
        most = _MOST * max(state.counts["conversations"], 2)
        usual = {code for code in CONVENTIONS if state.counts[code] > most}
        for item in batch:
            conversation = turns(item)
            hits = [hit for hit in _hits(conversation) if hit.reason not in usual]
            yield from findings(item.id, _counted(hits, _length(conversation)))

    def emit(self, state: Seen) -> Iterable[Summary]:
        """Conversations, how many carry CAMEL's markers, how many have each reason, and how many turns."""
        counts = state.counts
        data = {
            "conversations": counts["conversations"],
            "marked": counts["marked"],
            "with_reason": {reason.code: counts[reason.code] for reason in _REASONS if counts[reason.code]},
            "by_turns": {str(turns): state.turns[turns] for turns in sorted(state.turns)},
        }
        yield Summary("role_flips", data)


def _length(conversation: list[Turn]) -> int:
    """How many turns there are, as they are numbered."""
    return conversation[-1].number if conversation else 0


def _hits(conversation: list[Turn]) -> Iterator[Hit]:
    yield from empty_turns(conversation)
    again = list(repeated_turns(conversation))
    yield from again or circles(conversation)
    yield from closing_loop(conversation)
    if carries_markers(conversation):
        yield from _by_markers(conversation)
    else:
        yield from order(conversation)
        yield from foreign_voice(conversation)


def _by_markers(conversation: list[Turn]) -> Iterator[Hit]:
    for turn in conversation:
        found = marker(turn.side, turn.text)
        if found is not Marker.OK:
            reason = "flip" if found is Marker.FLIP else "interrupts"
            yield Hit(reason, turn.part, 0, len(turn.text), args={"turn": turn.number, "side": turn.speaker})


def _counted(hits: list[Hit], length: int) -> Iterator[Hit]:
    """The hits, each knowing how many turns there are, and share its reason (which may have counted)."""
    counts = Counter(hit.reason for hit in hits)
    for hit in hits:
        yield replace(hit, args={"count": counts[hit.reason], "turns": length, **hit.args})
