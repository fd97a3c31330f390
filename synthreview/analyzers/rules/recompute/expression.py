"""A small evaluator of arithmetic: numbers, + - * / ^ and parentheses, in exact fractions."""

from __future__ import annotations

import re
from fractions import Fraction

from synthreview.analyzers.rules.recompute.figures import exact

_TOKEN = re.compile(r"\s*(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|\*\*|[-+*/^()])")
_SAME = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "·": "*", "[": "(", "]": ")"})
_TIMES = re.compile(r"(?<=[\d)])\s*[xX]\s*(?=[\d(])")
_LONGEST = 200
_LARGEST_POWER = 64


class _Unreadable(Exception):
    """No arithmetic, or more than is worth computing."""


def evaluate(text: str) -> Fraction | None:
    """The value of an expression; None where it is none, divides by zero or grows without measure.

    Two factors may stand side by side: ``4(2+3)``.
    """
    try:
        reader = _Reader(_tokens(_TIMES.sub("*", text.translate(_SAME))))
        value = reader.sum()
        return value if reader.done else None
    except (_Unreadable, ZeroDivisionError, RecursionError):
        return None


def _tokens(text: str) -> list[str]:
    if len(text) > _LONGEST:
        raise _Unreadable
    tokens, spot, text = [], 0, text.strip()
    while spot < len(text):
        match = _TOKEN.match(text, spot)
        if match is None:
            raise _Unreadable
        tokens.append(match[1])
        spot = match.end()
    return tokens


class _Reader:
    """Recursive descent, one method a level of binding."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._spot = 0

    @property
    def done(self) -> bool:
        return self._spot == len(self._tokens)

    def sum(self) -> Fraction:
        value = self._product()
        while (sign := self._take("+", "-")) is not None:
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value, divided = self._signed(), False
        while True:
            if (sign := self._take("*", "/")) is not None:
                other = self._signed()
                value, divided = (value * other, divided) if sign == "*" else (value / other, True)
            elif self._peek() == "(":
                if divided:
                    raise _Unreadable  # people read 8/2(2+2) in two ways
                value *= self._power()
            else:
                return value

    def _signed(self) -> Fraction:
        if (sign := self._take("+", "-")) is not None:
            return self._signed() if sign == "+" else -self._signed()
        return self._power()

    def _power(self) -> Fraction:
        base = self._atom()
        if self._take("^", "**") is None:
            return base
        power = self._signed()
        if power.denominator != 1 or abs(power) > _LARGEST_POWER or abs(base) > 10**12:
            raise _Unreadable
        return base ** int(power)

    def _atom(self) -> Fraction:
        if self._take("(") is not None:
            value = self.sum()
            if self._take(")") is None:
                raise _Unreadable
            return value
        token = self._peek()
        if token is None or not (token[0].isdigit() or token[0] == "."):
            raise _Unreadable
        self._spot += 1
        return exact(token)

    def _peek(self) -> str | None:
        return self._tokens[self._spot] if self._spot < len(self._tokens) else None

    def _take(self, *wanted: str) -> str | None:
        token = self._peek()
        if token not in wanted:
            return None
        self._spot += 1
        return token
