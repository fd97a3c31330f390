"""Turns that sound like the other role, and speakers that fall out of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.dialogue.digression import digression
from synthreview.analyzers.dialogue.endings import count_endings, never_ends, usual_ending
from synthreview.analyzers.dialogue.flakes import flakes
from synthreview.analyzers.dialogue.persona import persona
from synthreview.analyzers.dialogue.talks import LONGEST_TALK, Sample, Talk, role_of, talk_hash, talk_of
from synthreview.analyzers.dialogue.turns import SPEAKERS, Turn, turns
from synthreview.analyzers.dialogue.voices import Voices, learn
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later, tr

_SIM = (Kind.SIMULATION,)
_LIKELY, _WEAK = Confidence.LIKELY, Confidence.WEAK
_REASONS = (
    Reason(
        "sounds_like_other_role",
        _SIM,
        later("Turn {turn} ({role}) sounds like the {other}: {words}"),
        "roles",
        0.55,  # times a score that is already a chance
        _WEAK,
    ),
    Reason(
        "speaks_as_ai",
        _SIM,
        later("Turn {turn}: {name} says that it is a machine: {text}"),
        "roles",
        0.6,
        _LIKELY,
    ),
    Reason("speaks_as_other", _SIM, later("Turn {turn}: {name} speaks as {other}"), "roles", 0.6, _LIKELY),
    Reason(
        "reads_out_prompt",
        _SIM,
        later("Turn {turn} reads out the system prompt: {text}"),
        "prompt",
        0.4,
        _WEAK,
    ),
    Reason("only_promises", _SIM, later("{count} turns only promise: {text}"), "flake", 0.5, _LIKELY),
    Reason(
        "leaves_task", _SIM, later("From turn {turn} on, the talk leaves its task"), "digression", 0.2, _WEAK
    ),
    Reason(
        "never_ends", _SIM, later("The conversation does not end on {mark} as most do"), "ending", 0.3, _WEAK
    ),
)

_ENOUGH = 40
"""Fewer conversations teach too little about how roles sound."""
_APART = 0.75
"""Roles that are told apart no better (AUROC) are too alike for a flip to be heard."""
_DOUBTFUL = 0.15
_FEWEST_WORDS = 3
"""A shorter turn says too little to tell who speaks."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the first pass keeps: a bounded sample of conversations, and how all of them end."""

    sample: Sample = field(default_factory=Sample)
    endings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The voices, if they were learned, and why not if they are not used; the mark conversations end on."""

    voices: Voices | None = None
    silent: str = ""
    """Why no turn is said to sound like the other role."""
    conversations: int = 0
    ending: str = ""


class RoleModel(Analyzer):
    """Turns in the other role's voice, empty promises, persona leaks, digressions, missing ends."""

    id = "role_model"
    title = later("Roles by their voice")
    help = later(
        "Learns from the conversations themselves how the two main roles sound (words, questions, offers, "
        "style) and points at turns that sound like the other one; every conversation is judged by what "
        "was learned from the others. It first tests itself: where the roles cannot be told apart, or there "
        "are fewer than 40 conversations, it says so and points at no voice. It also finds replies that "
        "only promise, speakers who say they are a machine or somebody else, prompts read out, talks that "
        "leave their task (a weak sign) and talks without their usual end. A voice is not proof: a user may "
        "explain, an assistant may ask, a few words tell nothing, and where flips are rare about three in "
        "four turns pointed at are no flips."
    )
    kinds = _SIM
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Heard:
        """A sample of the conversations, and how they end."""
        conversations = [turns(item) for item in batch]
        return Heard(Sample.of(map(talk_of, conversations)), count_endings(conversations))

    def merge(self, first: Heard, second: Heard) -> Heard:
        """Both, as far as they can be kept."""
        return Heard(first.sample + second.sample, first.endings + second.endings)

    def finish(self, partial: Heard | None, reference: Heard | None) -> State:
        """The voices of the two main roles, tested on conversations they were not learned from."""
        if partial is None:
            return State()
        ending = usual_ending(partial.endings)
        roles = partial.sample.main_roles()
        if roles is None:
            return State(None, "there are not two main roles", len(partial.sample.talks), ending)
        talks = partial.sample.between(roles)
        if len(talks) < _ENOUGH:
            return State(None, f"there are fewer than {_ENOUGH} conversations", len(talks), ending)
        voices = learn(roles, talks)
        if voices is None or voices.auroc < _APART:
            return State(voices, "the roles sound too much alike", len(talks), ending)
        return State(voices, "", len(talks), ending)

    def score(self, batch: Sequence[Item], state: State) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        conversations = [turns(item) for item in batch]
        foreign: dict[int, list[Hit]] = {}
        if state.voices is not None and not state.silent:
            foreign = _foreign(conversations, state.voices)
        for place, (item, conversation) in enumerate(zip(batch, conversations, strict=True)):
            hits = [
                *foreign.get(place, ()),
                *persona(item, conversation),
                *flakes(conversation),
                *digression(item, conversation, self.embed),
                *never_ends(conversation, state.ending),
            ]
            yield from findings(item.id, hits)

    def emit(self, state: State) -> Iterator[Summary]:
        """Whether the roles can be told apart, how well, and what share of turns seems flipped."""
        data: dict[str, object] = {"conversations": state.conversations, "silent": state.silent}
        if state.voices is not None:
            data |= {"roles": list(state.voices.roles), "auroc": round(state.voices.auroc, 3)}
            if not state.silent:
                data["share_flipped"] = round(state.voices.noise.share, 3)
        if state.ending:
            data["ending"] = state.ending
        yield Summary("role_model", data)


def _foreign(conversations: Sequence[list[Turn]], voices: Voices) -> dict[int, list[Hit]]:
    """Hits for turns in the other role's voice, by the conversation's place in the batch."""
    ours = [[turn for turn in talk if role_of(turn) in voices.roles] for talk in conversations]
    places = [place for place, talk in enumerate(ours) if len(talk) > 1]
    if not places:
        return {}
    keys = [talk_hash(talk_of(conversations[place])) for place in places]
    talks = [talk_of(ours[place]) for place in places]
    chances = voices.noise.flipped(voices.margins(keys, talks))
    ends = np.cumsum([len(talk) for talk in talks])
    found = {}
    for place, key, talk, own in zip(places, keys, talks, np.split(chances, ends[:-1]), strict=True):
        hits = _hits(ours[place][:LONGEST_TALK], key, talk, own.tolist(), voices)
        if hits:
            found[place] = hits
    return found


def _hits(told: list[Turn], key: int, talk: Talk, chances: list[float], voices: Voices) -> list[Hit]:
    strip = [[turn.number, round(chance, 2)] for turn, chance in zip(told, chances, strict=True)]
    hits = []
    for place, (turn, chance) in enumerate(zip(told, chances, strict=True)):
        if chance < _DOUBTFUL or len(turn.text.split(maxsplit=_FEWEST_WORDS)) < _FEWEST_WORDS:
            continue
        role = talk[place][0]
        other = voices.roles[0] if role == voices.roles[1] else voices.roles[1]
        words = ", ".join(voices.telling(key, talk, place)) or tr("its style")
        args = {"turn": turn.number, "role": role, "other": other, "words": words, "strip": strip}
        note = tr("Sounds like the {other}", other=SPEAKERS.get(other, other))
        score = round(chance, 4)
        hits.append(Hit("sounds_like_other_role", turn.part, 0, len(turn.text), score, args, note=note))
    return hits
