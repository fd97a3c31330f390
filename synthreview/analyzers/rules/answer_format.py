"""Answers that were to be JSON and cannot be read as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.domain import Confidence, Kind, Reason

REASONS = (
    Reason(
        "broken_json",
        (Kind.INSTRUCTION,),
        "The answer should be JSON and breaks at line {line}, column {column}",
        "output",
        0.9,
        Confidence.CERTAIN,
    ),
)

_ASKS_JSON = re.compile(
    r"\b(?:in|as|to|into|valid|an?|equivalent|using|following|return|output)\s+(?:\w+\s+)?JSON\b"
    r"(?!\s+(?:schema|api|parser|file\b|web|path))|JSON\s?(?:格式|对象|数据)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\A```(?:json)?[ \t]*\n(.*?)\n?```\Z", re.DOTALL | re.IGNORECASE)
_STARTS_JSON = re.compile(r"[{\[]\s*(?:[\"{\[]|[}\]])")
_CODE = re.compile(
    r"\b(?:code|functions?|scripts?|programs?|python|javascript|java|class|parse)\b", re.IGNORECASE
)
_COMMENT = re.compile(r"//|/\*|\.\.\.|…|<[a-z]")


def broken_json(example: Example) -> Iterator[Hit]:
    """A JSON-shaped answer to a request for JSON that no JSON reader accepts."""
    if "json" not in example.instruction.casefold() or _CODE.search(example.instruction):
        return
    if not _ASKS_JSON.search(example.instruction):
        return
    text = example.output.strip()
    offset = example.output.index(text) if text else 0
    fenced = _FENCE.match(text)
    if fenced:
        text, offset = fenced[1], offset + fenced.start(1)
    if not _STARTS_JSON.match(text) or _COMMENT.search(text):
        return
    try:
        json.JSONDecoder().raw_decode(text)  # words after the value are another matter
    except ValueError as error:
        spot = getattr(error, "pos", 0)
        line = text.count("\n", 0, spot) + 1
        column = spot - (text.rfind("\n", 0, spot) + 1) + 1
        start = offset + min(spot, len(text) - 1)
        yield Hit("broken_json", "output", start, start + 1, args={"line": line, "column": column})
