"""How an output was to begin and end, its letters and its case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit, excerpt
from synthreview.domain import Kind, Reason
from synthreview.translation import later, tr

_INSTRUCTION = (Kind.INSTRUCTION,)
REASONS = (
    Reason(
        "wrong_case", _INSTRUCTION, later("Was to be in {case} letters; {text} is not"), "constraint", 0.8
    ),
    Reason("wrong_start", _INSTRUCTION, later("Was to begin with “{wanted}”"), "constraint", 0.75),
    Reason("wrong_end", _INSTRUCTION, later("Was to end with “{wanted}”"), "constraint", 0.75),
    Reason(
        "wrong_letter",
        _INSTRUCTION,
        later("An entry does not {verb} with the letter {letter}: {text}"),
        "constraint",
        0.85,
    ),
    Reason("forbidden_letter", _INSTRUCTION, later("The output has the letter {letter}"), "constraint", 0.9),
)

_GATE = re.compile(
    r"case\b|capital|\bcaps\b|(?:start|beg[iu]n|end|finish)(?:s|ing|ning)? with|without|letter", re.I
)
_CODE = re.compile(
    r"\b(?:code|functions?|program|script|python|java\w*|regex\w*|algorithm|class|sql|query)\b", re.I
)
_UPPER = re.compile(
    r"\b(?:in|to|into|using|are|make) (?:all (?:the letters |of it |in )?)?(?:only )?"
    r"(?:upper[- ]?case|all[- ]caps|(?:all )?capital letters)(?: letters| text| form| format)?\W*(?:$|"
    r"[.\n;:])",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:in|to|into|using|are|make) (?:all (?:the letters |of it |in )?)?(?:only )?lower[- ]?case"
    r"(?: letters| text| form| format)?\W*(?:$|[.\n;:])",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"^(?:please )?(?:convert|change|transform|turn|rewrite|write|make|print|output|put|respond|"
    r"answer|format|"
    r"type|take|capitali[sz]e|given)\b",
    re.IGNORECASE,
)
_Q = r"[\"“'‘]([^\"“”\n]{2,120}?)[\"”'’](?=\W|$)"
_WHAT = (
    r"(?:the )?(?:exact )?(?:following )?(?:words?|phrases?|sentences?|lines?|text|opening|statement)?:? ?"
)
_STARTS = re.compile(rf"\b(?:start|begin)(?:s|ing|ning)? with {_WHAT}{_Q}", re.IGNORECASE)
_ENDS = re.compile(rf"\b(?:end|finish)(?:s|ing|es)? with {_WHAT}{_Q}", re.IGNORECASE)
_MAKES = re.compile(
    r"^(?:please )?(?:write|create|compose|generate|craft|tell|make|produce|construct|come up|start|"
    r"begin|draft)\b",
    re.I,
)
_PARTLY = re.compile(
    r"\b(?:punch ?lines?|endings?|complet\w+|continu\w+|finish|respon\w+|titles?|rest of)\b", re.IGNORECASE
)
_LETTER = re.compile(
    r"^(?:please )?(?:name|list|give|find|generate|provide|create|identify|suggest|think of|come up "
    r"with|write|"
    r"make|state|tell me|brainstorm)\b[^.?!]{0,60}?\b(?P<verb>start|begin|end)(?:s|ing|ning)? (?:with|"
    r"in) (?:the )?"
    r"letters? [\"“'‘]?(?P<letter>[a-zA-Z])[\"”'’]?(?!\w)\W*$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:without (?:using |the use of |containing )?|(?:do not|don['’]t|never) use |"
    r"avoid(?:ing)?(?: using)? )"
    r"(?:any |the )?letters? [\"“'‘]?([a-zA-Z])[\"”'’]?(?!\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\A(?:the|an?|and|or|to)\s+", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"^[ \t]*(?:\d{1,3}[.):]|[-*•])[ \t]*", re.MULTILINE)
_MOST_WORDS = 3


def form(example: Example) -> Iterator[Hit]:
    """Letters, case, beginning and end that the instruction spells out and the output does not have."""
    instruction = example.instruction
    if not _GATE.search(instruction) or _CODE.search(instruction) or not example.output.strip():
        return
    yield from _case(example)
    yield from _edges(example)
    yield from _letters(example)


def _case(example: Example) -> Iterator[Hit]:
    if not _TURNS.search(example.instruction):
        return
    for pattern, name, wrong in (
        (_UPPER, later("capital"), str.islower),
        (_LOWER, later("small"), str.isupper),
    ):
        if not pattern.search(example.instruction) or (_UPPER if pattern is _LOWER else _LOWER).search(
            example.instruction
        ):
            continue
        words = list(re.finditer(r"[^\W\d_]{2,}", example.output))
        off = [match for match in words if any(map(wrong, match[0]))]
        if len(off) > 0.3 * len(words):
            first = off[0]
            args = {"case": tr(name), "text": excerpt(first[0])}
            yield Hit("wrong_case", "output", first.start(), first.end(), args=args)


def _edges(example: Example) -> Iterator[Hit]:
    if not _MAKES.search(example.instruction) or _PARTLY.search(example.instruction):
        return
    said = _plain(example.output)
    starts, ends = _STARTS.search(example.instruction), _ENDS.search(example.instruction)
    if starts and not _near(_plain(starts[1]), said[: len(_plain(starts[1])) + 150]):
        args = {"wanted": excerpt(starts[1])}
        yield Hit("wrong_start", "output", 0, min(len(example.output), 80), args=args)
    if ends and not _near(_plain(ends[1]), said[-len(_plain(ends[1])) - 60 :]):
        args = {"wanted": excerpt(ends[1])}
        yield Hit("wrong_end", "output", max(0, len(example.output) - 80), len(example.output), args=args)


def _near(wanted: str, text: str) -> bool:
    """Whether the first words that were wanted stand there; the rest may be adapted."""
    first = " ".join(wanted.split()[:4])
    return not first or first in text


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _letters(example: Example) -> Iterator[Hit]:
    without = _WITHOUT.search(example.instruction)
    if without:
        spot = example.output.casefold().find(without[1].casefold())
        if spot >= 0:
            yield Hit("forbidden_letter", "output", spot, spot + 1, args={"letter": without[1].upper()})
    asked = _LETTER.search(example.instruction)
    if asked is None or example.input.strip():
        return
    letter, at_end = asked["letter"].casefold(), asked["verb"].casefold() == "end"
    entries = _entries(example.output)
    wrong = [entry for entry in entries if not _has(entry, letter, at_end=at_end)]
    if wrong:
        # Translators: the verb in "An entry does not {verb} with the letter {letter}: {text}".
        verb = tr("end") if at_end else tr("begin")
        args = {"text": excerpt(wrong[0]), "verb": verb, "letter": letter.upper()}
        start = example.output.find(wrong[0])
        yield Hit("wrong_letter", "output", start, start + len(wrong[0]), args=args)


def _has(entry: str, letter: str, *, at_end: bool) -> bool:
    if at_end:
        return entry.casefold().endswith(letter)
    return letter in (entry[:1].casefold(), _LEAD.sub("", entry)[:1].casefold())


def _entries(output: str) -> list[str]:
    """The entries of a list of short names; empty where the output is no such list."""
    text = _LIST_NUMBER.sub("", output.strip())
    cut = re.split(r"\s*[,;\n]\s*(?:and\s+)?|\s+and\s+", text.strip(" .\n"))
    entries = [entry.strip(" \"'“”‘’.*") for entry in cut]
    entries = [entry for entry in entries if entry]
    short = all(len(entry.split()) <= _MOST_WORDS and re.fullmatch(r"[\w' -]+", entry) for entry in entries)
    return entries if short else []
