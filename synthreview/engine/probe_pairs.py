"""The pairs of a probe of preferences, as they came, as they are now, and as people chose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synthreview.domain import Item
from synthreview.engine.probe_reading import ReadItem
from synthreview.probe.arms import Examples
from synthreview.probe.grouping import folded, together
from synthreview.probe.preferences import CHOICES, Pairs
from synthreview.risk.agreement import Agreement, agreement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TURNED = {"a": "b", "b": "a"}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers with the choices between them; empty where there is none."""

    prompt: str
    a: str
    b: str
    source: str
    raw: str = ""
    now: str = ""
    people: str = ""
    looked_at: bool = False
    a_now: str = ""
    b_now: str = ""
    """The answers after all decisions."""

    @property
    def key(self) -> Key:
        """What tells the pair wherever it stands, in either order."""
        return (folded(self.prompt), *sorted((folded(self.a), folded(self.b))))

    @property
    def is_turned(self) -> bool:
        """Whether its answers stand in the other order than in the key."""
        return folded(self.a) > folded(self.b)


def pairs(items: Iterable[ReadItem]) -> list[Pair]:
    """The pairs of items that have two different answers: between equal ones there is nothing to prefer."""
    found = []
    for item in items:
        original, now = item.original, item.now or item.original
        a, b = original.text("a"), original.text("b")
        if a.strip() and b.strip() and folded(a) != folded(b):
            found.append(
                Pair(
                    original.text("prompt"),
                    a,
                    b,
                    item.keys[0],
                    _choice(original, "choice"),
                    _choice(now, "choice") if item.now else "",
                    _choice(original, "human_choice"),
                    item.looked_at,
                    now.text("a"),
                    now.text("b"),
                )
            )
    return found


def _choice(item: Item, part: str) -> str:
    said = item.text(part)
    return said if said in CHOICES else ""


def by_key(references: Iterable[Pair]) -> dict[Key, Counter[str]]:
    """What people chose, by the pair, all of them together; choices are told by the order of the key."""
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for pair in references:
        if pair.people:
            found[pair.key][_TURNED.get(pair.people, pair.people) if pair.is_turned else pair.people] += 1
    return dict(found)


def peoples(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a data set of people's: where none has a choice by people beside it, the one is theirs."""
    if any(pair.people for pair in pairs):
        return list(pairs)
    return [replace(pair, people=pair.raw) for pair in pairs]


def people(pair: Pair, known: Mapping[Key, Counter[str]]) -> Counter[str]:
    """What people chose of a pair, by its own sides."""
    said = known.get(pair.key, Counter())
    return Counter({_TURNED.get(one, one): n for one, n in said.items()}) if pair.is_turned else said


def agree(data: Sequence[Pair], known: Mapping[Key, Counter[str]]) -> Agreement:
    """How far the data's choices and people's agree; below chance, the codes may be exchanged."""
    said = [people(pair, known).most_common(1) for pair in data]
    groups = [hash(pair.key) for pair in data]
    return agreement(
        [pair.raw or None for pair in data], [one[0][0] if one else None for one in said], groups
    )


def gathered(data: Sequence[Pair], holdout: Sequence[Pair], known: Mapping[Key, Counter[str]]) -> Pairs:
    """The pairs of a data set and of the holdout as a probe takes them; a pair is tested once.

    Pairs belong together that share a prompt or, without prompts, an answer; also where these are nearly
    the same.
    """
    import numpy as np

    tested = _once(holdout, known)
    every = [*data, *(pair for pair, _ in tested)]
    texts: dict[str, int] = {}

    def places(answers: Iterable[str]) -> NDArray[np.int64]:
        return np.array([texts.setdefault(text, len(texts)) for text in answers], np.int64)

    a, b = places(pair.a for pair in every), places(pair.b for pair in every)
    a_now, b_now = places(pair.a_now for pair in data), places(pair.b_now for pair in data)
    groups, n = _groups(every), len(data)
    examples = Examples(
        np.arange(n),
        groups[:n],
        _shares([Counter([pair.raw] if pair.raw else []) for pair in data]),
        _shares([Counter([pair.now] if pair.now else []) for pair in data]),
        _shares([people(pair, known) for pair in data]),
        np.array([pair.looked_at for pair in data], bool),
        (a[:n] != a_now) | (b[:n] != b_now),
    )
    truth = _shares([said for _, said in tested])
    both_a, both_b = np.concatenate([a[:n], a_now]), np.concatenate([b[:n], b_now])
    return Pairs(tuple(texts), examples, both_a, both_b, a[n:], b[n:], truth, groups[n:])


def _once(holdout: Iterable[Pair], known: Mapping[Key, Counter[str]]) -> list[tuple[Pair, Counter[str]]]:
    found: dict[Key, tuple[Pair, Counter[str]]] = {}
    for pair in holdout:
        if said := people(pair, known):
            found.setdefault(pair.key, (pair, said))
    return list(found.values())


def _groups(every: Sequence[Pair]) -> NDArray[np.int64]:
    """Groups by what pairs are about: the prompt, else the answers, each with what is nearly the same."""
    about = [[pair.prompt] if pair.prompt.strip() else [pair.a, pair.b] for pair in every]
    unique = list(dict.fromkeys(text for texts in about for text in texts))
    near = dict(zip(unique, together([[folded(text)] for text in unique], unique).tolist(), strict=True))
    return together(
        [
            (
                pair.source if pair.source.startswith("group ") else "",
                *(f"about {near[text]}" for text in texts),
            )
            for pair, texts in zip(every, about, strict=True)
        ]
    )


def _shares(said: Sequence[Counter[str]]) -> Floats:
    import numpy as np

    found = np.array([[counts[choice] for choice in CHOICES] for counts in said], float).reshape(
        -1, len(CHOICES)
    )
    total = found.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(found, total, out=np.zeros_like(found), where=total > 0))
