"""Results that come out otherwise when they are worked out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.analyzers.rules.recompute import days, letters, named, numerals, order, sums, units
from synthreview.analyzers.rules.recompute.corrected import corrected
from synthreview.analyzers.rules.recompute.figures import says, stated
from synthreview.analyzers.rules.recompute.task import Expected, Task
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "wrong_result",
        (Kind.INSTRUCTION,),
        later("Worked out again, the result is {result}"),
        "result",
        0.9,  # read: 10 of 11 that no rule was changed for, 19 of 22 in all before the last changes
    ),
)

_ASKS = re.compile(
    r"\b(?:calculate|compute|evaluate|solve|simplify|what(?:'s| is|s)|find|determine|add|sum|subtract|"
    r"multiply|"
    r"divide|product|quotient|average|mean|median|mode|largest|smallest|max|min|maximum|minimum|"
    r"biggest|highest|"
    r"lowest|convert|change|express|transform|how many|count|number of|reverse|sort|arrange|rearrange|order|"
    r"organize|days|roman|binary|alphabetical\w*)\b",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(
    r"\b(?:code|program|function|algorithm|script|query|sql|python|java|javascript|class|explain|describe|"
    r"write an?|create|story|estimate|approximate\w*|round|steps?|show your|how (?:to|do|would|can))\b",
    re.IGNORECASE,
)
_HAS_DATA = re.compile(r"[\d\"“']")
_UNSURE = re.compile(
    r"[√π{}<>\\]|\bdef\b|\breturn\b|\bpi\b|cannot|can['’]t|\bnot possible|\berror\b|\bunable\b"
)
_LONGEST_REQUEST, _LONGEST_ANSWER = 600, 400
_READERS: tuple[Callable[[Task], Expected | None], ...] = (
    named.named,
    sums.over_a_list,
    sums.expression,
    units.conversion,
    letters.counted,
    days.between,
    numerals.notation,
)
_COMPARERS: tuple[Callable[[Task, str], str | None], ...] = (order.out_of_order, letters.turned_round)


def wrong_result(example: Example) -> Iterator[Hit]:
    """A result that the request's own numbers or letters contradict; only plain requests are read."""
    instruction, output = example.instruction, example.output
    if example.context or len(instruction) + len(example.input) > _LONGEST_REQUEST:
        return
    if not 0 < len(output) <= _LONGEST_ANSWER or not (example.input or _HAS_DATA.search(instruction)):
        return
    if not _ASKS.search(instruction) or _OTHER_WORK.search(instruction):
        return
    if _UNSURE.search(output):
        return
    result = _result(Task.of(instruction, example.input), output)
    if result is not None:
        fix = {"output": result[1]} if result[1] is not None else {}
        yield Hit("wrong_result", "output", 0, len(output), args={"result": result[0]}, fix=fix)


def _result(task: Task, output: str) -> tuple[str, str | None] | None:
    """The right result in words, where the output says another, and the corrected output if that is plain."""
    for reader in _READERS:
        expected = reader(task)
        if expected is not None:
            wrong = _contradicts(expected, output)
            return (expected.words, corrected(output, expected)) if wrong else None
    for compare in _COMPARERS:
        right = compare(task, output)
        if right is not None:
            return right, None
    return None


def _contradicts(expected: Expected, output: str) -> bool:
    """Whether an output states results, and none of them is the expected one."""
    if expected.texts:
        plain = re.sub(r"[\s_,]", "", output).casefold()
        return not any(
            re.search(rf"(?<![a-z0-9])(?:0[xb])?0*{text.casefold()}(?![a-z0-9])", spaced(output))
            or plain == text.casefold()
            for text in expected.texts
        )
    numbers = stated(output)
    if any(says(number, value, expected.slack) for number in numbers for value in expected.values):
        return False
    values = {number.value for number in numbers}
    return len(values) == 1 or not values <= expected.given


def spaced(text: str) -> str:
    """A text in lower case on one line."""
    return " ".join(text.casefold().split())
