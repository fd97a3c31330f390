"""Projects whose queues hold random checks, made once for a file of tests and copied for each."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from synthreview.project import Project

PLACEHOLDER = "<insert article here>"


def instructions(folder: Path, items: int, flawed: Callable[[int], bool]) -> Path:
    """An analyzed project of so many instructions; some have a placeholder, which is found."""
    words = random.Random(1)
    lines = [
        json.dumps(
            {
                "instruction": f"Write {n} words on {words.random()}, {words.random()}.",
                "input": PLACEHOLDER if flawed(n) else "",
                "output": f"{words.random()} and {words.random()} make {n}.",
            }
        )
        for n in range(items)
    ]
    (folder / "made.jsonl").write_text("\n".join(lines) + "\n")
    return analyzed(folder / "made.jsonl")


def analyzed(source: Path) -> Path:
    """A project of one file, beside it, analyzed and closed."""
    path = source.with_suffix(".synthreview")
    project = Project.open(path, create=True, reviewer="Ada")
    project.import_file(source)
    project.analyze()
    project.close()
    return path


@contextmanager
def copied(made: Path, folder: Path) -> Iterator[Project]:
    """A copy of a project, open while it is used."""
    copy = folder / "copy.synthreview"
    copy.write_bytes(made.read_bytes())
    opened = Project.open(copy, reviewer="Ada")
    try:
        yield opened
    finally:
        opened.close()
