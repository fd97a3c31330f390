"""The queue as a pandas DataFrame, for notebooks: a row for each item, columns that stay small."""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from synthreview.analyzers.registry import finding_reasons
from synthreview.store import datasets, findings, table
from synthreview.store.filters import Condition
from synthreview.store.store import Store

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

COLUMNS = (
    "item",
    "dataset",
    "kind",
    "position",
    "unit",
    "risk",
    "rank",
    "label",
    "length",
    "language",
    "verdict",
    "flagged",
    "reviewer",
    "reason",
    "reasons",
    "selected_by",
    "seconds",
    "at",
)
_NUMBERS = {"item": "q", "rank": "q", "position": "q", "length": "q", "risk": "d", "flagged": "b"}
"""Columns of numbers that are never missing, with their type codes."""
_WORDS = ("dataset", "unit", "label", "language", "verdict", "reviewer", "selected_by", "at")
"""Columns in which few values come again and again, or that mostly are empty."""


class _Words:
    """A column in which each different value is kept once."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}
        self._places = array("i")

    def extend(self, values: Iterable[Any]) -> None:
        """Append values; None: missing."""
        known = self.known
        self._places.extend(-1 if value is None else known.setdefault(value, len(known)) for value in values)

    @property
    def places(self) -> NDArray[np.int32]:
        """Of each row, the place of its value among those known; -1: missing."""
        return _array(self._places)

    def at(self, rows: NDArray[np.int64]) -> _Words:
        """The column with these of its rows; the one behind its last is missing."""
        import numpy as np

        moved = _Words()
        moved.known = self.known
        moved._places = array("i", np.append(self.places, -1)[rows].astype(np.int32).tobytes())
        return moved

    def column(self, named: Callable[[Any], str] = str) -> pd.Categorical:
        """The column, its values told in other words, which several of them may share."""
        import numpy as np
        import pandas as pd

        names = [named(value) for value in self.known]
        different = {name: place for place, name in enumerate(dict.fromkeys(names))}
        renamed = np.array([*(different[name] for name in names), -1], dtype=np.int32)
        return pd.Categorical.from_codes(renamed[self.places], list(different))


def frame(store: Store, condition: Condition) -> pd.DataFrame:
    """The items that meet a condition, in queue order, as ``COLUMNS`` (long: seconds at a million).

    `verdict`, `reviewer`, `selected_by`, `seconds` and `at` are those of the decision that counts, missing
    where there is none; `at` is a moment in UTC. `reasons` are the codes that detectors give, the heaviest
    first, joined by spaces, and `reason` is the first of them; findings that somebody called wrong are left
    out, as they are from the risk. Words are categories, so that a million rows stay small.
    """
    import pandas as pd

    with store.snapshot() as connection:
        read = _read(connection, condition)
        found = {each.id: each for each in datasets.every(connection)}
        reasons = _reasons(connection, _array(read.numbers["item"]))
    words = read.words
    columns: dict[str, Any] = {name: _array(values) for name, values in read.numbers.items()}
    columns |= {name: words[name].column() for name in _WORDS if name not in ("dataset", "at")}
    columns["flagged"] = columns["flagged"].astype(bool)
    columns["seconds"] = _array(read.seconds)
    columns["at"] = _moments(words["at"])
    columns["dataset"] = words["dataset"].column(lambda number: found[number].name)
    columns["kind"] = words["dataset"].column(lambda number: found[number].kind.value)
    columns["reason"] = reasons.column(itemgetter(0))
    columns["reasons"] = reasons.column(" ".join)
    return pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of the items, column by column."""

    numbers: dict[str, array[Any]]
    words: dict[str, _Words]
    seconds: array[float]


def _read(connection: sqlite3.Connection, condition: Condition) -> _Read:
    read = _Read(
        {name: array(code) for name, code in _NUMBERS.items()},
        {name: _Words() for name in _WORDS},
        array("d"),
    )
    for rows in table.chunks(connection, condition):
        for name, values in zip(table.COLUMNS, zip(*rows, strict=True), strict=True):
            if name in read.numbers:
                read.numbers[name].extend(values)
            elif name in read.words:
                read.words[name].extend(values)
            else:
                read.seconds.extend(math.nan if value is None else value for value in values)
    return read


def _reasons(connection: sqlite3.Connection, items: NDArray[np.int64]) -> _Words:
    """The reasons of each item, in the order of the items, as tuples of codes."""
    import numpy as np

    carriers, found = array("q"), _Words()
    wanted = set(items.tolist()) if len(items) < table.CHUNK else None
    for item, codes in _heaviest_first(connection):
        if wanted is None or item in wanted:
            carriers.append(item)
            found.extend((codes,))
    ascending = np.append(_array(carriers), np.iinfo(np.int64).max)
    at = np.searchsorted(ascending, items)
    return found.at(np.where(ascending[at] == items, at, len(carriers)))


def _heaviest_first(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The items that detectors point at, ascending, each with its reasons."""
    priors = {code: reason.prior for code, reason in finding_reasons().items()}
    for item, group in groupby(findings.scores(connection), itemgetter(0)):
        weights: dict[str, float] = {}
        for _, code, score in group:
            weights[code] = max(weights.get(code, 0.0), priors.get(code, 0.0) * score)
        yield item, tuple(sorted(weights, key=lambda code: (-weights[code], code)))


def _array(values: array[Any]) -> NDArray[Any]:
    import numpy as np

    return np.frombuffer(values, values.typecode) if values else np.empty(0, values.typecode)


def _moments(words: _Words) -> pd.DatetimeIndex:
    import pandas as pd

    known = pd.to_datetime([*words.known, None], utc=True, format="ISO8601")
    return known[words.places]
