"""An empty project, in whose probes models are trained in this process, and few draws do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.engine import probing
from synthreview.probe import resampling
from synthreview.project import Project


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Models are trained in this process, and few draws do."""
    stream = probing.stream
    monkeypatch.setattr(
        probing, "stream", lambda work, given, job, *, apart: stream(work, given, job, apart=False)
    )
    monkeypatch.setattr(resampling, "DRAWS", 200)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    yield opened
    opened.close()
