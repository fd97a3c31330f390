"""What a person waits for in the window with items of one size, beside a plain window of Qt.

Each in a process of its own: ``python -m tests.speed.scale_window desk FOLDER OUT`` opens the project that
``scale_work`` left in the folder, ``... plain FOLDER OUT ITEMS`` a window with nothing but a table.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.speed.made import percentile
from tests.speed.measured import timed
from tests.speed.million import JUMPS, WANTED, filtered, jumped, pressed, until_listed
from tests.speed.plain import PlainTable
from tests.speed.scale_work import PLAIN, PROJECT

_FILTERS = 5


def desk(folder: Path) -> dict[str, Any]:
    """Seconds (and megabytes) at the desk, and of plain full text for the filter."""
    from tests.speed.desk_window import DeskWindow, resident

    window = DeskWindow(folder / PROJECT)
    found: dict[str, Any] = {"open": window.opened_in, "listed": window.opened_in + until_listed(window)}
    pressed(window)
    found["press"], found["commit"] = _told(window.timings.pressed), _told(window.timings.commits)
    found["painting"] = _told(window.timings.painting)
    jumps, _ = jumped(window)
    found["jump"] = _told(jumps)
    questions = random.sample(range(1, 10_000), _FILTERS)  # a question asked before is remembered
    plain = PlainTable(folder / PLAIN)
    found["filter"] = _told(filtered(window, [f"{WANTED} -item:{number}" for number in questions]))
    found["plain_filter"] = min(
        timed(partial(plain.search, WANTED, f"item.id <> {number}")) for number in questions
    )
    plain.close()
    found["memory"] = resident()
    window.close()
    return found


def bare(items: int) -> dict[str, Any]:
    """The same of a window with a table of so many rows that are numbers."""
    from PySide6.QtCore import QAbstractTableModel, QEventLoop, QModelIndex, QPersistentModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    from tests.speed.desk_window import resident

    class Numbers(QAbstractTableModel):
        def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
            return items

        def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
            return 3

        def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> str | None:
            return f"{index.row()}" if role == Qt.ItemDataRole.DisplayRole else None

    application = QApplication([])

    def settle() -> None:
        for _ in range(3):
            application.sendPostedEvents()
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)

    began = time.perf_counter()
    window, table, model = QMainWindow(), QTableView(), Numbers()
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 820)
    window.show()
    settle()
    opened = time.perf_counter() - began
    chance, jumps = random.Random(3), []
    for _ in range(JUMPS):
        began = time.perf_counter()
        table.scrollTo(model.index(chance.randrange(items), 0))
        settle()
        jumps.append(time.perf_counter() - began)
    return {"open": opened, "jump": _told(jumps), "memory": resident()}


def _told(times: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": percentile(times, share / 100) for share in (50, 95, 99)}


if __name__ == "__main__":
    what, place, out, *more = sys.argv[1:]
    answer = desk(Path(place)) if what == "desk" else bare(int(more[0]))
    Path(out).write_text(json.dumps(answer))
