"""Words a model says around its answer, left in texts that should be the answer alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Hit, excerpt
from synthreview.analyzers.rules.refusal import refuses
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "model_opening",
        (Kind.FREE_TEXT,),
        later("The text opens with a model's preface: {text}"),
        "leftover",
        0.85,
    ),
    Reason(
        "model_closing",
        (Kind.FREE_TEXT,),
        later("The text ends with a model's offer: {text}"),
        "leftover",
        0.85,
    ),
    Reason("refusing_text", (Kind.FREE_TEXT,), later("The text is a refusal: {text}"), "refusal", 0.8),
)

_OPENING = re.compile(
    r"\A\W*(?:(?:sure|certainly|of course|absolutely|okay|great)\b[^\n.:]{0,30}[,!.]\s*)?"
    r"(?:here(?:['’]s| is| are) (?:an?|the|your|some|my|one) (?:\w+[ -]){0,4}?"
    r"(?:paraphrase\w*|rewrit\w+|revised|rephrased|summary|version|text|sentence|tweet|example|response|"
    r"translation|post|review|story|article|essay|poem|paragraph)\b"
    r"[^\n]{0,80}?:)"
    r"|\A\W*(?:sure|certainly|of course|absolutely)\s*[!,.]\s*"
    r"(?:here\b|I(?:['’]d| would|['’]ll| will| can)\b|this is\b)"
    r"|\A(?:当然|好的)[，,！!][^\n]{0,40}[：:]",
    re.IGNORECASE,
)


_CLOSING = re.compile(
    r"(?:(?:\bI hope (?:this|that|it) helps\b|\blet me know if you(?:['’]d| would) like me to\b"
    r"|\blet me know if you (?:want|need) (?:me to|any (?:changes|adjustments|revisions))"
    r"|\bfeel free to (?:adjust|modify|customi[sz]e|edit|tweak|change)\b)[^\n]{0,160}"
    r"|\n\s*[\[(](?:Note|Disclaimer)\b[^\n]{0,300}[\])])\s*\Z",
    re.IGNORECASE,
)
_TAIL = 400


def leftovers(part: str, text: str) -> Iterator[Hit]:
    """A preface ("Sure, here is a paraphrase:") or an offer at the end, with the cut as fix; or a refusal."""
    match = _OPENING.match(text)
    if match:
        kept = text[match.end() :].strip()
        fix = {part: kept} if kept and match[0].endswith((":", "：")) else {}
        yield Hit("model_opening", part, 0, match.end(), args={"text": excerpt(match[0])}, fix=fix)
    elif closing := _CLOSING.search(text, max(0, len(text) - _TAIL)):
        kept = text[: closing.start()].rstrip()
        args = {"text": excerpt(closing[0])}
        yield Hit(
            "model_closing", part, closing.start(), len(text), args=args, fix={part: kept} if kept else {}
        )
    elif refuses(text):
        yield Hit("refusing_text", part, 0, min(len(text), 120), args={"text": excerpt(text)})
