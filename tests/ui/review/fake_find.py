"""The finding side of the project in memory: filters, facets, words found, items alike, saved filters."""

from __future__ import annotations

import re
from array import array
from collections import Counter

from synthreview.domain import Changes, Operation
from synthreview.engine.found import Facet, FacetValue
from synthreview.query import All, Not, OneOf, Regex, Term, Words, parse


class FakeFind:
    """What the desk asks of a project in order to find items; mixed into the fake project."""

    alike: dict[int, list[int]]
    saved: dict[str, str]
    ready = True

    def queue_start(self, where="", limit=200, job=None):
        ids = self.queue_page(where, limit, job)
        return ids, len(ids) < limit

    def queue_all(self, where="", job=None):
        return self.queue_ids(where)

    def queue_page(self, where="", limit=200, job=None):
        return self.queue_ids(where)[:limit]

    def matching(self, where):
        query = parse(where)
        return array("q", [i for i in range(1, len(self.entries) + 1) if self._meets(i, query)])

    def facets(self, where="", job=None):
        ids = self.matching(where)
        kinds = Counter(self.entries[i - 1].kind.value for i in ids)
        labels = Counter(self.entries[i - 1].parts.get("label") for i in ids)
        reasons = Counter(found.reason for i in ids for found in self.entries[i - 1].findings)
        made = [("kind", "Kind", kinds), ("label", "Label", labels), ("reason", "Reason", reasons)]
        return [Facet(key, words, self._values(where, key, counts)) for key, words, counts in made]

    def highlights(self, where):
        texts = list(_texts(parse(where)))

        def find(text):
            found = [match.span() for words in texts for match in re.finditer(words, text, re.IGNORECASE)]
            return sorted(found)

        return find

    def likeness_ready(self):
        return self.ready

    def prepare_likeness(self, job=None):
        self.ready = True
        return 1

    def saved_filters(self):
        return dict(sorted(self.saved.items()))

    def save_filter(self, name, where):
        parse(where)
        return self._save(f"Save the filter '{name}'", name, where)

    def remove_filter(self, name):
        return self._save(f"Remove the filter '{name}'", name, None)

    def rename_filter(self, name, to):
        kept = {**self.saved, to: self.saved[name]}
        del kept[name]
        return self._change(f"Rename the filter '{name}'", kept)

    def _save(self, label, name, where):
        after = {key: kept for key, kept in self.saved.items() if key != name}
        return self._change(label, after if where is None else {**after, name: where})

    def _change(self, label, after):
        before = dict(self.saved)
        operation = Operation(
            len(self.log) + 1, "filter", label, self.reviewer, "2026-03-12T14:03:00+00:00", 0
        )
        self.log.append((operation, before, after))
        self.undone.clear()
        self.put_filters(after)
        return operation

    def put_filters(self, filters):
        self.saved = dict(filters)
        for listener in self.listeners:
            listener(Changes(frozenset({"filters"})))

    def _values(self, where, key, counts):
        return tuple(
            FacetValue(value, value.replace("_", " "), count, f'{where} {key}:"{value}"'.strip())
            for value, count in counts.most_common()
            if value
        )

    def _meets(self, item, query):
        match query:
            case All(conditions):
                return all(self._meets(item, one) for one in conditions)
            case OneOf(conditions):
                return any(self._meets(item, one) for one in conditions)
            case Not(condition):
                return not self._meets(item, condition)
            case Words() | Regex():
                text = str(self.entries[item - 1].parts)
                return any(re.search(words, text, re.IGNORECASE) for words in _texts(query))
            case Term():
                return self._has(item, query.key, query.value)
        raise AssertionError(query)

    def _has(self, item, key, value):
        entry, decision = self.entries[item - 1], self.decided.get(item)
        if key == "verdict":
            return decision is None if value == "undecided" else bool(decision) and decision.verdict == value
        if key == "like":
            return item in self.alike.get(int(value), ())
        if key == "flag":
            return (item in self.flagged) == (value == "yes")
        known = {"kind": {entry.kind.value}, "label": {entry.parts.get("label")}}
        known["reason"] = {found.reason for found in entry.findings}
        if key not in known:
            return True
        return value in known[key]


def _texts(query):
    match query:
        case Words(text):
            yield re.escape(text)
        case Regex(pattern):
            yield pattern
        case All(conditions) | OneOf(conditions):
            for condition in conditions:
                yield from _texts(condition)
