"""The cells of a row of delimited text: where each stands, and how to write another in its place."""

from __future__ import annotations

import re

from synthreview.formats.layout import Layout
from synthreview.translation import tr

_MUST_QUOTE = re.compile(r'["\r\n]')


def cell_span(row: str, layout: Layout, column: int) -> tuple[int, int]:
    """Where a cell stands in its row, quotes included."""
    delimiter = re.escape(layout.delimiter)
    bare = f"[^{delimiter}\r\n]*"
    cell = re.compile(f'"(?:[^"]|"")*"|{bare}' if layout.quoted else f"[^{delimiter}]*")
    at = 0
    for _ in range(column):
        match = cell.match(row, at)
        at = (match.end() if match else at) + 1
    match = cell.match(row, at)
    return at, match.end() if match else at


def written_cell(value: str, old: str, layout: Layout) -> str:
    """A value as a cell in the style of the one it replaces; ValueError when none can hold it."""
    separates = layout.delimiter in value
    if not layout.quoted:
        if separates or "\n" in value or "\r" in value:
            raise ValueError(
                tr("cells of this file are not quoted and can hold neither separator nor line end")
            )
        return value
    alone = not value and len(layout.fields) == 1  # without quotes this would be a blank line
    if separates or alone or _MUST_QUOTE.search(value) or old.startswith('"'):
        return '"' + value.replace('"', '""') + '"'
    return value
