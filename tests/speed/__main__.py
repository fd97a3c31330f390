"""Benchmarks, as ratios against a plain baseline in the same run where the machine matters.

``python -m tests.speed [NAME ...]`` prints one line per figure. They are not part of the test suite:
machines are noisy, and a test that fails by chance teaches people to look away.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.speed import (
    batches,
    cancelling,
    desk,
    exports,
    finding,
    gigabyte,
    importing,
    million,
    session,
    starting,
    window,
)

BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "import": importing.run,
    "gigabyte": gigabyte.run,
    "exports": exports.run,
    "desk": desk.run,
    "batches": batches.run,
    "find": finding.run,
    "cancel": cancelling.run,
    "start": starting.run,
    "window": window.run,
    "session": session.run,
    "million": million.run,
}


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="speed-") as folder:
            BENCHMARKS[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
