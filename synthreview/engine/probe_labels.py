"""The examples of a probe of labelled texts: task labels, free text with a label, turns with their roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import Views
from synthreview.domain import Item, Kind
from synthreview.engine.probe_reading import ReadItem
from synthreview.errors import UserError
from synthreview.figures import natural
from synthreview.formats.kept_turns import kept_turns
from synthreview.probe.arms import Examples
from synthreview.probe.grouping import folded, together
from synthreview.probe.labels import LabelledTexts
from synthreview.translation import trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_CLASSES = 50
"""More different labels than this are no label set."""
ROLES = ("user", "assistant")
"""Roles that a model can tell by what is said."""

Counts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its labels by whom; empty where there are none."""

    text: str
    keys: tuple[str, ...]
    raw: Counts = field(default_factory=dict)
    now: Counts = field(default_factory=dict)
    people: Counts = field(default_factory=dict)
    looked_at: bool = False


def rows(kind: Kind, items: Iterable[ReadItem]) -> Iterator[Row]:
    """The labelled texts of items: one each, or one for each turn of a conversation."""
    for item in items:
        if kind is Kind.SIMULATION:
            yield from _turns(item)
        elif kind is Kind.FREE_TEXT:
            label = {item.label: 1.0} if item.label else {}
            now = label if item.now else {}
            yield Row(item.original.text("text"), item.keys, label, now, looked_at=item.looked_at)
        else:
            yield Row(
                item.original.text("text"),
                item.keys,
                _model(item.original),
                _model(item.now) if item.now else {},
                Views.of(Labels.of(item.original).people).counts,
                item.looked_at,
            )


def _model(item: Item) -> Counts:
    return Views.of(Labels.of(item).model).counts


def _turns(item: ReadItem) -> Iterator[Row]:
    """Turns whose role can be told by what is said; those left out of the conversation have none now."""
    before = item.original.parts.get("turns") or []
    after = (item.now.parts.get("turns") or []) if item.now else []
    there = dict(zip(_places(before, after), after, strict=True))
    for place, turn in enumerate(before):
        role = _role(turn)
        if role and str(turn.get("text") or "").strip():
            keys = (f"conversation {item.original.dataset} {item.original.id}", *item.keys)
            now = _role(there[place]) if place in there else {}
            yield Row(str(turn["text"]), keys, role, now, looked_at=item.looked_at)


def _places(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> list[int]:
    try:
        return kept_turns(before, after)
    except ValueError:  # written anew: turns can only be told by their places
        return list(range(len(after)))


def _role(turn: Mapping[str, str]) -> Counts:
    role = turn.get("role")
    return {role: 1.0} if role in ROLES else {}


def by_text(references: Iterable[Row]) -> dict[str, Counts]:
    """What people say of each text, all their labels together, by the folded text."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in references:
        found[folded(row.text)].update({label: int(number) for label, number in answers(row).items()})
    return dict(found)


def answers(row: Row) -> Counts:
    """What people say of a text in a data set of theirs, where a single label is theirs too."""
    return row.people or row.raw


def gathered(
    data: Sequence[Row], holdout: Sequence[Row], human: Sequence[Row] | None, known: Mapping[str, Counts]
) -> LabelledTexts:
    """The rows of a data set, of the holdout and of people's own examples as a probe takes them.

    ``known``: what people say of the data's texts, where the rows do not tell it. A text of the holdout
    counts once, with the labels of all its rows.
    """
    import numpy as np

    tested = _once(holdout)
    own = list(human or ())
    every = [*data, *own, *tested]
    groups = together([row.keys for row in every], [row.text for row in every])
    classes = _classes(every, known)

    def shares(counts: Iterable[Counts]) -> Floats:
        return _shares(counts, classes)

    n, m = len(data), len(data) + len(own)
    examples = Examples(
        np.arange(n),
        groups[:n],
        shares(row.raw for row in data),
        shares(row.now for row in data),
        shares(row.people or known.get(folded(row.text), {}) for row in data),
        np.array([row.looked_at for row in data], bool),
    )
    return LabelledTexts(
        tuple(row.text for row in every),
        tuple(classes),
        examples,
        np.arange(m, len(every)),
        shares(map(answers, tested)),
        groups[m:],
        np.arange(n, m) if human is not None else None,
        shares(map(answers, own)) if human is not None else None,
        groups[n:m] if human is not None else None,
    )


def _once(rows: Iterable[Row]) -> list[Row]:
    """Each labelled text once, with all labels that people gave it."""
    labels: dict[str, Counter[str]] = {}
    first: dict[str, Row] = {}
    for row in rows:
        text = folded(row.text)
        if text and (said := answers(row)):
            first.setdefault(text, row)
            labels.setdefault(text, Counter()).update({label: int(n) for label, n in said.items()})
    return [Row(row.text, row.keys, people=labels[text]) for text, row in first.items()]


def _classes(rows: Sequence[Row], known: Mapping[str, Counts]) -> list[str]:
    labels = {label for row in rows for counts in (row.raw, row.now, row.people) for label in counts}
    labels |= {label for counts in known.values() for label in counts}
    if len(labels) > MOST_CLASSES:
        raise UserError(
            trn(
                "There is {count} different label; a probe compares up to {most}.",
                "There are {count} different labels; a probe compares up to {most}.",
                len(labels),
                most=MOST_CLASSES,
            )
        )
    return sorted(labels, key=natural)


def _shares(counts: Iterable[Counts], classes: Sequence[str]) -> Floats:
    """A share for each class; a row of zeros where there is no label."""
    import numpy as np

    place = {label: number for number, label in enumerate(classes)}
    listed = list(counts)
    found = np.zeros((len(listed), len(classes)))
    for row, each in enumerate(listed):
        for label, number in each.items():
            found[row, place[label]] = number
    total = found.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(found, total, out=np.zeros_like(found), where=total > 0))
