"""What other judges said of a pair of answers, wherever in the project the pair stands again.

A pair stands again where prompt and both answers are the same, in either order, or where an item of a
reference is linked to it. Whatever the order there, a choice is told by the sides of the item asked about.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from synthreview.domain import Item, Kind, Parts, Role
from synthreview.engine.items import ItemBuilder
from synthreview.store import datasets, search, twins
from synthreview.store import items as stored_items
from synthreview.translation import later, tr

MOST = 60
"""Pairs that are looked at."""
_WORDS, _LETTERS = 8, 400
"""A text is looked up by so many of its first words, as far as they are among so many letters."""
_TURNED = {"a": "b", "b": "a", "tie": "tie"}
PEOPLE = later("People")


@dataclass(frozen=True, slots=True)
class OtherVerdict:
    """One more verdict on a pair."""

    item: int
    """Where it stands."""
    judge: str
    choice: str
    """``a``, ``b`` or ``tie``, by the sides of the item asked about."""
    turned: bool
    """Whether the judge saw the answers in the other order."""
    dataset: str


def other_verdicts(connection: sqlite3.Connection, item: int) -> tuple[OtherVerdict, ...]:
    """The other verdicts on an item's pair, in the order of the project (long at a million items)."""
    builder = ItemBuilder(connection)
    (own,) = stored_items.fetch(connection, [item]) or (None,)
    if own is None or builder.source(own.dataset).kind is not Kind.PREFERENCE:
        return ()
    mine = builder.original(own)
    joined = set(twins.linked(connection, item))
    ids = sorted(joined | set(_alike(connection, mine)) - {item})
    known = {dataset.id: dataset for dataset in datasets.every(connection)}
    found: list[OtherVerdict] = []
    for stored in stored_items.fetch(connection, ids[:MOST]):
        turned = _turned(mine, builder.original(stored), joined=stored.id in joined)
        if turned is not None and stored.dataset in known:
            dataset = known[stored.dataset]
            people = tr(PEOPLE) if dataset.role is Role.HUMAN else dataset.name
            found += _verdicts(builder.item(stored), dataset.name, people, turned=turned)
    return tuple(found)


def _alike(connection: sqlite3.Connection, parts: Parts) -> list[int]:
    texts = [parts.get(name) or "" for name in ("prompt", "a", "b")]
    phrases = [phrase for text in texts if (phrase := search.phrase(_opening(text)))]
    if len(phrases) < 2:
        return []  # a prompt alone, or one word of an answer, says too little
    return twins.sharing(connection, phrases, Kind.PREFERENCE, MOST)


def _opening(text: str) -> str:
    """The first words of a text, none of them cut."""
    words = text[:_LETTERS].split()
    if len(words) <= _WORDS and len(text) > _LETTERS:
        words = words[:-1]  # the last one may be cut
    if not words and not text.isascii():
        return text[:_WORDS]  # written without spaces: any run of its letters can be found
    return " ".join(words[:_WORDS])


def _turned(mine: Parts, theirs: Parts, *, joined: bool) -> bool | None:
    """Whether the answers stand in the other order; None where it is another pair."""
    own, other = (_texts(parts) for parts in (mine, theirs))
    same_prompt = own[0] == other[0] or joined
    if same_prompt and own[1:] == (other[2], other[1]) and own[1] != own[2]:
        return True
    return False if joined or own == other else None


def _texts(parts: Parts) -> tuple[str, str, str]:
    prompt, one, other = ((parts.get(name) or "").strip() for name in ("prompt", "a", "b"))
    return prompt, one, other


def _verdicts(item: Item, dataset: str, nameless: str, *, turned: bool) -> Iterator[OtherVerdict]:
    said = ((item.text("judge") or nameless, "choice"), (tr(PEOPLE), "human_choice"))
    for judge, part in said:
        choice = item.text(part)
        if choice in _TURNED:
            yield OtherVerdict(item.id, judge, _TURNED[choice] if turned else choice, turned, dataset)
