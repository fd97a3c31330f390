"""Filters as SQL over the queue: ``q`` is the queue row, ``i`` its item, ``s`` the item's state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from synthreview import languages
from synthreview.domain import UNDECIDED, Kind, Verdict
from synthreview.errors import UserError
from synthreview.query import NO, YES, All, Not, OneOf, Query, Regex, Term, Words, parse
from synthreview.store import search
from synthreview.translation import tr

Value = str | int | float | bytes


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL expression with the values for its question marks."""

    sql: str
    values: tuple[Value, ...] = ()
    within: frozenset[int] | None = None
    """A few items outside which none can meet it; None where they are many, or unknown."""
    stored: Condition | None = None
    """What it asks at least of the rows of item and state (``i`` and ``s``), which can be looked through
    without the queue; None where it asks nothing of them."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Items whose text is not the imported one any more: which of them have some words now, and which not."""

    having: frozenset[int] = frozenset()
    lacking: frozenset[int] = frozenset()


Found = Mapping[Query, Condition | Rewritten]
"""What SQL cannot tell: the items that a pattern fits or that are like another, and what edits change."""

Indexed = Callable[[str], Condition]
"""The items that meet a full-text query."""

EVERYTHING = Condition("1")
_MOST_LISTED = 20_000


def in_index(match: str) -> Condition:
    """The condition to meet a full-text query, asked of the index by the statement itself."""
    return Condition("q.item IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)", (match,))


def condition(where: str | Query, found: Found | None = None, indexed: Indexed = in_index) -> Condition:
    """The condition a filter stands for; UserError when it cannot be understood.

    ``found`` has a condition for each ``Regex`` and each ``like`` in it; ``indexed`` tells what meets a
    full-text query, where that is known better than by asking the index again.
    """
    return _compile(parse(where) if isinstance(where, str) else where, _Known(found or {}, indexed))


def among(items: Iterable[int]) -> Condition:
    """The condition to be one of a few items."""
    few = frozenset(items)
    return Condition("q.item IN (SELECT value FROM json_each(?))", (_listed(sorted(few)),), few)


def marked(marks: bytes, mark: int = 1) -> Condition:
    """The condition to have a mark, in marks of one byte per item from number 0 on."""
    return Condition(f"substr(?, q.item + 1, 1) = x'{mark:02x}'", (marks,))


def chosen(items: Collection[int], marks: Callable[[], bytes]) -> Condition:
    """The condition to be one of some items, listed or (where they are many) marked."""
    return among(items) if len(items) <= _MOST_LISTED else marked(marks())


def _listed(items: Iterable[int]) -> str:
    return orjson.dumps(list(items)).decode()


@dataclass(frozen=True, slots=True)
class _Known:
    """What a filter is compiled with."""

    found: Found
    indexed: Indexed


def _compile(query: Query, known: _Known) -> Condition:
    match query:
        case Term(key) if key != "like":
            return _TERMS[key](query)
        case Term() | Regex():
            found = known.found[query]
            if not isinstance(found, Condition):
                raise TypeError(f"what {query} finds is no condition")
            return found
        case Not(inner):
            negated = _compile(inner, known)
            return Condition(f"NOT ({negated.sql})", negated.values)
        case Words():
            return _group(All((query,)), known)
        case All() | OneOf():
            return _group(query, known)


def _group(query: All | OneOf, known: _Known) -> Condition:
    # The index finds several words together sooner than each by itself.
    text = _textual(query.conditions, known.found, type(query))
    rest = [_compile(each, known) for each in query.conditions if text is None or each not in text.said]
    parts = rest if text is None else [_found_in_text(text, known.indexed), *rest]
    return every(parts) if isinstance(query, All) else _one_of(parts)


def every(parts: Sequence[Condition]) -> Condition:
    """The condition to meet all of some conditions."""
    if not parts:
        return EVERYTHING
    few = [part.within for part in parts if part.within is not None]
    within = frozenset.intersection(*few) if few else None
    stored = [part.stored for part in parts if part.stored is not None]
    return Condition(
        f"({' AND '.join(part.sql for part in parts)})",
        _values(parts),
        within,
        every(stored) if stored else None,
    )


def _one_of(parts: Sequence[Condition]) -> Condition:
    few = [part.within for part in parts if part.within is not None]
    within = frozenset[int]().union(*few)
    known = len(few) == len(parts) and len(within) <= _MOST_LISTED
    return Condition(
        f"({' OR '.join(part.sql for part in parts)})", _values(parts), within if known else None
    )


def _values(parts: Iterable[Condition]) -> tuple[Value, ...]:
    return tuple(value for part in parts for value in part.values)


@dataclass(frozen=True, slots=True)
class _Text:
    """A question to the full-text index: several words that are asked for together."""

    said: tuple[Query, ...]
    match: str
    having: frozenset[int]
    """The rewritten items whose text meets it now."""
    rewritten: frozenset[int]


def _textual(conditions: Sequence[Query], found: Found, group: type[All | OneOf]) -> _Text | None:
    """What of a group can be asked of the index at once; None without words."""
    words = [each for each in conditions if isinstance(each, Words)]
    if not words:
        return None
    told = [_rewritten(each, found) for each in words]
    match = f" {'AND' if group is All else 'OR'} ".join(search.phrase(each.text) for each in words)
    having = told[0].having
    for other in told[1:]:
        having = having & other.having if group is All else having | other.having
    said: list[Query] = [*words]
    if group is All:
        without = [
            (each, each.condition)
            for each in conditions
            if isinstance(each, Not) and isinstance(each.condition, Words)
        ]
        for negated, unwanted in without:
            match = f"({match}) NOT {search.phrase(unwanted.text)}"
            having = having - _rewritten(unwanted, found).having
            said.append(negated)
    return _Text(tuple(said), match, having, told[0].having | told[0].lacking)


