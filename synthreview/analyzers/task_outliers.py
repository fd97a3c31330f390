"""Outputs of one task that do not fit the other inputs with that output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.labels.model import LabelModel, agreement, fit_folds
from synthreview.analyzers.labels.texts import MOST, LabelledTexts
from synthreview.analyzers.learning import fold_of
from synthreview.analyzers.rules.hit import Hit, excerpt, findings
from synthreview.analyzers.sample import Rows, Sample, text_hash
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.translation import later

_INSTRUCTION = (Kind.INSTRUCTION,)
_REASONS = (
    Reason(
        "output_unlike_others",
        _INSTRUCTION,
        later(
            "With this instruction, inputs like this one get “{others}” ({percent} %) rather than “{said}”"
        ),
        "label",
        0.25,  # measured: 12 of 38 where a tenth was flipped
        Confidence.WEAK,
    ),
)

_ENOUGH = 30
"""Rows with one instruction it takes to learn what its outputs go with."""
_MOST_OUTPUTS, _LONGEST_OUTPUT = 20, 60
"""A task whose outputs are labels has few and short ones."""
_FEWEST_EACH = 3
"""A rarer output is one the other rows teach nothing about."""
_MOST_TASKS = 200
_BETTER = 0.05
"""By so much the inputs have to tell outputs better than the most common output does."""
_DOUBTFUL = 0.7
"""Below it, four of five labels that are pointed at are right."""


@dataclass(frozen=True, slots=True, eq=False)
class Tasks:
    """By the hash of their instruction: what outputs go with which inputs, learned without each fold."""

    models: dict[int, tuple[LabelModel | None, ...]]
    rows: int = 0
    """Rows that were learned from."""


class TaskOutliers(Analyzer):
    """Rows of one labelling task whose label looks flipped."""

    id = "task_outliers"
    title = later("Labels that look flipped within a task")
    help = later(
        "Groups rows that share one instruction (30 at least) and answer it with a few short labels, such as "
        "positive and negative. In each group it learns from the other rows which label goes with which "
        "words of the input, and points at labels that speak against it. A group whose inputs do not tell "
        "the labels is left alone. It compares words: an unusual input with the right label looks flipped "
        "too, and where most rows make the same mistake the mistake looks right."
    )
    kinds = _INSTRUCTION
    reasons = _REASONS
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Sample:
        """Task, output and vector of the input, of as many rows as can be kept."""
        rows = [item for item in batch if _may_be_labelled(item)]
        vectors = self.embed([item.text("input") for item in rows])
        tasks = np.array([_task(item) for item in rows], np.uint64)
        outputs = np.empty(len(rows), object)
        outputs[:] = [_output(item) for item in rows]
        return Sample.of(MOST, [item.id for item in rows], map(_text, rows), tasks, outputs, vectors)

    def merge(self, first: Sample, second: Sample) -> Sample:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Sample | None, reference: Sample | None) -> Tasks | None:
        """What the outputs of each task go with; None where no task has enough rows."""
        if partial is None or len(partial) < _ENOUGH:
            return None
        learned: dict[int, tuple[LabelModel | None, ...]] = {}
        count = 0
        for task, texts in _groups(partial.rows()):
            agrees, most_common = agreement(texts)
            if agrees >= most_common + _BETTER:
                learned[task], count = fit_folds(texts), count + len(texts)
        return Tasks(learned, count) if learned else None

    def score(self, batch: Sequence[Item], state: Tasks | None) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        if state is None:
            return
        for item, chances in self.chances(batch, state):
            yield from findings(item.id, _hits(item, chances))

    def chances(self, batch: Sequence[Item], state: Tasks) -> Iterator[tuple[Item, dict[str, float]]]:
        """The rows of tasks that were learned, with the chance of each label by the rows of the "
        "other folds."""
        rows = [item for item in batch if _may_be_labelled(item) and _task(item) in state.models]
        vectors = self.embed([item.text("input") for item in rows])
        folds = fold_of(np.array([text_hash(_text(item)) for item in rows], np.uint64)).tolist()
        for item, vector, fold in zip(rows, vectors, folds, strict=True):
            model = state.models[_task(item)][fold]
            if model is not None and vector.any():
                yield item, dict(zip(model.names, model.chances(vector[None])[0].tolist(), strict=True))

    def emit(self, state: Tasks | None) -> Iterator[Summary]:
        """How many tasks could be learned, from how many rows."""
        if state is not None:
            yield Summary("task_outliers", {"tasks": len(state.models), "rows": state.rows})


def _may_be_labelled(item: Item) -> bool:
    output = item.text("output").strip()
    return bool(
        0 < len(output) <= _LONGEST_OUTPUT and item.text("input").strip() and item.text("instruction")
    )


def _task(item: Item) -> int:
    return text_hash(f"{item.text('system')}\0{item.text('instruction').strip()}")


def _text(item: Item) -> str:
    return f"{item.text('instruction').strip()}\0{item.text('input').strip()}"


def _output(item: Item) -> str:
    """The label; a full stop and capitals make no other one."""
    return item.text("output").strip().rstrip(".").casefold()


def _groups(rows: Rows) -> Iterator[tuple[int, LabelledTexts]]:
    """The tasks with enough rows and few outputs, the largest first."""
    tasks, outputs, vectors = rows.columns
    known, counts = np.unique(tasks, return_counts=True)
    order = np.lexsort((known, -counts))
    large = [task for task in known[order].tolist() if counts[np.searchsorted(known, task)] >= _ENOUGH]
    for task in large[:_MOST_TASKS]:
        here = np.flatnonzero(tasks == np.uint64(task))
        said = Counter(outputs[here].tolist())
        if len(said) > _MOST_OUTPUTS:
            continue
        kept = here[[said[output] >= _FEWEST_EACH for output in outputs[here].tolist()]]
        if len(kept) >= _ENOUGH and len(set(outputs[kept].tolist())) > 1:
            yield task, _labelled(rows, kept, outputs, vectors)


def _labelled(
    rows: Rows, kept: NDArray[np.int64], outputs: NDArray[np.object_], vectors: NDArray[np.float32]
) -> LabelledTexts:
    labels = tuple(Counter([output]) for output in outputs[kept].tolist())
    return LabelledTexts(rows.items[kept], rows.hashes[kept], vectors[kept], labels, ("",) * len(kept))


def _hits(item: Item, chances: dict[str, float]) -> Iterator[Hit]:
    said = _output(item)
    if said not in chances:
        return
    likeliest = max(chances, key=lambda label: (chances[label], label))
    doubt = 1 - chances[said]
    if doubt >= _DOUBTFUL and likeliest != said:
        args = {
            "others": excerpt(likeliest),
            "said": excerpt(item.text("output").strip()),
            "percent": str(round(100 * chances[likeliest])),
        }
        yield Hit("output_unlike_others", "output", 0, len(item.text("output")), doubt, args)
