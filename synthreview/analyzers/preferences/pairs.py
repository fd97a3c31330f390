"""Verdicts on pairs of answers as columns, of a bounded number of pairs: whole prompts are kept together."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.features import FEATURES, features
from synthreview.analyzers.rules.hit import excerpt
from synthreview.analyzers.sample import Rows, Sample, text_hash
from synthreview.domain import Item

MOST = 300_000
"""Pairs that are kept, some 80 bytes each; they are those of the prompts with the smallest hashes."""

SIDES = {"a": 1, "tie": 0, "b": -1}
UNSAID = 9
"""The verdict of people where they gave none."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Names = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Pair:
    """One judge's verdict on two different answers to a prompt."""

    item: int
    prompt: str
    answers: tuple[str, str]
    choice: int
    """1 where A won, -1 where B won, 0 for a tie; so is ``people``, or `UNSAID`."""
    people: int
    judge: str
    contenders: tuple[str, str]
    """Who wrote the answers, where the name of the pair says so; else empty."""

    @classmethod
    def of(cls, item: Item) -> Pair | None:
        """The pair of an item; None where a part is missing or both answers are the same."""
        prompt, one, other = item.text("prompt"), item.text("a"), item.text("b")
        choice = SIDES.get(item.text("choice"), UNSAID)
        people = SIDES.get(item.text("human_choice"), UNSAID)
        texts = (prompt.strip(), one.strip(), other.strip())
        if not all(texts) or texts[1] == texts[2] or choice == people == UNSAID:
            return None
        names = _contenders(item.unit or "")
        return cls(item.id, prompt, (one, other), choice, people, _name(item.text("judge")), names)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Verdicts, a row each. The two answers of a pair are ordered by hash: ``low`` and ``high``."""

    items: Ints
    prompts: NDArray[np.uint64]
    judges: Ints
    """Each verdict's place in ``names``."""
    names: tuple[str, ...]
    low: NDArray[np.uint64]
    high: NDArray[np.uint64]
    low_is_a: NDArray[np.bool_]
    choice: NDArray[np.int8]
    """1 for A, -1 for B, 0 for a tie."""
    contenders: Names
    """Two columns: who wrote A and B."""

    def __len__(self) -> int:
        return len(self.items)

    @property
    def low_won(self) -> NDArray[np.int8]:
        """1 where the answer ``low`` won, -1 where it lost, 0 for a tie."""
        won: NDArray[np.int8] = np.where(self.low_is_a, self.choice, -self.choice).astype(np.int8)
        return won


def judged(pairs: Sequence[Pair]) -> Sample:
    """The verdicts of one batch, by prompt."""
    return Sample.of(MOST, [pair.item for pair in pairs], (pair.prompt for pair in pairs), *columns(pairs))


def columns(pairs: Sequence[Pair]) -> tuple[NDArray[Any], ...]:
    """Prompts, verdicts (choice, people's), names (judge, contenders), differences of features, answers.

    Prompts and answers are hashes; an answer is known by its text and its prompt.
    """
    answers = [[text_hash(f"{pair.prompt}\0{text}") for text in pair.answers] for pair in pairs]
    return (
        np.array([text_hash(pair.prompt) for pair in pairs], np.uint64),
        np.array([(pair.choice, pair.people) for pair in pairs], np.int8).reshape(-1, 2),
        _column([(pair.judge, *pair.contenders) for pair in pairs], 3),
        np.array([_difference(pair) for pair in pairs], np.float32).reshape(-1, len(FEATURES)),
        np.array(answers, np.uint64).reshape(-1, 2),
    )


def verdicts(rows: Rows) -> Judged:
    """The verdicts among rows that a choice of the judge is known of."""
    kept = rows.columns[1][:, 0] != UNSAID
    prompts, said, names, _, answers = (column[kept] for column in rows.columns)
    judges, places = np.unique(names[:, 0], return_inverse=True)
    return Judged(
        rows.items[kept],
        prompts,
        places.astype(np.int64),
        tuple(judges.tolist()),
        answers.min(axis=1, initial=2**64 - 1),
        answers.max(axis=1, initial=0),
        answers[:, 0] <= answers[:, 1],
        said[:, 0],
        names[:, 1:],
    )


def groups(*columns: NDArray[Any]) -> Ints:
    """A number for each row: the same where all columns are the same; counted from 0 in sorted order."""
    number = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        values = np.unique(column, return_inverse=True)[1].astype(np.int64)
        number = number * (int(values.max(initial=0)) + 1) + values
        number = np.unique(number, return_inverse=True)[1].astype(np.int64)
    return number


def _difference(pair: Pair) -> list[float]:
    one, other = (features(text) for text in pair.answers)
    return [mine - theirs for mine, theirs in zip(one, other, strict=True)]


def _column(values: Iterable[Sequence[str]], width: int) -> Names:
    return np.array(list(values), object).reshape(-1, width)


def _contenders(unit: str) -> tuple[str, str]:
    """The names in the name of a pair (``one/other``, or ``one / other`` where a name has a slash)."""
    parts = unit.split(" / ") if " / " in unit else unit.split("/")
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        return "", ""
    return _name(parts[0]), _name(parts[1])


def _name(text: str) -> str:
    """A name short enough to keep, one object however often it occurs, and storable as JSON."""
    return sys.intern(excerpt(text, 40).encode("utf-8", "replace").decode())
