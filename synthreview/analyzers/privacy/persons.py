"""Numbers of persons: US social security numbers and telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.privacy.mask import masked
from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "social_security_number",
        tuple(Kind),
        later("A US social security number: {text}"),
        "private",
        0.7,
        Confidence.LIKELY,
    ),
    Reason(
        "phone_number",
        tuple(Kind),
        later("A telephone number: {text}"),
        "private",
        0.3,  # read: 11 of 32 at full weight are given as a person's own
        Confidence.WEAK,
    ),
)

_SSN = re.compile(r"(?<![\w.-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)")
_SSN_PLAIN = re.compile(
    r"\b(?:ssn|social security)\b[^\d\n]{0,30}\b((?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4})\b", re.IGNORECASE
)
_SSN_NEAR = re.compile(r"\b(?:ssn|social|security|tax)\b", re.IGNORECASE)
_SSN_SHOWN = frozenset(["078051120", "219099999", "123456789", "123121234", "111223333", "457555462"])
"""Numbers in advertisements and forms, which are nobody's."""

_AMERICAN = re.compile(
    r"(?<![\w.,/=$-])(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\)[ .-]?|[2-9]\d{2}(?P<gap>[ .-]))"
    r"[2-9]\d{2}(?:(?(gap)(?P=gap)|[ .-]))\d{4}(?![\w/=-]|[.,]\d)"
)
_ABROAD = re.compile(
    r"(?<![\w.,/=+*^)(-])\+(?!1\b|0)[1-9]\d{0,2}(?:[ .()/-]{0,3}\d{1,5}){2,6}(?![\w/=-]|[.,]\d)"
)
_NATIONAL = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|whatsapp|fax|call)\b"
    r"(?: ?(?:number|no\.?|us at|me at|at|is|#))*[\s:.]{1,4}"
    r"(\(?0\d{1,4}\)?(?:[ /-]?\d{2,5}){2,4}|\d{10,11})(?![\w/=-]|[.,]\d)",
    re.IGNORECASE,
)
_SERVICES = frozenset("800 833 844 855 866 877 888 900".split())
_A_SERVICE, _FICTION = 0.3, 0.15


def social_security(part: str, text: str) -> Iterator[Hit]:
    """Numbers in ranges that are given out; without hyphens only where the text says what they are."""
    for match in _SSN.finditer(text):
        # With spaces it is as often a row of a table.
        near = _SSN_NEAR.search(text[max(0, match.start() - 60) : match.start()])
        if match[1] == "-" or near:
            yield _number(part, match[0], *match.span(), 1.0 if near else 0.7)
    for match in _SSN_PLAIN.finditer(text):
        yield _number(part, match[1], *match.span(1), 1.0)


def _number(part: str, text: str, start: int, end: int, score: float) -> Hit:
    shown = re.sub(r"\D", "", text) in _SSN_SHOWN
    return Hit(
        "social_security_number", part, start, end, _FICTION if shown else score, {"text": masked(text)}
    )


def telephones(part: str, text: str) -> Iterator[Hit]:
    """Numbers written as telephones are; free numbers of services and those of films weigh less."""
    for match in _AMERICAN.finditer(text):
        digits = re.sub(r"\D", "", match[0])[-10:]
        if len(set(digits)) > 3:
            score = _FICTION if digits[3:6] == "555" else _A_SERVICE if digits[:3] in _SERVICES else 1.0
            yield _telephone(part, text, *match.span(), score)
    if "+" in text:
        for match in _ABROAD.finditer(text):
            # A long number without gaps after a plus is rather a sum.
            if 9 <= sum(map(str.isdigit, match[0])) <= (13 if match[0][1:].isdigit() else 15):
                yield _telephone(part, text, *match.span(), 1.0)
    for match in _NATIONAL.finditer(text):
        if len(set(match[1])) > 4 and not _AMERICAN.fullmatch(match[1]):
            yield _telephone(part, text, *match.span(1), _FICTION if "12345" in match[1] else 1.0)


def _telephone(part: str, text: str, start: int, end: int, score: float) -> Hit:
    return Hit("phone_number", part, start, end, score, {"text": masked(text[start:end])})
