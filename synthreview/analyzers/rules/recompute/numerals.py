"""Numbers to be said in another notation: Roman, binary, hexadecimal, decimal."""

from __future__ import annotations

import re
from fractions import Fraction

from synthreview.analyzers.rules.recompute.task import FILLER, Expected, Task

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ALLOWED = FILLER | frozenset(
    "convert change translate transform write roman numeral numerals binary decimal hexadecimal hex base "
    "representation form format notation into equivalent its system express code x b".split()
)
_TO = re.compile(
    r"\b(?:to|into|in|as)\b(?:(?!\bfrom\b)[^.])*?\b(roman|binary|hexadecimal|hex|decimal)\b", re.IGNORECASE
)
_FROM = re.compile(r"\b(binary|hexadecimal|hex|roman)\b(?=.*\b(?:to|into)\b)", re.IGNORECASE)
_GIVEN = re.compile(r"(?<![\w.])(?:0[xX][0-9a-fA-F]+|0b[01]+|\d+|[A-F0-9]{2,}|[MDCLXVI]+)(?![\w.])")
_MARKS = {"hex": (16, "0x"), "hexadecimal": (16, "0x"), "binary": (2, "0b"), "": (10, "")}


def notation(task: Task) -> Expected | None:
    """A whole number to be written in another notation."""
    text = task.input.strip() or re.sub(r"^\w+ ", "", task.instruction)
    to = _TO.search(task.instruction)
    found = [one for one in _GIVEN.findall(text) if any(char.isdigit() for char in one)]
    rest = set(task.words) - {word for one in found for word in re.findall(r"[a-z]+", one.casefold())}
    if to is None or len(found) != 1 or not rest <= _ALLOWED:
        return None
    source, target = _FROM.search(task.instruction), to[1].casefold()
    number = _read(found[0], source[1].casefold() if source else "")
    if number is None or not 0 < number < 4000 * (1 if target == "roman" else 10**9):
        return None
    if target == "decimal":
        return Expected(str(number), (Fraction(number),)) if source or not found[0].isdigit() else None
    said = _roman(number) if target == "roman" else f"{number:b}" if target == "binary" else f"{number:X}"
    return Expected(said, texts=(said,))


def _read(text: str, notation: str) -> int | None:
    base, mark = _MARKS.get(notation, (0, ""))
    digits = text.casefold().removeprefix(mark)
    if not base:
        return None
    try:
        return int(digits, base)
    except ValueError:
        return None


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said, number = said + letters * (number // value), number % value
    return said
