"""Units with fixed factors: lengths, weights, volumes, times, speeds, areas, data and temperatures."""

from __future__ import annotations

import re
from fractions import Fraction

from synthreview.analyzers.rules.recompute.figures import exact, in_words
from synthreview.analyzers.rules.recompute.task import Expected, Task

_SLACK = Fraction(1, 100)
"""People round factors (1 kg is 2.2 lb)."""

# A unit that may mean several things has several factors; every one of them is accepted.
_TABLE = {
    "length": "nanometer nanometre nm=1e-9; micrometer micron=1e-6; millimeter millimetre mm=0.001; "
    "centimeter centimetre cm=0.01; decimeter=0.1; meter metre m mtr=1; kilometer kilometre km kms=1000; "
    "inch inches in=0.0254; foot feet ft=0.3048; yard yd=0.9144; mile mi=1609.344|1852",
    "weight": "microgram=1e-9; milligram mg=1e-6; gram gm g=0.001; kilogram kilo kg kgs=1; "
    "tonne=1000|907.18474|1016.0469; ton=1000|907.18474|1016.0469; ounce oz=0.028349523|0.0311034768; "
    "pound lb lbs=0.45359237; stone=6.35029318",
    "volume": "milliliter millilitre ml=0.001; centiliter cl=0.01; deciliter dl=0.1; liter litre l=1; "
    "teaspoon tsp=0.00492892|0.00591939|0.005; tablespoon tbsp=0.0147868|0.0177582|0.015|0.02; "
    "ounce oz=0.0295735|0.0284131; cup=0.236588|0.25|0.24|0.284131; pint pt=0.473176|0.568261; "
    "quart qt=0.946353|1.13652; gallon gal=3.785411784|4.54609",
    "time": "millisecond ms=0.001; second sec s=1; minute min=60; hour hr h=3600; day=86400; week=604800",
    "speed": "mph=0.44704; kph kmh=0.2777777778; knot=0.514444",
    "angle": "degree deg=1; radian rad=57.29577951308232",
    "data": "byte=1|8; bit=1|0.125; kilobyte kb=1000|1024; megabyte mb=1000000|1048576; "
    "gigabyte gb=1000000000|1073741824; terabyte tb=1000000000000|1099511627776",
}
_DEGREES = {
    "celsius": "c", "centigrade": "c", "c": "c", "fahrenheit": "f", "farenheit": "f", "f": "f",
    "kelvin": "k", "kelvins": "k", "k": "k",
}  # fmt: skip


def _read_table() -> dict[str, dict[str, tuple[Fraction, ...]]]:
    factors: dict[str, dict[str, tuple[Fraction, ...]]] = {}
    for kind, rows in _TABLE.items():
        for row in rows.split("; "):
            names, _, values = row.partition("=")
            for name in names.split():
                meanings = tuple(Fraction(value) for value in values.split("|"))
                factors.setdefault(kind, {})[name] = meanings
    return factors


_FACTORS = _read_table()
_NAMES = sorted({name for names in _FACTORS.values() for name in names}, key=len, reverse=True)
_UNIT = rf"(?:square |cubic |fluid )?(?:{'|'.join(_NAMES)})(?:s|es)?(?: per hour)?"
_WARMTH = rf"(?:degrees? |°\s?|° ?degrees )?(?:{'|'.join(sorted(_DEGREES, key=len, reverse=True))})"
_ANY = rf"(?:{_WARMTH}|{_UNIT})\b"
_N = r"(-?\d+(?:,\d{3})*(?:\.\d+)?)"
_WHAT = (
    r"(?:the )?(?:given |following )?(?:height|weight|length|distance|temperatures?|amount|measurements?|"
    r"quantity|value|volume|number|mass|units?|speed|time|angle|size|duration)?"
)
_STATES = (
    re.compile(rf"(?:convert|change|transform|express|turn)s? {_WHAT}(?: of| from)?:? ?{_N} ?({_ANY}) "
               rf"(?:to|into|in|as) ({_ANY})", re.I),
    re.compile(rf"what is {_N} ?({_ANY}) (?:converted )?(?:to|in|into) ({_ANY})", re.I),
    re.compile(rf"how many (?P<to>{_ANY}) (?:are|is|make|equal|does|do)?(?: there)? ?(?:in|equal)? ?"
               rf"{_N} ?({_ANY})", re.I),
)  # fmt: skip
_TO = re.compile(
    rf"(?:convert|change|transform|express|turn) {_WHAT}(?: from)?(?: (?P<unit>{_ANY}))? ?(?:to|into|"
    rf"in) ({_ANY})"
    r"(?: given the following (?:distance|weight|length|temperature|value))?",
    re.IGNORECASE,
)
_GIVEN = re.compile(rf"(?:\w+ ?[:=] ?)?{_N} ?({_ANY})?", re.IGNORECASE)


