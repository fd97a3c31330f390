"""Instructions that point at a text which is nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit, excerpt
from synthreview.analyzers.rules.placeholders import says_nothing
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "missing_input",
        (Kind.INSTRUCTION,),
        later("The instruction speaks of {text}, and there is none"),
        "input",
        0.85,  # read: 26 of 29
    ),
)

_TEXTS = (
    r"articles?|passages?|paragraphs?|poems?|stor(?:y|ies)|excerpts?|speech(?:es)?|texts?|essays?|sentences?|"
    r"paintings?|images?|pictures?|photo(?:s|graphs?)?|graphs?|charts?|diagrams?|figures?|gifs?|videos?|logos?|"
    r"conversations?|dialog(?:ue)?s?|e-?mails?|reviews?|snippets?|code|tweets?|headlines?|websites?|tables?|"
    r"circuits?|puzzles?|quotes?|documents?|contracts?|statements?|recipes?"
)
_THINGS = (
    r"data(?: ?set)?s?|lists?|words?|numbers?|equations?|expressions?|matrix|matrices|arrays?|sets?|facts?|"
    r"claims?|comments?|questions?|answers?|phrases?|descriptions?|products?|compan(?:y|ies)|persons?|topics?|names?|"
    r"situations?|scenarios?|problems?|prompts?|information|context|keywords?|characters?|options?|ingredients?|"
    r"songs?|movies?|books?|lyrics|reports?|messages?|posts?|transcripts?|abstracts?|files?|samples?|values?|strings?"
)
_FOLLOWING = re.compile(
    r"\b(?:the|these|this) following\s+(?!(?:day|week|month|year|morning|step)s?\b)"
    r"((?:[\w-]+\s+){0,3}?[\w-]+)|\bwhich of the following\b",
    re.IGNORECASE,
)
_POINTED = re.compile(
    rf"\b(?:the (?:given|provided|attached|above|below)|this|these)\s+((?:[\w-]+\s+){{0,2}}?(?:{_TEXTS}))\b"
    rf"|\b(?:the|this|these) (?:given|provided|attached) ((?:[\w-]+\s+){{0,1}}?(?:{_THINGS}))\b"
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
_SHORT = 80
# "... of the following sentence:" with nothing after it.
_OPEN_END = re.compile(
    r"\b(?:(?:the|these|this) (?:following|given|below|next)|following)\s[^.?!:\"“”\n]{1,60}:\s*\Z"
    r"|\bthis (?:[\w-]+ ){1,3}?:\s*\Z",
    re.IGNORECASE,
)


def missing_input(example: Example) -> Iterator[Hit]:
    """A referent ("the following logo") with neither an input nor content in the instruction itself."""
    instruction = example.instruction
    if example.context or not _is_blank(example):
        return
    open_end = _OPEN_END.search(instruction)
    if open_end:
        yield Hit(
            "missing_input", "instruction", open_end.start(), open_end.end(), args={"text": _said(open_end)}
        )
        return
    if _INLINE.search(instruction):
        return
    for pattern in (_FOLLOWING, _POINTED):
        match = pattern.search(instruction)
        if match is None or _carries_content(instruction, match.end()):
            continue
        if pattern is _POINTED and _PROGRAMS.search(instruction):
            continue
        yield Hit("missing_input", "instruction", match.start(), match.end(), args={"text": _said(match)})
        return


def _is_blank(example: Example) -> bool:
    """Whether there is no input, or one that only says so."""
    text = example.input
    return not text.strip() or (len(text) <= _SHORT and says_nothing(text, example.instruction))


def _said(match: re.Match[str]) -> str:
    return excerpt(match[0].casefold().rstrip(" :"))


def _carries_content(instruction: str, start: int) -> bool:
    """Whether a clause after the referent may be the content: more words, or another sentence."""
    rest = instruction[start:]
    sentence, mark, after = _split_sentence(rest)
    return len(sentence.split()) > _AFTER_MOST or len(after.split()) >= 4 or (not mark and "," in rest)


def _split_sentence(text: str) -> tuple[str, str, str]:
    match = re.search(r"[.?!](?:\s|$)", text)
    return (text, "", "") if match is None else (text[: match.start()], match[0], text[match.end() :])
