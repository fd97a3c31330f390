"""A reviewer who never stops, to be killed: decides, edits, flags, goes back and forth at random.

Run as ``python -m tests.safety.journey PROJECT SEED``. Every operation that the project acknowledged
is printed as one line (``do SEQ``, ``undo SEQ`` or ``redo SEQ``), so whoever kills this process knows what must be
on disk.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from synthreview.domain import Verdict
from synthreview.errors import UserError
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
        elif act < 0.87:
            undone = project.undo()
            if undone:
                told("undo", undone.seq)
        elif act < 0.91:
            redone = project.redo()
            if redone:
                told("redo", redone.seq)
        else:
            elsewhere(project, chance)


def elsewhere(project: Project, chance: random.Random) -> None:
    """Take back or do again an old operation by itself, or go to one; what cannot be is let be."""
    recent = [operation.seq for operation in project.history(12)] or [0]
    seq, act = chance.choice(recent), chance.choice(["revert", "again", "go"])
    try:
        if act == "go":
            start = project.here()
            for turned in project.go_to(seq):
                told("undo" if turned.seq <= start else "redo", turned.seq)
        else:
            one = project.revert if act == "revert" else project.again
            told("do", one(seq).operation.seq)
    except UserError:
        pass


def told(event: str, seq: int) -> None:
    """Acknowledge, at once."""
    print(event, seq, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
