"""Instructions that point at a text which is nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.domain import Kind, Reason

REASONS = (
    Reason(
        "missing_input",
        (Kind.INSTRUCTION,),
        "The instruction speaks of {text}, and there is none",
        "input",
        0.85,  # read: 27 of 28
    ),
)

_TEXTS = (
    r"articles?|passages?|paragraphs?|poems?|stor(?:y|ies)|excerpts?|speech(?:es)?|texts?|essays?|sentences?|"
    r"paintings?|images?|pictures?|photo(?:s|graphs?)?|graphs?|charts?|diagrams?|figures?|gifs?|videos?|logos?|"
    r"conversations?|dialog(?:ue)?s?|e-?mails?|reviews?|snippets?|code|tweets?|headlines?|websites?|tables?|"
    r"circuits?|puzzles?|quotes?|documents?|contracts?|statements?|recipes?"
)
_FOLLOWING = re.compile(
    r"\b(?:the|these|this) following\s+(?!(?:day|week|month|year|morning|step)s?\b)"
    r"((?:[\w-]+\s+){0,3}?[\w-]+)|\bwhich of the following\b",
    re.IGNORECASE,
)
_POINTED = re.compile(
    rf"\b(?:the (?:given|provided|attached|above|below)|this|these)\s+((?:[\w-]+\s+){{0,2}}?(?:{_TEXTS}))\b"
    rf"|\bthe ((?:{_TEXTS})) (?:below|above|given|provided|attached)\b",
    re.IGNORECASE,
)
_PROGRAMS = re.compile(
    r"\b(?:functions?|programs?|algorithms?|scripts?|regex|regular expression|query|class|method|model|train|"
    r"code to|code that|code for|code snippet that|develop|implement|pseudo-?code|app|system|imagine|"
    r"suppose)\b",
    re.IGNORECASE,
)
# What may hold the content itself: quotes, a colon, a line break, numbers, a dash, an address.
_INLINE = re.compile(r"[\"“”‘`:\n\d/=+*(]|\s['’]|[-–—]\s|https?")
_AFTER_MOST = 9


def missing_input(example: Example) -> Iterator[Hit]:
    """A referent ("the following logo") with neither an input nor content in the instruction itself."""
    instruction = example.instruction
    if example.context or example.input.strip() or _INLINE.search(instruction):
        return
    for pattern in (_FOLLOWING, _POINTED):
        match = pattern.search(instruction)
        if match is None or _carries_content(instruction, match.end()):
            continue
        if pattern is _POINTED and _PROGRAMS.search(instruction):
            continue
        yield Hit(
            "missing_input", "instruction", match.start(), match.end(), args={"text": match[0].casefold()}
        )
        return


def _carries_content(instruction: str, start: int) -> bool:
    """Whether a clause after the referent may be the content: more words, or another sentence."""
    rest = instruction[start:]
    sentence, mark, after = _split_sentence(rest)
    return len(sentence.split()) > _AFTER_MOST or len(after.split()) >= 4 or (not mark and "," in rest)


def _split_sentence(text: str) -> tuple[str, str, str]:
    match = re.search(r"[.?!](?:\s|$)", text)
    return (text, "", "") if match is None else (text[: match.start()], match[0], text[match.end() :])
