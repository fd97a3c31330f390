"""Which field names an item, so that two files can be joined and a newer one takes over old decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synthreview.formats.paths import escaped

_USUAL = (
    "id",
    "_id",
    "idx",
    "uuid",
    "guid",
    "index",
    "item_id",
    "example_id",
    "record_id",
    "hitid",
    "pairid",
)


def name_path(records: Sequence[dict[str, Any]]) -> str:
    """The path of a field of a usual name whose values all differ; empty when there is none."""
    keys = {key.lower(): key for record in records[:1] for key in record}
    for usual in _USUAL:
        key = keys.get(usual)
        if key is None:
            continue
        values = [record.get(key) for record in records]
        plain = [str(value) for value in values if isinstance(value, str | int) and value != ""]
        if len(plain) == len(records) == len(set(plain)):
            return escaped(key)
    return ""
