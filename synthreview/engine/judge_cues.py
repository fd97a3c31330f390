"""The words that win or lose with a judge, as the analysis found them, and where they stand in a text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from synthreview.analyzers.preferences.panel_words import named
from synthreview.analyzers.rules.hit import excerpt
from synthreview.store import findings

_NAME = 40
"""Letters of a judge's name that the analysis keeps."""
_LOOKED_AT = 60_000
"""Code points of an answer in which words are looked for; what judges go by stands early."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Cue:
    """One word: how far from chance (standard errors), and how many of its pairs it won and lost."""

    word: str
    z: float
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class JudgeCues:
    """The words that stand out in a judge's verdicts, the clearest first."""

    judge: str
    verdicts: int
    cues: tuple[Cue, ...] = ()
    beside_people: bool = False
    """Whether they stand out compared with people's verdicts, rather than by themselves."""


def judge_cues(connection: sqlite3.Connection, dataset: int, judge: str) -> JudgeCues | None:
    """The words of one judge of a data set; None where the analysis has not looked at it."""
    summary = findings.summary(connection, dataset, "cue_reliance") or {}
    name = excerpt(judge, _NAME)
    for told in summary.get("judges", ()):
        if told["judge"] == name:
            compared = told.get("minus_people")
            words = (compared or told)["words"]
            cues = tuple(Cue(each["word"], each["z"], each["won"], each["lost"]) for each in words)
            return JudgeCues(named(name), told["verdicts"], cues, beside_people=compared is not None)
    return None


def places(text: str, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Where some of the words stand in (the beginning of) a text: the word and its span in code points."""
    wanted = frozenset(words)
    for match in _WORD.finditer(text, 0, _LOOKED_AT if wanted else 0):
        word = match.group().casefold()
        if word in wanted:
            yield word, match.start(), match.end()
