"""A folder of its own for what is not finished: gone at the end, and soon after a kill too."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "synthreview-"
YOUNG = 60
"""Seconds in which a folder may not hold its lock yet."""


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder among the system's temporary ones, taken away when the block ends.

    Those of programs that were killed are taken away first; one in use holds a lock.
    """
    _sweep(Path(tempfile.gettempdir()))
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with _lock(place):
            files = place / "files"
            files.mkdir()
            yield files
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _sweep(folder: Path) -> None:
    with suppress(OSError):
        for place in folder.glob(f"{PREFIX}*"):
            with suppress(OSError, Timeout):
                if time.time() - place.stat().st_mtime > YOUNG and (place / "files").is_dir():
                    with _lock(place):
                        pass
                    shutil.rmtree(place, ignore_errors=True)


def _lock(place: Path) -> FileLock:
    return FileLock(place / "lock", timeout=0, thread_local=False)
