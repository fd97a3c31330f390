"""Replies that promise instead of doing: "I will look into it", again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.dialogue.turns import Turn
from synthreview.analyzers.rules.hit import Hit, excerpt

_LONGEST = 25
_OFTEN = 2
_PROMISE = re.compile(
    r"\A\W*(?:(?:ok(?:ay)?|sure|yes|certainly|of course|great|understood|absolutely|alright|thank you|thanks)"
    r"\b\W+)*"
    r"(?:I(?:['’]ll| will| am going to|['’]m going to) (?:now |then |just )?"
    r"(?:do|get|start|begin|continue|proceed|work|look|check|try|see|think|find|prepare|handle|take care|"
    r"make sure|keep|follow|review|let you know)\b"
    r"|(?:please )?(?:let me|allow me to|I need to) (?:get back|think about|look into|check|work on|see)\b"
    r"|I(?:['’]m| am) (?:still |already |now )?(?:working on|looking into) (?:it|that|this)\b"
    r"|(?:just )?(?:one|a|give me a) (?:moment|minute|second)\b"
    r"|(?:please )?(?:wait|hold on)\b|will do\b)",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"\d|:\s*\S|```|https?:|[\"“][^\"”]{15,}|\bbecause\b|\?")


def promises_only(text: str) -> bool:
    """Whether a reply is short, announces something and holds nothing else."""
    return (
        len(text.split(maxsplit=_LONGEST)) < _LONGEST
        and bool(_PROMISE.match(text))
        and not _CONTENT.search(text)
    )


def flakes(conversation: list[Turn]) -> Iterator[Hit]:
    """Turns of one speaker (never the user) that only promise, where there are at least two of them."""
    empty: dict[str, list[Turn]] = {}
    for turn in conversation:
        if turn.side in ("assistant", "") and promises_only(turn.text):
            empty.setdefault(turn.side or turn.role, []).append(turn)
    for group in empty.values():
        if len(group) < _OFTEN:
            continue
        args = {"turn": group[0].number, "count": len(group), "text": excerpt(group[0].text)}
        score = 1 - 1 / (1 + len(group))
        for turn in group:
            yield Hit("only_promises", turn.part, 0, len(turn.text), score, args)
