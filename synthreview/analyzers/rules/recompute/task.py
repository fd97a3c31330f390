"""What an instruction asks to be computed, cut into words, and the result a reader worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

FILLER = frozenset(
    "the a an of for to and in on is are was what whats s calculate compute find determine evaluate "
    "solve work "
    "out get give me tell please following given this these those that number numbers integer integers value "
    "values list array set data dataset series sequence two three four five six seven eight nine ten result "
    "answer output return provide print from below equation expression problem math mathematical arithmetic "
    "numerical numeric operation their them it its all by with as you can your do have together up "
    "using just "
    "only final input when need be will i would like how much many there between equal equals same based if "
    "one identify write down show state then formed here below above simple digit digits element elements "
    "also item items which".split()
)
"""Words that change nothing about what is asked."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Task:
    """The texts of a request, and the words of its instruction in lower case."""

    instruction: str
    input: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, instruction: str, given: str) -> Task:
        """A request; quoted passages and what the input repeats stay in the texts."""
        return cls(instruction, given, tuple(_WORD.findall(instruction.casefold())))

    def asks(self, wanted: frozenset[str]) -> bool:
        """Whether the instruction has one of these words and, besides, only words that change nothing."""
        words = set(self.words)
        return bool(words & wanted) and words <= wanted | FILLER


@dataclass(frozen=True, slots=True)
class Expected:
    """What the output should say: one of these numbers, or one of these texts."""

    words: str
    """The result in words."""
    values: tuple[Fraction, ...] = ()
    texts: tuple[str, ...] = ()
    slack: Fraction = Fraction(0)
    """The share a stated number may be off: for factors that people round."""
    given: frozenset[Fraction] = frozenset()
    """Numbers of the request, which an output may repeat without stating a result."""
