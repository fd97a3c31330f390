"""kill -9 while a person decides: what was acknowledged is on disk, and the project is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synthreview.domain import OperationState
from synthreview.project import Project
from synthreview.store import fields, idset
from tests.safety.size import times

KILLS = times(20, 2_000)
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    source = tmp_path / "notes.jsonl"
    source.write_text("".join(f'{{"text": "note number {number}"}}\n' for number in range(40)))
    path = tmp_path / "notes.synthreview"
    project = Project.open(path, create=True)
    project.import_file(source)
    project.close()
    return path


def at_work(path: Path, seed: int) -> subprocess.Popen[str]:
    """A reviewer in a process of its own, who has the project open and works."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.safety.journey", str(path), str(seed)],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def run_and_kill(path: Path, seed: int) -> list[tuple[str, int]]:
    """Let a reviewer work, kill it at a random moment, and return what it acknowledged."""
    process = at_work(path, seed)
    assert process.stdout is not None
    time.sleep(random.Random(seed).uniform(0.0, 0.12))
    process.kill()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    # The last line may be cut: it was not acknowledged then.
    whole = rest[: rest.rfind("\n") + 1].splitlines()
    return [(line.split()[0], int(line.split()[1])) for line in whole]


def test_kills_lose_no_acknowledged_operation(project_path: Path) -> None:
    acknowledged: list[tuple[str, int]] = []
    for seed in range(KILLS):
        acknowledged += run_and_kill(project_path, seed)
        project = Project.open(project_path)
        try:
            report = project.check()
            assert report.intact, report.problems
            events = project.events()
            states = {each.seq: each.state for each in project.history(1 << 40)}
            assert states == told_by(events), "the history and what happened tell different stories"
            assert held(project) == rebuilt(project), "decisions are not those of the operations that stand"
        finally:
            project.close()
        assert is_subsequence(acknowledged, events), "an acknowledged operation is missing"
        # A jump is one transaction of up to a dozen undos; all of them may be unacknowledged.
        surplus = len(events) - len(acknowledged)
        assert surplus <= 12 * (seed + 1), "more than one transaction per run was on disk unacknowledged"
    assert len(acknowledged) > KILLS, "the reviewer hardly got to work; the test proves nothing"


def told_by(events: list[tuple[str, int]]) -> dict[int, OperationState]:
    """Where each operation stands, by what happened from the first moment on."""
    states: dict[int, OperationState] = {}
    undone: set[int] = set()
    for event, seq in events:
        if event == "do":
            states |= dict.fromkeys(undone, OperationState.ABANDONED)
            undone.clear()
        undone.discard(seq)
        states[seq] = OperationState.DONE
        if event == "undo":
            undone.add(seq)
            states[seq] = OperationState.UNDONE
    return states


Held = dict[tuple[str, str, int], str]


def held(project: Project) -> Held:
    """Every decision and flag, as it is stored."""
    read = project._store.read()
    keys = [
        ("decision", reviewer, item) for item, reviewer in read.execute("SELECT item, reviewer FROM decision")
    ]
    keys += [("flag", "", item) for (item,) in read.execute("SELECT item FROM item_state WHERE flagged")]
    found = {(field, key, item): fields.READ[field](read, item, key) for field, key, item in keys}
    return {place: value for place, value in found.items() if value is not None}


def rebuilt(project: Project) -> Held:
    """The same, put together from the operations that stand."""
    made: Held = {}
    patches = project._store.read().execute(
        "SELECT p.field, p.key, p.items, p.after FROM op JOIN op_patch p ON p.op = op.seq"
        " WHERE op.state = 'done' ORDER BY p.op, p.part"
    )
    for field, key, items, after in patches.fetchall():
        for item in idset.unpack(items):
            made[field, key, item] = after
    return {place: value for place, value in made.items() if value is not None}


def is_subsequence(wanted: list[tuple[str, int]], whole: list[tuple[str, int]]) -> bool:
    iterator = iter(whole)
    return all(entry in iterator for entry in wanted)
