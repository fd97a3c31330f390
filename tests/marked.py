"""Which sentences translators get: every text that the code marks."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import synthreview

_TEXTS = {"tr": 1, "later": 1, "trn": 2}
"""How many texts each mark takes."""


@cache
def marked() -> frozenset[str]:
    """All texts in the program that stand in ``tr``, ``trn`` or ``later``."""
    found: set[str] = set()
    for path in Path(synthreview.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = node.args[: _TEXTS.get(node.func.id, 0)]
                found |= {text.value for text in texts if isinstance(text, ast.Constant)}
    return frozenset(found)
