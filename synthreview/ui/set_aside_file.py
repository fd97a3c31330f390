"""Records that were set aside, as a file to mend elsewhere: one JSON object a line (no Qt).

The same lines as the command ``quarantine export`` writes and ``quarantine retry --from`` reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson

from synthreview.engine.outfile import whole
from synthreview.errors import UserError
from synthreview.translation import tr


def write(path: Path, name: str, rows: Iterable[tuple[int, str, str]]) -> int:
    """Write position, reason and text of each; returns how many. The file appears whole or not at all."""
    written = 0
    with whole(path) as file:
        for position, why, text in rows:
            line = {"dataset": name, "position": position, "why": why, "text": text}
            file.write(orjson.dumps(line) + b"\n")
            written += 1
    return written


def read(path: Path, name: str) -> list[tuple[int, str | None]]:
    """Position and mended text of each line that is about a data set; UserError names a line that is none."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UserError(
            tr(
                "'{file}' cannot be read ({why}); choose another file.",
                file=path.name,
                why=error.strerror,
            )
        ) from error
    found: list[tuple[int, str | None]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            if row.get("dataset", name) == name:
                found.append((int(row["position"]), str(row["text"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            words = tr(
                "Line {number} of '{file}' is no record; each line needs a position and a text.",
                number=number,
                file=path.name,
            )
            raise UserError(words) from error
    if not found:
        raise UserError(
            tr(
                "'{file}' holds no record of '{dataset}'; choose a file that was saved from it.",
                file=path.name,
                dataset=name,
            )
        )
    return found
