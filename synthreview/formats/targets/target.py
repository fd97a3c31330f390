"""What an export is made of: the formats' properties, what a person may choose, one item as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from synthreview.domain import Kind, Parts
from synthreview.errors import UserError
from synthreview.translation import tr

COLUMNS = (
    "verdict",
    "reasons",
    "risk",
    "reviewer",
    "licence",
    "generator",
    "note",
    "position",
    "unit",
    "dataset",
)
"""What may stand beside an item's own fields, under exactly these names."""


class Encoding(StrEnum):
    """How the records of a format become bytes."""

    ARRAY = "array"
    """One JSON array."""
    LINES = "lines"
    """JSON Lines."""
    CSV = "csv"
    PARQUET = "parquet"
    FOLDER = "folder"
    """Several files in a folder of their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """A format to export to: its name in commands, its words on screen, and what it can carry.

    ``ending`` is that of its file, empty for a folder.
    """

    name: str
    said: str
    ending: str
    encoding: Encoding
    kinds: frozenset[Kind]

    @property
    def words(self) -> str:
        """Its name on screen."""
        return tr(self.said)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose; a format ignores what it does not know.

    ``conversational`` writes lists of messages in place of texts (preference, prompt-completion, kto).
    ``implicit_prompt`` writes preferences as two whole dialogues without a prompt of their own.
    ``columns`` are of ``COLUMNS``; UserError names one that is not.
    ``names`` says in messages who speaks, where that is known. Left out by default: a file in which names
    first occur after some megabytes cannot be loaded by the ``datasets`` library.
    """

    conversational: bool = False
    implicit_prompt: bool = False
    columns: tuple[str, ...] = ()
    names: bool = False

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in COLUMNS:
                known = ", ".join(COLUMNS)
                raise UserError(
                    tr("An export has no column '{name}' to add; there are {known}.", name=name, known=known)
                )


@dataclass(frozen=True, slots=True)
class Row:
    """One item with what is known of it.

    ``verdict`` is the name of its state (accepted, fixed, rejected, deferred, undecided), ``parts`` are
    as they now stand and ``original`` as they were before the fix, None where nothing was fixed.
    ``risk`` is 0..1; ``findings`` are sentences.
    """

    item: int
    kind: Kind
    parts: Parts
    dataset: str
    position: int
    unit: str | None
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    note: str = ""
    reviewer: str = ""
    risk: float | None = None
    licence: str = ""
    generator: str = ""
    findings: tuple[str, ...] = ()
    original: Parts | None = None

    def column(self, name: str) -> Any:
        """The value of one of ``COLUMNS``: texts throughout but for risk and position.

        An empty list or null would keep a reader that guesses types from the first megabytes from taking
        a text later.
        """
        if name == "reasons":
            return ", ".join(self.reasons)
        value = getattr(self, name)
        return "" if name == "unit" and value is None else value


class CannotExpress(ValueError):
    """A format cannot say an item; the text completes the sentence "Record 5 ...", as in "is a tie".

    It is in English, as manifests keep it; ``tr`` translates it where it is shown.
    """
