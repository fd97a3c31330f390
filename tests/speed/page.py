"""The help page of speed, made from the figures of the last runs, which are kept in ``figures.json``."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from tests.speed.measured import Row, amount, by_name, exponent, times

PAGE = Path(__file__).parents[2] / "resources/help/7b-speed.md"
FIGURES = Path(__file__).with_name("figures.json")

HEAD = """# How fast it is

Measured with made data on one machine of modest size; yours will differ. Ratios and growth differ less. Where a
figure is not good, it stands here all the same.
"""
SCALE = """
## From {smallest} items to {largest}

Measured on {date} with synthreview {synthreview}, Python {python}, SQLite {sqlite} and Qt {qt}, on {cores} processor
cores with {memory} GB of memory. The items are made instructions of about 430 bytes. Each figure is the best of several
repeats, two to forty; of what takes minutes at {largest} items it is a single one. The files were in the machine's
memory already, as after a first look.

Behind each figure stands how many times as long a plain way takes, in the same run: a short script that does only
what the last column says, without undo, history, reasons or checks. *Grows as*: 1 means that twice the items take
twice as long, 0 that their number does not matter.

"""
SPREAD = """
The slowest repeat of a row took longer than its best by {half} or less in half of the rows; most in *{widest}*,
{most} times as long.
"""
BUSY = """
Other programs worked on the machine at the same time: its load was {load}, of which such a run itself makes up to
{cores}. On a machine that does nothing else most figures are better.
"""
DESK = """
## What a person waits for, with {largest} items

Real key presses in a window that is not shown on a screen, {decisions} decisions; p95 and p99 are the times that 95
and 99 of a hundred stay below. The best of three windows.

| | Found | Wanted |
|---|---|---|
"""
STUDIO = """
## Beside Label Studio

Label Studio {version}, installed from the public package registry, and synthreview {synthreview} had the same {items}
short texts on the same machine in one run, on {date}, {decisions} decisions each. They are
different sorts of program: Label Studio is a server that many people use at once through their browsers, with
accounts, for images, sound and video too; here it ran as its package starts it, with SQLite, and was asked over HTTP
on the same machine, as a browser asks it, with a connection for each request, which is its quicker way. synthreview
is one program for one person at a time, and was called as its own window calls it. Neither painted a screen. Of each
of Label Studio's times an empty request takes {bare}.

| Median | synthreview | Label Studio |
|---|---|---|
"""
STUDIO_END = """
*Start* is a new, empty project of ours, and the server's start with a new database, which happens once. After an
import ours has the items in its queue by their first risks; its export is read back before it takes its place. Label
Studio's export is larger: it wraps each item in its own record.
"""
CLEANLAB = """
## Wrong labels, beside cleanlab

cleanlab {version} is a library for programs; it scores labels by the chances that a model gives them. {items} made
texts in eight topics, a tenth with a wrong label, half of these in one direction; people labelled 500 of them. Three
such sets; the precision is their mean, and the least and the most of them. Time is the median. Both sides use the same
vectors of the texts; ours starts its workers, compares labels with people's, and ranks a whole queue in it, cleanlab a
list in memory, its libraries loaded. *Average precision* is 1 when all wrong labels come first.

