"""All texts of an item that are trained on, with where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from synthreview.domain import PARTS, Form, Item

_NAMES_ONLY = frozenset({"annotator", "judge"})
"""Parts that say who gave a label."""


def texts(item: Item) -> Iterator[tuple[str, str]]:
    """Part paths and their texts, in the order of the parts; turns one by one."""
    for spec in PARTS[item.kind]:
        value = item.parts.get(spec.name)
        if spec.form is Form.TEXT and isinstance(value, str) and spec.name not in _NAMES_ONLY:
            yield spec.name, value
        elif spec.form is Form.TURNS and isinstance(value, list):
            for index, turn in enumerate(value):
                text = turn.get("text") if isinstance(turn, dict) else None
                if isinstance(text, str):
                    yield f"{spec.name}.{index}.text", text
