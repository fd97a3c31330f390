"""E7: whichever statement of an operation fails, nothing of it stays, it is told, and the next one works."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from synthreview.domain import Verdict
from synthreview.errors import EnvironmentFault, UserError
from synthreview.project import Project
from tests.safety import tripwire
from tests.safety.everything import MOVES, OPERATIONS, Act, log, state, written
from tests.safety.size import times
from tests.safety.test_killed_imports import leftovers
from tests.safety.tripwire import Tripwire

pytestmark = pytest.mark.safety

ACTS = {**OPERATIONS, **{name: act for name, act in MOVES.items() if name != "someone else"}}
STRIDE = times(5, 1)
"""Of the statements that fail because the disk is at fault, every fifth one by default: each costs a reopening."""
WAYS = {"in turns": None, "left open": False, "rolled back by SQLite": True}
"""What SQLite has done with the transaction by then; by default one or the other in turns."""
TRIED = list(WAYS)[: times(1, 3)]


class Wired(NamedTuple):
    """An open project that has seen some work, and its tripwire."""

    project: Project
    wire: Tripwire


@pytest.fixture
def wired(project_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wired]:
    wires = tripwire.laid(monkeypatch)
    project = Project.open(project_path, reviewer="ana")
    for item in (1, 2, 12):
        project.decide(item, Verdict.REJECT)
    project.flag(4, True)
    project.undo()
    yield Wired(project, wires[-1])
    project.close()


def seed_of(project: Project, act: Act) -> int:
    """A seed with which the act is done, not refused; it is taken back again."""
    here = project.here()
    for seed in range(200):
        try:
            act(project, random.Random(seed))
        except UserError:
            continue
        if project.here() != here:
            project.go_to(here)
            return seed
    return pytest.fail("it is always refused")


def refused(act: Callable[[], object]) -> str:
    """What the environment is said to have done to an act; empty where it went well."""
    try:
        act()
    except EnvironmentFault as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize("way", TRIED)
@pytest.mark.parametrize("name", ACTS)
def test_a_failure_at_any_statement_takes_all_of_the_operation_back(
    name: str, way: str, wired: Wired
) -> None:
    """E7: a full disk at statement n = 1 ... last; what is done is done whole, or nothing of it."""
    project, wire = wired
    act, here = ACTS[name], project.here()
    seed = seed_of(project, act)
    for at in count(1):
        before = state(project), log(project)
        itself = WAYS[way]
        wire.arm(at, tripwire.FULL, itself=at % 2 == 0 if itself is None else itself)
        told = refused(partial(act, project, random.Random(seed)))
        if not wire.tripped:
            assert not told
            break
        assert not told or ("disk is full" in told and project.path.name in told)
        wire.arm(0)
        if project.here() == here:
            assert (state(project), log(project)) == before, f"statement {at} left something behind"
        else:  # it was done, and what comes after it, ranking anew, failed
            assert project.check().intact
            project.go_to(here)
            assert state(project) == before[0]
    assert at > 3, "no statement was seen; the test proves nothing"
    assert not project.read_only
    assert project.here() != here, "the one without a failure is done"
    report = project.check()
    assert report.intact, report.problems


@pytest.mark.parametrize("name", ACTS)
def test_a_disk_at_fault_at_any_statement_makes_the_project_read_only(
    name: str, wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E7: after an error of the disk nothing is written until the project was opened again."""
    project, wire = wired
    wires = tripwire.laid(monkeypatch)
    act, here = ACTS[name], project.here()
    seed = seed_of(project, act)
    for at in count(1, STRIDE):
        before = state(project)
        wire.arm(at, tripwire.DISK)
        told = refused(partial(act, project, random.Random(seed)))
        if not wire.tripped:
            assert not told
            break
        assert "The disk reported an error" in told
        assert project.read_only
        with pytest.raises(EnvironmentFault, match="can only be read"):
            project.flag(1, True)
        project.close()
        project = Project.open(project.path, reviewer="ana")
        wire = wires[-1]
        assert project.check().intact
        if project.here() != here:
            project.go_to(here)
        assert state(project) == before
    project.close()


def test_a_failure_at_any_statement_of_an_import_leaves_nothing_of_it(wired: Wired, tmp_path: Path) -> None:
    """E7: an import, whose batches are transactions of their own."""
    project, wire = wired
    source = written(tmp_path / "more.jsonl", (json.dumps({"text": f"More {n}."}) for n in range(30)))
    names = [dataset.name for dataset in project.datasets()]
    for at in count(1):
        before = state(project)
        wire.arm(at, tripwire.FULL, itself=at % 2 == 0)
        told = refused(partial(project.import_file, source))
        if not wire.tripped:
            assert not told
            break
        assert "disk is full" in told
        wire.arm(0)
        assert leftovers(project) == (0, 0)
        if [dataset.name for dataset in project.datasets()] == names:
            assert state(project) == before
        else:  # it ended, and ranking its items failed: the next one makes up for that
            project.refresh_queue()
            more = project.dataset("more")
            assert len(project.queue_ids("dataset:more")) == more.items == 30
            project.remove_dataset(more.id)
            names = [dataset.name for dataset in project.datasets()]
    assert at > 8
    project.refresh_queue()
    assert len(project.queue_ids("dataset:more")) == 30
    assert project.check().intact


def test_an_error_of_our_own_is_rolled_back_and_not_taken_for_the_disks(wired: Wired) -> None:
    """E7: a statement that is wrong is a bug, raised as it is; the project goes on."""
    project, wire = wired
    before = state(project), log(project)
    wire.arm(4, tripwire.BUG)
    with pytest.raises(Exception, match="tripped"):
        project.decide(5, Verdict.ACCEPT)
    assert (state(project), log(project)) == before
    assert project.decide(5, Verdict.ACCEPT).seq == project.here()
