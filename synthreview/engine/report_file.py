"""A report on disk: whole or not at all, and never over the project or a source of it."""

from __future__ import annotations

from pathlib import Path

from synthreview.engine.outfile import whole
from synthreview.engine.refusals import refuse_target
from synthreview.store.store import Store


def write(store: Store, out: Path, content: bytes) -> None:
    """Put a report in place of what may be there.

    Raises UserError where it must not go, EnvironmentFault when the disk will not take it.
    """
    refuse_target(store, out, folder=False)
    with whole(out) as file:
        file.write(content)
