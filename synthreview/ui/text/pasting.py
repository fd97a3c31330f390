"""What may come into a text field from outside: text, and nothing that no text holds."""

from __future__ import annotations

import re

from synthreview.figures import counted, grouped

MOST = 2_000_000
"""Characters that a field takes at once; more is a file, not an edit."""

_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]"
)
_LOST = "\ufffd"


def pasted(text: str) -> tuple[str, str]:
    """What of a pasted text goes into the field, and a sentence about what does not (empty: all does)."""
    if len(text) > MOST:
        return "", (
            f"What you pasted has {grouped(len(text))} characters; a field takes {grouped(MOST)} at most, "
            "so nothing was put in."
        )
    clean, gone = _NO_TEXT.subn("", text)
    if 2 * (gone + text.count(_LOST)) > len(text):
        return "", "What you pasted is no text, so nothing was put in."
    if gone:
        return (
            clean,
            f"{counted(gone, 'control character')} of what you pasted stayed out: no text holds such.",
        )
    return clean, ""
