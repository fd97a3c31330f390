"""What a filter line can offer for the word under the cursor: keys, values of a key, earlier filters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from synthreview.engine.found import FacetValue
from synthreview.query import KEYS, quoted
from synthreview.translation import Table, later, tr, trn

MOST = 8
"""Offers made at once."""

MEANINGS = Table(
    {
        "kind": later("what sort of item it is"),
        "dataset": later("the data set it is in"),
        "analyzer": later("the detector that found something"),
        "reason": later("what was found"),
        "label": later("the label it was given"),
        "language": later("the language of its text"),
        "verdict": later("what was decided"),
        "flag": later("yes or no"),
        "reviewer": later("who decided"),
        "decided": later("the day of the decision, as 2026-01-31"),
        "reviewed_reason": later("what a reviewer said is wrong"),
        "note": later("words in a reviewer's note"),
        "fixed": later("the part that a reviewer changed"),
        "draft": later("yes: begun and not decided"),
        "wrong_evidence": later("yes: a finding was called wrong"),
        "regex": later("a pattern in the text, also written /pattern/"),
        "like": later("items like the one of that number"),
        "risk": later("from 0 to 1"),
        "findings": later("how many findings it has"),
        "length": later("characters in its texts"),
        "position": later("its place in the file, from 0"),
        "item": later("its number"),
    }
)
"""What each key means, in a few words."""

_COUNTED = {"kind", "dataset", "analyzer", "reason", "label", "language", "verdict", "reviewer"}
"""Keys whose values are known once the items were counted."""
_PLAIN = re.compile(r'[^\s()"]+')


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to put into the line, in the place from ``start`` to the cursor."""

    text: str
    words: str
    start: int
    whole: bool = False
    """Whether it is a filter by itself, to be asked at once."""


def word_start(text: str) -> int:
    """Where the last word of a text begins, so that blanks inside quotation marks do not end it."""
    start, quoting = 0, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoting = not quoting
        elif not quoting and (sign.isspace() or sign == "(" or (sign == "-" and place == start)):
            start = place + 1
    return start


def offers(
    text: str, values: Mapping[str, Sequence[FacetValue]], earlier: Sequence[tuple[str, str]] = ()
) -> list[Offer]:
    """Offers for a line whose text up to the cursor is ``text``.

    ``values`` are known values by key, ``earlier`` whole filters with a few words each, newest first.
    """
    if not text.strip():
        made = [Offer(where, words, 0, whole=True) for where, words in earlier]
        return made[:MOST] + _keys("", len(text))[: max(0, MOST - len(made))]
    start = word_start(text)
    word = text[start:]
    key, colon, typed = word.partition(":")
    if word[:1] in ("/", '"'):
        return []
    if colon and key in KEYS:
        return _values(key, typed.strip('"'), values.get(key, ()), start)
    return _keys(word, start)


def hint(text: str, values: Mapping[str, Sequence[FacetValue]]) -> str:
    """What can be written now, in a sentence, for a line whose text up to the cursor is ``text``."""
    word = text[word_start(text) :]
    key, colon, _ = word.partition(":")
    if colon and values and key in _COUNTED:
        return "" if values.get(key) else tr("No item here has any.")
    for key in KEYS:
        if word.startswith((f"{key}:", f"{key}>", f"{key}<", f"{key}=")):
            meaning = MEANINGS.get(key, "")
            return meaning[:1].upper() + meaning[1:]
    return tr("Enter looks. Words are looked for in the texts, /patterns/ too.")


def _keys(word: str, start: int) -> list[Offer]:
    fitting = [key for key in KEYS if key.startswith(word.lower())]
    made = [Offer(key + _sign(key), MEANINGS.get(key, ""), start) for key in fitting]
    return made[:MOST]


def _sign(key: str) -> str:
    return ":" if KEYS[key] == "text" else ">="


def _values(key: str, typed: str, values: Sequence[FacetValue], start: int) -> list[Offer]:
    wanted = typed.casefold()
    begin = [one for one in values if _begins(one, wanted)]
    inside = [one for one in values if wanted in one.words.casefold() and one not in begin]
    return [Offer(f"{key}:{_written(one.value)} ", _words(one), start) for one in (*begin, *inside)][:MOST]


def _begins(value: FacetValue, wanted: str) -> bool:
    return value.value.casefold().startswith(wanted) or value.words.casefold().startswith(wanted)


def _words(value: FacetValue) -> str:
    count = trn("{count} item", "{count} items", value.count)
    return count if value.words == value.value else f"{value.words}, {count}"


def _written(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else quoted(value)
