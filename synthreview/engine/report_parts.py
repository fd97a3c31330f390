"""What a report is made of, before it is put down as HTML, as a PDF or as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from synthreview.figures import isolated

LONGEST = 300
"""Letters that are told of a name or a sentence from outside."""
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Invisible letters that turn the direction of what stands around them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the blocks after it are about: a data set, or with ``small`` one statement about it."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of whole sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn beside a row: a bar from 0 to ``value``, or a dot with its interval. All are 0..1."""

    value: float
    low: float | None = None
    high: float | None = None
    neutral: float | None = None
    """Where "no effect" lies."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first cell of a row names it; ``numbers`` are the places of columns of numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset({1})
    bars: tuple[Bar, ...] = ()
    """One for each row, or none."""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of '{self.caption}' has more or fewer cells than there are columns")
        if self.bars and len(self.bars) != len(self.rows):
            raise ValueError(f"{len(self.bars)} bars for the {len(self.rows)} rows of '{self.caption}'")


Block = Heading | Words | Points | Facts | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """One question of those who approve a data set, and its answer."""

    name: str
    """For links: letters only."""
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was loaded, found, reviewed and changed in a project, what is left, and how sure that is.

    It is in English, and its texts are plain: whoever puts them down escapes them.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...] = field(default=())


def plain(text: str, longest: int = LONGEST) -> str:
    """A text from outside on one line, without what could change how its surroundings look."""
    kept = _TURNING.sub("", " ".join(text.split()))
    kept = "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in kept)
    return kept if len(kept) <= longest else f"{kept[: longest - 1]}…"


def named(text: str) -> str:
    """A name from outside as a part of a sentence."""
    return f"“{isolated(plain(text))}”"


def as_text(report: Report) -> str:
    """A report for a terminal: headings underlined, tables in columns."""
    lines = [report.title, "=" * _width(report.title), report.subtitle]
    for section in report.sections:
        lines += ["", section.title, "-" * _width(section.title)]
        for block in section.blocks:
            lines += _lines(block)
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield block.text if block.small else f"# {block.text}"
        case Words():
            yield block.text
        case Points():
            yield from (f"- {line}" for line in block.lines)
        case Facts():
            yield from _columns(block.rows, frozenset())
        case Grid():
            yield f"{block.caption}:"
            yield from (f"  {line}" for line in _columns([block.columns, *block.rows], block.numbers))


def _columns(rows: Sequence[tuple[str, ...]], numbers: frozenset[int]) -> Iterator[str]:
    if not rows:
        return
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - _width(cell))
            cells.append(blank + cell if place in numbers else cell + blank)
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal that a text takes up."""
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1
