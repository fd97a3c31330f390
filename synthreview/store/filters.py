"""Filters as SQL over the queue: ``q`` is the queue row, ``i`` its item, ``s`` the item's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from synthreview.domain import UNDECIDED, Kind, Verdict
from synthreview.errors import UserError
from synthreview.query import All, Not, OneOf, Query, Term, Words, parse
from synthreview.store import search

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL expression with the values for its question marks."""

    sql: str
    values: tuple[Value, ...] = ()


EVERYTHING = Condition("1")


def condition(where: str) -> Condition:
    """The condition a filter text stands for; UserError when it cannot be understood."""
    return _compile(parse(where))


def _compile(query: Query) -> Condition:
    match query:
        case Term():
            return _TERMS[query.key](query)
        case Words(text):
            return _words(text)
        case Not(inner):
            negated = _compile(inner)
            return Condition(f"NOT ({negated.sql})", negated.values)
        case All(conditions):
            return _joined(" AND ", conditions)
        case OneOf(conditions):
            return _joined(" OR ", conditions)


def _joined(word: str, conditions: tuple[Query, ...]) -> Condition:
    if not conditions:
        return EVERYTHING
    parts = [_compile(condition) for condition in conditions]
    return Condition(
        "(" + word.join(part.sql for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
    )


def _words(text: str) -> Condition:
    found = "q.item IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)"
    return Condition(found, (search.phrase(text),))


def _number(column: str) -> Callable[[Term], Condition]:
    return lambda term: Condition(f"{column} {term.operator} ?", (float(term.value),))


def _kind(term: Term) -> Condition:
    if term.value not in list(Kind):
        raise UserError(f"There is no kind '{term.value}'; there are {', '.join(Kind)}.")
    return Condition("(i.record >> 32) IN (SELECT id FROM dataset WHERE kind = ?)", (term.value,))


def _dataset(term: Term) -> Condition:
    return Condition("(i.record >> 32) IN (SELECT id FROM dataset WHERE name = ?)", (term.value,))


def _verdict(term: Term) -> Condition:
    if term.value == UNDECIDED:
        return Condition("s.verdict IS NULL")
    for verdict in Verdict:
        if term.value in (verdict.value, verdict.past):
            return Condition("s.verdict IS ?", (verdict.value,))
    known = ", ".join([*Verdict, UNDECIDED])
    raise UserError(f"There is no verdict '{term.value}'; there are {known}.")


def _flag(term: Term) -> Condition:
    wanted = {"yes": "", "on": "", "no": "NOT ", "off": "NOT "}.get(term.value)
    if wanted is None:
        raise UserError(f"The filter 'flag' takes yes or no, not '{term.value}'.")
    return Condition(f"{wanted}coalesce(s.flagged, 0)")


def _finding(column: str) -> Callable[[Term], Condition]:
    return lambda term: Condition(
        "EXISTS (SELECT 1 FROM finding f JOIN analyzer_run r ON r.id = f.run AND r.status = 'done'"
        f" WHERE f.item = q.item AND {column} = ?)",
        (term.value,),
    )


def _reviewer(term: Term) -> Condition:
    return Condition(
        "EXISTS (SELECT 1 FROM decision d WHERE d.item = q.item AND d.reviewer = ?)", (term.value,)
    )


_TERMS: dict[str, Callable[[Term], Condition]] = {
    "kind": _kind,
    "dataset": _dataset,
    "analyzer": _finding("r.analyzer"),
    "reason": _finding("f.reason"),
    "label": lambda term: Condition("i.label IS ?", (term.value,)),
    "verdict": _verdict,
    "flag": _flag,
    "reviewer": _reviewer,
    "risk": _number("q.risk"),
    "length": _number("i.length"),
    "position": _number("(i.record & 0xffffffff)"),
    "item": _number("q.item"),
}
