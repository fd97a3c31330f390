"""A project of a few instruction records, some of them faulty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.project import Project

RECORDS = [
    {"instruction": "Name a colour.", "input": "", "output": "Blue."},
    {
        "instruction": "Summarise the article.",
        "input": "<insert article here>",
        "output": "It is about bees.",
    },
    {"instruction": "Say hello.", "input": "", "output": ""},
    {"instruction": "Count to three.", "input": "", "output": "One, two, three."},
    {"instruction": "Name a river.", "input": "", "output": "The Danube."},
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "small.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    return path


@pytest.fixture
def project(tmp_path: Path, source: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "small.synthreview", create=True, reviewer="ana")
    made.import_file(source)
    yield made
    made.close()
