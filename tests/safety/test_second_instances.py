"""E18: a project is open elsewhere: shown read-only, with the reason; a killed holder holds nothing."""

from __future__ import annotations

import random
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import EnvironmentFault
from synthreview.project import Project
from tests.safety.size import times
from tests.safety.test_kills import at_work

pytestmark = [pytest.mark.safety, pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")]

KILLS = times(2, 10)


def test_a_second_instance_reads_and_a_killed_one_lets_go(project_path: Path) -> None:
    chance = random.Random(18)
    for seed in range(KILLS):
        process = at_work(project_path, seed)
        assert process.stdout is not None
        with closing(Project.open(project_path, reviewer="ben")) as second:
            assert "open in another window or command" in second.read_only_reason
            assert second.counts().items > 200
            assert second.view(1).original
            with pytest.raises(EnvironmentFault, match="open in another window or command"):
                second.decide(1, Verdict.ACCEPT)
            with pytest.raises(EnvironmentFault, match="open in another window or command"):
                second.undo()
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.wait()
        process.stdout.close()
        with closing(Project.open(project_path, reviewer="ben")) as project:
            assert not project.read_only
            assert all(each.reviewer == "ana" or each.reviewer == "ben" for each in project.history(10_000))
            assert project.decide(1, Verdict.ACCEPT).seq == project.here()
            assert project.check().intact
