"""What a worker does with one range of items: the two passes of the analyzer contract.

These functions run in spawned processes (or in place, for small data sets). They read through a
connection of their own and return plain values; they never write. One analyzer's error is its own:
it comes back as a Failure while the others go on.
"""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from synthreview.analyzers import registry
from synthreview.analyzers.contract import Analyzer
from synthreview.domain import Item, Summary
from synthreview.engine.items import ItemBuilder
from synthreview.engine.meanings import KeptVectors
from synthreview.panels import Panel
from synthreview.store import findings
from synthreview.store import items as stored_items
from synthreview.store.findings import FindingRow
from synthreview.store.store import reader


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of one data set's items, by ids (both ends included)."""

    project: Path
    first: int
    last: int
    closely: frozenset[str] = frozenset()
    """The analyzers that get the full tier's vectors."""

    def analyzer(self, key: str) -> Analyzer:
        """A new analyzer that gets its vectors from the tier it shall use."""
        analyzer = registry.create(key)
        if key in self.closely:
            analyzer.closely = True
            analyzer.embed = KeptVectors(self.project)  # type: ignore[method-assign]  # of this one only
        return analyzer


@dataclass(frozen=True, slots=True)
class Outcome:
    """One analyzer's result for one range: a partial or findings, or the error that stopped it."""

    value: Any = None
    error: str = ""
    seconds: float = 0.0
    items: int = 0


def summarize(stretch: Range, analyzers: Sequence[str]) -> dict[str, Outcome]:
    """The first pass: each analyzer's partial."""
    items = _items(stretch)
    return {key: _timed(items, partial(stretch.analyzer(key).summarize, items)) for key in analyzers}


def summarize_reference(stretch: Range, analyzers: Sequence[str]) -> dict[str, Outcome]:
    """The first pass over what is compared with: each analyzer's partial."""
    items = _items(stretch)
    return {
        key: _timed(items, partial(stretch.analyzer(key).summarize_reference, items)) for key in analyzers
    }


def finish(folder: Path, partials: Mapping[str, tuple[Any, Any]]) -> Iterator[tuple[str, Outcome]]:
    """Between the passes: results about the whole; the states stay in the folder for ``score``.

    ``partials`` holds, by analyzer, the partial of the data set and that of the reference.
    """
    for key, (partial_, reference) in partials.items():
        yield key, _timed((), partial(_finished, registry.create(key), partial_, reference, folder / key))


def _finished(analyzer: Analyzer, partial_: Any, reference: Any, kept: Path) -> list[Summary | Panel]:
    state = analyzer.finish(partial_, reference)
    summaries = list(analyzer.emit(state))
    kept.write_bytes(pickle.dumps(state))
    return summaries


def score(stretch: Range, states: Sequence[Path]) -> dict[str, Outcome]:
    """The second pass, with the states that ``finish`` left, named by analyzer: findings of each."""
    items = _items(stretch)
    return {
        kept.name: _timed(items, partial(_checked, stretch.analyzer(kept.name), items, _state(kept)))
        for kept in states
    }


def score_items(items: Sequence[Item], analyzer: str) -> Outcome:
    """Findings of the given items by an analyzer that needs no first pass."""
    return _timed(items, partial(_checked, registry.create(analyzer), items, None))


@lru_cache(maxsize=32)
def _state(kept: Path) -> Any:
    return pickle.loads(kept.read_bytes())  # noqa: S301 - our own file, of this run


def _items(stretch: Range) -> list[Item]:
    with closing(reader(stretch.project)) as connection:
        builder = ItemBuilder(connection)
        rows = stored_items.fetch_between(connection, stretch.first, stretch.last)
        return [builder.item(row) for row in rows]


def _timed(items: Sequence[Item], work: Callable[[], Any]) -> Outcome:
    started = time.perf_counter()
    try:
        value = work()
    except Exception as error:  # noqa: BLE001 - any analyzer may fail in any way; the others go on
        return Outcome(error=f"{type(error).__name__}: {error}")
    return Outcome(value, seconds=time.perf_counter() - started, items=len(items))


def _checked(analyzer: Analyzer, items: Sequence[Item], state: Any) -> list[FindingRow]:
    """The analyzer's findings, held to the contract, as rows for the project."""
    known = {item.id for item in items}
    codes = {reason.code for reason in analyzer.reasons}
    found = list(analyzer.score(items, state))
    for finding in found:
        if not (math.isfinite(finding.score) and 0 <= finding.score <= 1):
            raise ValueError(f"gave the score {finding.score}, which is not between 0 and 1")
        if finding.item not in known or finding.reason not in codes:
            what = f"item {finding.item} with reason '{finding.reason}'"
            raise ValueError(f"gave a finding for {what}, one of which is unknown")
    return findings.rows(found)
