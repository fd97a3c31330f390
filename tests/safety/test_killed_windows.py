"""E5: kill -9 while somebody decides by keys in the real window; the next window goes on where it was."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.domain import OperationState
from synthreview.project import Project
from tests.safety.size import times
from tests.safety.test_kills import CHECKOUT, held, is_subsequence, rebuilt, told_by

pytestmark = [pytest.mark.safety, pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")]

KILLS = times(2, 20)
ITEMS = 400 * KILLS
"""More than are decided between the kills: a window on an empty queue is not what is to be seen here."""


def test_a_killed_window_has_lost_nothing_that_it_showed(tmp_path: Path, own_home: Path) -> None:
    source, path = tmp_path / "notes.jsonl", tmp_path / "notes.synthreview"
    source.write_text("".join(f'{{"text": "note number {number}"}}\n' for number in range(ITEMS)))
    with closing(Project.open(path, create=True)) as project:
        project.import_file(source)
    pytest.importorskip("PySide6")
    chance, shown = random.Random(5), 0
    for seed in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.safety.window_journey", str(path), str(seed)],
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.2, 1.0))
        process.kill()
        rest = process.stdout.read()
        process.wait()
        process.stdout.close()
        lines = rest[: rest.rfind("\n") + 1].splitlines()
        # Between two keys nothing may have happened: then the same event is told again.
        told = [line for number, line in enumerate(lines) if not number or line != lines[number - 1]]
        with closing(Project.open(path, reviewer="Ana")) as project:
            assert project.check().problems == ()
            assert project.counts().items == ITEMS
            events = project.events()
            assert is_subsequence([(line.split()[0], int(line.split()[1])) for line in told], events)
            history = {each.seq: each.state for each in project.history(1 << 40)}
            assert history == told_by(events)
            assert held(project) == rebuilt(project)
            standing = [seq for seq, state in history.items() if state is OperationState.DONE]
            if standing:
                undone = project.undo()
                assert undone is not None
                assert undone.seq == max(standing)
                project.redo()
        shown += len(told)
    assert shown > KILLS, "hardly a key was pressed; the test proves nothing"
