"""Links and media that a text-only model cannot have read or made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Example, Hit, excerpt
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "unread_link",
        (Kind.INSTRUCTION,),
        later("The task needs what lies behind a link: {text}"),
        "input",
        0.9,  # read: 83 of 84
    ),
    Reason(
        "invented_media",
        (Kind.INSTRUCTION,),
        later("The output links to invented media: {text}"),
        "output",
        0.85,
    ),
)

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+")
_NEEDS_CONTENT = re.compile(
    r"\b(?:summari[sz]e|read|analy[sz]e|describe|article|review|evaluate|watch|listen|image|picture|photo|"
    r"painting|video|visit|what (?:is|does|are|do)|who|critique|translate|explain|identify|classify|"
    r"determine|caption|name)\b",
    re.IGNORECASE,
)
_ABOUT_LINKS = re.compile(
    r"\b(?:urls?|uris?|domain|protocol|regex|regular expression|pars\w*|html|code|function|script|program|"
    r"link|extract|api|valid\w*|tweet|format|cite|citation|bibliography|python|curl|scrap\w*)\b",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*src\s*=[^>]*>|https?://(?:i\.)?imgur\.com/\S+"
    r"|https?://\S+\.(?:png|jpe?g|gif|mp3|mp4|wav)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\b(?:html|markdown|web ?(?:site|page)|css|react|vue|code|tag|email template|xml|api|json|bot)\b", re.I
)
_MARKUP_ANSWER = re.compile(r"<(?:html|body|div|head|!doctype|ul|p|section)\b", re.IGNORECASE)


def links(example: Example) -> Iterator[Hit]:
    """Links whose content the task depends on, and media the output claims to show."""
    yield from _unread(example)
    yield from _invented(example)


def _unread(example: Example) -> Iterator[Hit]:
    instruction = example.instruction
    for part, text in (("input", example.input), ("instruction", instruction)):
        if "http" not in text and "www." not in text:
            continue
        match = _LINK.search(text)
        asked = _LINK.sub(" ", instruction)
        if match is None or not _NEEDS_CONTENT.search(asked) or _ABOUT_LINKS.search(asked):
            continue
        # A long text with a link in it carries its own content.
        if len(_LINK.sub("", text)) - (0 if part == "input" else len(asked)) <= 80:
            yield Hit("unread_link", part, match.start(), match.end(), args={"text": excerpt(match[0])})
            return


def _invented(example: Example) -> Iterator[Hit]:
    output = example.output
    if "http" not in output and "<img" not in output and "![" not in output:
        return
    match = _MEDIA.search(output)
    if match is None or _MARKUP.search(example.instruction) or _MARKUP_ANSWER.search(output):
        return
    if match[0] not in example.input:
        yield Hit("invented_media", "output", match.start(), match.end(), args={"text": excerpt(match[0])})
