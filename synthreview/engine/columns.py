"""Values of many items as arrays of small numbers, so that any choice of items is counted in a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synthreview.store.breakdown import LENGTHS, Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Counts = Counter[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """Pairs of item and value, each pair once: ``codes`` are places in ``values``."""

    items: NDArray[np.int64]
    codes: NDArray[np.unsignedinteger]
    values: tuple[Value, ...]

    def counts(self, wanted: NDArray[np.bool_]) -> Counts:
        """How many items have each value, of those that have a mark in ``wanted`` (by item id)."""
        import numpy as np

        known = self.items < len(wanted)
        codes = self.codes[known][wanted[self.items[known]]]
        found: Counts = Counter()
        for value, number in zip(self.values, np.bincount(codes, minlength=len(self.values)), strict=True):
            found[value] += int(number)
        return found

    def renamed(self, names: Mapping[Value, Value]) -> Column:
        """The same with other values; two may become one where no item has both."""
        return replace(self, values=tuple(names.get(value) for value in self.values))

    def items_with(self, value: Value) -> NDArray[np.int64]:
        """The items that have a value."""
        if value not in self.values:
            return self.items[:0]
        having: NDArray[np.int64] = self.items[self.codes == self.values.index(value)]
        return having


class Gathered:
    """Columns in the making, for some keys whose items are the same; lengths are cut into ranges."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._codes: list[dict[Value, int]] = [{} for _ in keys]
        self._parts: list[tuple[NDArray[np.int64], list[NDArray[np.uint32]]]] = []

    def add(self, items: list[int], values: list[list[Value]]) -> None:
        """Add items (none twice in two calls) with the values of each key."""
        import numpy as np

        coded = []
        for key, codes, column in zip(self._keys, self._codes, values, strict=True):
            if key == "length":
                column = _begins(column)
            for value in set(column).difference(codes):
                codes[value] = len(codes)
            coded.append(np.fromiter(map(codes.__getitem__, column), np.uint32, len(column)))
        self._parts.append((np.array(items, np.int64), coded))

    def columns(self) -> dict[str, Column]:
        """A column for each key."""
        import numpy as np

        items = np.concatenate([np.zeros(0, np.int64), *(part for part, _ in self._parts)])
        found = {}
        for place, (key, known) in enumerate(zip(self._keys, self._codes, strict=True)):
            codes = np.concatenate([np.zeros(0, np.uint32), *(coded[place] for _, coded in self._parts)])
            found[key] = _once(items, codes, tuple(known))
        return found


def _begins(lengths: list[Value]) -> list[Value]:
    """Where the range of each length begins."""
    import numpy as np

    begins = np.array(LENGTHS)
    values: list[Value] = begins[np.searchsorted(begins, np.array(lengths, np.int64), "right") - 1].tolist()
    return values


def _once(items: NDArray[np.int64], codes: NDArray[np.uint32], values: tuple[Value, ...]) -> Column:
    import numpy as np

    width = max(len(values), 1)
    narrow = np.min_scalar_type(width)
    if not (items[1:] > items[:-1]).all():
        pairs = np.sort(items * width + codes, kind="stable")
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        items, codes = pairs // width, (pairs % width).astype(np.uint32)
    return Column(items, codes.astype(narrow), values)
