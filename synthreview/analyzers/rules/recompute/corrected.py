"""An output with the right result in the place of the wrong one, where there is no doubt which that is."""

from __future__ import annotations

from fractions import Fraction

from synthreview.analyzers.rules.recompute.figures import in_words, stated
from synthreview.analyzers.rules.recompute.task import Expected


def corrected(output: str, expected: Expected) -> str | None:
    """The output that states the expected result; None where its place, or the result, is not plain.

    Plain is one number that the request does not have itself, and one value that it should be, or an
    output that is nothing but the result.
    """
    if expected.texts:
        alone = len(output.split()) == 1 and len(expected.texts) == 1
        return output.replace(output.strip(), expected.texts[0]) if alone else None
    if len(set(expected.values)) != 1:
        return None
    given = {(one.start, one.end) for one in stated(output) if one.value in expected.given}
    places = {(one.start, one.end) for one in stated(output)} - given
    if len(places) != 1:
        return None
    start, end = places.pop()
    return output[:start] + _written(expected.values[0], output[start:end]) + output[end:]


def _written(value: Fraction, like: str) -> str:
    """A value in the style of the number that stands there: with or without marks of thousands."""
    if "," in like and value.denominator == 1:
        return f"{value.numerator:,}"
    return in_words(value)
