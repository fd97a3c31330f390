"""The sample a newcomer meets first: five kinds of data, written for it, with known defects planted.

Everything is drawn from one seed, so the same seed gives the same bytes on every platform.
``truth.jsonl`` names each planted defect; a record that is not listed there is meant to be clean.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from synthreview.demo import chats, instructions, labels, preferences, roleplay, texts, writing
from synthreview.demo.planting import DEFECTS, Entry
from synthreview.domain import Kind
from synthreview.errors import EnvironmentFault
from synthreview.translation import later, tr

TRUTH = "truth.jsonl"
"""The name of the file that lists what was planted."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A sample on disk: its folder, its files as (path, kind value, title), and the truth file."""

    folder: Path
    files: tuple[tuple[Path, str, str], ...]
    truth: Path


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    kind: Kind
    title: str
    build: Callable[[Random], list[Entry]]
    write: Callable[[Iterable[dict[str, Any]]], str]


_SHEETS = (
    _Sheet("instructions.json", Kind.INSTRUCTION, later("Instructions"), instructions.build, writing.array),
    _Sheet("labels.csv", Kind.TASK_LABEL, later("Labels"), labels.build, writing.table),
    _Sheet("preferences.jsonl", Kind.PREFERENCE, later("Preferences"), preferences.build, writing.lines),
    _Sheet("chats.json", Kind.SIMULATION, later("Chats"), chats.build, writing.array),
    _Sheet("roleplay.json", Kind.SIMULATION, later("Role play"), roleplay.build, writing.array),
    _Sheet("texts.jsonl", Kind.FREE_TEXT, later("Texts"), texts.build, writing.lines),
)


def generate(folder: Path, seed: int = 20) -> Demo:
    """Write the sample into ``folder`` (made when it is absent) and say what was written.

    Raises EnvironmentFault when the folder cannot be written.
    """
    planted: list[dict[str, Any]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in _SHEETS:
            # A generator for each file: a change to one file's material leaves the others as they are.
            entries = sheet.build(Random(f"{seed} {sheet.name}"))
            _save(folder / sheet.name, sheet.write(entry.record for entry in entries))
            planted.extend(_truth_lines(sheet, entries))
        _save(folder / TRUTH, writing.lines(planted))
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            tr(
                "The sample cannot be written to {folder}: {reason}; choose a folder you can write to.",
                folder=folder,
                reason=reason,
            )
        ) from error
    files = tuple((folder / sheet.name, sheet.kind.value, tr(sheet.title)) for sheet in _SHEETS)
    return Demo(folder, files, folder / TRUTH)


def truth(folder: Path) -> dict[tuple[str, int], tuple[str, ...]]:
    """The planted defect codes of a sample by (file name, 0-based record position)."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for line in (folder / TRUTH).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = (row["file"], row["position"])
        found[key] = (*found.get(key, ()), row["defect"])
    return found


def _truth_lines(sheet: _Sheet, entries: list[Entry]) -> Iterable[dict[str, Any]]:
    for position, entry in enumerate(entries):
        if entry.defect:
            yield {
                "file": sheet.name,
                "position": position,
                "kind": sheet.kind.value,
                "defect": entry.defect,
                "part": entry.part,
                "words": entry.words or DEFECTS[sheet.kind][entry.defect],
            }


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))  # bytes: no platform may change the line ends
