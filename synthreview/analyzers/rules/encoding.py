"""Text damaged on its way: bytes read in the wrong encoding, control characters, lost characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import EVERY_TEXT, Hit, excerpt
from synthreview.domain import Confidence, Reason
from synthreview.translation import later, tr

REASONS = (
    Reason(
        "mojibake",
        EVERY_TEXT,
        later("Text read in the wrong encoding: {found} should be {right}"),
        "encoding",
        0.98,
        Confidence.CERTAIN,
    ),
    Reason(
        "control_characters",
        EVERY_TEXT,
        later("Control characters in the text ({count})"),
        "encoding",
        0.95,
        Confidence.CERTAIN,
    ),
    Reason(
        "lost_characters",
        EVERY_TEXT,
        later("Characters were lost: {count} stand as �"),
        "encoding",
        0.9,
        Confidence.CERTAIN,
    ),
)

_SPANS_SHOWN = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
_LINE_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n"})

# What UTF-8 bytes look like when read as Windows-1252: a lead byte's character, then characters of
# continuation bytes. Leads that also end real words (É…, Ñ”) count only where several follow.
_TAIL = r"[\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
_BROKEN = re.compile(
    rf"(?:Ã{_TAIL}|Â[\xa0-\xbf]|â[€‚„\x80-\x84]{_TAIL}|ð[Ÿ\x9f]{_TAIL}{{2}}|ï»¿|(?:[ÐÑ]{_TAIL}){{3,}}"
    rf"|(?:[ã-é]{_TAIL}{{2}}){{2,}})+"
)


def damage(part: str, text: str) -> Iterator[Hit]:
    """Mojibake, control characters and replacement characters in one text, with the repair where known."""
    if text.isascii():
        yield from _controls(part, text)
        return
    repaired, found = _repair(text)
    for start, end, right in found[:_SPANS_SHOWN]:
        args = {"found": excerpt(text[start:end]), "right": _visible(right)}
        yield Hit("mojibake", part, start, end, args=args, fix={part: repaired})
    if not found:
        yield from _controls(part, text)
    lost = text.count("\ufffd")
    if lost:
        start = text.index("\ufffd")
        yield Hit("lost_characters", part, start, start + 1, args={"count": lost})


def _visible(text: str) -> str:
    return excerpt(text) if text.strip() and text.isprintable() else tr("an invisible character")


def _controls(part: str, text: str) -> Iterator[Hit]:
    spots = [match.start() for match in _CONTROL.finditer(text)]
    if not spots:
        return
    clean = _CONTROL.sub("", text.translate(_LINE_BREAKS))
    for start in spots[:_SPANS_SHOWN]:
        yield Hit("control_characters", part, start, start + 1, args={"count": len(spots)}, fix={part: clean})


def _repair(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    found: list[tuple[int, int, str]] = []

    def right(match: re.Match[str]) -> str:
        try:
            fixed = _bytes(match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        found.append((match.start(), match.end(), fixed))
        return fixed

    return _BROKEN.sub(right, text), found


def _bytes(text: str) -> bytes:
    """Windows-1252 bytes, where the five unassigned ones stand for themselves (as browsers read them)."""
    return b"".join(
        bytes([ord(char)]) if ord(char) < 256 and 0x80 <= ord(char) < 0xA0 else char.encode("cp1252")
        for char in text
    )
