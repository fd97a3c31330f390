"""The project of everything, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety import everything


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed project of everything; copy it before you open it."""
    return everything.make(tmp_path_factory.mktemp("everything"))


@pytest.fixture
def project_path(template: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return everything.copied(template, tmp_path)
