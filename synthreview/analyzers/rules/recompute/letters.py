"""Letters, vowels and words to be counted in a given text, and texts to be turned round."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from synthreview.analyzers.rules.recompute.task import FILLER, Expected, Task
from synthreview.translation import trn

_QUOTED = re.compile(r"[\"“]([^\"“”\n]{1,200})[\"”]|(?<!\w)['‘]([^'‘’\n]{1,200})['’](?!\w)")
_ALLOWED = FILLER | frozenset(
    "count counts word words letter letters vowel vowels consonant consonants character characters string "
    "sentence phrase text statement title name contains contain contained input including spaces "
    "appear appears "
    "occur occurs occurrences times frequency total reverse reversed backwards reversing backward "
    "inverted invert "
    "so that does calculate used using present found report length".split()
)
_UNITS = ("words", "word", "vowels", "consonants", "letters", "characters")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_LONGEST = 400
_MOSTLY = 0.8
"""So much of a text has to be in an answer before it is taken for an attempt to turn it round."""


def counted(task: Task) -> Expected | None:
    """How many words, letters, vowels or characters a given text has, however one may count them."""
    text, words = _subject(task)
    if not text or not re.search(r"\bhow many\b|\bcount|\bnumber of\b|\bfrequency\b", task.instruction, re.I):
        return None
    if not set(words) <= _ALLOWED or len(text) > _LONGEST:
        return None
    unit = _unit(task.instruction)
    values = sorted(_counts(unit, text), reverse=True) if unit else []
    return Expected(_said(unit, values[0]), tuple(map(Fraction, values))) if unit and values else None


def _said(unit: str, number: int) -> str:
    return {
        "words": trn("{count} word", "{count} words", number),
        "vowels": trn("{count} vowel", "{count} vowels", number),
        "consonants": trn("{count} consonant", "{count} consonants", number),
        "letters": trn("{count} letter", "{count} letters", number),
        "characters": trn("{count} character", "{count} characters", number),
    }[unit]


def _unit(instruction: str) -> str | None:
    found = re.search(
        r"\b(?:how many|number of|count(?: up)?(?: how many)?)(?: the)?(?: number of)?(?: total)? "
        r"(words|vowels|consonants|letters|characters)\b",
        instruction,
        re.IGNORECASE,
    )
    return found[1].casefold() if found else None


def _counts(unit: str, text: str) -> set[int]:
    letters = [char for char in text.casefold() if char.isalpha()]
    if not text.isascii():
        return set()
    if unit == "words":
        return {len(text.split()), len(_WORD.findall(text)), len(re.findall(r"\w+", text))}
    if unit == "vowels":
        vowels = sum(char in "aeiou" for char in letters)
        return {vowels, vowels + letters.count("y"), len(set(letters) & set("aeiou"))}
    if unit == "consonants":
        others = sum(char not in "aeiou" for char in letters)
        return {others, others - letters.count("y")}
    if unit == "letters":
        return {len(letters), len(text), sum(not char.isspace() for char in text)}
    return {len(text), sum(not char.isspace() for char in text), len(letters), len(text.strip(".!?"))}


def _subject(task: Task) -> tuple[str, list[str]]:
    """The text that is spoken of, and the words of the instruction without it."""
    given = task.input.strip()
    quoted = list(_QUOTED.finditer(task.instruction))
    rest = _QUOTED.sub(" ", task.instruction) if len(quoted) == 1 else task.instruction
    words = re.findall(r"[^\W\d_]+", rest.casefold())
    if given:
        inside = (quoted[0][1] or quoted[0][2]) if len(quoted) == 1 else ""
        if quoted and inside != given.strip("\"'“”"):
            return "", words
        return given.strip('"“”'), words
    return ((quoted[0][1] or quoted[0][2]) if len(quoted) == 1 else ""), words


def turned_round(task: Task, output: str) -> str | None:
    """The text turned round, where the output is a text of the same letters that is not."""
    text, words = _subject(task)
    if not text or not {"reverse", "reversed", "backwards"} & set(words) or not set(words) <= _ALLOWED:
        return None
    if len(text) > _LONGEST or not text.isascii() or "\n" in text:
        return None
    wanted, given, said = _plain(text[::-1]), _plain(text), _plain(output)
    by_words = _plain("".join(reversed(_WORD.findall(text))))
    if not wanted or wanted == given or wanted in said or by_words in said:
        return None
    one_word = len(text.split()) == 1
    asks_for_letters = one_word or (
        bool({"letters", "characters", "string"} & set(words)) and "words" not in words
    )
    if not asks_for_letters or "order" in words or len(said) > 2 * len(given):
        return None
    shared = (Counter(given) & Counter(said)).total()
    return text[::-1] if shared >= _MOSTLY * len(given) else None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
