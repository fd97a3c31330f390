"""What may come into a text field from outside: text, and nothing that no text holds."""

from __future__ import annotations

import re

from synthreview.figures import grouped
from synthreview.translation import tr, trn

MOST = 2_000_000
"""Characters that a field takes at once; more is a file, not an edit."""

_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]"
)
_LOST = "\ufffd"


def pasted(text: str) -> tuple[str, str]:
    """What of a pasted text goes into the field, and a sentence about what does not (empty: all does)."""
    if len(text) > MOST:
        return "", tr(
            "What you pasted has {count} characters; a field takes {most} at most, so nothing was put in.",
            count=grouped(len(text)),
            most=grouped(MOST),
        )
    clean, gone = _NO_TEXT.subn("", text)
    if 2 * (gone + text.count(_LOST)) > len(text):
        return "", tr("What you pasted is no text, so nothing was put in.")
    if gone:
        return (
            clean,
            trn(
                "{count} control character of what you pasted stayed out: no text holds such.",
                "{count} control characters of what you pasted stayed out: no text holds such.",
                gone,
            ),
        )
    return clean, ""
