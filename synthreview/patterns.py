"""Regular expressions in linear time (RE2): however a pattern is written, it cannot explode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from synthreview.errors import UserError
from synthreview.translation import later, tr

LONGEST = 1_000
"""Characters of a pattern."""
_MEMORY = 8 << 20
_MARKED = 10_000
"""Places of one text that are marked at most."""

_REMEDIES = {
    "missing )": later("close the '(' or write '\\(' for the character itself"),
    "missing ]": later("close the '[' or write '\\[' for the character itself"),
    "unexpected )": later("remove it or write '\\)' for the character itself"),
    "no argument for repetition operator": later(
        "write what is to be repeated before it, or put '\\' before it"
    ),
    "bad repetition operator": later("leave one of them out"),
    "invalid repetition size": later("repeat at most 1,000 times"),
    "invalid perl operator": later("looking ahead or behind cannot be done in linear time; leave it out"),
    "invalid escape sequence": later("write '\\\\' for a backslash; references to groups are not known"),
    "trailing \\": later("write '\\\\' for a backslash"),
    "invalid character class range": later("write the lower end of the range first"),
    "invalid character class": later("see how the class between '[' and ']' is written"),
    "invalid named capture group": later("write it like (?P<name>...)"),
}
_ANOTHER_WAY = later("write it in another way")


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Any:
    """The pattern, ready to search texts; UserError names the place that is wrong and the remedy."""
    import re2

    if len(pattern) > LONGEST:
        raise UserError(
            tr("The pattern has more than {longest:,} characters; look for less at once.", longest=LONGEST)
        )
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise UserError(_sentence(pattern, error)) from None
    except UnicodeEncodeError:
        raise UserError(tr("The pattern has a character that no text can have; remove it.")) from None


def _sentence(pattern: str, error: Exception) -> str:
    told = error.args[0] if error.args else ""
    told = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    what, _, piece = told.partition(": ")
    if what.startswith("pattern too large"):
        return tr(
            "The pattern '{pattern}' is too large; repeat less or look for less at once.", pattern=pattern
        )
    remedy = tr(_REMEDIES.get(what, _ANOTHER_WAY))
    lonely = what.startswith(("missing", "unexpected"))
    start = _unclosed(pattern, what) if lonely else pattern.find(piece)
    piece = pattern[start : start + 1] if lonely else piece
    if start < 0 or not piece:
        return tr(
            "The pattern '{pattern}' cannot be read ({what}): {remedy}.",
            pattern=pattern,
            what=what,
            remedy=remedy,
        )
    return tr(
        "The pattern '{pattern}' cannot be read at character {place}, '{piece}' ({what}): {remedy}.",
        pattern=pattern,
        place=start + 1,
        piece=piece,
        what=what,
        remedy=remedy,
    )


def _unclosed(pattern: str, what: str) -> int:
    """Where the bracket stands that has no partner; -1 where that is not the trouble."""
    opened, place = [], 0
    while place < len(pattern):
        character = pattern[place]
        if character == "\\":
            place += 1
        elif character == "(":
            opened.append(place)
        elif character == ")":
            if not opened:
                return place
            opened.pop()
        place += 1
    if what.startswith("missing )") and opened:
        return opened[-1]
    return pattern.rfind("[") if what.startswith("missing ]") else -1


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    """Where a pattern fits in a text, in code points; what fits nothing at all is left out."""
    found = []
    for match in compiled(pattern).finditer(text):
        if match.end() > match.start():
            found.append((match.start(), match.end()))
        if len(found) >= _MARKED:
            break
    return found


_TOKEN = re.compile(
    r"""
      (?P<open>\((?:\?(?:P?<\w+>|[imsU-]*:?))?) | (?P<close>\)) | (?P<bar>\|) |
      (?P<space>\\s) | \\(?P<escaped>[!-/:-@\[-`{-~]) | (?P<literal>[^\\()\[\]|*+?{}.^$]) |
      (?P<unknown>\\[bBdDSwWAz] | [.^$] | \[\^?\]?(?:\\.|[^\[\]\\])*\])
    """,
    re.VERBOSE | re.ASCII,
)
_TIMES = re.compile(r"(?:(?P<surely>\+)|[*?]|\{[^}]*\})\??")
_WORD = re.compile(r"[A-Za-z0-9]+")
_FEWEST = 3
"""Letters that a piece of a word must have to be worth a look in the index."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What every text with a match is sure to have, so that an index can leave out the others."""

    query: str
    """A full-text query; empty where no whole word is certain."""
    pieces: tuple[str, ...]
    """Letters and digits that stand together within one word, in lower case, the longest first."""


def clues(pattern: str) -> Clues:
    """The clues of a pattern; none where nothing is certain.

    Only words that the pattern spells out and ends on both sides are sure to be words of the text; the
    last of a stretch may go on. Any other run of letters is within some word.
    """
    stretches = list(_stretches(pattern))
    query = " AND ".join(query for stretch in stretches if (query := _query(stretch)))
    runs = {run.casefold() for stretch in stretches for run in _WORD.findall(stretch)}
    pieces = sorted((run for run in runs if len(run) >= _FEWEST), key=lambda run: (-len(run), run))
    return Clues(query, tuple(pieces))


def _stretches(pattern: str) -> list[str]:
    """Characters that follow each other in every match; none where that is uncertain."""
    found, place, depth = [""], 0, 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None or (token["bar"] and not depth):
            return []
        times = _TIMES.match(pattern, token.end())
        place = times.end() if times else token.end()
        depth += bool(token["open"]) - bool(token["close"])
        character = token["escaped"] or token["literal"] or (" " if token["space"] else "")
        if depth or not character or not character.isascii():
            found.append("")
            continue
        surely = times is None or times["surely"]
        found[-1] += character if surely else ""
        if times and (character.isalnum() or not surely):
            found.append("")
    return found


def _query(stretch: str) -> str:
    """The whole words of a stretch as a phrase; the last one may be the beginning of a longer word."""
    words = [match for match in _WORD.finditer(stretch) if match.start() > 0]
    if words and words[-1].end() == len(stretch) and len(words[-1].group()) < _FEWEST:
        words.pop()
    if not words:
        return ""
    phrase = '"' + " ".join(word.group() for word in words) + '"'
    return f"{phrase} *" if words[-1].end() == len(stretch) else phrase
