"""What the second-order check found, for the report and the data card."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from synthreview.engine import report_words
from synthreview.engine.report_parts import Block, Grid, Heading, Points, Words, plain
from synthreview.figures import grouped
from synthreview.probe import limits, words
from synthreview.probe.result import Result, View, from_json
from synthreview.store import datasets, ops, probes


def known(connection: sqlite3.Connection, dataset: int) -> Result | None:
    """What the last check of a data set found; None where there was none."""
    try:
        told = probes.known(connection, dataset)
    except ValueError:
        return None
    found = from_json(told) if isinstance(told, dict) else None
    return found if found is not None and _can_be_told(found) else None


def _can_be_told(result: Result) -> bool:
    """Whether what is kept fits together: of what was damaged nothing is told, it can be made again."""
    try:
        for _ in blocks(result, old=False):
            pass
        short(result, old=False)
        words.measure(result, result.views[0])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError):
        return False
    return True


def decided_since(connection: sqlite3.Connection, dataset: int, result: Result) -> int:
    """Decisions on a data set that a check of it knows nothing of."""
    return ops.decided_since(connection, result.event, *datasets.item_range(connection, dataset))


def short(result: Result, *, old: bool) -> list[str]:
    """The finding in a few whole sentences, with what it rests on, for a card."""
    told = [f"{words.headline(result)}.", *words.sentences(result)]
    of = f"Tested on {grouped(result.tested)} answers of people with the program's own quick models"
    told.append(f"{of}, on {report_words.minute(result.at)}.")
    return [*told, SINCE] if old else told


SINCE = "Decisions were made since; the check knows nothing of them."


def blocks(result: Result, *, old: bool) -> Iterator[Block]:
    """The finding, its numbers, what limits it, and how it was done."""
    yield Words(f"{plain(words.headline(result))}. Tested on {report_words.minute(result.at)}.")
    if old:
        yield Words(SINCE)
    if said := words.sentences(result):
        yield Points(tuple(map(plain, said)))
    for view in result.views:
        yield _arms(result, view)
    yield Heading("What limits this", small=True)
    yield Points(tuple(map(plain, limits.cautions(result))))
    yield Heading("How it was done", small=True)
    yield Points(tuple(map(plain, limits.protocol(result))))


def _arms(result: Result, view: View) -> Grid:
    name = words.VIEWS.get(view.name, view.name)
    return Grid(
        f"{words.measure(result, view)} ({name})",
        ("Trained on", "Value [95 %]", "Points gained [95 %]", "Better : worse", "Chance", "Examples"),
        tuple(
            (
                words.ARMS.get(arm.arm, arm.arm),
                words.with_interval(arm.score),
                ""
                if arm.gain is None
                else f"{words.points(arm.gain.value, signed=True)} {words.interval(arm.gain)}",
                "" if arm.gain is None else f"{grouped(arm.won)} : {grouped(arm.lost)}",
                "" if arm.gain is None else _chance(arm.chance),
                grouped(round(arm.trained_on)),
            )
            for arm in view.arms
        ),
        frozenset({1, 2, 3, 4, 5}),
    )


def _chance(chance: float) -> str:
    return "below .001" if chance < 0.001 else f"{chance:.3f}".removeprefix("0")
