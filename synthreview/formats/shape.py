"""What a known shape of records is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from synthreview.domain import Kind


@dataclass(frozen=True)
class Shape:
    """A shape of records: where each part may be found (alternatives parted by bars, best first).

    Parts in ``needs`` must be there, the others may be; so must be the paths in ``present``, and those in
    ``absent`` must not.
    With ``every``, one record that has the data but cannot be read this way rules the shape out.
    ``each``, ``id`` and ``group`` are as in a mapping. ``^key`` is a plain value beside the records, at
    the top of the file. ``named`` is part of the names of files that have this shape, where the fields
    alone could mean something else.
    """

    name: str
    """In words, marked with ``later``."""
    kind: Kind
    parts: Mapping[str, str]
    needs: Sequence[str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    every: bool = False
    each: str = ""
    id: str = ""
    group: str = ""
    named: str = ""
    texts: Sequence[str] = ()
    """Parts that rule the shape out when they are labels: few short values that come again and again."""


def alternatives(paths: str) -> list[str]:
    """The path expressions of a row's cell."""
    return [path.strip() for path in paths.split(" | ")]
