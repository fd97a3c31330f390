"""YAML front matter of a card: block style, every text quoted, so that no value is taken for another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What JSON leaves as it is but YAML does not allow, or reads as a line end."""


def front_matter(fields: Mapping[str, Any]) -> str:
    """Plain data (texts, whole numbers, lists, objects with plain words as keys) between lines of dashes."""
    return "\n".join(["---", *_lines(fields), "---", ""])


def _lines(value: Any) -> Iterator[str]:
    entries = value.items() if isinstance(value, Mapping) else (("-", element) for element in value)
    for key, inner in entries:
        name = key if key == "-" else f"{key}:"
        if not isinstance(inner, Mapping | list | tuple) or not inner:
            yield f"{name} {_scalar(inner)}"
        elif key == "-":
            first, *others = _lines(inner)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
        else:
            yield name
            yield from (f"  {line}" for line in _lines(inner))


def _scalar(value: Any) -> str:
    """JSON is YAML but for a few characters; halves of surrogate pairs have no place in either."""
    return _UNPRINTABLE.sub(_escape, json.dumps(value, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"
