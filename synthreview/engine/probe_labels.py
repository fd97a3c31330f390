"""The examples of a probe of labelled texts: task labels, free text with a label, turns with their roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import INVALID, Views
from synthreview.domain import Kind
from synthreview.engine.probe_reading import ReadItem
from synthreview.errors import UserError
from synthreview.figures import natural
from synthreview.formats.kept_turns import kept_turns
from synthreview.probe import asking
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
MINUS_ONE = "-1"
OWN_LABEL_SHARE = 0.05
"""From this share of people's labels on, -1 is a label of its own."""
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
    text_now: str | None = None
    """After all decisions; None: as it was."""
    about: str | None = None
    """What near copies are told by; None: the text."""


def rows(kind: Kind, items: Iterable[ReadItem]) -> Iterator[Row]:
    """The labelled texts of items: one each, or one for each turn of a conversation."""
    for item in items:
        if kind is Kind.SIMULATION:
            yield from _turns(item)
        elif kind is Kind.FREE_TEXT:
            label = {item.label: 1.0} if item.label else {}
            yield _row(item, label, label if item.now else {}, {})
        else:
            now = _labels(Labels.of(item.now).model) if item.now else {}
            labels = Labels.of(item.original)
            yield _row(item, _labels(labels.model), now, _labels(labels.people))


def _row(item: ReadItem, raw: Counts, now: Counts, people: Counts) -> Row:
    text_now = item.now.text("text") if item.now else None
    return Row(item.original.text("text"), item.keys, raw, now, people, item.looked_at, text_now)


def _labels(given: Sequence[str]) -> Counts:
    return Views.of(given, INVALID - {MINUS_ONE}).counts


def _turns(item: ReadItem) -> Iterator[Row]:
    """Turns whose role can be told by what is said; those left out of the conversation have none now.

    Conversations are near copies as a whole: a line that many of them share joins none.
    """
    before = item.original.parts.get("turns") or []
    after = (item.now.parts.get("turns") or []) if item.now else []
    there = dict(zip(_places(before, after), after, strict=True))
    about = "\n".join(str(turn.get("text") or "") for turn in before)
    for place, turn in enumerate(before):
        role = _role(turn)
        if role and str(turn.get("text") or "").strip():
            keys = (f"conversation {item.original.dataset} {item.original.id}", *item.keys)
            now = there.get(place)
            yield Row(
                str(turn["text"]),
                keys,
                role,
                _role(now) if now else {},
                looked_at=item.looked_at,
                text_now=str(now.get("text") or "") if now else None,
                about=about,
            )
            about = ""  # told once


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
        found[folded(row.text)].update({label: int(number) for label, number in row.people.items()})
    return dict(found)


def peoples(rows: Iterable[Row]) -> list[Row]:
    """The rows of a data set of people's: where none has labels by people beside others, all are theirs."""
    listed = list(rows)
    if any(row.people for row in listed):
        return listed
    return [replace(row, people=row.raw) for row in listed]


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
    known = {text: known[text] for row in data if (text := folded(row.text)) in known}
    every = [*data, *own, *tested]
    dropped = () if _minus_one(every, known) else (MINUS_ONE,)
    groups = together([row.keys for row in every], [_told_by(row) for row in every])
    classes = _classes(every, known, dropped)
    used = {label for row in data for label in row.raw} - set(dropped)
    asking.require_common_words(used, {label for row in tested for label in row.people})
    said_too = _repeated(data, tested)

    def shares(counts: Iterable[Counts]) -> Floats:
        return _shares(counts, classes)

    n, m = len(data), 2 * len(data) + len(own)
    now = [row.text if row.text_now is None else row.text_now for row in data]
    examples = Examples(
        np.arange(n),
        groups[:n],
        shares({} if said_too[place] else row.raw for place, row in enumerate(data)),
        shares({} if said_too[place] else row.now for place, row in enumerate(data)),
        shares(row.people or known.get(folded(row.text), {}) for row in data),
        np.array([row.looked_at for row in data], bool),
        np.array([text != row.text for text, row in zip(now, data, strict=True)], bool),
    )
    return LabelledTexts(
        (*(row.text for row in data), *now, *(row.text for row in (*own, *tested))),
        tuple(classes),
        examples,
        np.arange(n, 2 * n),
        np.arange(m, m + len(tested)),
        shares(row.people for row in tested),
        groups[n + len(own) :],
        np.arange(2 * n, m) if human is not None else None,
        shares(row.people for row in own) if human is not None else None,
        groups[n : n + len(own)] if human is not None else None,
    )


def _told_by(row: Row) -> str:
    return row.text if row.about is None else row.about


def _repeated(data: Sequence[Row], tested: Sequence[Row]) -> list[bool]:
    """Turns that are said in the holdout too, word for word: what they teach is known there."""
    there = {folded(row.text) for row in tested}
    return [row.about is not None and folded(row.text) in there for row in data]


def _minus_one(rows: Iterable[Row], known: Mapping[str, Counts]) -> bool:
    """Whether -1 is a label: scales from -1 to 1 exist, and elsewhere it stands for none."""
    said: Counter[str] = Counter()
    for counts in (*(row.people for row in rows), *known.values()):
        said.update({label: int(number) for label, number in counts.items()})
    return said[MINUS_ONE] > OWN_LABEL_SHARE * said.total()


def _once(rows: Iterable[Row]) -> list[Row]:
    """Each labelled text once, with all labels that people gave it."""
    labels: dict[str, Counter[str]] = {}
    first: dict[str, Row] = {}
    for row in rows:
        text = folded(row.text)
        if text and row.people:
            first.setdefault(text, row)
            labels.setdefault(text, Counter()).update({label: int(n) for label, n in row.people.items()})
    return [Row(row.text, row.keys, people=labels[text], about=row.about) for text, row in first.items()]


def _classes(rows: Sequence[Row], known: Mapping[str, Counts], dropped: Sequence[str]) -> list[str]:
    labels = {label for row in rows for counts in (row.raw, row.now, row.people) for label in counts}
    labels |= {label for counts in known.values() for label in counts}
    labels -= set(dropped)
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
            if label in place:
                found[row, place[label]] = number
    total = found.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(found, total, out=np.zeros_like(found), where=total > 0))
