"""The filter language of ``--where`` and the window's query line, as a tree of conditions.

``kind:instruction risk>=0.3 -verdict:reject (reason:refusal or "article")``: terms side by side must
all hold; ``or`` (lower binding), ``-`` and parentheses combine them. Words that are no ``key:value``
are looked up in the items' text. Inside quotation marks, two of them stand for one. Only a blank
filter means everything: one with a part that says nothing is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from synthreview.errors import UserError

KEYS = {
    "kind": "text",
    "dataset": "text",
    "analyzer": "text",
    "reason": "text",
    "label": "text",
    "verdict": "text",
    "flag": "text",
    "reviewer": "text",
    "risk": "number",
    "length": "number",
    "position": "number",
    "item": "number",
}
"""Every key and whether it compares as text or as a number."""


@dataclass(frozen=True, slots=True)
class Term:
    """``key:value`` or ``key>=number``."""

    key: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be found in the text, in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """The negation of a condition."""

    condition: Query


@dataclass(frozen=True, slots=True)
class All:
    """Conditions that must all hold; an empty one always holds."""

    conditions: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Conditions of which one must hold."""

    conditions: tuple[Query, ...]


Query = Term | Words | Not | All | OneOf

MOST_TERMS = 200
DEEPEST = 50
"""Levels of parentheses and ``-``; SQLite would stop at a thousand."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\)) | (?P<not>-(?=\S)) |
      (?P<key>[a-z_]+)(?P<operator>:|>=|<=|>|<|=)(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<value>[^\s()"]+)) |
      "(?P<words>[^"]*(?:""[^"]*)*)" | (?P<word>[^\s()"]+) | (?P<stray>")
    )""",
    re.VERBOSE,
)


def parse(text: str) -> Query:
    """The tree of a filter text; UserError names what cannot be understood.

    A blank text gives an empty ``All``.
    """
    tokens = _tokens(text)
    if not tokens:
        return All(())
    query, rest = _either(tokens, 0, 0)
    if rest < len(tokens):
        raise UserError(f"The filter '{text}' has a ')' without its '('; remove it.")
    return query


def quoted(text: str) -> str:
    """A name or label as a filter takes it, whatever characters it has."""
    return '"' + text.replace('"', '""') + '"'


def _unquoted(text: str) -> str:
    return text.replace('""', '"')


def _tokens(text: str) -> list[re.Match[str]]:
    tokens, place = [], 0
    stripped = text.rstrip()
    while place < len(stripped):
        match = _TOKEN.match(stripped, place)
        if match is None or match["stray"]:
            raise UserError(f"The filter '{text}' has a quotation mark without its partner; add it.")
        tokens.append(match)
        place = match.end()
    if sum(1 for token in tokens if _is_term(token)) > MOST_TERMS:
        raise UserError(f"The filter has more than {MOST_TERMS} terms; ask for less at once.")
    return tokens


def _is_term(token: re.Match[str]) -> bool:
    return bool(token["key"]) or token["words"] is not None or token["word"] not in (None, "or")


def _either(tokens: list[re.Match[str]], place: int, depth: int) -> tuple[Query, int]:
    branches = []
    while True:
        branch, place = _together(tokens, place, depth)
        branches.append(branch)
        if place < len(tokens) and tokens[place]["word"] == "or":
            place += 1
        else:
            return (branches[0] if len(branches) == 1 else OneOf(tuple(branches))), place


def _together(tokens: list[re.Match[str]], place: int, depth: int) -> tuple[Query, int]:
    conditions: list[Query] = []
    while place < len(tokens) and not tokens[place]["close"] and tokens[place]["word"] != "or":
        condition, place = _single(tokens, place, depth)
        conditions.append(condition)
    if not conditions:
        raise UserError(
            "A part of the filter is empty; write what to find on both sides of 'or' and between '(' and ')'."
        )
    return (conditions[0] if len(conditions) == 1 else All(tuple(conditions))), place


def _single(tokens: list[re.Match[str]], place: int, depth: int) -> tuple[Query, int]:
    token = tokens[place]
    if depth > DEEPEST:
        raise UserError(f"The filter is nested more than {DEEPEST} levels deep; write it flatter.")
    if token["not"]:
        if place + 1 >= len(tokens):
            raise UserError("The filter ends in '-'; write what it should leave out behind it.")
        condition, place = _single(tokens, place + 1, depth + 1)
        return Not(condition), place
    if token["open"]:
        condition, place = _either(tokens, place + 1, depth + 1)
        if place >= len(tokens):
            raise UserError("The filter has a '(' without its ')'; add it.")
        return condition, place + 1
    if token["close"]:
        raise UserError("The filter has a ')' without its '('; remove it.")
    if token["key"]:
        value = token["value"] if token["quoted"] is None else _unquoted(token["quoted"])
        return _term(token["key"], token["operator"], value), place + 1
    return _words(token["word"] if token["words"] is None else _unquoted(token["words"])), place + 1


def _words(text: str) -> Words:
    if not any(character.isalnum() for character in text):
        raise UserError(f"The filter has '{text}' without a letter or digit to look for; remove it.")
    return Words(text)


def _term(key: str, operator: str, value: str) -> Term:
    if key not in KEYS:
        raise UserError(f"A filter cannot use '{key}'; it knows {', '.join(KEYS)}.")
    operator = "=" if operator == ":" else operator
    if KEYS[key] == "number":
        try:
            float(value)
        except ValueError:
            raise UserError(f"The filter '{key}' needs a number, not '{value}'.") from None
    elif operator != "=":
        raise UserError(f"The filter '{key}' takes ':', not '{operator}'.")
    return Term(key, operator, value)