| | Time | Average precision | Wrong in the worst tenth |
|---|---|---|---|
"""

_WHAT = {
    "start": "Start",
    "import": "Import",
    "next": "Next item",
    "submit": "Decide, on disk",
    "export": "Export",
}


def put_scale(sizes: Mapping[int, Sequence[Row]], limits: Sequence[Mapping[str, str]]) -> None:
    """Keep the figures of a run over sizes and write the page anew."""
    rows = {str(size): [asdict(each) for each in rows] for size, rows in sizes.items()}
    _put("scale", {"sizes": rows, "limits": list(limits)})


def put_peers(found: Mapping[str, Any]) -> None:
    """Keep the figures of a run beside other programs and write the page anew."""
    _put("peers", dict(found))


def _put(part: str, found: dict[str, Any]) -> None:
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    kept[part] = found | {"made": _circumstances()}
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(kept), "utf-8")


def _circumstances() -> dict[str, Any]:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "synthreview": version("synthreview"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "qt": version("PySide6_Essentials"),
        "cores": os.cpu_count(),
        "memory": round(pages * size / 1e9),
        "load": round(os.getloadavg()[2], 1),
    }


def page(kept: Mapping[str, Any]) -> str:
    """The page of what is kept."""
    parts = [HEAD]
    if "scale" in kept:
        parts += _scale(kept["scale"])
    if "desk" in kept.get("peers", {}):
        parts += _studio(kept["peers"])
    if "labels" in kept.get("peers", {}):
        parts += _cleanlab(kept["peers"])
    return "".join(parts)


def _scale(found: Mapping[str, Any]) -> list[str]:
    sizes = {int(size): [Row(**each) for each in rows] for size, rows in found["sizes"].items()}
    order, largest = sorted(sizes), f"{max(sizes):,}"
    parts = [SCALE.format(smallest=f"{order[0]:,}", largest=largest, **found["made"])]
    parts.append("| |" + "".join(f" {size:,} |" for size in order) + " Grows as | The plain way |\n")
    parts.append("|---|" + "---|" * len(order) + "---|---|\n")
    for name, rows in by_name(sizes).items():
        cells = [_cell(rows[size]) if size in rows else "" for size in order]
        slope = exponent({size: each.ours for size, each in rows.items()})
        against = next(iter(rows.values())).against
        parts.append(
            f"| {_capital(name)} | {' | '.join(cells)} | {round(slope, 2) + 0.0:.2f} | {against} |\n"
        )
    repeated = [each for rows in sizes.values() for each in rows if each.repeats > 1]
    if repeated:
        widest = max(repeated, key=lambda each: each.spread)
        half = median(each.spread for each in repeated) - 1
        parts.append(
            SPREAD.format(half=f"{half:.0%}", widest=_capital(widest.name), most=times(widest.spread))
        )
    if found["made"]["load"] > found["made"]["cores"] + 0.5:
        parts.append(BUSY.format(**found["made"]))
    parts.append(DESK.format(largest=largest, decisions=500))
    parts += [f"| {_capital(e['name'])} | {e['found']} | {e['wanted']} |\n" for e in found["limits"]]
    return parts


def _cell(each: Row) -> str:
    return f"{amount(each.ours, each.unit)} (×{times(each.ratio)})"


def _studio(found: Mapping[str, Any]) -> list[str]:
    desk, made = found["desk"], found["made"]
    ours, theirs = desk["ours"], desk["theirs"]
    bare = amount(theirs["bare request"]["median"])
    parts = [
        STUDIO.format(
            version=desk["version"],
            synthreview=made["synthreview"],
            items=f"{found['items']:,}",
            date=made["date"],
            bare=bare,
            decisions=f"{ours['submit']['times']:,}",
        )
    ]
    for what, title in _WHAT.items():
        cells = [amount(side[what]["median"]) for side in (ours, theirs)]
        if ours[what]["times"] > 10:
            cells = [
                f"{cell}, p99 {amount(side[what]['p99'])}"
                for cell, side in zip(cells, (ours, theirs), strict=True)
            ]
        parts.append(f"| {title} | {' | '.join(cells)} |\n")
    parts.append(
        f"| Memory at the end | {amount(ours['memory'], 'MB')} | {amount(theirs['memory'], 'MB')} |\n"
    )
    parts.append(STUDIO_END)
    better = [title.lower() for what, title in _WHAT.items() if theirs[what]["median"] < ours[what]["median"]]
    if better:
        parts.append(f"\nLabel Studio was quicker here: {', '.join(better)}.\n")
    return parts


def _cleanlab(found: Mapping[str, Any]) -> list[str]:
    labels = found["labels"]
    parts = [CLEANLAB.format(version=labels["version"], items=f"{found['items']:,}")]
    for way in labels["ways"]:
        spent = "" if way["seconds"] is None else amount(way["seconds"])
        precision = f"{way['precision']:.2f} ({way['precision_least']:.2f} to {way['precision_most']:.2f})"
        parts.append(f"| {_capital(way['name'])} | {spent} | {precision} | {way['top']:.0%} |\n")
    ranked = [way for way in labels["ways"] if way["seconds"] is not None]
    first, second = sorted(ranked, key=lambda way: -way["precision"])[:2]
    quickest = min(ranked, key=lambda way: way["seconds"])
    if first["precision_least"] > second["precision_most"]:
        said = f"On these data the most precise way is *{first['name']}*"
    else:
        said = (
            f"On these data *{first['name']}* and *{second['name']}* differ by less than one set from another"
        )
    parts.append(f"\n{said}; the quickest is *{quickest['name']}*. ")
    parts.append(
        "cleanlab needs no labels of people where the model's own labels are mostly right; where they are wrong"
        " in the same way everywhere, it learns that as the truth (see *How good are the detectors* for labels"
        " that models really gave).\n"
    )
    return parts


def _capital(name: str) -> str:
    return name if name.startswith(("synthreview", "cleanlab")) else name[:1].upper() + name[1:]
