"""Folders for what is not finished: gone at the end, and those of killed programs with the next one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from synthreview.scratch import YOUNG, scratch

KILLED = """
import os, signal
from synthreview.scratch import scratch
with scratch() as folder:
    (folder / "half").write_text("done")
    print(folder, flush=True)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def old(place: Path) -> None:
    os.utime(place, (time.time() - 2 * YOUNG,) * 2)


def test_a_folder_is_gone_at_the_end_also_after_an_error(temporary):
    def failing() -> None:
        with scratch() as folder:
            (folder / "half").write_text("done")
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_program_left_goes_and_what_is_in_use_stays(temporary):
    done = subprocess.run([sys.executable, "-c", KILLED], check=False, capture_output=True, text=True)
    left = Path(done.stdout.strip())
    assert (left / "half").exists()
    with scratch() as young:
        assert left.exists(), "it may just have been made"
        old(left.parent)
        old(young.parent)
        with scratch():
            assert not left.parent.exists()
            assert young.exists()


def test_folders_of_others_are_left_alone(temporary):
    theirs = temporary / "synthreview-notes"
    theirs.mkdir()
    (theirs / "mine.txt").write_text("keep")
    old(theirs)
    with scratch():
        pass
    assert (theirs / "mine.txt").exists()
