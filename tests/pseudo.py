"""A language that nobody speaks: every sentence in other letters and in brackets, so that a word is seen
on which no translator could lay hands."""

from __future__ import annotations

import gettext
import re

OPEN, SHUT = "\u27e6", "\u27e7"
_LETTERS = str.maketrans(
    "aceinouyACEINOUY",
    "\u00e5\u00e7\u00e9\u00ee\u00f1\u00f6\u00fb\u00fd\u00c5\u00c7\u00c9\u00ce\u00d1\u00d6\u00db\u00dd",
)
_PLACE = re.compile(r"(\{[^{}]*\})")


def pseudo(sentence: str) -> str:
    """``Close {name}`` as a translator of that language would write it."""
    said = "".join(
        piece if _PLACE.fullmatch(piece) else piece.translate(_LETTERS) for piece in _PLACE.split(sentence)
    )
    return f"{OPEN}{said}{SHUT}"


class Pseudo(gettext.NullTranslations):
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        """One sentence."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """A sentence about so many."""
        return pseudo(msgid1 if n == 1 else msgid2)


class Longer(Pseudo):
    """English with every vowel twice: words about as long as the longest languages have them."""

    def gettext(self, message: str) -> str:
        """One sentence."""
        return "".join(
            piece if _PLACE.fullmatch(piece) else re.sub(r"(?<!&)([aeiouy])", r"\1\1", piece)
            for piece in _PLACE.split(message)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """A sentence about so many."""
        return self.gettext(msgid1 if n == 1 else msgid2)
