"""The bundled sample as a project: made once in the person's own folder, then opened like any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from synthreview import paths
from synthreview.jobs import JobContext

if TYPE_CHECKING:
    from synthreview.project import Project


def place() -> Path:
    """Where the sample project is, or will be."""
    return paths.state_dir() / "sample.synthreview"


def open_sample(projects: type[Project], reviewer: str, job: JobContext) -> Project:
    """The sample project; on the first time it is filled and analyzed (long)."""
    path = place()
    if path.exists():
        return projects.open(path, reviewer=reviewer)
    project = projects.open(path, create=True, reviewer=reviewer)
    try:
        project.add_sample(job)
        project.analyze(job=job)
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    return project
