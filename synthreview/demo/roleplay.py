"""The sample's role play: two models as user and assistant, in the record shape of CAMEL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from synthreview.demo.material import load
from synthreview.demo.planting import Entry, arranged, take

_DONE = "<CAMEL_TASK_DONE>"


@dataclass(frozen=True)
class _Play:
    """One conversation; ``messages`` begin with the user and alternate."""

    assistant: str
    user: str
    id: str
    task: str
    scene: str
    messages: tuple[str, ...]
    ended_by: str = _DONE


def build(rng: Random) -> list[Entry]:
    """All conversations in file order, about a quarter of them defective."""
    pairs = enumerate(load("roleplay")["pair"], 1)
    pool = [play for number, pair in pairs for play in _plays(pair, number, rng)]
    rng.shuffle(pool)
    flawed = list(_damaged(pool, rng, load("defects_chats")))
    return arranged(rng, [*flawed, *(Entry(_record(play)) for play in pool)])


def _plays(pair: dict[str, Any], number: int, rng: Random) -> Iterator[_Play]:
    for index, scene in enumerate(pair["scene"], 1):
        messages: list[str] = []
        for instruction, solution in scene["steps"]:
            messages += [_instruction(instruction), f"Solution: {solution}\n\nNext request."]
        messages += [_DONE] * rng.choice((1, 2))
        yield _Play(
            assistant=pair["assistant"],
            user=pair["user"],
            id=f"{number:03}_{number + 2:03}_{index:03}",
            task=pair["task"],
            scene=scene["task"],
            messages=tuple(messages),
        )


def _instruction(text: str) -> str:
    return f"Instruction: {text}\nInput: None"


def _record(play: _Play) -> dict[str, Any]:
    record: dict[str, Any] = {
        "role_1": f"{play.assistant}_RoleType.ASSISTANT",
        "role_2": f"{play.user}_RoleType.USER",
        "id": play.id,
        "original_task": play.task,
        "specified_task": play.scene,
    }
    for number, content in enumerate(play.messages, 1):
        role, name = ("user", play.user) if number % 2 else ("assistant", play.assistant)
        record[f"message_{number}"] = {
            "role_name": name,
            "role_type": role.upper(),
            "role": role,
            "content": content,
        }
    return {**record, "termination_reason": play.ended_by, "num_messages": len(play.messages)}


def _damaged(pool: list[_Play], rng: Random, words: dict[str, Any]) -> Iterator[Entry]:
    """Entries made by damaging conversations, which leave the pool."""
    for play in take(pool, 2):
        yield _with_messages(play, 2, (play.messages[3], play.messages[2]), "marker_flip")
    for play in take(pool, 1):
        both = play.messages[3].replace("Next request.", play.messages[4])
        yield _with_messages(play, 3, (both,), "marker_flip")
    (play,) = take(pool, 1)
    yield _with_messages(play, 4, (rng.choice(words["interruption"]["user"]),), "interruption")
    (play,) = take(pool, 1)
    yield _with_messages(play, 3, (rng.choice(words["interruption"]["assistant"]),), "interruption")
    for play in take(pool, 2):
        loop = [text for pair in words["thanks"]["pairs"] for text in pair]
        looping = replace(play, messages=(*play.messages[:6], *loop), ended_by="user_no_instruct_threshold")
        yield Entry(_record(looping), "thank_you_loop", "turns.6.text")


def _with_messages(play: _Play, at: int, texts: tuple[str, ...], defect: str) -> Entry:
    messages = (*play.messages[:at], *texts, *play.messages[at + len(texts) :])
    return Entry(_record(replace(play, messages=messages)), defect, f"turns.{at}.text")
