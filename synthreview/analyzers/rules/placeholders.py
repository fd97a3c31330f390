"""Placeholders: texts that say "nothing here" instead of being empty, or stand for a text left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit, excerpt
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import Table, later

REASONS = (
    Reason(
        "placeholder_input",
        (Kind.INSTRUCTION,),
        later("The input is a placeholder: {text}"),
        "input",
        0.99,  # read: 181 of 181
        Confidence.CERTAIN,
    ),
    Reason(
        "placeholder_token",
        (Kind.INSTRUCTION,),
        later("A placeholder was left inside the {part}: {text}"),
        "input",
        0.98,
        Confidence.CERTAIN,
    ),
    Reason(
        "placeholder_output",
        (Kind.INSTRUCTION,),
        later("The output is a placeholder: {text}"),
        "output",
        0.98,
        Confidence.CERTAIN,
    ),
    Reason(
        "stand_in_input",
        (Kind.INSTRUCTION,),
        later("The input stands for something that is not there: {text}"),
        "input",
        0.9,
    ),
    Reason(
        "stand_in_output",
        (Kind.INSTRUCTION,),
        later("The output stands for something that is not there: {text}"),
        "output",
        0.9,
    ),
)

_PARTS = Table({"instruction": later("instruction"), "input": later("input"), "output": later("output")})
"""Parts within a sentence."""
_WRAPPING = " \t\r\n<>[](){}`'\"\\*.,;:!_-–—。（）【】"
_LONGEST = 80
_STATE = (
    r"(?:is |was |are )?(?:required|needed|necessary|provided|given|available|applicable|specified|supplied)"
)
_NO_INPUT = re.compile(
    rf"(?:there is )?no[ _-]*(?:additional |specific |further )?inputs?(?: {_STATE})?"
    rf"|inputs? (?:is |are )?not {_STATE}|(?:empty|blank) input|无输入|没有输入|无需输入|不需要输入"
)
_NO_OUTPUT = re.compile(r"no[ _-]*(?:output|input)s?")
_NOTHING = re.compile(r"n/?a|none|null|nil|nan|undefined|not applicable|not available|empty|blank|无|空")
_VALUE_WANTED = re.compile(
    r"\b(?:the|this|these|following|given|each|an?) (?:\w+ )?(?:word|term|abbreviation|acronym|value|keyword|"
    r"expression|string|phrase|letter|column|field|variable)s?\b"
    r"|\b(?:translate|define|meaning|spell|null|none|nan|types? of (?:value|variable|data)|data ?type)\b"
    r"|n/a|[词字值译]",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"[\\`'\"]*[<\[(]\s*no[ _-]?(?:in|out)puts?\s*\\?[>\])][`'\".,]*|^noinput\.?$", re.I | re.M
)
_GROUP = r"[<\[({][^<>\[\](){}]{3,120}[>\])}]"
_GROUPS = re.compile(rf"(?:[\w ]{{0,20}}: ?)?(?:{_GROUP}\s*){{1,4}}[.,]?")
_MEDIA = (
    r"image|picture|photo(?:graph)?|painting|drawing|sketch|figure|diagram|video|audio|recording|gif|"
    r"screenshot|logo|illustration|artwork|visual|musical piece|piece of music|melody|map|graph|chart"
)
_MEDIA_GROUP = re.compile(
    rf"[<\[({{]\s*(?:(?:an?|the|attached|insert|visual|input:)\s+)*(?:{_MEDIA})\b"
    rf"|\battached\s*[>\])}}]|\battached (?:{_MEDIA})",
    re.IGNORECASE,
)
_MISSING_TEXT = re.compile(
    r"\b(?:insert|enter|paste|attach|attached|provided|placeholder|your \w+ here)\b|\blink to\b|\bfile\b"
    r"|[<\[({]\s*(?:texts?|articles?|passages?|paragraphs?|documents?|(?:data )?tables?|data ?sets?|speech|"
    r"location|name|city|date|topic|company|link|url)(?:\s+(?:about|of|on|from)\b[^<>\[\](){}]*)?\s*[>\])}]",
    re.IGNORECASE,
)
_DATA = re.compile(r"[=;'\"]|\d\s*,")
_MARKUP_WANTED = re.compile(r"\b(?:html|tags?|markdown|svg|xml|template|mad libs?|fill in)\b", re.IGNORECASE)


def placeholders(example: Example, *, tokens_in_output: bool = True) -> Iterator[Hit]:
    """Placeholder and stand-in texts; an input that is simply empty is no hit."""
    yield from _input(example)
    yield from _output(example)
    yield from _tokens("instruction", example.instruction)
    if tokens_in_output:
        yield from _tokens("output", example.output)


def _input(example: Example) -> Iterator[Hit]:
    text = example.input
    if not text.strip():
        return
    if len(text) <= _LONGEST and says_nothing(text, example.instruction):
        yield Hit("placeholder_input", "input", 0, len(text), args={"text": excerpt(text)}, fix={"input": ""})
    elif _stands_for_something(text, example.instruction):
        yield Hit("stand_in_input", "input", 0, len(text), args={"text": excerpt(text)})
    else:
        yield from _tokens("input", text)


def says_nothing(text: str, instruction: str) -> bool:
    """Whether a short text only says that there is no input."""
    core = " ".join(text.strip(_WRAPPING).casefold().split())
    if _NO_INPUT.fullmatch(core):
        return True
    bracketed = text.lstrip(" `\\'\"")[:1] in "<[({（【"
    return bool(_NOTHING.fullmatch(core)) and (bracketed or not _VALUE_WANTED.search(instruction))


def _stands_for_something(text: str, instruction: str) -> bool:
    if len(text) > 3 * _LONGEST or not _GROUPS.fullmatch(text.strip()) or _DATA.search(text):
        return False
    if _MARKUP_WANTED.search(instruction):
        return False
    return bool(_MEDIA_GROUP.search(text) or _MISSING_TEXT.search(text))


def _output(example: Example) -> Iterator[Hit]:
    text = example.output.strip()
    if not text or len(text) > 2 * _LONGEST:
        return
    core = text.strip(_WRAPPING).casefold()
    bracketed = text[0] in "<[({`\\"
    if bracketed and _NO_OUTPUT.match(core):
        yield Hit("placeholder_output", "output", 0, len(example.output), args={"text": excerpt(text)})
    elif _stands_for_something(text, example.instruction) or re.fullmatch(
        rf"[<\[](?:{_MEDIA})[>\]]", text, re.I
    ):
        yield Hit("stand_in_output", "output", 0, len(example.output), args={"text": excerpt(text)})


def _tokens(part: str, text: str) -> Iterator[Hit]:
    if len(text) > 20_000 or "put" not in text.casefold():
        return
    for match in _TOKEN.finditer(text):
        if match.end() - match.start() == len(text.strip()):
            return
        before, after = text[: match.start()].rstrip(" \t"), text[match.end() :].lstrip(" \t")
        alone = before[-1:] in ("", "\n") and after[:1] in ("", "\n")
        fix = {part: (before.rstrip() + after).strip()} if alone else {}
        yield Hit(
            "placeholder_token",
            part,
            match.start(),
            match.end(),
            args={"part": _PARTS[part], "text": match[0].strip()},
            fix=fix,
        )
