"""Outputs that only repeat what was given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "repeats_instruction",
        (Kind.INSTRUCTION,),
        later("The output is the instruction again"),
        "output",
        0.97,
        Confidence.CERTAIN,
    ),
    Reason(
        "repeats_input",
        (Kind.INSTRUCTION,),
        later("The output is the input, unchanged"),
        "output",
        0.75,
    ),
)

_SHORTEST = 12
# An edit may rightly change nothing (correct, punctuate, sort ...), and a choice may be everything
# there is; a text that must become something else may not stay as it is.
_MUST_CHANGE = re.compile(
    r"\b(?:summari[sz]e|paraphrase|re-?phrase|re-?write|translate|classify|categori[sz]e|explain|describe|"
    r"generate|create|compose|construct|convert|transform|replace|simplify|shorten|expand|reverse|negate|"
    r"turn|rearrange|respond|answer|continue)\b|总结|翻译|改写|解释|描述|分类|续写|转换",
    re.IGNORECASE,
)


def echo(example: Example) -> Iterator[Hit]:
    """Output equal to the instruction, or to an input that had to be changed (white space aside)."""
    output = " ".join(example.output.split())
    if len(output) < _SHORTEST:
        return
    span = (0, len(example.output))
    if output == " ".join(example.instruction.split()):
        yield Hit("repeats_instruction", "output", *span)
    elif output == " ".join(example.input.split()) and _MUST_CHANGE.search(example.instruction):
        yield Hit("repeats_input", "output", *span)
