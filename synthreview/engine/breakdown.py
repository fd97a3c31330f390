"""What the items under a filter are made of: for each key of filters its commonest values."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from synthreview import languages
from synthreview.analyzers import registry
from synthreview.domain import STATES, UNDECIDED, Kind, Role, Verdict
from synthreview.engine.columns import Column, Counts, Gathered
from synthreview.engine.found import Facet, FacetValue
from synthreview.engine.reason_names import reason_name
from synthreview.figures import grouped
from synthreview.jobs import JobContext
from synthreview.query import also, quoted
from synthreview.store import breakdown, datasets, findings, paging, worklist
from synthreview.store.breakdown import LENGTHS, Value
from synthreview.store.filters import Condition
from synthreview.store.store import Store
from synthreview.translation import Table, later, tr

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

MOST = 20
"""Values of a facet, the commonest."""
_STEP = 100_000
"""Items that are counted between two looks at whether to go on."""


_WORDS = Table(
    {
        "kind": later("Kind"),
        "dataset": later("Data set"),
        "verdict": later("Verdict"),
        "reason": later("Reason"),
        "analyzer": later("Detector"),
        "label": later("Label"),
        "language": later("Language"),
        "length": later("Length"),
        "reviewer": later("Reviewer"),
        "flag": later("Flag"),
    }
)


class Breakdown:
    """Counts the items of one project under any filter; what imports and runs left is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reading = threading.Lock()
        self._lasting: tuple[int, dict[str, Column]] | None = None

    def facets(self, where: str, condition: Condition, job: JobContext) -> list[Facet]:
        """The facets of the items under a filter that any of them has a value of (long)."""
        import numpy as np

        items = np.frombuffer(paging.ids(self._store.read(), condition), np.int64)
        counted = {**self._by_dataset(items), **self._by_column(items, job)}
        found = [Facet(key, words, tuple(_values(key, counted[key], where))) for key, words in _WORDS.items()]
        return [facet for facet in found if facet.values]

    def _by_dataset(self, items: NDArray[np.int64]) -> dict[str, Counts]:
        import numpy as np

        connection = self._store.read()
        kinds: Counts = Counter()
        names: Counts = Counter()
        for dataset in datasets.every(connection):
            if dataset.role is Role.SYNTHETIC:
                first, last = datasets.item_range(connection, dataset.id)
                number = int(np.count_nonzero((items >= first) & (items <= last)))
                kinds[dataset.kind] += number
                names[dataset.name] += number
        return {"kind": kinds, "dataset": names}

    def _by_column(self, items: NDArray[np.int64], job: JobContext) -> dict[str, Counts]:
        import numpy as np

        last = int(items.max(initial=0))
        wanted = np.zeros(last + 1, np.bool_)
        wanted[items] = True
        connection = self._store.read()
        passing = _read(connection, (breakdown.STATES, breakdown.DECISIONS), last, job)
        found = {
            key: column.counts(wanted)
            for key, column in {**self._columns(connection, job), **passing}.items()
        }
        del found["verdict"][None]  # items that are only flagged
        found["verdict"][UNDECIDED] = len(items) - found["verdict"].total()
        flagged = found["flag"][1]
        found["flag"] = Counter({"yes": flagged, "no": len(items) - flagged})
        return found

    def _columns(self, connection: sqlite3.Connection, job: JobContext) -> dict[str, Column]:
        """What only imports and runs change; languages count among it once all of them are told."""
        with self._reading:
            moves, last = worklist.moves(connection), datasets.next_item_id(connection) - 1
            if self._lasting is None or self._lasting[0] != moves:
                self._lasting = None  # let go before as much again is read
                columns = _read(connection, (breakdown.ITEMS, breakdown.FINDINGS), last, job)
                analyzers: dict[Value, Value] = {
                    run.id: run.analyzer for run in findings.runs(connection).values()
                }
                columns["analyzer"] = columns.pop("run").renamed(analyzers)
                self._lasting = moves, columns
            columns = self._lasting[1]
            if "language" in columns:
                return columns
            languages_told = _read(connection, (breakdown.LANGUAGES,), last, job)
            if not _is_open(connection, languages_told["language"]):
                columns.update(languages_told)
            return {**columns, **languages_told}


def _is_open(connection: sqlite3.Connection, language: Column) -> bool:
    """Whether the language of any item that is shown has still to be told."""
    untold = language.items_with(None)
    ranges = (datasets.item_range(connection, dataset.id) for dataset in datasets.every(connection))
    return any(((untold >= first) & (untold <= last)).any() for first, last in ranges)


def _read(
    connection: sqlite3.Connection, sources: Sequence[tuple[str, ...]], last: int, job: JobContext
) -> dict[str, Column]:
    """The columns of some sources for the items up to ``last``."""
    found: dict[str, Column] = {}
    for place, keys in enumerate(sources):
        gathered = Gathered(keys)
        for first in range(1, last + 1, _STEP):
            job.progress(place * last + first, len(sources) * last, tr("Counting"))
            gathered.add(*breakdown.columns(connection, keys, first, min(first + _STEP - 1, last)))
        found.update(gathered.columns())
    return found


def _values(key: str, counts: Counts, where: str) -> Iterator[FacetValue]:
    if key == "length":
        yield from _lengths(counts, where)
        return
    named = [(str(value), count) for value, count in counts.items() if value is not None and count]
    for value, count in sorted(named, key=lambda pair: (-pair[1], pair[0]))[:MOST]:
        asked = value if value or key != "language" else languages.UNKNOWN
        yield FacetValue(asked, _said(key, value), count, also(where, f"{key}:{quoted(asked)}"))


def _lengths(counts: Counts, where: str) -> Iterator[FacetValue]:
    last = LENGTHS[-1]
    for start, end in (*pairwise(LENGTHS), (last, 0)):
        if counts[start]:
            low, high = f"length>={start}" if start else "", f"length<{end}" if end else ""
            value = f"{low} {high}".strip()
            words = (
                tr("{low} to {high}", low=grouped(start), high=grouped(end - 1))
                if end
                else tr("{low} or more", low=grouped(last))
            )
            yield FacetValue(value, words, counts[start], also(where, value))


def _said(key: str, value: str) -> str:
    say: Callable[[str], str] | None = _SAY.get(key)
    return say(value) if say else value


def _analyzer(key: str) -> str:
    return tr(registry.create(key).title) if key in registry.registered() else key


_SAY: dict[str, Callable[[str], str]] = {
    "kind": lambda value: Kind(value).words,
    "verdict": lambda value: STATES[value] if value == UNDECIDED else Verdict(value).done,
    "flag": Table({"yes": later("Flagged"), "no": later("Not flagged")}).__getitem__,
    "language": languages.name,
    "reason": reason_name,
    "analyzer": _analyzer,
    "reviewer": lambda value: value or tr("No name"),
}
