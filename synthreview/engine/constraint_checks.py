"""Constraints that an instruction states and a machine can check: asked for what, found what, met or not.

Only plain wordings count ("in 3 sentences", "at most 50 words", "as JSON"): a constraint that is not
recognized is not listed, one that is listed was stated. Whether the answer is any good is another question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from synthreview.analyzers.rules.constraints import count_sentences
from synthreview.domain import Evidence, Item, Kind
from synthreview.figures import grouped
from synthreview.translation import later, tr, trn

STATED_IN = ("instruction", "constraints")
_LOOKED_AT = 20_000
"""Code points of an instruction that are read for constraints."""
_MOST_SPANS = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One stated constraint, held against the output."""

    asked: str
    found: str
    """The measured figure in words."""
    met: bool
    stated: Evidence
    """Where it is asked for."""
    spans: tuple[Evidence, ...] = ()
    """Where in the output it shows; the output as a whole where nothing smaller does."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    asked: str
    found: str
    met: bool
    spans: tuple[tuple[int, int], ...] = ()


_Judge = Callable[[re.Match[str], str], _Outcome | None]


def constraint_checks(item: Item) -> tuple[Check, ...]:
    """The checkable constraints of an instruction item, in the order in which they are stated."""
    output = item.text("output")
    if item.kind is not Kind.INSTRUCTION or not output.strip():
        return ()
    found: dict[str, Check] = {}
    for part in STATED_IN:
        told = sorted(_stated(item.text(part)[:_LOOKED_AT], output), key=lambda each: each[0].start())
        for match, outcome in told:
            spans = tuple(Evidence("output", *span) for span in outcome.spans[:_MOST_SPANS])
            stated = Evidence(part, match.start(), match.end())
            check = Check(outcome.asked, outcome.found, outcome.met, stated, spans or (Evidence("output"),))
            found.setdefault(outcome.asked, check)
    return tuple(found.values())


def _stated(text: str, output: str) -> Iterator[tuple[re.Match[str], _Outcome]]:
    for pattern, judge in _RULES:
        for match in pattern.finditer(text):
            outcome = judge(match, output)
            if outcome is not None:
                yield match, outcome


# How many of something

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_N = r"(?:\d{1,3}(?:,\d{3})|\d{1,5}|" + "|".join(_NUMBERS) + ")"
_UNITS = r"words|word|sentences|sentence|paragraphs|paragraph|characters|character|lines|line"
_LEAST = r"at least|no (?:less|fewer) than|not (?:less|fewer) than|more than|over|(?:a )?minimum(?: of)?"
_MOST = (
    r"at most|no more than|not more than|not exceeding|under|below|within|"
    r"(?<!no )(?<!not )fewer than|(?<!no )(?<!not )less than|(?:a )?max(?:imum)?(?: of)?|up to"
)
_ABOUT = r"about|around|approximately|roughly|some"
_NOT_OF = r"(?! (?:or|each|per|that|which|related|to|from|of|in the|for each|with|using)\b|:)"
_EDGE = rf"(?P<bound>{_LEAST}|{_MOST}|{_ABOUT}|exactly|between)"
_SIZE = re.compile(
    rf"\b(?:(?:in|into|using|with|of|write|to) )?(?:(?:just|only|exactly) )?{_EDGE} "
    rf"(?P<low>{_N})(?: ?(?:-|–|to|and) ?(?P<high>{_N}))?[ -](?P<unit>{_UNITS})\b(?! (?:each|per)\b)"
    rf"|\b(?:in|into) (?:just |only |a single )?(?P<low2>{_N})(?: ?(?:-|–|to|or) ?(?P<high2>{_N}))?"
    rf"[ -](?P<unit2>{_UNITS})\b(?P<tail2> or (?:less|fewer|more))?{_NOT_OF}"
    rf"|\b(?P<low3>{_N})(?: ?(?:-|–|to) ?(?P<high3>{_N}))?[ -](?P<unit3>word|sentence|paragraph)[ -]"
    r"(?:\w+ ){0,2}?(?:summary|essay|story|poem|description|answer|response|paragraph|article|tagline|slogan|"
    r"title|headline|report|review|post|caption|bio|biography|introduction|conclusion|abstract|synopsis|"
    r"phrase|sentence|haiku|motto)\b(?! (?:structure|format)\b)"
    rf"|^(?:please )?(?:write|compose|generate|create) (?P<low4>{_N}) (?P<unit4>paragraphs)\b",
    re.IGNORECASE,
)
_FEWEST_CHARACTERS = 20
_ROUGH_FROM, _ROUGH, _NEAR = 50, 0.2, 0.1
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LIST_NUMBER = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]", re.MULTILINE)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def _size(match: re.Match[str], output: str) -> _Outcome | None:
    found = match.groupdict()
    low, high, unit, bound = (
        next((found[f"{name}{way}"] for way in ("", "2", "3", "4") if found.get(f"{name}{way}")), "")
        for name in ("low", "high", "unit", "bound")
    )
    one = unit.casefold().removesuffix("s")
    if one == "character" and _number(low) < _FEWEST_CHARACTERS:
        return None  # those of a story
    if bound.casefold() == "between" and not high:
        return None
    count = _COUNTS[one](output)
    if count is None:
        return None
    number, upper = _number(low), _number(high) if high else None
    least, most, said = _limits(number, upper, bound or found["tail2"] or "")
    exact = least == most
    slack = _slack(least, one) if exact else 0
    met = least - slack <= count <= (most + slack if most is not None else count)
    if upper is not None and upper > number:
        between = tr("{low} to {high}", low=grouped(number), high=grouped(upper))
        asked = _AMOUNTS[one](upper, between)
    else:
        amount = _AMOUNTS[one](number, grouped(number))
        asked = tr(said, amount=amount) if said else amount
    shown = _AMOUNTS[one](count, grouped(count))
    if met and exact and count != least:
        shown = tr("{amount}, near enough to {asked}", amount=shown, asked=grouped(least))
    return _Outcome(asked, shown, met)


def _limits(low: int, high: int | None, bound: str) -> tuple[int, int | None, str]:
    """The least and the greatest count, and how the bound is said of an amount; empty for the bare amount."""
    said = bound.casefold()
    if high is not None and high > low:
        return low, high, ""
    if "or more" in said or re.fullmatch(_LEAST, said):
        strict = said.startswith(("more", "over"))
        return low + strict, None, later("more than {amount}") if strict else later("at least {amount}")
    if "or " in said or re.fullmatch(_MOST, said):
        strict = said.startswith(("under", "below", "fewer", "less"))
        return 0, low - strict, later("fewer than {amount}") if strict else later("at most {amount}")
    return low, low, later("about {amount}") if re.fullmatch(_ABOUT, said) else ""


_AMOUNTS: dict[str, Callable[[int, str], str]] = {
    "word": lambda number, count: trn("{count} word", "{count} words", number, count=count),
    "sentence": lambda number, count: trn("{count} sentence", "{count} sentences", number, count=count),
    "paragraph": lambda number, count: trn("{count} paragraph", "{count} paragraphs", number, count=count),
    "character": lambda number, count: trn("{count} character", "{count} characters", number, count=count),
    "line": lambda number, count: trn("{count} line", "{count} lines", number, count=count),
}
"""Units with a number that decides their form, and how it is shown."""


def _slack(asked: int, unit: str) -> float:
    """How far a count may be off: nobody counts long texts to the word."""
    if unit not in ("word", "character") or asked <= len(_NUMBERS):
        return 0
    return (_ROUGH if asked >= _ROUGH_FROM else _NEAR) * asked


def _number(text: str) -> int:
    return _NUMBERS.get(text.casefold()) or int(text.replace(",", ""))


def _words(text: str) -> int | None:
    if len(_CJK.findall(text[:500])) > 20:
        return None  # written without spaces: what a word is there is not for a pattern to say
    return len(_WORD.findall(_LIST_NUMBER.sub("", text)))


def _paragraphs(text: str) -> int:
    blocks = [block for block in re.split(r"\n[ \t\r]*\n", text.strip()) if block.strip()]
    return len(blocks)


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())


def _sentences(text: str) -> int | None:
    return count_sentences(text)


_COUNTS: dict[str, Callable[[str], int | None]] = {
    "word": _words,
    "sentence": _sentences,
    "paragraph": _paragraphs,
    "character": lambda text: len(text.strip()),
    "line": _lines,
}

# Lists

_ITEMS = re.compile(
    r"(?:^|[.!?]\s+)(?:please )?(?:list|name|give(?: me)?|generate|provide|suggest|identify|come up with|"
    r"propose|brainstorm|(?:generate|create|make|write|provide|compile|give(?: me)?) a list of)(?: the)?"
    rf"(?: top| exactly)? (?P<n>{_N}) "
    r"(?!(?:to|or|and|of|more)\b|(?:sentences?|words?|paragraphs?|lines?|pages?|minutes?|hours?|days?|"
    rf"digit|letter|part|step|column)\b)(?![^.\n]{{0,60}}\b(?:and|plus) {_N}\b)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"\b(?:in|into|using|with|as|exactly|at least) (?P<n>{_N}) (?:short |brief |concise )?"
    r"bullet(?:ed)?[- ]points?\b",
    re.IGNORECASE,
)
_BULLETS = re.compile(
    r"\b(?:in|as|using|with|into) (?:a |the form of a )?bullet(?:ed)?[- ]?(?:points?|list)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:in|as|using|into) a numbered list\b", re.IGNORECASE)
_BULLET_LINE = re.compile(r"^[ \t]*[-*•+–][ \t]+\S.*$", re.MULTILINE)
_NUMBER_LINE = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]*\S.*$", re.MULTILINE)


def _items(match: re.Match[str], output: str) -> _Outcome | None:
    spans = _listed(output)
    if len(spans) < 2:
        return None  # a list in a running text cannot be counted
    asked = _number(match["n"])
    return _Outcome(
        trn("{count} item", "{count} items", asked),
        trn("{count} item", "{count} items", len(spans)),
        len(spans) == asked,
        spans,
    )


def _points(match: re.Match[str], output: str) -> _Outcome:
    spans, asked = _listed(output), _number(match["n"])
    met = len(spans) >= asked if match.group().casefold().startswith("at least") else len(spans) == asked
    return _Outcome(
        trn("{count} bullet point", "{count} bullet points", asked),
        trn("{count} point", "{count} points", len(spans)),
        met,
        spans,
    )


def _bullets(_match: re.Match[str], output: str) -> _Outcome:
    spans = _listed(output)
    return _Outcome(
        tr("bullet points"), trn("{count} point", "{count} points", len(spans)), bool(spans), spans
    )


def _numbered(_match: re.Match[str], output: str) -> _Outcome:
    spans = tuple(found.span() for found in _NUMBER_LINE.finditer(output))
    return _Outcome(
        tr("a numbered list"),
        trn("{count} numbered line", "{count} numbered lines", len(spans)),
        bool(spans),
        spans,
    )


def _listed(output: str) -> tuple[tuple[int, int], ...]:
    """The lines of the output's list: the numbered ones where there are any, else those with a bullet."""
    lines = list(_NUMBER_LINE.finditer(output)) or list(_BULLET_LINE.finditer(output))
    indents = [len(line.group()) - len(line.group().lstrip()) for line in lines]
    outer = min(indents, default=0)  # lists within the list are not counted
    return tuple(line.span() for line, indent in zip(lines, indents, strict=True) if indent == outer)


