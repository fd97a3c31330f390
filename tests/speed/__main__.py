"""Benchmarks, as ratios against a plain baseline in the same run where the machine matters.

``python -m tests.speed [NAME ...]`` prints one line per figure. ``scale`` (all that the program does at three
sizes, with a ratchet) and ``peers`` (the same beside other programs) take options, see ``--help`` of each. They are not part of the test suite:
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
    peers,
    scale,
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


COMMANDS: dict[str, Callable[[list[str]], int]] = {"scale": scale.main, "peers": peers.main}
"""Those with options; they make their own folders and tell by their exit code how it went."""


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all without options."""
    if names and names[0] in COMMANDS:
        return COMMANDS[names[0]](names[1:])
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="speed-") as folder:
            BENCHMARKS[name](Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
