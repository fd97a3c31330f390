"""Labels in source records: single values, lists, and lists written as text (``"[3. 4. -1]"``)."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from synthreview.formats.json_text import whole_characters
from synthreview.translation import tr

Label = str | None

BETWEEN = ", "
"""What stands between several labels that are read as one."""

_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,\[\]()]+""")
_BRACKETED = re.compile(r"\s*[\[(](.*)[\])]\s*\Z", re.S)
_WHOLE = re.compile(r"(-?\d+)\.0*\Z")
_NUMBER = re.compile(r"-?\d+(\.\d*)?\Z")
_NOTHING = {"", "nan", "null", "na", "n/a"}


def read_label(value: Any) -> Label:
    """One label as text (``3.0`` is ``"3"``), None when empty or not a number.

    Several labels of one item are joined; ValueError for what holds none.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value.strip()
        whole = _WHOLE.match(text)
        return whole[1] if whole else None if text.lower() in _NOTHING else text
    if isinstance(value, float):
        whole_number = math.isfinite(value) and value.is_integer()
        return str(int(value)) if whole_number else None if math.isnan(value) else str(value)
    if value is None or isinstance(value, int):
        return None if value is None else str(value)
    if isinstance(value, list) and not any(isinstance(element, list | dict) for element in value):
        return BETWEEN.join(label for label in map(read_label, value) if label is not None) or None
    raise ValueError(tr("holds no label"))


def read_labels(value: Any) -> list[Label] | None:
    """The labels of several annotators, -1 and empty ones as None; None when there is no list."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return list(_written_labels(value))
    values = value if isinstance(value, list) else [value]
    if any(isinstance(element, list) for element in values):
        raise ValueError(tr("holds no labels"))
    return [_valid(read_label(element)) for element in values]


@lru_cache(4096)
def _written_labels(literal: str) -> tuple[Label, ...]:
    """The labels of a cell; a data set has few different ones."""
    inner = _BRACKETED.match(literal)
    tokens = _TOKEN.findall(inner[1]) if inner else [literal]
    return tuple(_valid(read_label(_unquoted(token))) for token in tokens)


def _valid(label: Label) -> Label:
    return None if label in {"-1", "None"} else label


def _unquoted(token: str) -> str:
    if token[0] not in "'\"" or len(token) < 2:
        return token
    try:
        value = ast.literal_eval(token)
    except (ValueError, SyntaxError):
        return token[1:-1]
    return str(whole_characters(value))


def rewritten(literal: str, labels: Sequence[Label]) -> str:
    """A list literal, or a single label, with other labels in the style of those they replace.

    Serves JSON lists and lists written in a cell alike; what did not change keeps its characters.
    """
    inner = _BRACKETED.match(literal)
    if inner is None:  # a single label
        only = (labels[0] if labels else None) or ""
        return _styled(literal, only) if _NUMBER.match(literal) and _NUMBER.match(only) else only
    tokens = list(_TOKEN.finditer(literal, inner.start(1), inner.end(1)))
    if len(tokens) == len(labels):
        pieces, at = [], 0
        for token, label in zip(tokens, labels, strict=True):
            same = _valid(read_label(_unquoted(token[0]))) == label
            pieces += [literal[at : token.start()], token[0] if same else _styled(token[0], label)]
            at = token.end()
        return "".join([*pieces, literal[at:]])
    between = literal[tokens[0].end() : tokens[1].start()] if len(tokens) > 1 else ", "
    examples = [token[0] for token in tokens] or ["0"]
    written = [_styled(examples[min(i, len(examples) - 1)], label) for i, label in enumerate(labels)]
    return literal[: inner.start(1)] + between.join(written) + literal[inner.end(1) :]


def _styled(example: str, label: Label) -> str:
    """A label as a literal like ``example``."""
    quote = example[0] if example[0] in "'\"" else ""
    if quote:
        text = label or ""
        return json.dumps(text, ensure_ascii=False) if quote == '"' else repr(text)
    text = "-1" if label is None else label
    if not _NUMBER.match(text):
        return json.dumps(text, ensure_ascii=False)
    _, point, decimals = example.partition(".")
    if point and "." not in text and _NUMBER.match(example):
        return f"{text}.{'0' * len(decimals)}"
    return text