# Formats

_JSON = re.compile(
    r"\b(?:as|in|into|to|return|output|valid)(?: a| an| the)?(?: valid)? JSON\b(?! (?:and|or|schema)\b)", re.I
)
_FENCED = re.compile(r"\A\s*```\w*[ \t]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_TABLE = re.compile(
    r"\b(?:as|in|into) (?:a |the form of a )?(?:markdown )?table\b"
    r"(?! (?:of|called|named|with|that|where|for)\b)",
    re.IGNORECASE,
)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
_TABLE_LINE = re.compile(r"^.*(?:\||\t).*$", re.MULTILINE)
_CASES = re.compile(
    r"\b(?:in|using|use) (?:only |all )?(?P<case>upper ?case|capital|lower ?case|caps)(?: letters)?\b"
    r"(?! for)",
    re.IGNORECASE,
)


def _json(_match: re.Match[str], output: str) -> _Outcome:
    fenced = _FENCED.match(output)
    text, shift = (fenced[1], fenced.start(1)) if fenced else (output, 0)
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        at = shift + getattr(error, "pos", 0)
        line = output.count("\n", 0, at) + 1
        return _Outcome(
            "JSON", tr("not JSON from line {line} on", line=grouped(line)), False, ((at, len(output)),)
        )
    return _Outcome("JSON", tr("valid JSON"), True)


