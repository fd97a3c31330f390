"""Two numbers and the word for what to do with them, or a root, a power, a factorial, a share of one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

from synthreview.analyzers.rules.recompute.figures import NUMBER, exact, in_words, listed
from synthreview.analyzers.rules.recompute.task import Expected, Task

_N = r"(-?\d+(?:,\d{3})*(?:\.\d+)?)"


def named(task: Task) -> Expected | None:
    """Two numbers and the word for what to do with them, or a root, a power, a factorial, a share."""
    text = " ".join(task.instruction.replace("−", "-").split())
    if task.input.strip() and NUMBER.search(task.instruction) and not _repeats(task):
        return None
    if task.input.strip() and not NUMBER.search(task.instruction):
        text = f"{text.rstrip('. ')} {task.input.strip()}"
    for pattern, compute in _NAMED:
        match = pattern.fullmatch(text)
        if match is not None:
            numbers = [exact(number) for number in match.groups() if number]
            values = compute(*numbers)
            if values is None:
                return None
            return Expected(in_words(values[0]), tuple(values), given=frozenset(numbers))
    return None


def _repeats(task: Task) -> bool:
    """Whether an input only says the numbers of the instruction once more."""
    ours, theirs = listed(task.instruction), listed(task.input)
    return bool(ours) and ours == theirs


_ASK = (
    r"(?:please )?(?:what(?:'s| is| are)|calculate|compute|find|determine|evaluate|work out|solve|give me|"
    r"tell me|output|return|provide|state|identify)?:? ?(?:what )?(?:the )?(?:result of |value of |"
    r"answer to )?(?:the )?"
)
_OF = r"(?:(?:the |these |two |following |given )*(?:numbers?|integers?|values?):? )?"
_DONE = (
    r"(?: together)?(?: and (?:output|provide|return|give|print|state) (?:the )?(?:result|answer)"
    r"(?: as a natural language response)?)?[.?:!]?"
)


def _named(*patterns: str) -> re.Pattern[str]:
    joined = "|".join(patterns)
    return re.compile(rf"(?:{joined}){_DONE}", re.IGNORECASE)


def _root(power: int) -> Callable[[Fraction], list[Fraction] | None]:
    def compute(number: Fraction) -> list[Fraction] | None:
        if number < 0 or number > 10**12:
            return None
        whole = round(float(number) ** (1 / power), 9)
        value = Fraction(whole).limit_denominator(10**9)
        return [value if value.denominator == 1 or value**power == number else Fraction(whole) + _IRRATIONAL]

    return compute


# Keeps a root that was rounded from counting as a whole number, which no rounding may miss.
_IRRATIONAL = Fraction(1, 10**12)


def _factorial(number: Fraction) -> list[Fraction] | None:
    whole = number.denominator == 1 and 0 <= number <= 25
    return [Fraction(math.factorial(int(number)))] if whole else None


def _power(base: Fraction, power: Fraction) -> list[Fraction] | None:
    small = power.denominator == 1 and abs(power) <= 64 and 0 < abs(base) <= 1000
    return [base ** int(power)] if small else None


def _run(start: int, step: int) -> Callable[[Fraction, Fraction], list[Fraction] | None]:
    """The sum of the whole numbers of a range that leave ``start`` when divided by ``step``."""

    def compute(first: Fraction, last: Fraction) -> list[Fraction] | None:
        first, last = abs(first), abs(last)  # a dash between them is none of the number
        if first.denominator != 1 or last.denominator != 1 or not first < last <= 10**6:
            return None
        kept = [number for number in range(int(first), int(last) + 1) if number % step == start]
        return [Fraction(sum(kept)), Fraction(sum(number for number in kept if first < number < last))]

    return compute


_NAMED: tuple[tuple[re.Pattern[str], Callable[..., list[Fraction] | None]], ...] = (
    (_named(rf"{_ASK}sum of {_OF}{_N} (?:and|\+|,) {_N}", rf"{_ASK}add {_OF}{_N} (?:and|to|with) {_N}",
            rf"{_ASK}{_N} plus {_N}"), lambda a, b: [a + b]),
    (_named(rf"{_ASK}product of {_OF}{_N} (?:and|times|by) {_N}",
            rf"{_ASK}multiply {_OF}{_N} (?:and|by|times|with) {_N}",
            rf"{_ASK}{_N} (?:times|multiplied by) {_N}"), lambda a, b: [a * b]),
    (_named(rf"{_ASK}subtract {_OF}{_N} from {_N}"), lambda a, b: [b - a]),
    (_named(rf"{_ASK}{_N} minus {_N}"), lambda a, b: [a - b]),
    (_named(rf"{_ASK}difference (?:between|of) {_OF}{_N} and {_N}"), lambda a, b: [abs(a - b), a - b, b - a]),
    (_named(rf"{_ASK}divide {_OF}{_N} by {_N}", rf"{_ASK}quotient of {_OF}{_N} (?:and|divided by|by) {_N}",
            rf"{_ASK}{_N} divided by {_N}"), lambda a, b: [a / b, Fraction(a // b)] if b else None),
    (_named(rf"{_ASK}remainder (?:when|of|if) {_N} (?:is )?divided by {_N}"),
     lambda a, b: [a % b] if b else None),
    (_named(rf"{_ASK}{_N} ?(?:%|percent|per cent) of \$?{_N}"), lambda a, b: [a * b / 100]),
    (_named(rf"{_ASK}(?:square root|sqrt) of {_OF}{_N}"), _root(2)),
    (_named(rf"{_ASK}cube root of {_OF}{_N}"), _root(3)),
    (_named(rf"{_ASK}{_N} (?:raised )?to the power of {_N}"), _power),
    (_named(rf"{_ASK}sum of (?:all )?(?:the )?(?:natural |whole |positive )?(?:numbers|integers) "
            rf"(?:from|between) {_N} ?(?:to|and|-|through) ?{_N}"), _run(0, 1)),
    (_named(rf"{_ASK}sum of (?:all )?(?:the )?odd (?:numbers|integers) (?:from|between) "
            rf"{_N} ?(?:to|and|-|through) ?{_N}"), _run(1, 2)),
    (_named(rf"{_ASK}sum of (?:all )?(?:the )?even (?:numbers|integers) (?:from|between) "
            rf"{_N} ?(?:to|and|-|through) ?{_N}"), _run(0, 2)),
    (_named(rf"{_ASK}square of {_OF}{_N}", rf"{_ASK}{_N} squared"), lambda a: [a * a]),
    (_named(rf"{_ASK}cube of {_OF}{_N}", rf"{_ASK}{_N} cubed"), lambda a: [a**3]),
    (_named(rf"{_ASK}factorial (?:of|for) {_OF}{_N}", rf"{_ASK}{_N} factorial"), _factorial),
)  # fmt: skip
