"""Where a filter's words and patterns stand in a text that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from synthreview import patterns
from synthreview.errors import UserError
from synthreview.query import All, OneOf, Query, Regex, Words, parse
from synthreview.store.spotting import Spotter

Spans = list[tuple[int, int]]
"""Places in a text, as code points from and up to."""


def marker(where: str) -> Callable[[str], Spans]:
    """Finds the places for one filter; nothing for a filter that cannot be understood."""
    try:
        asked = list(_positive(parse(where)))
    except UserError:
        asked = []
    spotter = Spotter([leaf.text for leaf in asked if isinstance(leaf, Words)])
    expressions = [leaf.pattern for leaf in asked if isinstance(leaf, Regex)]

    def spans(text: str) -> Spans:
        found = spotter.spans(text)
        for pattern in expressions:
            found += patterns.spans(pattern, text)
        return _merged(found)

    return spans


def _positive(query: Query) -> Iterator[Query]:
    match query:
        case All(conditions) | OneOf(conditions):
            for condition in conditions:
                yield from _positive(condition)
        case Words() | Regex():
            yield query


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
