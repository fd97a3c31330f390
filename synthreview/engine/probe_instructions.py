"""The instructions of a probe, with their answers as they came, as they are now, and by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from synthreview.domain import Item
from synthreview.engine.probe_reading import ReadItem
from synthreview.probe.answers import Instructions, examples
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
    every, n = [*data, *there.values()], len(data)
    texts = [asked(item.original) for item in every]
    now = [asked(item.now) if item.now else text for item, text in zip(data, texts, strict=False)]
    groups = together([item.keys for item in every], texts)
    made, answers = examples(
        groups[:n],
        [item.original.text("output") for item in data],
        [item.now.text("output") if item.now else None for item in data],
        [known.get(folded(text)) for text in texts[:n]],
        np.array([item.looked_at for item in data], bool),
        np.array([one != other for one, other in zip(texts, now, strict=False)], bool),
    )
    truth = tuple(tested[text] for text in there)
    return Instructions((*texts[:n], *now, *texts[n:]), made, answers, truth, groups[n:])
