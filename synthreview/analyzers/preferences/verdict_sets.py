"""Who decided which pairs: the verdicts of each judge, and of people where they are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.clusters import FEWEST
from synthreview.analyzers.preferences.pairs import UNSAID, Ints
from synthreview.analyzers.sample import Rows, Sample

_MOST_JUDGES = 12


@dataclass(frozen=True, slots=True, eq=False)
class VerdictSet:
    """The decided verdicts of one judge (or of people) as rows of a sample."""

    name: str
    rows: Rows
    chosen: Ints
    a_won: NDArray[np.bool_]
    clusters: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.chosen)


@dataclass(frozen=True, slots=True, eq=False)
class VerdictSets:
    """The judges with most verdicts, and people; ``source`` says where people's come from."""

    judges: tuple[VerdictSet, ...]
    people: VerdictSet | None
    source: str


def verdict_sets(own: Sample, reference: Sample | None, fewest: int) -> VerdictSets:
    """Judges of a data set with enough verdicts; people's are in the same records or else a reference.

    The columns of a sample begin as those of `pairs.judged` do.
    """
    rows = own.rows()
    judges = [each for each in _judges(rows) if len(each) >= fewest]
    judges.sort(key=lambda each: (-len(each), each.name))
    people, source = _set("", rows, rows.columns[1][:, 1]), "same records"
    if len(people) < fewest and reference is not None and len(reference):
        theirs = reference.rows()
        choice, stated = theirs.columns[1][:, 0], theirs.columns[1][:, 1]
        people, source = _set("", theirs, np.where(stated == UNSAID, choice, stated)), "reference"
    known = len(people) >= fewest
    return VerdictSets(tuple(judges[:_MOST_JUDGES]), people if known else None, source if known else "")


def _judges(rows: Rows) -> Iterator[VerdictSet]:
    names = rows.columns[2][:, 0]
    for name in np.unique(names).tolist():
        said = np.where(names == name, rows.columns[1][:, 0], UNSAID)
        yield _set(name, rows, said)


def _set(name: str, rows: Rows, said: NDArray[np.int8]) -> VerdictSet:
    chosen = np.flatnonzero(np.abs(said) == 1)
    prompts = rows.columns[0][chosen]
    # Where a few prompts are asked of all answers (which is nicer?), a verdict is on its pair alone.
    alone = len(np.unique(prompts)) < FEWEST
    clusters = np.bitwise_xor.reduce(rows.columns[4][chosen], axis=1) if alone else prompts
    return VerdictSet(name, rows, chosen, said[chosen] > 0, clusters)
