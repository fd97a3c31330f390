"""E10: bits of a project file are flipped: it is told as damaged and left alone, or what is shown is right."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from synthreview.cli import main
from synthreview.domain import Verdict
from synthreview.errors import SynthreviewError
from synthreview.project import Project
from tests.safety.everything import OPERATIONS, copied, worked
from tests.safety.size import times

pytestmark = pytest.mark.safety

FLIPS = times(24, 300)
COMMANDS = (("queue",), ("show", "1"), ("stats",), ("check",), ("history",))


@pytest.fixture(scope="module")
def whole(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project somebody worked on, with an index of words."""
    path = copied(template, tmp_path_factory.mktemp("whole"))
    with closing(Project.open(path, reviewer="ana")) as project:
        worked(
            project, random.Random(8), 60, [name for name in OPERATIONS if name not in ("update", "remove")]
        )
        project.index_text()
        project.refresh_queue()
    return path


def flipped(data: bytes, chance: random.Random, kind: str) -> bytes:
    """One bit, a byte of noise, or a sector of zeros; anywhere, or in a page's head where it hurts."""
    found = bytearray(data)
    at = chance.randrange(len(found))
    if kind == "head":
        at = at // 8192 * 8192 + chance.randrange(120)
    if kind == "sector":
        start = at // 512 * 512
        found[start : start + 512] = bytes(512)
    else:
        found[at] ^= 1 << chance.randrange(8) if kind != "byte" else chance.randrange(1, 256)
    return bytes(found)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The real command; anything but a sentence and an exit code fails."""
    monkeypatch.setattr(sys, "argv", ["synthreview", *map(str, arguments)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def shown(project: Project) -> Iterator[tuple[str, str]]:
    """What a person sees, piece by piece."""
    asked: dict[str, Callable[[], object]] = {
        "data sets": project.datasets,
        "counts": project.counts,
        "queue": lambda: list(project.queue_ids("")),
        "history": lambda: [(each.seq, each.label, each.state) for each in project.history(1_000)],
        "events": project.events,
        "words": lambda: sorted(project.queue_ids("wren")),
        "guidelines": project.guidelines,
    }
    for item in range(1, 40):
        asked[f"item {item}"] = lambda item=item: project.view(item)
    for name, ask in asked.items():
        try:
            yield name, repr(ask())
        except SynthreviewError as error:
            yield name, f"refused: {type(error).__name__}"


class Came(NamedTuple):
    """What came of the flips."""

    outcomes: Counter[str]
    surfaced: Counter[str]
    """Errors that are no sentences, with where they came from."""
    unnoticed: Counter[str]
    """What was shown other than it is, though the file opened and a check found nothing."""


def sweep(whole: Path, folder: Path, seed: int, act: Callable[[Path, Came], str]) -> Came:
    """Flip, act, and see that the bytes of what is damaged are as they were."""
    chance, data = random.Random(seed), whole.read_bytes()
    path, came = folder / whole.name, Came(Counter(), Counter(), Counter())
    for number in range(FLIPS):
        bad = flipped(data, chance, ("bit", "head", "byte", "sector")[number % 4])
        path.write_bytes(bad)
        try:
            outcome = act(path, came)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            place = traceback.extract_tb(error.__traceback__)[-1]
            came.surfaced[f"{type(error).__name__} in {Path(place.filename).stem}.{place.name}"] += 1
            outcome = "an error that is no sentence"
        came.outcomes[outcome] += 1
        if outcome not in ("sound", "unnoticed"):
            assert path.read_bytes() == bad, f"flip {number}: a damaged file was changed ({outcome})"
        for journal in folder.glob(f"{whole.name}-*"):
            journal.unlink()
    return came


def look(path: Path, came: Came, good: dict[str, str]) -> str:
    """Open a project as the window does, see all of it, and check it."""
    try:
        project = Project.open(path, reviewer="ana")
    except SynthreviewError:
        return "refused"
    with closing(project):
        if project.is_damaged:
            assert project.read_only
            assert "Restore a backup" in project.read_only_reason
            with pytest.raises(SynthreviewError):
                project.decide(1, Verdict.ACCEPT)
        try:
            found = dict(shown(project))
            intact = project.check().intact
        except Exception as error:
            project.heed(error)  # as the window's notifier does
            if project.is_damaged:
                came.surfaced[f"heeded: {type(error).__name__}"] += 1
                return "damaged"
            raise
        if project.is_damaged:
            return "damaged"
        if not intact:
            return "found by a check"
        wrong = [name for name in good if good[name] != found[name]]
        came.unnoticed.update(wrong)
        return "unnoticed" if wrong else "sound"


@pytest.fixture(scope="module")
def in_the_service(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Came:
    folder = tmp_path_factory.mktemp("service")
    with closing(Project.open(copied(whole, folder))) as project:
        good = dict(shown(project))
    return sweep(whole, folder, 1, lambda path, came: look(path, came, good))


def test_a_damaged_file_is_read_only_and_left_as_it_is(in_the_service: Came) -> None:
    """The bytes of each are looked at after each flip; what is shown of a sound one is right."""
    outcomes = in_the_service.outcomes
    assert outcomes["damaged"], "no flip hit anything; the test proves nothing"
    assert outcomes["unnoticed"] <= FLIPS / 8, in_the_service.unnoticed


def test_the_service_raises_nothing_but_sentences(in_the_service: Came) -> None:
    raw = {what: times for what, times in in_the_service.surfaced.items() if not what.startswith("heeded")}
    assert raw == {}


@pytest.fixture(scope="module")
def in_commands(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Came:
    with pytest.MonkeyPatch.context() as patch:
        return sweep(whole, tmp_path_factory.mktemp("commands"), 2, lambda path, _: asked(path, patch))


def asked(path: Path, patch: pytest.MonkeyPatch) -> str:
    codes = [run(patch, *command[:1], path, *command[1:]) for command in COMMANDS]
    return "told" if any(codes) else "sound"


def test_commands_leave_a_damaged_file_as_it_is(in_commands: Came) -> None:
    assert set(in_commands.outcomes) > {"sound"}, "no flip hit anything; the test proves nothing"


def test_commands_end_with_a_sentence(in_commands: Came) -> None:
    assert in_commands.surfaced == {}


def test_a_change_inside_a_record_is_found_by_a_check(whole: Path, tmp_path: Path) -> None:
    """What the structure of the file does not tell: the bytes of each source still give its SHA-256."""
    path = copied(whole, tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        for table, column, key in (
            ("record", "raw", "id"),
            ("record", "prefix", "id"),
            ("dataset", "head", "id"),
        ):
            (number, held) = connection.execute(
                f"SELECT {key}, {column} FROM {table} ORDER BY length({column}) DESC"
            ).fetchone()
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (changed(held), number))
            connection.commit()
            with closing(Project.open(path)) as project:
                report = project.check()
                assert any("SHA-256" in problem for problem in report.problems), (table, column)
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (held, number))
            connection.commit()
    with closing(Project.open(path)) as project:
        assert project.check().intact


def changed(held: bytes) -> bytes:
    return bytes([*held[:-1], held[-1] ^ 1]) if held else b" "


def test_a_mended_record_is_as_its_source_was(project_path: Path) -> None:
    with closing(Project.open(project_path, reviewer="ana")) as project:
        good = json.dumps({"instruction": "Name a wader.", "input": "", "output": "Snipe."})
        assert project.mend(1, [(2, good)]).operation is not None
        assert project.check().intact
