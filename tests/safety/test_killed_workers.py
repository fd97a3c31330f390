"""kill -9 while workers run: they end too, instead of staying behind for ever."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.safety, pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")]

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = """
import time
from synthreview.engine.pool import Workers
from synthreview.jobs import JobContext
from tests.unit.engine.pool_work import pid

if __name__ == "__main__":
    with Workers(2) as workers:
        print(*set(workers.map(pid, [()] * 8, JobContext())), flush=True)
        time.sleep(600)
"""
PATIENCE = 60
"""Seconds on a busy machine; a worker ends at once."""


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended; one that nobody waits for counts as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the kernel by files")
def test_workers_end_with_the_program_that_began_them(tmp_path):
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, script],
        cwd=CHECKOUT,
        env={"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    workers = [int(pid) for pid in program.stdout.readline().split()]
    assert workers
    assert all(map(runs, workers))
    program.kill()
    program.wait()
    program.stdout.close()
    deadline = time.monotonic() + PATIENCE
    while any(map(runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(runs, workers))
