"""The options of ``import`` that say where the parts of an item are, as a mapping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from synthreview import presets
from synthreview.cli.output import WORDS
from synthreview.domain import PARTS, Kind
from synthreview.errors import UserError
from synthreview.formats.mapping import ASIDE, Mapping
from synthreview.project import Project

F = TypeVar("F", bound=Callable[..., Any])
KINDS = click.Choice([kind.value for kind in Kind])


@dataclass(frozen=True, slots=True)
class MappingOptions:
    """What was asked for; nothing of it means that the mapping is recognised."""

    kind: str | None = None
    maps: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def mapping(self, file: Path) -> Mapping | None:
        """The mapping asked for, on top of the recognised one; None when nothing is asked for."""
        saved = [entry for entry in self.maps if "=" not in entry]
        single = [entry for entry in self.maps if "=" in entry]
        if len(saved) > 1:
            raise UserError("Give one saved mapping with --map, and single parts as --map PART=PATH.")
        if not (self.kind or self.maps or self.codes):
            return None
        found = _saved(saved[0]) if saved else self._start(file)
        for entry in single:
            found = _with_part(found, entry)
        for entry in self.codes:
            found = _with_code(found, entry)
        return found

    def _start(self, file: Path) -> Mapping:
        """The recognised mapping, or an empty one of the kind that was asked for."""
        try:
            recognised = Project.preview(file).mapping
        except UserError:
            if self.kind is None:
                raise
            return Mapping(Kind(self.kind), {})
        if self.kind is None or self.kind == recognised.kind:
            return recognised
        return Mapping(Kind(self.kind), {})


def mapping_options(command: F) -> F:
    """The options of a command that reads a source."""
    for option in (
        click.option("--kind", type=KINDS, help="Kind of data, when it is not recognised."),
        click.option(
            "--map",
            "maps",
            type=WORDS,
            multiple=True,
            metavar="PART=PATH",
            help="Where a part is found in a record (also each=, id= and group=), or a saved mapping's name"
            " or file.",
        ),
        click.option(
            "--code",
            "codes",
            type=WORDS,
            multiple=True,
            metavar="[PART:]VALUE=MEANING",
            help="What a value of the choice means: a, b or tie; for a difference VALUE is like >0.",
        ),
    ):
        command = option(command)
    return command


def _saved(name: str) -> Mapping:
    path = Path(name)
    is_file = path.suffix == ".json" or path.is_file()
    return Mapping.from_json(presets.read(path) if is_file else presets.load(name))


def _with_part(mapping: Mapping, entry: str) -> Mapping:
    part, _, path = entry.partition("=")
    if part in ASIDE:
        return Mapping.from_json({**mapping.to_json(), part: path})
    known = {spec.name for spec in PARTS[mapping.kind]}
    if part not in known:
        raise UserError(
            f"'--map {entry}' is not PART=PATH; a {mapping.kind.words.lower()} has"
            f" {', '.join(sorted(known))}."
        )
    return replace(mapping, parts={**mapping.parts, part: path})


def _with_code(mapping: Mapping, entry: str) -> Mapping:
    head, equals, means = entry.rpartition("=")
    part, colon, value = head.rpartition(":")
    if not equals or not head:
        raise UserError(f"'--code {entry}' is not VALUE=MEANING, such as 1=a or human_choice:2=b.")
    name = part if colon else "choice"
    return replace(mapping, codes={**mapping.codes, name: {**mapping.codes.get(name, {}), value: means}})
