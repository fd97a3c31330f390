"""Other programs beside ours, with the same items on the same machine in one run.

``python -m tests.speed peers [--label-studio PYTHON] [--cleanlab] [--items N] [--page]``. PYTHON is the
interpreter of an environment in which Label Studio is installed. Ours is called in one process, as its window
does; Label Studio over HTTP on the loopback address, as the browser of its users does. No screen is painted on
either side.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from synthreview.domain import Verdict
from synthreview.project import Project
from tests.speed.made import WORDS, percentile
from tests.speed.measured import amount

ITEMS = 10_000
TURNS = 3
"""Projects on each side, one after another."""
DECISIONS, WARM = 200, 10
"""Decisions in the last of them, which are timed, and in those before."""
SEEDS = (1, 2, 3)


@dataclass
class Side:
    """Seconds of each thing on one side, as often as it was done."""

    name: str
    times: dict[str, list[float]] = field(default_factory=dict)
    memory: float = 0.0
    """Megabytes at the end."""

    def note(self, what: str, act: Callable[[], Any]) -> Any:
        """Do something, note how long it took, and hand on what came of it."""
        began = time.perf_counter()
        answer = act()
        self.times.setdefault(what, []).append(time.perf_counter() - began)
        return answer

    def figures(self) -> dict[str, dict[str, float]]:
        """Median, 99th percentile and number of each."""
        return {
            what: {"median": median(spent), "p99": percentile(spent, 0.99), "times": len(spent)}
            for what, spent in self.times.items()
        }


def main(words: list[str]) -> int:
    """Measure what is asked; 1 when nothing is."""
    asked = _asked(words)
    found: dict[str, Any] = {"items": asked.items}
    with TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        if asked.label_studio:
            found["desk"] = desks(folder, asked.label_studio, asked.items)
        if asked.cleanlab:
            found["labels"] = rankings(folder, asked.items)
    if asked.page:
        from tests.speed import page

        page.put_peers(found)
    if not (asked.label_studio or asked.cleanlab):
        print("Nothing to do: name --label-studio PYTHON, --cleanlab or both.")
        return 1
    return 0


def desks(folder: Path, python: Path, items: int) -> dict[str, Any]:
    """Import, next, submit and export of both."""
    from tests.speed.label_studio import LabelStudio

    texts = [f"{' '.join(WORDS[number % 9 :])}, case {number}." for number in range(items)]
    ours = _ours(folder, texts)
    theirs = Side("Label Studio")
    with LabelStudio(python, folder / "studio") as studio:
        theirs.times["start"] = [studio.started_in]
        for turn in range(TURNS):
            last = turn == TURNS - 1
            project = studio.project()
            taken = theirs.note("import", lambda project=project: studio.import_texts(project, texts))
            assert taken == items, f"Label Studio took {taken} of {items}"
            for number in range(DECISIONS if last else WARM):
                task = theirs.note("next", lambda project=project: studio.next(project))
                choice = "reject" if number % 3 == 0 else "accept"
                theirs.note("submit", lambda task=task, choice=choice: studio.submit(task, choice))
                theirs.note("bare request", studio.bare)
            theirs.note("export", lambda project=project: studio.export(project, folder / "studio.json"))
            if not last:
                for what in ("next", "submit", "bare request"):
                    theirs.times[what].clear()
        assert len(json.loads((folder / "studio.json").read_text())) == items
        theirs.memory, version = studio.memory(), studio.version()
    for side in (ours, theirs):
        for what, figure in side.figures().items():
            print(f"{side.name:<14}{what:<14}median {amount(figure['median'])}  p99 {amount(figure['p99'])}")
        print(f"{side.name:<14}memory        {side.memory:.0f} MB", flush=True)
    return {
        "version": version,
        "ours": ours.figures() | {"memory": ours.memory},
        "theirs": theirs.figures() | {"memory": theirs.memory},
    }


_OURS = "from tests.speed import peers; import sys; peers.work(*sys.argv[1:])"


def _ours(folder: Path, texts: list[str]) -> Side:
    """In a process of its own, so that the memory is its own."""
    source, out = folder / "texts.jsonl", folder / "ours.json"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    subprocess.run([sys.executable, "-c", _OURS, str(source), str(out)], check=True)
    answer = json.loads(out.read_text())
    return Side("synthreview", answer["times"], answer["memory"])


def work(source_name: str, out: str) -> None:
    """Our side, as often as the other one."""
    source, side = Path(source_name), Side("synthreview")
    for turn in range(TURNS):
        last = turn == TURNS - 1
        path = source.with_name(f"{turn}.synthreview")
        project = side.note("start", lambda path=path: Project.open(path, create=True, reviewer="Ana"))
        side.note("import", lambda project=project: project.import_file(source))
        item = None
        for number in range(DECISIONS if last else WARM):
            item = side.note("next", lambda project=project, item=item: _next(project, item))
            verdict = Verdict.REJECT if number % 3 == 0 else Verdict.ACCEPT
            side.note(
                "submit", lambda project=project, item=item, verdict=verdict: project.decide(item, verdict)
            )
        target = source.with_name(f"out{turn}.jsonl")
        side.note(
            "export", lambda project=project, target=target: project.export(1, target, "source", ["all"])
        )
        project.close()
        if not last:
            for what in ("next", "submit"):
                side.times[what].clear()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            side.memory = int(line.split()[1]) / 1024
    Path(out).write_text(json.dumps({"times": side.times, "memory": side.memory}))


def _next(project: Project, after: int | None) -> int:
    item = project.next_item(after)
    assert item is not None
    project.view(item)
    return item


def rankings(folder: Path, items: int) -> dict[str, Any]:
    """Time and average precision of the ways to find wrong labels: means of three sets."""
    from importlib.metadata import version

    from tests.speed.peers_ranking import compare

    sets = []
    for seed in SEEDS:
        place = folder / f"labels{seed}"
        place.mkdir()
        sets.append(compare(place, items, seed))
    ways = []
    for parts in zip(*sets, strict=True):
        spent = [part["seconds"] for part in parts if part["seconds"] is not None]
        way = {"name": parts[0]["name"], "seconds": median(spent) if spent else None}
        for measure in ("precision", "top"):
            way[measure] = sum(part[measure] for part in parts) / len(parts)
            way[f"{measure}_least"] = min(part[measure] for part in parts)
            way[f"{measure}_most"] = max(part[measure] for part in parts)
        ways.append(way)
        told = "" if way["seconds"] is None else f"{amount(way['seconds']):>10}"
        print(
            f"{way['name']:<50}{told:>10}  average precision {way['precision']:.3f}  top {way['top']:.3f}",
            flush=True,
        )
    return {"version": version("cleanlab"), "ways": ways}


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.speed peers", description=__doc__)
    parser.add_argument("--label-studio", type=Path, metavar="PYTHON")
    parser.add_argument("--cleanlab", action="store_true")
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--page", action="store_true", help="write the help page of speed")
    return parser.parse_args(words)
