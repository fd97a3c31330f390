"""Turns that sound like the other side: its label in front, its standing phrases inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.dialogue.turns import Turn
from synthreview.analyzers.rules.hit import Hit, excerpt

_USER_LABEL = re.compile(r"\A\W{0,4}(?:User|Human|USER|HUMAN)\W{0,3}:\s")
_ASSISTANT_LABEL = re.compile(r"\A\W{0,4}(?:Assistant|ASSISTANT|AI|Bot|ChatGPT|GPT)\W{0,3}:\s")
_BOTH = re.compile(
    r"^\W{0,5}(?:User|Human)\W{0,2}: .*\n(?:.*\n){0,30}?\W{0,5}(?:Assistant|AI)\W{0,2}: ", re.MULTILINE
)
_ASSISTANT_PHRASE = re.compile(
    r"\A\W*as an ai (?:language )?(?:model|assistant)?\b"
    r"|\bI(?:['’]m| am) (?:just )?an AI (?:language )?(?:model|assistant)\b"
    r"|\bAs an AI (?:language model|assistant),? I\b"
    r"|\bhow (?:can|may) I (?:assist|help) you(?: today| further)?\s*\?"
    r"|\bis there anything else (?:I can|you(?:['’]d| would) like (?:me|help))"
    r"|\A\W*(?:sure|certainly|of course|absolutely)[,!.]+ "
    r"(?:here(?:['’]s| is| are)|I(?:['’]d| would) be happy|I can help)"
    r"|\bI(?:['’]d| would) be (?:happy|glad) to (?:help|assist) you\b",
    re.IGNORECASE,
)
_ABOUT_DIALOGUE = re.compile(
    r"\b(?:dialog(?:ue)?|conversation|chat|script|role.?play|transcript|interview|prompt|simulate|"
    r"pretend|act as|practi[cs]e|you are the|you play|"
    r"ai|assistant|chat ?bot|gpt|translate|rewrite|paraphrase|repeat|email|reply)\b|[\"“]",
    re.IGNORECASE,
)


def foreign_voice(conversation: list[Turn]) -> Iterator[Hit]:
    """Hits for turns of user and assistant that carry the other side's label or phrases."""
    asked = ""
    for turn in conversation:
        if turn.side == "user":
            yield from _user(turn)
            asked = turn.text
        elif turn.side == "assistant" and not _ABOUT_DIALOGUE.search(asked):
            yield from _label(turn, _USER_LABEL)
            yield from _label(turn, _BOTH)


def _user(turn: Turn) -> Iterator[Hit]:
    yield from _label(turn, _ASSISTANT_LABEL)
    match = _ASSISTANT_PHRASE.search(turn.text)
    # Users quote assistants and ask for such phrases; a turn that speaks about one is left alone.
    if match and not _ABOUT_DIALOGUE.search(
        turn.text[: match.start()] + " " + turn.text[match.end() :][:200]
    ):
        args = {"turn": turn.number, "text": excerpt(match[0])}
        yield Hit("user_sounds_like_assistant", turn.part, match.start(), match.end(), args=args)


def _label(turn: Turn, pattern: re.Pattern[str]) -> Iterator[Hit]:
    match = pattern.search(turn.text)
    if match:
        args = {"turn": turn.number, "side": turn.speaker, "text": excerpt(match[0], 30)}
        yield Hit("other_sides_label", turn.part, match.start(), match.end(), args=args)
