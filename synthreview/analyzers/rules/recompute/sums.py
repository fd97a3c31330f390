"""Arithmetic: written out as an expression, named by an operation, or over a list of numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

from synthreview.analyzers.enumeration import either
from synthreview.analyzers.rules.recompute.expression import evaluate
from synthreview.analyzers.rules.recompute.figures import NUMBER, exact, in_words, listed
from synthreview.analyzers.rules.recompute.task import FILLER, Expected, Task

_EXPRESSION = re.compile(r"[-−\d(.](?:[\d\s.,()+\-*/×÷^−–·]|(?<=[\d)\s])[xX](?=[\s\d(]))*[\d)]")
_OPERATOR = re.compile(r"[\d)]\s*(?:[+*/×÷^−–·xX(-])\s*[-−\d(.]")
_ABOUT_EXPRESSIONS = frozenset(
    "sum product quotient difference simplify total calculation terms term form simplest decimal perform "
    "division multiplication addition subtraction question quantity order operations correct exact convert "
    "fraction fractions into add outcome".split()
)
_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{2,4}|\(\d{3}\)")


def expression(task: Task) -> Expected | None:
    """An expression in the instruction or the input, and nothing else with numbers."""
    text, other = (task.input, task.instruction) if task.input.strip() else (task.instruction, "")
    found = _written(text)
    if found is None or (other and not _says_no_more(other, found)):
        return None
    if any(word in task.words for word in ("sum", "product", "difference", "quotient")) and not (
        _fits_its_name(task.words, found)
    ):
        return None
    value = evaluate(found)
    if value is None or value.denominator > 10**6 or abs(value) > 10**15:
        return None
    return Expected(in_words(value), (value,), given=_given(found))


def _says_no_more(instruction: str, found: str) -> bool:
    """Whether an instruction beside an expression in the input only asks for its value."""
    if NUMBER.search(instruction):
        return _written(instruction) == found
    return set(re.findall(r"[^\W\d_]+", instruction.casefold())) <= _ABOUT_EXPRESSIONS | FILLER


def _written(text: str) -> str | None:
    """The only expression of a text that has no other numbers and is no date or range."""
    text = text.strip().rstrip("?.=: ").strip("$ ")
    text = re.sub(r"\\times", "*", text)
    match = _EXPRESSION.search(text)
    if match is None or _DATE.search(text) or not _OPERATOR.search(match[0]):
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    if re.search(r"\d|[%°!√π=<>^{}\[\]]", rest.rstrip("= ")):
        return None
    letters = re.findall(r"[^\W\d_]+", rest.casefold())
    known = _ABOUT_EXPRESSIONS | FILLER
    return match[0] if set(letters) <= known else None


def _fits_its_name(words: Sequence[str], found: str) -> bool:
    signs = {"sum": "+", "product": "*×xX", "difference": "-−–", "quotient": "/÷"}
    used = set(re.findall(r"[-+*/×÷^−–xX]", found))
    return all(used <= set(signs[word]) for word in words if word in signs)


def over_a_list(task: Task) -> Expected | None:
    """The sum, product, mean, median, mode, largest or smallest of listed numbers."""
    asked = [name for name, words in _OVER.items() if set(task.words) & words]
    if len(asked) != 1 or not task.asks(_OVER[asked[0]]) or _RANGE.search(task.instruction):
        return None
    if (
        "add" in task.words
        and "to" in task.words
        and {"list", "array", "set", "series", "sequence"} & set(task.words)
    ):
        return None  # to put them on the list
    numbers = _numbers(task)
    if numbers is None or len(numbers) < 2:
        return None
    values = _COMPUTE[asked[0]](numbers)
    words = either(in_words(value) for value in values[:3])
    return Expected(words, tuple(values), given=frozenset(numbers)) if values else None


def _numbers(task: Task) -> list[Fraction] | None:
    """The listed numbers; the instruction may repeat them or say how many there are."""
    ours = listed(task.instruction)
    if not task.input.strip():
        return ours
    theirs = listed(task.input)
    if not theirs or re.search(
        r"[^\W\d_]", re.sub(r"\b(?:and|list|array|numbers?|input)\b", "", task.input, flags=re.I)
    ):
        return None
    if ours is None or (ours and ours != theirs and ours != [Fraction(len(theirs))]):
        return None
    return theirs


_RANGE = re.compile(
    r"\bnumber of (?:elements|items|numbers|digits|values)|\bhow many\b|\bbetween\b|\bfrom \d+ (?:to|"
    r"through)\b",
    re.IGNORECASE,
)

_OVER = {
    "sum": frozenset("sum add total addition adding".split()),
    "product": frozenset("product multiply multiplication multiplying".split()),
    "mean": frozenset("average mean averages".split()),
    "median": frozenset(["median", "overall"]),
    "mode": frozenset(["mode"]),
    "largest": frozenset("largest biggest highest greatest maximum max".split()),
    "smallest": frozenset("smallest lowest least minimum min".split()),
}


def _mode(numbers: list[Fraction]) -> list[Fraction]:
    counts = Counter(numbers)
    most = max(counts.values())
    return [number for number, count in counts.items() if count == most] if most > 1 else []


def _median(numbers: list[Fraction]) -> list[Fraction]:
    middle, in_order = len(numbers) // 2, sorted(numbers)
    return [in_order[middle] if len(numbers) % 2 else (in_order[middle - 1] + in_order[middle]) / 2]


_COMPUTE: dict[str, Callable[[list[Fraction]], list[Fraction]]] = {
    "sum": lambda numbers: [sum(numbers, Fraction(0))],
    "product": lambda numbers: [math.prod(numbers, start=Fraction(1))],
    "mean": lambda numbers: [sum(numbers, Fraction(0)) / len(numbers)],
    "median": _median,
    "mode": _mode,
    "largest": lambda numbers: [max(numbers)],
    "smallest": lambda numbers: [min(numbers)],
}


def _given(text: str) -> frozenset[Fraction]:
    return frozenset(exact(number) for number in NUMBER.findall(text.replace("−", "-")))
