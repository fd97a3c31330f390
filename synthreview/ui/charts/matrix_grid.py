"""Where a matrix stands: names, heads, cells and totals turned into rectangles (pure, no Qt)."""

from __future__ import annotations

from dataclasses import dataclass

INSIDE = 6
"""Pixels between the edge of a cell, or of the band behind a name, and its words."""
GAP = 3
"""Pixels between two cells, in which outlines are drawn."""
MANY = 10
"""Labels above which a row is one line of text high and names get less room."""
_WIDEST = 360
"""Pixels of a cell, at most."""
_LEGIBLE = 72
"""Pixels of a cell from which the head of a column lies although it is cut."""
_HEAD = 116
"""Pixels of a head that stands on its side, at most."""
_TALLEST = 72
"""Pixels of a row that grows into free height, at most."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the words of a matrix need, in pixels."""

    line: int
    """Height of a line of text, and of small text."""
    small: int
    name: int
    """Width of the widest label, of the word above the names, of the widest share, count and total."""
    corner: int
    share: int
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; ``x`` is counted from the side where reading begins."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix laid out for a width."""

    labels: int
    left: float
    top: float
    across: float
    """Width of a cell with its gap."""
    down: float
    least: float
    """Height of a row with its gap as it is, and as low as it may be."""
    total: float
    """Width of the column of totals."""
    head: float
    """Height of the heads of columns, below the line that says whose they are."""
    upright: bool
    """Whether heads of columns stand on their side."""
    lines: int
    """Lines of text in a cell: share and count, the share alone, nothing."""

    @property
    def height(self) -> float:
        """Of the whole, at least."""
        return self.top + self.labels * self.least + INSIDE

    def cell(self, index: int) -> Box:
        """A cell, counted row by row."""
        row, column = divmod(index, self.labels)
        x, y = self.left + column * self.across, self.top + row * self.down
        return Box(x + GAP / 2, y + GAP / 2, self.across - GAP, self.down - GAP)

    def name(self, row: int) -> Box:
        """The name of a row."""
        return Box(0, self.top + row * self.down, self.left, self.down)

    def column(self, column: int) -> Box:
        """The head of a column."""
        return Box(self.left + column * self.across, self.top - self.head, self.across, self.head)

    def sum(self, row: int) -> Box:
        """The total of a row."""
        return Box(self.left + self.labels * self.across, self.top + row * self.down, self.total, self.down)

    def at(self, x: float, y: float) -> int | None:
        """The cell at a place."""
        row, column = (y - self.top) // self.down, (x - self.left) // self.across
        inside = 0 <= row < self.labels and 0 <= column < self.labels
        return int(row * self.labels + column) if inside else None

    def named_at(self, x: float, y: float) -> int | None:
        """The label whose name or head is at a place."""
        row, column = (y - self.top) // self.down, (x - self.left) // self.across
        if 0 <= x < self.left and 0 <= row < self.labels:
            return int(row)
        if self.top - self.head <= y < self.top and 0 <= column < self.labels:
            return int(column)
        return None


def grid(width: float, height: float, labels: int, sizes: Sizes) -> Grid:
    """A matrix of so many labels in a place; how low a row may be depends on their number alone.

    Otherwise a bar for scrolling, which takes width, could make room for itself to go, and come again.
    """
    left = min(max(sizes.name, sizes.corner) + 2 * INSIDE, (0.2 if labels > MANY else 0.27) * width)
    total = sizes.total + 2 * INSIDE
    across = min(max(width - left - total, labels) / labels, _WIDEST)
    upright = sizes.name + INSIDE > across - GAP and across < _LEGIBLE
    head = (min(sizes.name, _HEAD) if upright else sizes.line) + 2 * INSIDE
    top = sizes.small + head
    least = (sizes.line if labels > MANY else sizes.line + sizes.small + 4) + 4 + GAP
    down = min(max((height - top) / labels, least), max(_TALLEST, least))
    room = across - GAP - 4
    lines = 0 if sizes.share > room else 1 if labels > MANY or sizes.count > room else 2
    return Grid(labels, left, top, across, down, least, total, head, upright, lines)
