"""A program that died says at its next start where it stood, in words without data or full paths."""

from __future__ import annotations

import faulthandler
import subprocess
import sys

import pytest

from synthreview import paths
from synthreview.ui.safety.crashes import CrashLog

DYING = """
import faulthandler
from synthreview.ui.safety.crashes import CrashLog
log = CrashLog()
def reading_a_secret_record():
    secret = "what nobody may see"
    faulthandler._sigsegv()
reading_a_secret_record()
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    yield
    faulthandler.enable(sys.__stderr__)  # as the test runner had it


def test_a_crash_is_told_once_at_the_next_start(tmp_path):
    script = tmp_path / "dying.py"
    script.write_text(DYING)
    died = subprocess.run([sys.executable, script], check=False, capture_output=True)
    assert died.returncode != 0
    log = CrashLog()
    try:
        assert "reading_a_secret_record" in log.left
        assert "nobody may see" not in log.left
        assert str(tmp_path) not in log.left
    finally:
        log.close()
    again = CrashLog()
    try:
        assert again.left == ""
    finally:
        again.close()


def test_two_windows_do_not_read_each_others_reports():
    first, second = CrashLog(), CrashLog()
    assert (first.left, second.left) == ("", "")
    second.close()
    first.close()
    assert not list(paths.state_dir().glob("*.log"))
