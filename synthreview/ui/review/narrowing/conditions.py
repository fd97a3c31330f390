"""Adding a condition to a filter, leaving what has it out, and taking it away again."""

from __future__ import annotations

from synthreview.query import All, Not, OneOf, Query, Regex, Words, parse, readable


def pieces(where: str) -> list[str]:
    """The conditions of a filter that must all hold, each as a filter."""
    return [chip.piece for chip in readable(where)]


def added(where: str, narrowed: str) -> list[str]:
    """The conditions that a narrowed filter has and the filter has not."""
    known = pieces(where)
    return [piece for piece in pieces(narrowed) if piece not in known]


def without(where: str, narrowed: str) -> str:
    """The filter that leaves out what ``narrowed`` would keep of it."""
    out = added(where, narrowed)
    if not out:
        return where
    what = out[0] if len(out) == 1 and not _is_choice(parse(out[0])) else f"({' '.join(out)})"
    base = f"({where})" if where.strip() and _is_choice(parse(where)) else where.strip()
    return f"{base} -{what}".strip()


def holds(where: str, key: str, value: str) -> str | None:
    """The filter without the condition ``key:value`` that it has; None when it has no such condition."""
    for chip in readable(where):
        query = parse(chip.piece)
        if getattr(query, "key", None) == key and getattr(query, "value", None) == value:
            return chip.rest
    return None


def looks_for_words(where: str) -> bool:
    """Whether a filter has words or patterns to be found in a text."""
    return _has_words(parse(where))


def _has_words(query: Query) -> bool:
    match query:
        case Words() | Regex():
            return True
        case All(conditions) | OneOf(conditions):
            return any(map(_has_words, conditions))
        case Not():
            return False
    return False


def _is_choice(query: Query) -> bool:
    return isinstance(query, OneOf)