def conversion(task: Task) -> Expected | None:
    """One number of one unit that is to be said in another."""
    instruction = " ".join(task.instruction.split()).rstrip(" .?!:")
    given = " ".join(task.input.split()).rstrip(" .")
    for pattern in _STATES:
        match = pattern.fullmatch(instruction)
        if match is not None:
            number, unit, to = _ordered(match)
            return _expected(number, unit, to)
        match = pattern.fullmatch(instruction[: -len(given)].rstrip(" .?!:")) if given else None
        if match is not None and instruction.endswith(given):
            return None
    asked, stated = _TO.fullmatch(instruction), _GIVEN.fullmatch(given)
    if asked is None or stated is None:
        return None
    unit, named = stated[2], asked["unit"]
    if unit and named and not _same(unit, named):
        return None
    return _expected(stated[1], unit or named or "", asked[2])


def _ordered(match: re.Match[str]) -> tuple[str, str, str]:
    if "to" in match.re.groupindex:
        return match[2], match[3], match["to"]
    return match[1], match[2], match[3]


def _same(one: str, other: str) -> bool:
    first, second = _degree(one), _degree(other)
    if first or second:
        return first == second
    return any(
        _factor(kind, one) is not None and _factor(kind, one) == _factor(kind, other) for kind in _FACTORS
    )


def _expected(number: str, unit: str, to: str) -> Expected | None:
    value, given = exact(number), frozenset([exact(number)])
    first, second = _degree(unit), _degree(to)
    if first and second:
        if first == second:
            return None
        warm = _warmth(value, first, second)
        return Expected(f"{in_words(warm)} {to}", (warm,), slack=Fraction(1, 200), given=given)
    values = [
        value * one / other
        for kind in _FACTORS
        for one in _factor(kind, unit) or ()
        for other in _factor(kind, to) or ()
    ]
    if not values or values[0] == value:
        return None
    return Expected(f"{in_words(values[0])} {to}", tuple(values), slack=_SLACK, given=given)


def _degree(unit: str) -> str:
    name = re.sub(r"^(?:degrees?|°)*\s*", "", unit.casefold().strip())
    return _DEGREES.get(name, "")


def _warmth(value: Fraction, unit: str, to: str) -> Fraction:
    zero = Fraction("273.15")
    celsius = {"c": value, "f": (value - 32) * 5 / 9, "k": value - zero}[unit]
    return {"c": celsius, "f": celsius * 9 / 5 + 32, "k": celsius + zero}[to]


def _factor(kind: str, unit: str) -> tuple[Fraction, ...] | None:
    name = unit.casefold().strip()
    if name.endswith(" per hour"):
        return (
            {"mile": (Fraction("0.44704"),), "kilometer": (Fraction(1000, 3600),)}.get(
                name.split()[0].rstrip("s")
            )
            if kind == "speed"
            else None
        )
    if name.startswith("fluid "):
        name = name.removeprefix("fluid ") if kind == "volume" else ""
    power = 2 if name.startswith("square ") else 3 if name.startswith("cubic ") else 1
    if power > 1 and kind != "length":
        return None
    name = name.removeprefix("square ").removeprefix("cubic ")
    known = _FACTORS[kind]
    for spelt in (name, name.removesuffix("s"), name.removesuffix("es")):
        if spelt in known:
            return tuple(factor**power for factor in known[spelt])
    return None
