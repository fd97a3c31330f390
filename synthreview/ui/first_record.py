"""The first record of a source and what it holds at each path, beside the fields that can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from synthreview.errors import SynthreviewError

TRIED = 20
"""Records that are looked at for one that can be read."""


def first_record(source: Path) -> dict[str, Any]:
    """The first record that can be read; empty where there is none."""
    from synthreview.formats.readers import Reader
    from synthreview.formats.sniff import sniff

    try:
        reader = Reader(source, sniff(source))
        found = [piece.record for piece in islice(reader, TRIED) if isinstance(piece.record, dict)]
        reader.close()
    except SynthreviewError:
        return {}
    return next((record for record in found if record), {})


def values_at(fields: Sequence[str], record: Mapping[str, Any], each: str = "") -> dict[str, str]:
    """The plain values of a record by path, as text; ``@`` is its first item where it holds several."""
    from synthreview.formats.paths import compile_expression
    from synthreview.formats.units import compile_units

    unit = next(iter(compile_units(each).of(record)), None) if each and record else None
    found = {}
    for path in fields if record else ():
        expression = compile_expression(path)
        if isinstance(expression, tuple) and (unit is not None or not path.startswith("@")):
            value = expression[0].get(record, unit)
            if isinstance(value, str | int | float):
                found[path] = str(value)
    return found
