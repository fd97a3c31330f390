"""Speakers that fall out of their part: as an AI, as somebody else, or reading out their own prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.dialogue.turns import Turn
from synthreview.analyzers.rules.hit import Hit, excerpt
from synthreview.domain import Item

_IS_AI = re.compile(
    r"(?<![\"“‘])\b(?:as|I(?:['’]m| am)(?: just| only)?) an? (?:(?:large |AI )?language model|"
    r"artificial intelligence|AI(?: (?:language )?model| assistant| system)?)\b(?! (?:engineer|expert|resear|"
    r"develop|scien|speciali|consult|ethic|enthus|profess|compan|student|start))"
    r"|\bmy (?:training data|knowledge cut-?off)\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"\b(?:ai|a\.i|assistant|bot|chat ?bot|gpt\w*|model|agent|robot|computer\w*)\b", re.I)
_PROMPT_WORDS = 12
"""So many words in a row from the system prompt are no chance."""
_WORD = re.compile(r"\w+")


def persona(item: Item, conversation: list[Turn]) -> Iterator[Hit]:
    """Hits for turns in which a speaker is no longer who it plays."""
    names = _names(item, conversation)
    prompt = _prompt(item, conversation)
    for turn in conversation:
        if turn.side in ("system", "tool"):
            continue
        own = names.get(turn.index, "")
        yield from _machine(turn, own)
        yield from _other(turn, own, {name for name in names.values() if name.casefold() != own.casefold()})
        yield from _reads_out(turn, prompt)


def _names(item: Item, conversation: list[Turn]) -> dict[int, str]:
    """Who speaks each turn, where that is a name and not just a side."""
    speakers = item.parts["turns"] if conversation else []
    names = {}
    for turn in conversation:
        said = speakers[turn.index].get("speaker")
        name = turn.role if not turn.side else said if isinstance(said, str) else ""
        name = " ".join(name.replace("_", " ").split())
        if len(name) > 2 and name.casefold() not in ("user", "assistant", "human", "system", "tool"):
            names[turn.index] = name
    return names


def _machine(turn: Turn, own: str) -> Iterator[Hit]:
    if not own or _MACHINE.search(own):
        return
    found = _IS_AI.search(turn.text)
    if found:
        args = {"turn": turn.number, "name": own, "text": excerpt(found[0])}
        yield Hit("speaks_as_ai", turn.part, found.start(), found.end(), args=args)


def _other(turn: Turn, own: str, others: set[str]) -> Iterator[Hit]:
    """First person under another's name, or another's name in front of the turn."""
    folded = turn.text.casefold()
    for name in sorted(others):
        if not own or name.casefold() not in folded:
            continue
        plain = re.escape(name)
        found = re.search(
            rf"\A\W*{plain}\W{{0,3}}:\s|(?<![\"“‘])\b(?:I am|I['’]m|my name is) (?:the |an? )?{plain}\b",
            turn.text,
            re.IGNORECASE,
        )
        if found:
            args = {"turn": turn.number, "name": own, "other": name}
            yield Hit("speaks_as_other", turn.part, found.start(), found.end(), args=args)


def _prompt(item: Item, conversation: list[Turn]) -> frozenset[tuple[str, ...]]:
    """Runs of words of the system prompt that are not in the task, which everybody may repeat."""
    told = [run for turn in conversation if turn.side == "system" for run, _, _ in _runs(turn.text)]
    return frozenset(told) - {run for run, _, _ in _runs(item.text("task"))} if told else frozenset()


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    found = [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text[:20_000])]
    for start in range(len(found) - _PROMPT_WORDS + 1):
        run = found[start : start + _PROMPT_WORDS]
        yield tuple(word for word, _, _ in run), run[0][1], run[-1][2]


def _reads_out(turn: Turn, prompt: frozenset[tuple[str, ...]]) -> Iterator[Hit]:
    if not prompt or turn.side == "user":
        return
    spots = [(start, end) for run, start, end in _runs(turn.text) if run in prompt]
    if spots:
        start, end = spots[0][0], spots[-1][1]
        args = {"turn": turn.number, "text": excerpt(turn.text[start:end])}
        yield Hit("reads_out_prompt", turn.part, start, end, args=args)
