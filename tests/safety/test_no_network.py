"""Nothing leaves the machine: the main jobs run where there is no network, and nobody tries to reach any."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from synthreview.paths import HOME_VARIABLE

pytestmark = pytest.mark.safety

OFFLINE = Path(__file__).resolve().parent / "offline"
CHECKOUT = OFFLINE.parents[2]


@pytest.fixture
def cut_off(tmp_path, own_home):
    """Runs a command without a network, if that can be had; every Python process in it is listened to."""
    reached, processes = tmp_path / "reached.txt", tmp_path / "processes.txt"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(OFFLINE), str(CHECKOUT))),
        "REACHED": str(reached),
        "PROCESSES": str(processes),
        "QT_QPA_PLATFORM": "offscreen",
        HOME_VARIABLE: str(own_home),
    }
    apart = _without_network()

    def run(*command: object) -> str:
        done = subprocess.run(
            [*apart, sys.executable, *map(str, command)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield run
    assert not reached.exists(), reached.read_text(encoding="utf-8")
    assert processes.exists(), "nobody listened; the test proves nothing"


def _without_network() -> list[str]:
    """The command that starts another one without a network; nothing where the system has no such thing."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    command = [unshare, *(["-n"] if os.geteuid() == 0 else ["-rn"])]
    allowed = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    return command if allowed else []


def test_an_attempt_would_be_noticed(cut_off, tmp_path):
    cut_off("-c", "import socket; socket.socket().connect_ex(('192.0.2.1', 9))")
    told = tmp_path / "reached.txt"
    assert "192.0.2.1" in told.read_text(encoding="utf-8")
    told.unlink()


def test_the_main_jobs_need_and_seek_no_network(cut_off, tmp_path):
    """Import, analysis with its workers, review, check of effect, report, export, backup, the window."""
    synthreview = ("-m", "synthreview")
    cut_off(*synthreview, "demo", "sample.synthreview", "--terminal")
    labels = tmp_path / "labels.csv"
    rows = [
        f"text {n} about {'rain and wind' if n % 3 else 'sun'},{n % 2},{n % 3 == 0:d}" for n in range(300)
    ]
    labels.write_text("text,model_label,human_label\n" + "\n".join(rows), encoding="utf-8")
    cut_off(*synthreview, "import", "p.synthreview", labels, "--kind", "task_label",
            "--map", "text=text", "--map", "model_labels=model_label", "--map", "human_labels=human_label")  # fmt: skip
    cut_off(*synthreview, "analyze", "p.synthreview")
    cut_off(*synthreview, "decide", "p.synthreview", "1", "reject")
    cut_off(*synthreview, "undo", "p.synthreview")
    cut_off(*synthreview, "probe", "p.synthreview", "--seeds", "2", "--what-if")
    cut_off(*synthreview, "report", "p.synthreview", "report.html")
    cut_off(*synthreview, "export", "p.synthreview", "out.csv", "--card")
    cut_off(*synthreview, "verify", "out.csv.manifest.json")
    cut_off(*synthreview, "backup", "p.synthreview")
    cut_off(OFFLINE / "window.py", tmp_path / "p.synthreview")
    assert len((tmp_path / "processes.txt").read_text(encoding="utf-8").split()) > 11, "no worker was heard"


@pytest.mark.slow
def test_the_large_model_neither(cut_off, tmp_path):
    """The libraries of the optional tier would ask a hub, were they not kept from it."""
    pytest.importorskip("sentence_transformers")
    texts = tmp_path / "texts.jsonl"
    texts.write_text("\n".join(f'{{"text": "note {n} about rain"}}' for n in range(60)), encoding="utf-8")
    cut_off("-m", "synthreview", "import", "p.synthreview", texts)
    cut_off("-m", "synthreview", "analyze", "p.synthreview", "--tier", "full")
