"""A process that is killed while somebody writes keeps what was begun a second ago."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from synthreview.project import Project

pytestmark = pytest.mark.safety

WRITING = """
import sys
from pathlib import Path
from synthreview.domain import Draft
from synthreview.project import Project

project = Project.open(Path(sys.argv[1]), reviewer="ada")
for number in range(10_000):
    project.keep_draft(1, Draft(edits={"output": f"word {number}"})).result()
    print(number, flush=True)
"""


def test_a_killed_window_has_kept_what_was_acknowledged(tmp_path: Path) -> None:
    source, path = tmp_path / "a.jsonl", tmp_path / "a.synthreview"
    source.write_text(json.dumps({"instruction": "Name a colour.", "input": "", "output": "Blue."}) + "\n")
    project = Project.open(path, create=True)
    project.import_file(source)
    project.close()
    for seen in (3, 17, 60):
        command = [sys.executable, "-c", WRITING, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            next(line for line in process.stdout if int(line) == seen)
            process.send_signal(signal.SIGKILL)
        project = Project.open(path, reviewer="ada")
        try:
            draft = project.draft(1)
            assert draft is not None
            assert int(draft.edits["output"].split()[1]) >= seen
            assert project.history() == []
        finally:
            project.close()
