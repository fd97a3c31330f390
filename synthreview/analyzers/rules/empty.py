"""Empty texts where something must stand."""

from __future__ import annotations

from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "empty_output", (Kind.INSTRUCTION,), later("The output is empty"), "output", 0.99, Confidence.CERTAIN
    ),
    Reason(
        "empty_instruction",
        (Kind.INSTRUCTION,),
        later("The instruction is empty"),
        "input",
        0.97,
        Confidence.CERTAIN,
    ),
    Reason(
        "empty_answer",
        (Kind.PREFERENCE,),
        later("Answer {answer} is empty"),
        "answer",
        0.97,
        Confidence.CERTAIN,
    ),
    Reason("empty_text", (Kind.FREE_TEXT,), later("The text is empty"), "text", 0.99, Confidence.CERTAIN),
)

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: only white space and invisible characters."""
    return not text.strip() or not text.strip(_INVISIBLE + " \t\r\n")


def empty(reason: str, part: str, text: str, **args: str) -> Iterator[Hit]:
    """A hit with the given reason where the text shows nothing."""
    if is_blank(text):
        yield Hit(reason, part, 0, len(text), args=args)
