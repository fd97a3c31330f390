"""Records as the text of a file: JSON array, JSON Lines or CSV, with line feeds on every platform."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any


def array(records: Iterable[dict[str, Any]]) -> str:
    """A JSON array, indented so that a person can read it."""
    return json.dumps(list(records), ensure_ascii=False, indent=2) + "\n"


def lines(records: Iterable[dict[str, Any]]) -> str:
    """JSON Lines: one object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def table(records: Iterable[dict[str, Any]]) -> str:
    """A CSV file whose header comes from the first record; there must be one."""
    rows = list(records)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
