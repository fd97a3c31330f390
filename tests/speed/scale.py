"""Ten thousand, a hundred thousand and a million items: each thing beside a plain way, and how it grows.

``python -m tests.speed scale [--sizes 10000,100000] [--check] [--keep] [--page]``. ``--check`` ends with 1
when a ratio is more than 25 % worse than the accepted one in ``ratchet.json``, also when measured again;
``--keep`` writes those that are better or new; ``--page`` writes the help page of speed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.speed import ratchet
from tests.speed.measured import Row, amount, row, table
from tests.speed.scale_work import WORK

SIZES = (10_000, 100_000, 1_000_000)
_WINDOWS = 3
PLAIN_WINDOW = "a window of Qt with a table of numbers"


def main(words: list[str]) -> int:
    """Measure; 1 when a ratio fell behind what is accepted."""
    asked = _asked(words)
    sizes: dict[int, list[Row]] = {}
    limits: list[dict[str, str]] = []
    for size in asked.sizes:
        sizes[size], limits = size_of(size)
    print(table(sizes))
    for each in limits:
        print(f"{each['name']:<44}{each['found']:>12}   wanted {each['wanted']}")
    found = ratchet.ratios(sizes)
    accepted = ratchet.load()
    behind = ratchet.worse(accepted, found) if asked.check else []
    if behind:
        print("\nWorse than accepted, so these sizes are measured once more:")
        print(*behind, sep="\n")
        again = {size: size_of(size)[0] for size in asked.sizes if str(size) in {w.size for w in behind}}
        print(table(again))
        found = ratchet.lowest(found, ratchet.ratios(again))
        behind = ratchet.worse(accepted, found)
    if asked.keep:
        ratchet.keep(ratchet.lowest(accepted, found))
    if asked.page:
        from tests.speed import page

        page.put_scale(sizes, limits)
    print(*behind, sep="\n")
    return 1 if behind else 0


def size_of(items: int) -> tuple[list[Row], list[dict[str, str]]]:
    """All rows of one size, and what is wanted at the desk beside what was found."""
    print(f"measuring {items:,} items", flush=True)
    with TemporaryDirectory(prefix="speed-") as name:
        folder = Path(name)
        _run(folder, "scale_work", str(folder), str(items))
        rows = [Row(**each) for each in json.loads((folder / WORK).read_text())]
        desks = [_window(folder, "desk") for _ in range(_WINDOWS)]
        bare = [_window(folder, "plain", str(items)) for _ in range(_WINDOWS)]
    rows += [
        row(
            "window, until the first item is painted",
            [d["open"] for d in desks],
            [b["open"] for b in bare],
            PLAIN_WINDOW,
        ),
        row(
            "jump in the table, painted, median",
            [d["jump"]["p50"] for d in desks],
            [b["jump"]["p50"] for b in bare],
            PLAIN_WINDOW,
        ),
        row(
            "filter by a common word, first page painted",
            [d["filter"]["p50"] for d in desks],
            [d["plain_filter"] for d in desks],
            "the same of plain full text, not painted",
        ),
        row(
            "memory of the window at work",
            [d["memory"] for d in desks],
            [b["memory"] for b in bare],
            PLAIN_WINDOW,
            "MB",
        ),
    ]
    return rows, _limits(desks)


_WANTED = (
    ("open, until the first item is painted", "open", "", 2.0),
    ("key press until the next item is painted, p99", "press", "p99", 0.05),
    ("painting in it, p95", "painting", "p95", 0.016),
    ("decision on disk in it, p99", "commit", "p99", 0.025),
    ("jump in the table, p95", "jump", "p95", 0.05),
    ("filter by a common word, first page, p95", "filter", "p95", 0.3),
    ("memory of the window", "memory", "", 400.0),
)
"""What is wanted of the desk at a million items."""


def _limits(desks: list[dict[str, Any]]) -> list[dict[str, str]]:
    found = []
    for name, what, share, wanted in _WANTED:
        best = min(each[what][share] if share else each[what] for each in desks)
        unit = "MB" if what == "memory" else "s"
        found.append({"name": name, "found": amount(best, unit), "wanted": amount(wanted, unit)})
    return found


def _window(folder: Path, what: str, *more: str) -> dict[str, Any]:
    out = folder / "window.json"
    _run(folder, "scale_window", what, str(folder), str(out), *more)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def _run(folder: Path, module: str, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", f"tests.speed.{module}", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SYNTHREVIEW_HOME": str(folder / "home")},
        check=True,
    )


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.speed scale", description=__doc__)
    parser.add_argument(
        "--sizes", type=lambda text: [int(part) for part in text.split(",")], default=list(SIZES)
    )
    parser.add_argument("--check", action="store_true", help="end with 1 when a ratio fell behind")
    parser.add_argument("--keep", action="store_true", help="accept ratios that are better or new")
    parser.add_argument("--page", action="store_true", help="write the help page of speed")
    return parser.parse_args(words)
