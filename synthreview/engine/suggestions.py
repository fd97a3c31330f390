"""What could be done about an item in one press: what detectors know, and what people said. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthreview.domain import ItemView, Kind, Parts
from synthreview.translation import Table, later, tr

_SIDES = Table({"a": later("A is better"), "b": later("B is better"), "tie": later("both are as good")})
_NAMED = 4
"""Labels of a distribution that are named; the others are counted together."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An edit (part path to new value) and why, in words."""

    words: str
    edits: Mapping[str, Any]


def suggestions(view: ItemView) -> tuple[Suggestion, ...]:
    """Edits to offer for an item, each once: those of findings nobody called wrong, then people's labels."""
    found: list[Suggestion] = []
    for one in (*_of_detectors(view), *_of_people(view.item.kind, view.item.parts)):
        if one.edits not in [other.edits for other in found]:
            found.append(one)
    return tuple(found)


def _of_detectors(view: ItemView) -> Iterator[Suggestion]:
    for finding in view.findings:
        if finding.fix and not finding.objected_by:
            yield Suggestion(finding.words, finding.fix)


def _of_people(kind: Kind, parts: Parts) -> Iterator[Suggestion]:
    """The label or choice of most people, and the whole spread of their labels in place of the model's."""
    if kind is Kind.PREFERENCE:
        said = parts.get("human_choice")
        if said in _SIDES and said != parts.get("choice"):
            yield Suggestion(
                tr("People chose otherwise: {choice}", choice=_SIDES[str(said)]), {"choice": said}
            )
        return
    people = [label for label in parts.get("human_labels") or () if label is not None]
    if kind is not Kind.TASK_LABEL or not people:
        return
    counts = Counter(people).most_common()
    most, count = counts[0]
    alone = len(counts) == 1 or counts[1][1] < count
    if parts.get("label") is not None and alone and parts["label"] != most:
        yield Suggestion(
            tr("Most people say {label} ({count} of {people})", label=most, count=count, people=len(people)),
            {"label": most},
        )
    model = parts.get("model_labels")
    if model and Counter(model) != Counter(people):
        words = tr("People's labels in place of the model's: {labels}", labels=_spread(counts))
        yield Suggestion(words, {"model_labels": people})


def _spread(counts: Iterable[tuple[str, int]]) -> str:
    named = list(counts)
    said = ", ".join(f"{label} ×{count}" for label, count in named[:_NAMED])
    if len(named) <= _NAMED:
        return said
    return tr("{labels} and {count} more", labels=said, count=len(named) - _NAMED)
