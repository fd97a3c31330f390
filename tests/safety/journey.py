"""A reviewer who never stops, to be killed: decides, edits, flags, undoes and redoes at random.

Run as ``python -m tests.safety.journey PROJECT SEED``. Every operation that the project acknowledged
is printed as one line (``do SEQ``, ``undo SEQ`` or ``redo SEQ``), so whoever kills this process knows what must be
on disk.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from synthreview.domain import Verdict
from synthreview.project import Project


def main(path: Path, seed: int) -> None:
    """Work until killed."""
    chance = random.Random(seed)
    project = Project.open(path, reviewer="ana")
    ids = project.queue_ids("")
    print("ready", flush=True)
    while True:
        act = chance.random()
        item = chance.choice(ids)
        if act < 0.55:
            verdict = chance.choice([Verdict.ACCEPT, Verdict.REJECT, Verdict.DEFER])
            told("do", project.decide(item, verdict).seq)
        elif act < 0.75:
            told("do", project.decide(item, Verdict.FIX, edits={"text": f"changed {act}"}).seq)
        elif act < 0.8:
            told("do", project.flag(item, chance.random() < 0.5).seq)
        elif act < 0.92:
            undone = project.undo()
            if undone:
                told("undo", undone.seq)
        else:
            redone = project.redo()
            if redone:
                told("redo", redone.seq)


def told(event: str, seq: int) -> None:
    """Acknowledge, at once."""
    print(event, seq, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
