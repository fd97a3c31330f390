"""What the items under a filter are made of: for each key of filters its commonest values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from synthreview import languages
from synthreview.analyzers import registry
from synthreview.domain import STATES, UNDECIDED, Kind, Role, Verdict
from synthreview.engine.found import Facet, FacetValue
from synthreview.engine.reason_names import reason_name
from synthreview.figures import grouped
from synthreview.jobs import JobContext
from synthreview.query import also, quoted
from synthreview.store import breakdown, datasets, filters, worklist
from synthreview.store.breakdown import LENGTHS, Counts
from synthreview.store.filters import Condition
from synthreview.store.store import Store
from synthreview.translation import Table, later, tr

if TYPE_CHECKING:
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


def facets(store: Store, where: str, condition: Condition, job: JobContext) -> list[Facet]:
    """The facets of the items under a filter that any of them has a value of (long)."""
    import numpy as np

    items = np.sort(np.frombuffer(worklist.ids(store.read(), condition), np.int64))
    counted = {**_by_dataset(store, items), **_by_column(store, items, job)}
    found = [Facet(key, words, tuple(_values(key, counted[key], where))) for key, words in _WORDS.items()]
    return [facet for facet in found if facet.values]


def _by_dataset(store: Store, items: NDArray[np.int64]) -> dict[str, Counts]:
    import numpy as np

    connection = store.read()
    kinds: Counts = Counter()
    names: Counts = Counter()
    for dataset in datasets.every(connection):
        if dataset.role is Role.SYNTHETIC:
            first, last = datasets.item_range(connection, dataset.id)
            number = int(np.searchsorted(items, last, "right") - np.searchsorted(items, first))
            kinds[dataset.kind] += number
            names[dataset.name] += number
    return {"kind": kinds, "dataset": names}


def _by_column(store: Store, items: NDArray[np.int64], job: JobContext) -> dict[str, Counts]:
    connection = store.read()
    found: dict[str, Counts] = {}
    total, ranges = len(breakdown.KEYS) * len(items), list(_ranges(items))
    for place, key in enumerate(breakdown.KEYS):
        found[key] = Counter()
        for start, part in ranges:
            job.progress(place * len(items) + start, total, tr("Counting"))
            found[key].update(breakdown.counts(connection, key, _among(part), int(part[0]), int(part[-1])))
    del found["verdict"][None]  # items that are only flagged
    found["verdict"][UNDECIDED] = len(items) - found["verdict"].total()
    flagged = found["flag"][1]
    found["flag"] = Counter({"yes": flagged, "no": len(items) - flagged})
    return found


def _ranges(items: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    for start in range(0, len(items), _STEP):
        yield start, items[start : start + _STEP]


def _among(items: NDArray[np.int64]) -> Condition:
    """Exactly the items of a stretch; where they follow each other their range says it."""
    if items[-1] - items[0] == len(items) - 1:
        return filters.EVERYTHING
    return filters.chosen(items.tolist(), lambda: _marks(items))


def _marks(items: NDArray[np.int64]) -> bytes:
    import numpy as np

    marks = np.zeros(int(items[-1]) + 1, np.uint8)
    marks[items] = 1
    return marks.tobytes()


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
