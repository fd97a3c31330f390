"""One gigabyte of JSON Lines, JSON array and CSV: import against the bare loop, and the most memory taken.

The index of the text follows in the background and is told apart. Needs about 4 GB of disk.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from synthreview.formats.detect import detect
from tests.speed.importing import compare
from tests.speed.made import WORDS, told

BYTES = 1_000_000_000
ROUNDS = 2

_IMPORT = """
import resource, sys
from pathlib import Path
from synthreview.project import Project
if __name__ == "__main__":
    project = Project.open(Path(sys.argv[2]), create=True)
    report = project.import_file(Path(sys.argv[1]))
    project.close()
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(report.records, f"{report.seconds:.2f}", most // 1024)
"""


def rows(seed: int = 1) -> Iterator[dict[str, str]]:
    """Alpaca rows without end, of about 450 bytes."""
    chance = random.Random(seed)
    questions = [" ".join(chance.choices(WORDS, k=8)) for _ in range(5_000)]
    answers = [" ".join(chance.choices(WORDS, k=52)).capitalize() + "." for _ in range(5_000)]
    number = 0
    while True:
        number += 1
        yield {
            "instruction": f"Explain why {chance.choice(questions)}, case {number}.",
            "input": "<noinput>" if chance.random() < 0.05 else "",
            "output": chance.choice(answers),
        }


def make(path: Path) -> Path:
    """A file of a gigabyte, in the format that its ending names."""
    made, size = rows(), 0
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            writer = csv.DictWriter(file, ["instruction", "input", "output"])
            writer.writeheader()
            while file.tell() < BYTES:
                writer.writerows(row for _, row in zip(range(1_000), made, strict=False))
            return path
        start, end = ("[\n", ",\n") if path.suffix == ".json" else ("", "\n")
        file.write(start)
        while size < BYTES:
            text = json.dumps(next(made))
            size += file.write(text + end)
        file.write(json.dumps(next(made)) + ("\n]\n" if start else "\n"))
    return path


def run(folder: Path) -> None:
    """The ratio for JSON Lines; records, seconds and memory for all three."""
    for name in ("big.jsonl", "big.json", "big.csv"):
        source = make(folder / name)
        started = time.perf_counter()
        detect(source)
        seen = time.perf_counter() - started
        if name == "big.jsonl":
            compare("import of 1 GB of JSON Lines", source, folder, ROUNDS)
        project = folder / "memory.synthreview"
        script = folder / "importing.py"
        script.write_text(_IMPORT)
        answer = subprocess.run(
            [sys.executable, script, source, project], check=True, capture_output=True, text=True
        )
        records, seconds, most = answer.stdout.split()
        told(
            f"1 GB as {name}",
            recognised=f"{seen:.2f} s",
            records=records,
            seconds=seconds,
            most_memory=f"{most} MB",
        )
        project.unlink()
        source.unlink()
