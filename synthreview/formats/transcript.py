"""Dialogues written as one text ("Human: ... Assistant: ..."), taken apart with the place of each part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from synthreview.formats.roles import canonical_role, is_known_role

_MARKER = re.compile(r"""(?:\A|(?<=\n))[ \t]*([^\W\d_][^\n:;,!?"`{}<>=]{0,47}):[ \t]*""")
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

    The lines that begin an utterance are those with the names of the cast, where the text gives one, and
    with the first usual word for each role. In a text without either, they are those with names that come
    again, if it begins with one and there are two at least. What stands before the first utterance is said
    by the system.
    """
    markers = list(_MARKER.finditer(text))
    cast = _CAST.match(text)
    named = {name.strip() for name in cast[1].split(";")} if cast else set()
    named |= _usual(match[1] for match in markers) or (set() if cast else _strangers(text, markers))
    turns = [match for match in markers if match[1] in named]
    lone = len(turns) == 1 and (not is_known_role(turns[0][1]) or text[: turns[0].start()].strip())
    if not turns or lone:
        return None
    found = Transcript()
    if text[: turns[0].start()].strip():
        found.append(_said("system", text, 0, turns[0].start(), {}))
    for match, end in zip(turns, [*(match.start() for match in turns[1:]), len(text)], strict=True):
        found.append(_said(match[1], text, match.end(), end, {"role": Span(*match.span(1))}))
    return found


def _usual(names: Iterable[str]) -> set[str]:
    """Of the usual words for roles, the first for each role: a later one is a word like any other."""
    first: dict[str, str] = {}
    for name in names:
        if is_known_role(name):
            first.setdefault(canonical_role(name), name)
    return set(first.values())


def _strangers(text: str, markers: list[re.Match[str]]) -> set[str]:
    """The names that come again, where a text is nothing but what they say."""
    often = Counter(match[1] for match in markers)
    names = {name for name, count in often.items() if count > 1 and name[0].isupper()}
    begins = bool(markers) and markers[0][1] in names and not text[: markers[0].start()].strip()
    return names if begins and len(names) > 1 else set()


def _said(role: str, text: str, start: int, end: int, places: dict[str, Span]) -> Said:
    said = text[start:end]
    stripped = said.strip()
    # Where nothing is said something may be: before the space that parts it from the next utterance.
    begin = start + (len(said) - len(said.lstrip()) if stripped else 0)
    return Said(role, stripped, {**places, "text": Span(begin, begin + len(stripped))})