def _table(_match: re.Match[str], output: str) -> _Outcome:
    lines = tuple(found.span() for found in _TABLE_LINE.finditer(output))
    rows = len(lines) - len(_TABLE_RULE.findall(output))
    said = trn("{count} table row", "{count} table rows", rows) if rows > 1 else tr("no table")
    return _Outcome(tr("a table"), said, rows > 1, lines if rows > 1 else ())


def _case(match: re.Match[str], output: str) -> _Outcome:
    lower = match["case"].casefold().startswith("lower")
    wrong = re.compile(r"[^\W\d_]+")
    spans = tuple(
        found.span()
        for found in wrong.finditer(output)
        if found.group() != (found.group().lower() if lower else found.group().upper())
    )
    asked = tr("only small letters") if lower else tr("only capital letters")
    return _Outcome(
        asked, trn("{count} word otherwise", "{count} words otherwise", len(spans)), not spans, spans
    )


# Words that have to be there, or must not

_QUOTED = (
    r"(?:\"(?P<double>[^\"\n]{1,60})\"|“(?P<curly>[^”\n]{1,60})”|['‘](?P<single>[^\n]{1,60}?)['’](?!\w))"
)
_WITHOUT = re.compile(
    rf"\b(?:(?:do not|don't|never) use|without using|without|avoid(?: using)?) the "
    rf"(?:word|phrase|letter) {_QUOTED}",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"(?<!not )(?<!n't )(?<!without )(?<!avoid )\b(?:includ(?:e|es|ing)|us(?:e|es|ing)|"
    rf"contain(?:s|ing)?|mention(?:s|ing)?) the (?:word|phrase) {_QUOTED}",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"\b(?:start|begin)(?:s|ning|ing)? (?:it |the \w+ )?with (?:the (?:word|phrase|sentence) )?{_QUOTED}",
    re.I,
)
_CLOSING = re.compile(
    rf"\bend(?:s|ing)? (?:it |the \w+ )?with (?:the (?:word|phrase|sentence) )?{_QUOTED}", re.I
)


