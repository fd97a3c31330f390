"""Dialogues written as one text ("Human: ... Assistant: ..."), taken apart with the place of every utterance."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from synthreview.formats.roles import is_known_role

_MARKER = re.compile(r"(?:\A|(?<=\n))[ \t]*([^\W\d_][^\n:]{0,47}):[ \t]*")
_CAST = re.compile(r"\A\s*(?:Participants|Characters|Speakers)\s*:([^\n]+)", re.I)


class Span(NamedTuple):
    """A stretch of a text, as the last step of a source path: code points from ``start`` to ``end``."""

    start: int
    end: int


class Said(dict[str, str]):
    """One utterance (role, text) with the place of each in the text."""

    def __init__(self, role: str, text: str, places: dict[str, Span]) -> None:
        super().__init__(role=role, text=text)
        self.places = places


class Transcript(list[Said]):
    """The utterances of a text, in its order."""


def read_transcript(text: str) -> Transcript | None:
    """The dialogue in a text; None when it is none.

    A line begins an utterance when its name is a usual role, is among the participants the text names,
    or comes again. What stands before the first one is said by the system.
    """
    cast = _CAST.match(text)
    named = {name.strip() for name in cast[1].split(";")} if cast else set()
    markers = [match for match in _MARKER.finditer(text) if not (cast and match.start(1) == cast.start())]
    often = Counter(match[1] for match in markers)
    turns = [
        match
        for match in markers
        if match[1] in named or is_known_role(match[1]) or (often[match[1]] > 1 and match[1][0].isupper())
    ]
    if not turns or (len(turns) == 1 and not is_known_role(turns[0][1])):
        return None
    found = Transcript()
    if text[: turns[0].start()].strip():
        found.append(_said("system", text, 0, turns[0].start(), {}))
    for match, end in zip(turns, [*(match.start() for match in turns[1:]), len(text)], strict=True):
        found.append(_said(match[1], text, match.end(), end, {"role": Span(*match.span(1))}))
    return found


def _said(role: str, text: str, start: int, end: int, places: dict[str, Span]) -> Said:
    said = text[start:end]
    begin = start + len(said) - len(said.lstrip())
    stripped = said.strip()
    return Said(role, stripped, {**places, "text": Span(begin, begin + len(stripped))})