def _rewritten(words: Words, found: Found) -> Rewritten:
    known = found.get(words)
    return known if isinstance(known, Rewritten) else Rewritten()


def _found_in_text(text: _Text, indexed: Indexed) -> Condition:
    stored = indexed(text.match)
    if not text.rewritten:
        return stored
    lacking, having = among(text.rewritten - text.having), among(text.having)
    untouched = every([stored, Condition(f"NOT ({lacking.sql})", lacking.values)])
    return _one_of([untouched, having])


def _of_row(compiled: Callable[[Term], Condition]) -> Callable[[Term], Condition]:
    """For conditions on nothing but the rows of item and state."""

    def condition(term: Term) -> Condition:
        found = compiled(term)
        return replace(found, stored=found)

    return condition


def _item(term: Term) -> Condition:
    return replace(_number("q.item")(term), stored=_number("i.id")(term))


def _number(column: str) -> Callable[[Term], Condition]:
    return lambda term: Condition(f"{column} {term.operator} ?", (float(term.value),))


def _kind(term: Term) -> Condition:
    if term.value not in list(Kind):
        raise UserError(
            tr("There is no kind '{value}'; there are {known}.", value=term.value, known=", ".join(Kind))
        )
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
    raise UserError(tr("There is no verdict '{value}'; there are {known}.", value=term.value, known=known))


def _flag(term: Term) -> Condition:
    if term.value not in YES + NO:
        raise UserError(tr("The filter 'flag' takes yes or no, not '{value}'.", value=term.value))
    return _whether(term, Condition("coalesce(s.flagged, 0)"))


def _finding(column: str) -> Callable[[Term], Condition]:
    return lambda term: Condition(
        "EXISTS (SELECT 1 FROM finding f JOIN analyzer_run r ON r.id = f.run AND r.status = 'done'"
        f" WHERE f.item = q.item AND {column} = ?)",
        (term.value,),
    )


def _decision(test: str, *values: Value) -> Condition:
    """Items with a decision, of whichever reviewer, that passes a test; decisions are few beside items."""
    return Condition(f"q.item IN (SELECT d.item FROM decision d WHERE {test})", values)


def _reviewer(term: Term) -> Condition:
    return _decision("d.reviewer = ?", term.value)


def _decided(term: Term) -> Condition:
    return _decision(f"substr(json_extract(d.body, '$.at'), 1, 10) {term.operator} ?", term.value)


def _reviewed_reason(term: Term) -> Condition:
    return _decision("EXISTS (SELECT 1 FROM json_each(d.body, '$.reasons') WHERE value = ?)", term.value)


def _note(term: Term) -> Condition:
    if term.value in YES + NO:
        return _whether(term, _decision("json_extract(d.body, '$.note') <> ''"))
    return _decision("instr(lower(json_extract(d.body, '$.note')), lower(?))", term.value)


def _fixed(term: Term) -> Condition:
    counts = "d.verdict = 'fix' AND d.op = (SELECT op FROM item_state WHERE item = d.item)"
    if term.value in YES + NO:
        return _whether(term, Condition("s.verdict IS 'fix'"))
    part = "EXISTS (SELECT 1 FROM json_each(d.body, '$.edits') WHERE key = ? OR key GLOB ? || '.*')"
    return _decision(f"{counts} AND {part}", term.value, _literally(term.value))


def _literally(text: str) -> str:
    """A text as GLOB takes it."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in text)


def _draft(term: Term) -> Condition:
    if term.value in YES + NO:
        return _whether(term, Condition("q.item IN (SELECT item FROM draft)"))
    return Condition("q.item IN (SELECT item FROM draft WHERE reviewer = ?)", (term.value,))


def _wrong_evidence(term: Term) -> Condition:
    if term.value in YES + NO:
        return _whether(term, Condition("q.item IN (SELECT item FROM objection)"))
    named = "SELECT item FROM objection WHERE ? IN (reason, analyzer, reviewer)"
    return Condition(f"q.item IN ({named})", (term.value,))


def _whether(term: Term, condition: Condition) -> Condition:
    """The condition for yes, its contrary for no."""
    return Condition(f"NOT ({condition.sql})", condition.values) if term.value in NO else condition


def _language(term: Term) -> Condition:
    return Condition("i.language IS ?", (languages.code(term.value),))


_FINDINGS = (
    "(SELECT count(*) FROM finding f JOIN analyzer_run r ON r.id = f.run AND r.status = 'done'"
    " WHERE f.item = q.item)"
)

_TERMS: dict[str, Callable[[Term], Condition]] = {
    "kind": _of_row(_kind),
    "dataset": _of_row(_dataset),
    "analyzer": _finding("r.analyzer"),
    "reason": _finding("f.reason"),
    "label": _of_row(lambda term: Condition("i.label IS ?", (term.value,))),
    "language": _of_row(_language),
    "verdict": _of_row(_verdict),
    "flag": _of_row(_flag),
    "reviewer": _reviewer,
    "decided": _decided,
    "reviewed_reason": _reviewed_reason,
    "note": _note,
    "fixed": _fixed,
    "draft": _draft,
    "wrong_evidence": _wrong_evidence,
    "risk": _number("q.risk"),
    "findings": _number(_FINDINGS),
    "length": _of_row(_number("i.length")),
    "position": _of_row(_number("(i.record & 0xffffffff)")),
    "item": _item,
}