def _what(match: re.Match[str]) -> str:
    quoted = match["double"] or match["curly"] or match["single"]
    return quoted.strip().rstrip(".,;:") or quoted


def _occurrences(match: re.Match[str], output: str) -> tuple[tuple[int, int], ...]:
    what = _what(match)
    bound = "" if " letter " in match.group().casefold() else r"\b"
    left, right = (bound if edge.isalnum() else "" for edge in (what[:1], what[-1:]))
    pattern = f"{left}{re.escape(what)}{right}"
    return tuple(found.span() for found in re.finditer(pattern, output, re.IGNORECASE))


def _without(match: re.Match[str], output: str) -> _Outcome:
    spans = _occurrences(match, output)
    return _Outcome(tr("no “{what}”", what=_what(match)), _times(len(spans)), not spans, spans)


def _with(match: re.Match[str], output: str) -> _Outcome:
    spans = _occurrences(match, output)
    return _Outcome(tr("“{what}” in it", what=_what(match)), _times(len(spans)), bool(spans), spans)


def _opening(match: re.Match[str], output: str) -> _Outcome:
    what = _what(match)
    start = len(output) - len(output.lstrip(" \n\r\t\"“'"))
    end = start + len(what)
    met = output[start:end].casefold() == what.casefold()
    return _Outcome(tr("begins with “{what}”", what=what), _does(met), met, ((start, end),))


def _closing(match: re.Match[str], output: str) -> _Outcome:
    what = _what(match)
    stripped = output.rstrip(" \n\r\t\"”'.!?") if what[-1].isalnum() else output.rstrip()
    start = max(0, len(stripped) - len(what))
    met = stripped[start:].casefold() == what.casefold()
    return _Outcome(tr("ends with “{what}”", what=what), _does(met), met, ((start, len(output)),))


def _times(count: int) -> str:
    return tr("not there") if count == 0 else trn("{count} time", "{count} times", count)


def _does(met: bool) -> str:
    return tr("it does") if met else tr("it does not")


_RULES: tuple[tuple[re.Pattern[str], _Judge], ...] = (
    (_SIZE, _size),
    (_ITEMS, _items),
    (_POINTS, _points),
    (_BULLETS, _bullets),
    (_NUMBERED, _numbered),
    (_JSON, _json),
    (_TABLE, _table),
    (_CASES, _case),
    (_WITHOUT, _without),
    (_WITH, _with),
    (_OPENING, _opening),
    (_CLOSING, _closing),
)
