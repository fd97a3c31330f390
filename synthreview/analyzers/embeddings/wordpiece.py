"""WordPiece: words in lower case without accents, cut into the longest pieces a vocabulary has.

The rules are those of BERT's uncased tokenizer (Devlin et al. 2019). They are written out here because
the libraries that have them bring a client of a model hub along, which nothing here may reach.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_LEFT_OUT = {"Mn", "Cc", "Cf", "Co"}
_LONGEST_WORD = 100
_MOST_WORDS_KEPT = 200_000


class WordPiece:
    """Cuts texts into numbers of pieces; pieces the vocabulary lacks are left out."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._words: dict[str, tuple[int, ...]] = {}
        self._word = _word()

    def pieces(self, text: str) -> list[int]:
        """The numbers of a text's pieces, in order."""
        known = self._words
        if len(known) > _MOST_WORDS_KEPT:
            known.clear()
        found: list[int] = []
        for word in self._word.findall(_plain(text)):
            cut = known.get(word)
            if cut is None:
                cut = known[word] = self._cut(word)
            found += cut
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return ()
        cut, start = [], 0
        while start < len(word):
            before = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._numbers.get(before + word[start:end])
                if number is not None:
                    break
            else:
                return ()
            cut.append(number)
            start = end
        return tuple(cut)


def _word() -> re.Pattern[str]:
    """A Chinese character, a mark of punctuation or a run of anything else is a word."""
    marks = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)).startswith("P")]
    marks += "$+<=>^`|~"  # symbols to Unicode, punctuation to BERT
    punctuation = re.escape("".join(marks))
    return re.compile(rf"[{_CHINESE}{punctuation}]|[^\s{_CHINESE}{punctuation}]+")


def _plain(text: str) -> str:
    """In lower case, without accents and control characters."""
    text = text.lower()
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFD", text.replace("\ufffd", ""))
    return "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _LEFT_OUT)
