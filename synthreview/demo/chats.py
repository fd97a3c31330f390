"""The sample's chats: ShareGPT conversations between a person and an assistant."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from synthreview.demo.material import load
from synthreview.demo.planting import Entry, arranged, take

Turns = list[str]


def build(rng: Random) -> list[Entry]:
    """All conversations in file order, about a quarter of them defective."""
    material = load("chats")
    pool = [turns for chat in material["chat"] for turns in _conversations(chat)]
    rng.shuffle(pool)
    flawed = list(_damaged(pool, rng, load("defects_chats")))
    kept = [Entry(_record([(speaker, text) for speaker, text in row["turns"]])) for row in material["keep"]]
    return arranged(rng, [*flawed, *kept, *(Entry(_alternating(turns)) for turns in pool)])


def _conversations(chat: dict[str, Any]) -> Iterator[Turns]:
    for words in chat.get("slots", [{}]):
        # Only chats with slots are templates; braces elsewhere are text.
        turns = [turn.format(**words) for turn in chat["turns"]] if words else list(chat["turns"])
        yield [turn[:1].upper() + turn[1:] for turn in turns]


def _record(turns: list[tuple[str, str]]) -> dict[str, Any]:
    return {"conversations": [{"from": speaker, "value": text} for speaker, text in turns]}


def _alternating(turns: Turns, start: int = 0) -> dict[str, Any]:
    return _record([(("human", "gpt")[(at + start) % 2], text) for at, text in enumerate(turns)])


def _damaged(pool: list[Turns], rng: Random, words: dict[str, Any]) -> Iterator[Entry]:
    """Entries made by damaging conversations, which leave the pool."""
    for turns in take(pool, 3, lambda turns: len(turns) >= 6):
        yield _flipped_by_a_gap(turns, at=rng.randrange(1, len(turns) - 2, 2))
    for turns in take(pool, 2, _is_long):
        yield _flipped_by_a_swap(turns, at=rng.randrange(2, len(turns) - 1, 2))
    for turns in take(pool, 2, lambda turns: len(turns) >= 6):
        yield _answered_twice(turns, at=rng.randrange(2, len(turns) - 1, 2))
    for turns, label in zip(take(pool, 2, _is_long), rng.sample(words["speaks"]["labels"], 2), strict=True):
        yield _spoken_for(turns, rng.randrange(1, len(turns) - 2, 2), label)
    for turns in take(pool, 3, _is_long):
        at = rng.randrange(3, len(turns), 2)
        yield _with_turn(turns, at, turns[at - 2], "repeated_turn")
    for turns, before in zip(take(pool, 2), rng.sample(words["leftovers"]["before"], 2), strict=True):
        at = rng.randrange(1, len(turns), 2)
        yield _with_turn(turns, at, before + turns[at], "model_leftover")
    for turns, after in zip(take(pool, 2), rng.sample(words["leftovers"]["after"], 2), strict=True):
        at = rng.randrange(1, len(turns), 2)
        yield _with_turn(turns, at, turns[at] + after, "model_leftover")


def _is_long(turns: Turns) -> bool:
    return len(turns) >= 4 and len(turns) % 2 == 0


def _flipped_by_a_gap(turns: Turns, at: int) -> Entry:
    """An answer got lost: from there on each side holds the other's words."""
    return Entry(_alternating(turns[:at] + turns[at + 1 :]), "flipped_turns", f"turns.{at}.text")


def _flipped_by_a_swap(turns: Turns, at: int) -> Entry:
    swapped = [*turns[:at], turns[at + 1], turns[at], *turns[at + 2 :]]
    words = "Here the two speakers have changed places."
    return Entry(_alternating(swapped), "flipped_turns", f"turns.{at}.text", words)


def _answered_twice(turns: Turns, at: int) -> Entry:
    before, after = _alternating(turns[:at]), _alternating(turns[at + 1 :], start=1)
    joined = {"conversations": before["conversations"] + after["conversations"]}
    return Entry(joined, "same_speaker_twice", f"turns.{at}.text")


def _spoken_for(turns: Turns, at: int, label: str) -> Entry:
    other = {"User": "Assistant", "Human": "AI"}.get(label, "### Assistant")
    merged = f"{turns[at]}\n\n{label}: {turns[at + 1]}\n\n{other}: {turns[at + 2]}"
    return Entry(_alternating([*turns[:at], merged, *turns[at + 3 :]]), "speaks_for_user", f"turns.{at}.text")


def _with_turn(turns: Turns, at: int, text: str, defect: str) -> Entry:
    return Entry(_alternating([*turns[:at], text, *turns[at + 1 :]]), defect, f"turns.{at}.text")
