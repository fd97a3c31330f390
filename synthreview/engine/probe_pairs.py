"""The pairs of a probe of preferences, as they came, as they are now, and as people chose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

    @property
    def key(self) -> Key:
        """What tells the pair wherever it stands, in either order."""
        return (folded(self.prompt), *sorted((folded(self.a), folded(self.b))))

    @property
    def is_turned(self) -> bool:
        """Whether its answers stand in the other order than in the key."""
        return folded(self.a) > folded(self.b)


def pairs(items: Iterable[ReadItem]) -> list[Pair]:
    """The pairs of items that have two answers."""
    found = []
    for item in items:
        original, now = item.original, item.now
        if original.text("a").strip() and original.text("b").strip():
            found.append(
                Pair(
                    original.text("prompt"),
                    original.text("a"),
                    original.text("b"),
                    item.keys[0],
                    _choice(original, "choice"),
                    _choice(now, "choice") if now else "",
                    _choice(original, "human_choice"),
                    item.looked_at,
                )
            )
    return found


def _choice(item: Item, part: str) -> str:
    said = item.text(part)
    return said if said in CHOICES else ""


def by_key(references: Iterable[Pair]) -> dict[Key, Counter[str]]:
    """What people chose, by the pair; the choices are told by the order of the key."""
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for pair in references:
        if said := answer(pair):
            found[pair.key][_TURNED.get(said, said) if pair.is_turned else said] += 1
    return dict(found)


def answer(pair: Pair) -> str:
    """What people chose in a data set of theirs, where the one choice is theirs too."""
    return pair.people or pair.raw


def people(pair: Pair, known: Mapping[Key, Counter[str]]) -> Counter[str]:
    """What people chose of a pair, by its own sides."""
    if pair.people:
        return Counter([pair.people])
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
    a = np.array([texts.setdefault(pair.a, len(texts)) for pair in every], np.int64)
    b = np.array([texts.setdefault(pair.b, len(texts)) for pair in every], np.int64)
    groups, n = _groups(every), len(data)
    examples = Examples(
        np.arange(n),
        groups[:n],
        _shares([Counter([pair.raw] if pair.raw else []) for pair in data]),
        _shares([Counter([pair.now] if pair.now else []) for pair in data]),
        _shares([people(pair, known) for pair in data]),
        np.array([pair.looked_at for pair in data], bool),
    )
    truth = _shares([said for _, said in tested])
    return Pairs(tuple(texts), examples, a[:n], b[:n], a[n:], b[n:], truth, groups[n:])


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
