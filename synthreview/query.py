"""The filter language of ``--where`` and the window's query line, as a tree of conditions.

``kind:instruction risk>=0.3 -verdict:reject (reason:refusal or "article")``: terms side by side must
all hold; ``or`` (lower binding), ``-`` and parentheses combine them. Words that are no ``key:value``
are looked up in the items' text, and so are ``/patterns/`` (``/patterns/i`` in any case). Inside
quotation marks, two of them stand for one. Only a blank filter means everything: one with a part that
says nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from synthreview import patterns
from synthreview.errors import UserError
from synthreview.kind_words import KIND_INSIDE
from synthreview.translation import Table, later, tr

KEYS = {
    "kind": "text",
    "dataset": "text",
    "analyzer": "text",
    "reason": "text",
    "label": "text",
    "language": "text",
    "verdict": "text",
    "flag": "text",
    "reviewer": "text",
    "decided": "day",
    "reviewed_reason": "text",
    "note": "text",
    "fixed": "text",
    "draft": "text",
    "wrong_evidence": "text",
    "regex": "text",
    "like": "item",
    "risk": "number",
    "findings": "number",
    "length": "number",
    "position": "number",
    "item": "number",
}
"""Every key and whether it compares as text, as a number, as a day, or names an item."""


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
class Regex:
    """A regular expression that fits a stretch of the text."""

    pattern: str


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


Query = Term | Words | Regex | Not | All | OneOf

YES, NO = ("yes", "on"), ("no", "off")
"""What says that something is so, or is not."""
MOST_TERMS = 200
DEEPEST = 50
"""Levels of parentheses and ``-``; SQLite would stop at a thousand."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\)) | (?P<not>-(?=\S)) |
      /(?P<pattern>(?:[^/\\]|\\.)+)/(?P<any_case>i?)(?=[\s()]|\Z) |
      (?P<key>[a-z_]+)(?P<operator>:|>=|<=|>|<|=)(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<value>[^\s()"]+)) |
      "(?P<words>[^"]*(?:""[^"]*)*)" | (?P<word>[^\s()"]+) | (?P<stray>")
    )""",
    re.VERBOSE | re.DOTALL,
)
_ANY_CASE = "(?i)"
_HALF = re.compile(r"[\ud800-\udfff]")
"""What a command line makes of bytes that are no text."""


def parse(text: str) -> Query:
    """The tree of a filter text; UserError names what cannot be understood.

    A blank text gives an empty ``All``.
    """
    if _HALF.search(text):
        raise UserError(tr("The filter has a character that no text can have; remove it."))
    tokens = _tokens(text)
    if not tokens:
        return All(())
    query, rest = _either(tokens, 0, 0)
    if rest < len(tokens):
        raise UserError(tr("The filter '{text}' has a ')' without its '('; remove it.", text=text))
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
            raise UserError(
                tr("The filter '{text}' has a quotation mark without its partner; add it.", text=text)
            )
        tokens.append(match)
        place = match.end()
    if sum(1 for token in tokens if _is_term(token)) > MOST_TERMS:
        raise UserError(
            tr("The filter has more than {most_terms} terms; ask for less at once.", most_terms=MOST_TERMS)
        )
    return tokens


def _is_term(token: re.Match[str]) -> bool:
    said = (token["key"], token["words"], token["pattern"])
    return any(part is not None for part in said) or token["word"] not in (None, "or")


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
            tr(
                "A part of the filter is empty; write what to find on both sides of 'or' and between '(' "
                "and ')'."
            )
        )
    return (conditions[0] if len(conditions) == 1 else All(tuple(conditions))), place


def _single(tokens: list[re.Match[str]], place: int, depth: int) -> tuple[Query, int]:
    token = tokens[place]
    if depth > DEEPEST:
        raise UserError(
            tr("The filter is nested more than {deepest} levels deep; write it flatter.", deepest=DEEPEST)
        )
    if token["not"]:
        if place + 1 >= len(tokens):
            raise UserError(tr("The filter ends in '-'; write what it should leave out behind it."))
        condition, place = _single(tokens, place + 1, depth + 1)
        return Not(condition), place
    if token["open"]:
        condition, place = _either(tokens, place + 1, depth + 1)
        if place >= len(tokens):
            raise UserError(tr("The filter has a '(' without its ')'; add it."))
        return condition, place + 1
    if token["close"]:
        raise UserError(tr("The filter has a ')' without its '('; remove it."))
    if token["key"]:
        value = token["value"] if token["quoted"] is None else _unquoted(token["quoted"])
        return _term(token["key"], token["operator"], value), place + 1
    if token["pattern"]:
        return _regex((_ANY_CASE if token["any_case"] else "") + token["pattern"]), place + 1
    return _words(token["word"] if token["words"] is None else _unquoted(token["words"])), place + 1


def _words(text: str) -> Words:
    if not any(character.isalnum() for character in text):
        raise UserError(
            tr("The filter has '{text}' without a letter or digit to look for; remove it.", text=text)
        )
    return Words(text)


def _regex(pattern: str) -> Regex:
    if not pattern:
        raise UserError(tr("The filter 'regex' needs a pattern to look for."))
    patterns.compiled(pattern)
    return Regex(pattern)


def _term(key: str, operator: str, value: str) -> Term | Regex:
    if key not in KEYS:
        raise UserError(tr("A filter cannot use '{key}'; it knows {keys}.", key=key, keys=", ".join(KEYS)))
    operator = "=" if operator == ":" else operator
    form = KEYS[key]
    if form in ("text", "item") and operator != "=":
        raise UserError(tr("The filter '{key}' takes ':', not '{operator}'.", key=key, operator=operator))
    needs = _NEEDS.get(form)
    if needs is not None and not needs[0](value):
        raise UserError(tr(needs[1], key=key, value=value))
    return _regex(value) if key == "regex" else Term(key, operator, value)


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


_NEEDS: dict[str, tuple[Callable[[str], Any], str]] = {
    "number": (_is_number, later("The filter '{key}' needs a number, not '{value}'.")),
    "day": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch,
        later("The filter '{key}' needs a day like 2026-01-31, not '{value}'."),
    ),
    "item": (
        re.compile(r"[0-9]{1,18}").fullmatch,
        later("The filter '{key}' needs an item's number, not '{value}'."),
    ),
}


def spelled(query: Query) -> str:
    """A tree as a filter text that is read as the same tree; conditions of a group get parentheses."""
    match query:
        case Term(key, operator, value):
            return f"{key}{':' if operator == '=' else operator}{_spelled_value(value)}"
        case Words(text):
            return text if _BARE.fullmatch(text) and text != "or" else quoted(text)
        case Regex(pattern):
            return _spelled_pattern(pattern)
        case Not(condition):
            return "-" + _grouped(condition)
        case All(conditions):
            return " ".join(map(_grouped, conditions))
        case OneOf(conditions):
            return " or ".join(map(_grouped, conditions))


def also(where: str, piece: str) -> str:
    """A filter that asks for more: what it asked for already is not said twice."""
    both = [each for text in (where, piece) for each in _conditions(parse(text))]
    return spelled(All(tuple(dict.fromkeys(both))))


def _conditions(query: Query) -> tuple[Query, ...]:
    return query.conditions if isinstance(query, All) else (query,)


_BARE = re.compile(r"[^\W\d_][\w.]*")
_BARE_VALUE = re.compile(r"[\w.+-]+")


def _spelled_value(value: str) -> str:
    return value if _BARE_VALUE.fullmatch(value) else quoted(value)


def _spelled_pattern(pattern: str) -> str:
    rest = pattern.removeprefix(_ANY_CASE)
    short = f"/{rest}/{'i' if rest != pattern else ''}"
    token = _TOKEN.fullmatch(short)
    return short if token and token["pattern"] == rest else f"regex:{quoted(pattern)}"


def _grouped(query: Query) -> str:
    return f"({spelled(query)})" if isinstance(query, All | OneOf) else spelled(query)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a filter, to be shown and taken away by itself."""

    words: str
    """The condition in words."""
    piece: str
    """The condition as a filter."""
    rest: str
    """The filter without it; empty when it was the only one."""


def readable(where: str) -> list[Chip]:
    """The conditions of a filter that must all hold, in words, each with the filter without it.

    Raises UserError when the filter cannot be understood.
    """
    conditions = _conditions(parse(where))
    return [
        Chip(
            _said(condition),
            _grouped(condition),
            spelled(All(conditions[:place] + conditions[place + 1 :])),
        )
        for place, condition in enumerate(conditions)
    ]


_SAID = {
    "kind": later("kind {value}"),
    "dataset": later("in {value}"),
    "analyzer": later("pointed at by {value}"),
    "reason": later("reason {value}"),
    "label": later("label {value}"),
    "language": later("language {value}"),
    "reviewer": later("decided by {value}"),
    "reviewed_reason": later("reviewer says {value}"),
    "fixed": later("fixed {value}"),
    "wrong_evidence": later("wrong evidence {value}"),
    "note": later("note with {value}"),
    "like": later("like #{value}"),
    "item": later("item #{value}"),
}
_PLAIN = ("kind", "analyzer", "reason", "reviewed_reason")
"""Keys whose values are codes of several words."""
_YES_NO = {
    "flag": (later("flagged"), later("not flagged")),
    "fixed": (later("fixed"), later("not fixed")),
    "draft": (later("with a draft"), later("without a draft")),
    "wrong_evidence": (later("evidence called wrong"), later("no evidence called wrong")),
    "note": (later("with a note"), later("without a note")),
}
_OPERATORS = {
    "=": later("{key} {value}"),
    ">=": later("{key} at least {value}"),
    "<=": later("{key} at most {value}"),
    ">": later("{key} over {value}"),
    "<": later("{key} under {value}"),
}
_DAYS = {
    "=": later("{key} on {value}"),
    ">=": later("{key} from {value}"),
    "<=": later("{key} up to {value}"),
    ">": later("{key} after {value}"),
    "<": later("{key} before {value}"),
}
_VERDICTS = Table(
    {
        "accept": later("verdict accept"),
        "fix": later("verdict fix"),
        "reject": later("verdict reject"),
        "defer": later("verdict defer"),
        "accepted": later("verdict accepted"),
        "fixed": later("verdict fixed"),
        "rejected": later("verdict rejected"),
        "deferred": later("verdict deferred"),
        "undecided": later("undecided"),
    }
)
_MEASURES = Table(
    {
        "risk": later("risk"),
        "findings": later("findings"),
        "length": later("length"),
        "position": later("position"),
        "item": later("item"),
        "decided": later("decided"),
    }
)


def _said(query: Query) -> str:
    match query:
        case Term():
            return _term_said(query)
        case Words(text):
            return tr("with “{text}”", text=text)
        case Regex(pattern):
            return tr("matching {pattern}", pattern=_spelled_pattern(pattern))
        case Not(condition):
            return tr("not {condition}", condition=_said_in_group(condition))
        case All(conditions):
            said = map(_said_in_group, conditions)
            return reduce(lambda one, other: tr("{one} and {other}", one=one, other=other), said)
        case OneOf(conditions):
            said = map(_said_in_group, conditions)
            return reduce(lambda one, other: tr("{one} or {other}", one=one, other=other), said)


def _said_in_group(query: Query) -> str:
    return f"({_said(query)})" if isinstance(query, All | OneOf) else _said(query)


def _term_said(term: Term) -> str:
    key, value = term.key, term.value
    if key in _YES_NO and value in YES + NO:
        return tr(_YES_NO[key][value in NO])
    if key in _SAID and term.operator == "=":
        return tr(_SAID[key], value=_named(key, value))
    if key == "verdict":
        return _VERDICTS.get(value) or tr("verdict {value}", value=value)
    say = _DAYS if KEYS[key] == "day" else _OPERATORS
    return tr(say[term.operator], key=_MEASURES.get(key, key.replace("_", " ")), value=value)


def _named(key: str, value: str) -> str:
    if key == "kind" and value in KIND_INSIDE:
        return KIND_INSIDE[value]
    return value.replace("_", " ") if key in _PLAIN else value
