"""A place to put small source files; one for the whole session, so that laws can use it too."""

from __future__ import annotations

import pytest

from tests.unit.formats.reading import Sources


@pytest.fixture(scope="session")
def sources(tmp_path_factory) -> Sources:
    """Writes bytes to a file and reads its pieces."""
    return Sources(tmp_path_factory.mktemp("sources"))
