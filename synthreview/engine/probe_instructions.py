"""The instructions of a probe, with their answers as they came, as they are now, and by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from synthreview.domain import Item
from synthreview.engine.probe_reading import ReadItem
from synthreview.probe.answers import Instructions
from synthreview.probe.grouping import folded, together


def asked(item: Item) -> str:
    """What an instruction asks for, with its input."""
    return "\n".join(text for name in ("instruction", "input") if (text := item.text(name).strip()))


def by_text(references: Iterable[ReadItem]) -> dict[str, str]:
    """People's answers by what was asked; the first where there are several."""
    found: dict[str, str] = {}
    for item in references:
        if answer := item.original.text("output").strip():
            found.setdefault(folded(asked(item.original)), answer)
    return found


def gathered(data: Sequence[ReadItem], holdout: Sequence[ReadItem], known: Mapping[str, str]) -> Instructions:
    """The instructions of a data set and of the holdout as a probe takes them; each is tested once."""
    import numpy as np

    tested = by_text(holdout)
    there: dict[str, ReadItem] = {}
    for item in holdout:
        if folded(asked(item.original)) in tested:
            there.setdefault(folded(asked(item.original)), item)
    every = [*data, *there.values()]
    texts = [asked(item.original) for item in every]
    groups, n = together([item.keys for item in every], texts), len(data)
    return Instructions(
        tuple(texts),
        tuple(item.original.text("output") for item in data),
        tuple(item.now.text("output") if item.now else None for item in data),
        tuple(known.get(folded(text)) for text in texts[:n]),
        np.array([item.looked_at for item in data], bool),
        groups[:n],
        tuple(tested[text] for text in there),
        groups[n:],
    )
