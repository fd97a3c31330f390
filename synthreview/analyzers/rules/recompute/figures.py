"""Numbers as they stand in texts, exact, and whether one states another within rounding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {
    **{word: number for number, word in enumerate(_ONES.split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), start=2)},
    "none": 0, "once": 1, "twice": 2, "thrice": 3, "hundred": 100,
}  # fmt: skip
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d*\.?\d+"
NUMBER = re.compile(rf"(?<![\w.])-?(?:{_NUMBER})(?![\w]*\d)")
_STATED = re.compile(
    rf"(?P<whole>\d+)[ -](?P<top>\d+)/(?P<bottom>\d+)(?![\d/])"
    rf"|(?<![\d/.])(?P<over>-?\d+)\s?/\s?(?P<under>\d+)(?![\d/])"
    rf"|(?P<base>-?(?:{_NUMBER}))\s?(?:[x×*]\s?10\s?\^?\s?\{{?|[eE])(?P<power>[-−+]?\d{{1,3}}|[⁻⁰¹²³⁴-⁹]+)"
    rf"|(?P<plain>-?(?:{_NUMBER}))"
)
_WORD = re.compile(rf"\b(?:({_TENS.replace(' ', '|')})[ -]({_ONES.replace(' ', '|')})|({'|'.join(WORDS)}))\b")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a text and the size of its last digit (0 where it is exact)."""

    value: Fraction
    last: Fraction
    start: int
    end: int


def exact(text: str) -> Fraction:
    """The value of a plain number; thousands may be set off by commas."""
    return Fraction(text.replace(",", "").replace("−", "-"))


def listed(text: str) -> list[Fraction] | None:
    """The numbers of a list; None where a comma may divide numbers or mark thousands."""
    text = text.replace("−", "-")
    if re.search(r"\d,\d{3}(?!\d)", text) or re.search(r"\d\s?[-–/:*x×^]\s?\d|[\d.]e\d", text):
        return None
    found = NUMBER.findall(text)
    if any(len(number) > _MOST_DIGITS for number in found):
        return None
    return [exact(number) for number in found]


def stated(text: str) -> list[Stated]:
    """Every number of a text: in digits, as a fraction, as a power of ten, or as a word up to hundred."""
    text = text.replace("−", "-")
    found = [one for match in _STATED.finditer(text) for one in _readings(match)]
    for match in _WORD.finditer(text.casefold()):
        tens, ones, alone = match.groups()
        value = WORDS[alone] if alone else WORDS[tens] + WORDS[ones]
        found.append(Stated(Fraction(value), Fraction(0), match.start(), match.end()))
    return found


def _readings(match: re.Match[str]) -> list[Stated]:
    spot = (match.start(), match.end())
    if len(match[0]) > _MOST_DIGITS:
        return []
    if match["whole"]:
        if not int(match["bottom"]):
            return []
        part = Fraction(int(match["top"]), int(match["bottom"]))
        return [Stated(int(match["whole"]) + part, Fraction(0), *spot)]
    if match["over"]:
        over, under = int(match["over"]), int(match["under"])
        halves = [Stated(Fraction(over, under), Fraction(0), *spot)] if under else []
        return [
            *halves,
            Stated(Fraction(over), Fraction(1), *spot),
            Stated(Fraction(under), Fraction(1), *spot),
        ]
    if match["base"]:
        scale = Fraction(10) ** int(match["power"].translate(_RAISED))
        return [Stated(exact(match["base"]) * scale, _last(match["base"]) * scale, *spot)]
    return [Stated(exact(match["plain"]), _last(match["plain"]), *spot)]


def _last(number: str) -> Fraction:
    _, _, decimals = number.partition(".")
    return Fraction(1, 10 ** len(decimals))


def says(one: Stated, value: Fraction, slack: Fraction = Fraction(0)) -> bool:
    """Whether a stated number is a value, rounded or cut off at its last digit, or off by a share "
    "``slack``."""
    if abs(one.value - value) <= abs(value) * slack:
        return True
    cut_off = 0 <= abs(value) - abs(one.value) < one.last and value * one.value >= 0
    return value.denominator != 1 and (cut_off or abs(one.value - value) <= one.last / 2)


def in_words(value: Fraction) -> str:
    """A value as people write it: whole, or with up to six significant digits."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.6g}"
