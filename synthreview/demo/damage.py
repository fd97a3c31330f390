"""Ways in which a text gets damaged."""

from __future__ import annotations

import re
from random import Random

_SENTENCE_END = (".", "!", "?", ":", "”", "…")


def cut(text: str, rng: Random) -> str:
    """The text broken off in the middle of a sentence, as by a limit on the number of tokens."""
    words = text.split(" ")
    keep = rng.randint(len(words) * 45 // 100, len(words) * 70 // 100)
    while words[keep - 1].endswith(_SENTENCE_END):
        keep += 1
    return " ".join(words[:keep]).rstrip(",;")


def can_be_cut(text: str) -> bool:
    """Whether the text is running prose, long enough to show that something is missing."""
    return "\n" not in text and len(text) > 180 and text.count(". ") >= 1


def mojibake(text: str) -> str:
    """The text as it looks when its UTF-8 bytes are read as Windows-1252."""
    data = text.replace("'", "’").encode("utf-8")
    # Five bytes mean nothing in Windows-1252; programs keep them as control characters.
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def can_be_garbled(text: str) -> bool:
    """Whether the text holds a character that the wrong encoding would spoil."""
    return bool(re.search(r"['’“é°×²–]", text))


def loop(text: str, rng: Random) -> str:
    """The text with its last sentence said over and over."""
    last = re.split(r"(?<=[.!?]) ", text)[-1]
    return " ".join([text, *[last] * rng.randint(3, 5)])
