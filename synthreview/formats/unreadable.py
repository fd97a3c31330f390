"""A file that the system does not let us read."""

from __future__ import annotations

from pathlib import Path

from synthreview.errors import EnvironmentFault
from synthreview.translation import tr


def unreadable(path: Path | str, error: OSError) -> EnvironmentFault:
    """What to say, and to do, when opening or reading fails."""
    return EnvironmentFault(
        tr("{path} cannot be read ({error}); check its permissions.", path=path, error=error.strerror)
    )
