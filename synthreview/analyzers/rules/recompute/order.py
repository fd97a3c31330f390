"""Lists to be sorted or reversed: the output has the same entries in another order."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from synthreview.analyzers.rules.recompute.figures import in_words, listed
from synthreview.analyzers.rules.recompute.task import Task

_SORT = frozenset(
    "sort sorted arrange rearrange order organize put ascending descending increasing decreasing "
    "alphabetical "
    "alphabetically smallest largest lowest highest least greatest words word names strings letters into "
    "terms alphabetic reorder alphabetize a z".split()
)
_DOWN = re.compile(
    r"\b(?:descending|decreasing|reverse|(?:largest|highest|greatest) to (?:the )?(?:smallest|lowest|"
    r"least)|z to a|"
    r"z-a)\b",
    re.IGNORECASE,
)
_BY_LETTERS = re.compile(r"\balphabet|\bnames?\b|\bwords?\b", re.IGNORECASE)
_BY_SIZE = re.compile(
    r"ascending|descending|increasing|decreasing|\b(?:smallest|lowest|least|largest|highest|greatest) to\b",
    re.I,
)
_LIST_NUMBER = re.compile(r"^[ \t]*(?:\d{1,3}[.)]|[-*•])[ \t]+", re.MULTILINE)
_HEAD = re.compile(r"\A[^:\n]{0,80}:\s*")
_FEWEST = 3


def out_of_order(task: Task, output: str) -> str | None:
    """The list in order, where the output has the same entries in another one."""
    words = set(task.words)
    if not words & {"sort", "arrange", "rearrange", "organize", "put", "order", "alphabetize", "reorder"}:
        return None
    if _BY_SIZE.search(task.instruction) and not _BY_LETTERS.search(task.instruction):
        return _numbers(task, output) if words <= _SORT | _filler() else None
    if re.search(r"alphabet", task.instruction, re.IGNORECASE):
        return _words(task, output)
    return None


def _filler() -> frozenset[str]:
    from synthreview.analyzers.rules.recompute.task import FILLER

    return FILLER


def _numbers(task: Task, output: str) -> str | None:
    ours, theirs = listed(task.instruction), listed(task.input)
    numbers = theirs or ours
    if numbers is None or len(numbers) < _FEWEST or (ours and theirs and ours != theirs):
        return None
    if re.search(r"[^\W\d_]", task.input):
        return None
    said = listed(_LIST_NUMBER.sub("", output))
    if said is None or sorted(said) != sorted(numbers):
        return None
    wanted = sorted(numbers, reverse=bool(_DOWN.search(task.instruction)))
    return None if said == wanted else _joined(wanted, in_words)


def _joined(values: list[Fraction], say: Callable[[Fraction], str]) -> str:
    return ", ".join(map(say, values))


def _words(task: Task, output: str) -> str | None:
    """Single words by the alphabet, whichever way capitals and marks count."""
    given = _entries(task.input) if task.input.strip() else _entries(_after_colon(task.instruction))
    allowed = _SORT | _filler()
    asked = set(task.words) - ({word.casefold() for word in given} if not task.input.strip() else set())
    if len(given) < _FEWEST or not asked <= allowed:
        return None
    said = _entries(output)
    if sorted(map(str.casefold, said)) != sorted(map(str.casefold, given)):
        return None
    down = bool(_DOWN.search(task.instruction))
    keys: list[Callable[[str], str]] = [str, str.casefold, _letters]
    if any(sorted(said, key=key, reverse=down) == said for key in keys):
        return None
    return ", ".join(sorted(said, key=str.casefold, reverse=down))


def _letters(word: str) -> str:
    return re.sub(r"[\W_]", "", word.casefold())


def _after_colon(text: str) -> str:
    _, colon, rest = text.partition(":")
    return rest if colon else ""


def _entries(text: str) -> list[str]:
    """The single words of a list, by commas or lines; empty where an entry is more than a word."""
    text = _LIST_NUMBER.sub("", text.strip())
    text = _HEAD.sub("", text) if ":" in text[:80] else text
    cut = re.split(r"\s*[,;\n]\s*(?:and\s+)?", text.strip(" \n.[](){}\"'"))
    words = [entry.strip(" \"'“”‘’.`") for entry in cut if entry.strip(" \"'.")]
    return words if all(re.fullmatch(r"[A-Za-z][A-Za-z'-]*", word) for word in words) else []
