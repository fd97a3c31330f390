"""The structure of Markdown text, every piece with its place in the text it was written in (pure, no Qt).

What people and models mostly write is read: headings, lists, quotes, rules, fenced code, tables, and
within a line emphasis and code. Links, pictures and HTML stay the text they are. Lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from synthreview.ui.text.display import code_lines


class Form(StrEnum):
    """What a block is."""

    PLAIN = "plain"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    RULE = "rule"
    CODE = "code"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the source (code points) that is shown as it is, or as ``sign`` in its place."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    sign: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text, a fenced piece of code, or a table."""

    form: Form
    runs: Runs = ()
    level: int = 0
    """Of a heading, 1 to 6; of a list item, how deep it lies, from 0."""
    rows: tuple[tuple[Runs, ...], ...] = ()
    """The cells of a table, its head first."""
    sides: tuple[str, ...] = ()
    """The side each column of a table keeps to: ``right``, ``center``, or empty for none."""
    apart: bool = False
    """Whether an empty line stands before it."""


_LINE = re.compile("[^\r\n]*(?:\r\n|\n|\r|\\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^`\r\n]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"([ \t]*)([-*+•]|\d{1,4}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}> ?")
_DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-{1,200}:?[ \t]*(?:\|[ \t]*:?-{1,200}:?[ \t]*){1,50}\|?[ \t]*$")
_MOST_COLUMNS = 50

_INLINE = re.compile(
    r"(?P<escape>\\[*_`~#\\|])"
    r"|(?P<ticks>`{1,3})(?!`)(?P<code>[^`]{1,400}(?:`[^`]{1,400}){0,3}?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<strong>\*\*)(?=[^\s*])(?P<bold>.{1,800}?)(?<=[^\s*])\*\*(?!\*)"
    r"|(?<!\w)__(?=[^\s_])(?P<bold2>.{1,800}?)(?<=[^\s_])__(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*]{1,400}?)(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])(?P<italic2>[^_]{1,400}?)(?<=[^\s_])_(?![\w_])"
    r"|~~(?=\S)(?P<struck>.{1,400}?)(?<=\S)~~"
)


def is_structured(text: str) -> bool:
    """Whether a text is written in Markdown rather than in plain lines."""
    if code_lines(text) == [(0, text.count("\n") + 1)] and "```" not in text and "~~~" not in text:
        return False  # a program: its comments would be headings
    items = 0
    for form in _forms(text):
        items += form is Form.ITEM
        if form in (Form.CODE, Form.TABLE, Form.HEADING) or items > 1:
            return True
    return False


def _forms(text: str) -> Iterator[Form]:
    lines = [match.group().rstrip("\r\n") for match in _LINE.finditer(text)]
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            yield Form.CODE
        elif _HEADING.match(line):
            yield Form.HEADING
        elif _ITEM.match(line):
            yield Form.ITEM
        elif "|" in line and number + 1 < len(lines) and _DASHES.match(lines[number + 1]):
            yield Form.TABLE


def blocks(text: str) -> list[Block]:
    """The blocks of a text in reading order."""
    return list(_Reader(text).blocks())


class _Reader:
    """Goes through the lines of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [(match.start(), match.group().rstrip("\r\n")) for match in _LINE.finditer(text)]
        if self._lines and not self._lines[-1][1]:
            self._lines.pop()
        self._at = 0
        self._indents: list[int] = []

    def blocks(self) -> Iterator[Block]:
        apart = False
        while self._at < len(self._lines):
            if not self._lines[self._at][1].strip():
                apart = True
                self._at += 1
                continue
            yield replace(self._next(), apart=apart)
            apart = False

    def _next(self) -> Block:
        start, line = self._lines[self._at]
        if fence := _FENCE.match(line):
            return self._code(fence)
        if self._at + 1 < len(self._lines) and "|" in line and _DASHES.match(self._lines[self._at + 1][1]):
            return self._table()
        self._at += 1
        if heading := _HEADING.match(line):
            self._indents.clear()
            runs = inline(self._text, start + heading.start(2), start + heading.end(2))
            return Block(Form.HEADING, runs, len(heading[1]))
        if _RULE.match(line):
            return Block(Form.RULE)
        if item := _ITEM.match(line):
            return self._item(start, line, item)
        if quote := _QUOTE.match(line):
            return Block(Form.QUOTE, inline(self._text, start + quote.end(), start + len(line)))
        if not line[0].isspace():
            self._indents.clear()
        return Block(Form.PLAIN, inline(self._text, start, start + len(line)))

    def _item(self, start: int, line: str, item: re.Match[str]) -> Block:
        indent = len(item[1].expandtabs(4))
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        sign = "" if item[2][0].isdigit() else "•"
        marker = Run(start + item.start(2), start + item.end(2), sign=sign)
        runs = inline(self._text, start + item.end(), start + len(line))
        return Block(Form.ITEM, (marker, *runs), min(len(self._indents) - 1, 8))

    def _code(self, fence: re.Match[str]) -> Block:
        start = self._lines[self._at][0]
        info = (Run(start + fence.start(2), start + fence.end(2)),) if fence[2].strip() else ()
        self._at += 1
        first = self._at
        while self._at < len(self._lines) and not self._closes(self._lines[self._at][1], fence[1]):
            self._at += 1
        inside = self._lines[first : self._at]
        self._at += 1
        if not inside:
            return Block(Form.CODE, rows=((info, ()),))
        last, line = inside[-1]
        return Block(Form.CODE, rows=((info, (Run(inside[0][0], last + len(line), code=True),)),))

    def _closes(self, line: str, opening: str) -> bool:
        line = line.strip()
        return len(line) >= len(opening) and not line.strip(opening[0])

    def _table(self) -> Block:
        rows = [self._cells()]
        dashes = self._lines[self._at][1].strip().removeprefix("|").removesuffix("|")
        sides = tuple(_side(cell.strip()) for cell in dashes.split("|"))
        self._at += 1
        while self._at < len(self._lines) and "|" in self._lines[self._at][1]:
            rows.append(self._cells())
        return Block(Form.TABLE, rows=tuple(rows), sides=sides)

    def _cells(self) -> tuple[Runs, ...]:
        start, line = self._lines[self._at]
        self._at += 1
        left = len(line) - len(line.lstrip(" \t|"))
        left = line.find("|") + 1 if "|" in line[:left] else 0  # a bar at the edge opens no cell
        right = len(line.rstrip())
        right -= line[:right].endswith("|") and right > left
        cells: list[Runs] = []
        for piece in _pieces(line, left, right):
            low, high = piece
            while low < high and line[low] in " \t":
                low += 1
            while high > low and line[high - 1] in " \t":
                high -= 1
            cells.append(inline(self._text, start + low, start + high))
        return tuple(cells[:_MOST_COLUMNS])


def _side(dashes: str) -> str:
    if not dashes.endswith(":"):
        return ""
    return "center" if dashes.startswith(":") else "right"


def _pieces(line: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """The stretches of a line between bars; a bar after a backslash is one of the text."""
    start = left
    for bar in re.finditer(r"(?<!\\)\|", line[left:right]):
        yield start, left + bar.start()
        start = left + bar.end()
    yield start, right


def inline(text: str, start: int, end: int, style: Run | None = None) -> Runs:
    """The runs of a stretch of text, the signs of its emphasis left out."""
    style = style or Run(0, 0)
    found: list[Run] = []
    at = start
    for match in _INLINE.finditer(text, start, end):
        found.append(replace(style, start=at, end=match.start()))
        found += _styled(text, match, style)
        at = match.end()
    found.append(replace(style, start=at, end=end))
    return tuple(run for run in found if run.start < run.end)


def _styled(text: str, match: re.Match[str], style: Run) -> Runs:
    if match["escape"]:
        return (replace(style, start=match.start() + 1, end=match.end()),)
    if match["code"] is not None:
        return (replace(style, start=match.start("code"), end=match.end("code"), code=True),)
    for name in ("bold", "bold2", "italic", "italic2", "struck"):
        if match[name] is not None:
            changed: dict[str, Any] = {name.rstrip("2"): True}
            return inline(text, *match.span(name), replace(style, **changed))
    return ()
