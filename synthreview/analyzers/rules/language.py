"""Answers in another language than the request, told by script and by the commonest words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Kind, Reason

REASONS = (
    Reason(
        "other_language",
        (Kind.INSTRUCTION, Kind.PREFERENCE),
        "Asked in {asked}, answered in {answered}",
        "language",
        0.8,
    ),
)

_SAMPLE = 1200
"""So many characters tell the language of a text."""
_ENOUGH_LETTERS = 20
_SHARE_OF_LETTERS = 0.9
_BEYOND_LATIN = re.compile(r"[^\W\d_\x00-\u024f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SCRIPTS = {
    "Cyrillic script": re.compile(r"[\u0400-\u04ff]"),
    "Greek": re.compile(r"[\u0370-\u03ff]"),
    "Arabic script": re.compile(r"[\u0600-\u06ff]"),
    "Hebrew": re.compile(r"[\u0590-\u05ff]"),
    "Devanagari script": re.compile(r"[\u0900-\u097f]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "Japanese": re.compile(r"[\u3040-\u30ff]"),
    "Chinese": re.compile(r"[\u3400-\u9fff]"),
    "Korean": re.compile(r"[\uac00-\ud7af]"),
}
_WEIGHT = {"Chinese": 3, "Japanese": 3, "Korean": 2}
"""One such character says about as much as this many letters."""

_COMMON = {
    "English": "a an the and is are of to that with this what how it for on be you your their which who why "
    "do does can as at by in or if not we they have has from my i give write make list name describe "
    "explain create tell generate find design use",
    "German": "der die das und ist nicht ein eine einen den dem des mit auf für sich auch von zu wird sind "
    "dann sie oder wie im an bei",
    "French": "le la les des de du et est un une dans pour que qui sur avec pas vous nous sont cette mais au "
    "aux par en ou se ne il elle plus",
    "Spanish": "el la los las un una y es en de que del se por con para no su sus más como pero está son lo "
    "al muy este esta hay si",
    "Italian": "il lo la gli le di che è un una e per con non del della sono si più come nel in da anche ma "
    "alla delle al",
    "Portuguese": "o a os as um uma de que e do da em no na para com não se por mais como são mas ao você "
    "seu pelo também dos das",
    "Dutch": "de het een van en dat is niet op te zijn voor met die aan ook maar wordt door bij naar hoe je "
    "in om",
}
_WORDS = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")
_ASKED_DISTINCT = {"English": 2}
_DISTINCT = 4
_SHARE = 0.25
_FOREIGN = 0.05
"""A text in which fewer of the words are common ones of a language is not in that language."""
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_ABOUT_LANGUAGE = re.compile(
    r"translat|languages?\b|\b(?:english|french|spanish|german|italian|portuguese|dutch|russian|chinese|"
    r"mandarin|japanese|korean|arabic|hindi|greek|hebrew|latin|thai|ukrainian|bulgarian|persian|urdu)\b"
    r"|\b(?:code|program|script|html|sql|quote|lyrics|haiku)|翻译|英文|英语|中文|日语|代码|编程|程序|网页|函数"
    r"|перевод|перевед|übersetz|tradu",
    re.IGNORECASE,
)


def other_language(part: str, request: str, answer: str) -> Iterator[Hit]:
    """An answer that is surely in another language than its request; translations are left alone."""
    prose = _CODE.sub(" ", answer[:_SAMPLE]) if "`" in answer else answer[:_SAMPLE]
    asked = _language(request[:_SAMPLE], _ASKED_DISTINCT)
    if asked is None or _may_be(asked, prose):
        return
    answered = _language(prose, {})
    if answered is not None and answered != asked and not _ABOUT_LANGUAGE.search(request):
        args = {"asked": asked, "answered": answered}
        yield Hit("other_language", part, 0, len(answer), args=args)


def _may_be(language: str, text: str) -> bool:
    """Whether a text shows signs of a language that is written in Latin letters."""
    if language not in _WORDS:
        return False
    words = _WORD.findall(text.casefold())
    return sum(map(_WORDS[language].__contains__, words)) > _FOREIGN * len(words)


def _language(text: str, distinct: dict[str, int]) -> str | None:
    """The language of a text where it is beyond doubt: by its script, or by common words in Latin letters."""
    script = _script(text)
    if script != "Latin":
        return script
    words = _WORD.findall(text.casefold())
    kinds = set(words)
    found = {name: len(kinds & common) for name, common in _WORDS.items()}
    name = max(found, key=found.__getitem__)
    hits = sum(map(_WORDS[name].__contains__, words))
    enough = found[name] >= distinct.get(name, _DISTINCT) and hits >= _SHARE * len(words)
    return name if enough else None


def _script(text: str) -> str | None:
    """The script that nearly all letters belong to; None for mixed texts and too few letters."""
    if text.isascii() or len(_BEYOND_LATIN.findall(text)) * 20 < len(text):
        return "Latin"
    counts = {name: len(pattern.findall(text)) * _WEIGHT.get(name, 1) for name, pattern in _SCRIPTS.items()}
    if counts["Japanese"]:
        counts["Japanese"] += counts.pop("Chinese")  # Japanese writes with both
    name = max(counts, key=counts.__getitem__)
    total = sum(counts.values()) + len(_LATIN.findall(text))
    return name if counts[name] >= max(_ENOUGH_LETTERS, _SHARE_OF_LETTERS * total) else None
