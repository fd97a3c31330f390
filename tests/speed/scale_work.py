"""What the program does with items of one size, without its window: each thing beside a plain way to do it.

Run as a process of its own, ``python -m tests.speed.scale_work FOLDER ITEMS``, so that the memory is its own;
the rows go to ``work.json`` in the folder, and the project and the plain table stay there for the window.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from synthreview.domain import Verdict
from synthreview.project import Project
from tests.speed.importing import bare_loop
from tests.speed.made import alpaca, percentile
from tests.speed.measured import Row, in_turns, row, timed
from tests.speed.plain import ODD, PlainTable, copy, read_json

PROJECT, PLAIN, WORK = "scale.synthreview", "plain.db", "work.json"
WORD = "snow"
RULES = "corrupt_instructions"
WORKING = "memory, most of any process, working"
_BATCHES, _EACH = 5, 60
_LONG = 100_000
"""Items from which on preparing takes too long to be repeated."""

_BARE = """
import sys
from pathlib import Path
from tests.speed.importing import bare_loop
bare_loop(Path(sys.argv[1]), Path(sys.argv[2]))
print(*(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""VmHWM, since the other measure of the most memory goes on from the process that started this one."""


def measure(folder: Path, items: int) -> list[Row]:
    """All rows of one size."""
    source = alpaca(folder / "made.jsonl", items)
    plain = PlainTable(folder / PLAIN)
    plain.fill(source)
    rows = [_importing(folder, source), *_preparing(folder, source, plain, items)]
    rows += [*_opening(folder, plain), *_searching(folder, plain)]
    project = Project.open(folder / PROJECT, reviewer="Ana")
    rows += [*_deciding(project, plain), *_counting(project, plain), *_whole(project, plain, folder, source)]
    rows.append(_memory(folder, source))
    project.close()
    plain.close()
    return rows


def _importing(folder: Path, source: Path) -> Row:
    ours, bare = folder / "turn.synthreview", folder / "turn.db"

    def our_turn() -> float:
        _gone(ours)
        project = Project.open(ours, create=True)
        seconds = project.import_file(source).seconds
        project.close()
        return seconds

    def bare_turn() -> float:
        _gone(bare)
        return bare_loop(source, bare)

    mine, theirs = in_turns(our_turn, bare_turn)
    _gone(ours)
    _gone(bare)
    return row("import, records on disk", mine, theirs, "a plain loop into SQLite")


def _preparing(folder: Path, source: Path, plain: PlainTable, items: int) -> Iterator[Row]:
    """What follows an import, on a new project each time, since nothing is analyzed twice; the last one stays."""
    spent: list[list[float]] = [[] for _ in range(5)]
    for _ in range(1 if items > _LONG else 3):
        _gone(folder / PROJECT)
        project = Project.open(folder / PROJECT, create=True, reviewer="Ana")
        project.import_file(source)
        spent[0].append(timed(partial(project.analyze, analyzers=[RULES])))
        spent[1].append(timed(project.analyze))
        spent[2].append(timed(project.index_text))
        project.close()
        spent[3].append(read_json(source))
        spent[4].append(plain.index())
    yield row("analyze by the rules, and rank", spent[0], spent[3], "reading the file as JSON")
    yield row("analyze by all other detectors", spent[1], spent[3], "reading the file as JSON")
    yield row("make texts searchable", spent[2], spent[4], "the same words into plain full text")


def _opening(folder: Path, plain: PlainTable) -> Iterator[Row]:
    def opened() -> float:
        began = time.perf_counter()
        project = Project.open(folder / PROJECT)
        project.counts()
        ids, _ = project.queue_start("verdict:undecided")
        project.rows(ids)
        project.view(ids[0])
        seconds = time.perf_counter() - began
        project.close()
        return seconds

    yield row("open, first page and first item", *in_turns(opened, plain.opened), "the same of a plain table")


def _deciding(project: Project, plain: PlainTable) -> Iterator[Row]:
    """Medians of sixty, five times over, ours and the plain way in turns."""
    item, place = project.next_item(), (2.0, -1)
    nexts: list[list[float]] = [[], []]
    decided: list[list[float]] = [[], []]
    undone: list[list[float]] = [[], []]
    for _ in range(_BATCHES):
        times: list[list[float]] = [[] for _ in range(6)]
        for _ in range(_EACH):
            began = time.perf_counter()
            item = project.next_item(item)
            assert item is not None
            project.view(item)
            times[0].append(time.perf_counter() - began)
            began = time.perf_counter()
            place = plain.next(place)
            times[1].append(time.perf_counter() - began)
            times[2].append(timed(partial(project.decide, item, Verdict.REJECT)))
            times[3].append(timed(partial(plain.decide, place[1], "rejected")))
        for _ in range(_EACH // 2):
            times[4].append(timed(project.undo))
            times[5].append(timed(plain.undo))
        for kept, spent in zip((*nexts, *decided, *undone), times, strict=True):
            kept.append(percentile(spent, 0.5))
    for name, (mine, theirs), against in (
        ("next item and its screen, median", nexts, "the next row of a plain table"),
        ("decide, on disk, median", decided, "two plain statements, on disk"),
        ("undo, on disk, median", undone, "three plain statements, on disk"),
    ):
        yield row(name, mine, theirs, against)


def _searching(folder: Path, plain: PlainTable) -> Iterator[Row]:
    """Each search in a project that was just opened, since what a word finds is remembered."""

    def asked(where: str) -> float:
        project = Project.open(folder / PROJECT)
        seconds = timed(partial(project.queue_start, where))
        project.close()
        return seconds

    for name, where, odd in (
        ("search a common word, first page", WORD, "1"),
        ("search it with a condition", f"{WORD} reason:placeholder_input", "odd = 1"),
    ):
        mine, theirs = in_turns(partial(asked, where), _each(partial(plain.search, WORD, odd)))
        yield row(name, mine, theirs, f"the same of plain full text, one in {ODD} marked")


def _counting(project: Project, plain: PlainTable) -> Iterator[Row]:
    yield row(
        "statistics", *in_turns(_each(project.stats), _each(plain.stats)), "one count over a plain table"
    )
    mine, theirs = in_turns(_each(project.rank), _each(plain.rank))
    yield row("rank again", mine, theirs, "sorting a plain table into another")


def _whole(project: Project, plain: PlainTable, folder: Path, source: Path) -> Iterator[Row]:
    (dataset,) = project.datasets()
    out, copied = folder / "out.jsonl", folder / "copy"

    def export() -> float:
        for left in folder.glob("out.jsonl*"):
            left.unlink()
        return timed(lambda: project.export(dataset.id, out, "source", ["all"]))

    yield row(
        "export, read back", *in_turns(export, lambda: copy(source, copied)), "copying the file, on disk"
    )
    if not hasattr(project, "backup"):
        return
    from synthreview.project.keeping import Sort

    for name, sort in (("backup, read back", Sort.WHOLE), ("backup of people's work", Sort.WORK)):

        def backup(sort: Sort = sort) -> float:
            (folder / "backup").unlink(missing_ok=True)
            return timed(lambda: project.backup(folder / "backup", sort=sort))

        mine, theirs = in_turns(backup, lambda: copy(folder / PROJECT, copied))
        yield row(name, mine, theirs, "copying the project's file, on disk")
    for left in (out, copied, folder / "backup"):
        left.unlink()


def _memory(folder: Path, source: Path) -> Row:
    """The most that this process or one of its helpers held, beside a process with a plain loop."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    bare = folder / "memory.db"
    answer = subprocess.run(
        [sys.executable, "-c", _BARE, source, bare], check=True, capture_output=True, text=True
    )
    _gone(bare)
    return row(
        WORKING, [most / 1024], [int(answer.stdout.split()[1]) / 1024], "a plain loop into SQLite", "MB"
    )


def _each(act: Callable[[], object]) -> Callable[[], float]:
    return lambda: timed(act)


def _gone(path: Path) -> None:
    """Away with a project or a database and all that is beside it: journals, lock, backups."""
    for left in [*path.parent.glob(f"{path.stem}.*"), *path.parent.glob(f".{path.stem}.*")]:
        shutil.rmtree(left) if left.is_dir() else left.unlink()


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / WORK).write_text(json.dumps([asdict(each) for each in measure(place, int(sys.argv[2]))]))
