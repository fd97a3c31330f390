"""What a probe needs before it can tell anything; where it is not there, a refusal that says what is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from synthreview.errors import UserError
from synthreview.figures import grouped
from synthreview.probe.arms import CLEANED, Arms, Run
from synthreview.translation import tr, trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FEWEST_TESTED = 30
"""Groups in the holdout, below which an interval would tell nothing."""
FEWEST_TRAINED = 30
"""Examples that a model is trained on at least."""
MOST_NAMED = 6
"""Labels that are named in a sentence."""
WIDE = 200
"""A holdout of fewer groups gives wide intervals, which is said."""

Caution = tuple[str, dict[str, Any]]


def require_holdout(groups: int, rows: int) -> None:
    """UserError where too few examples that people labelled came about apart from each other."""
    if not rows:
        raise UserError(
            tr(
                "There are no people's answers to test on. Import a file of them as held out, or label some "
                "items blind."
            )
        )
    if groups < FEWEST_TESTED:
        raise UserError(
            trn(
                "Only {count} item has people's answers (copies count once): too few to compare models. "
                "At least {least} are needed; a few hundred tell something.",
                "Only {count} items have people's answers (copies count once): too few to compare models. "
                "At least {least} are needed; a few hundred tell something.",
                groups,
                least=FEWEST_TESTED,
            )
        )


def require_classes(truth: Ints, names: tuple[str, ...]) -> None:
    """UserError where people gave one answer only, so that any model could learn it."""
    found = sorted(set(truth.tolist()))
    if len(found) < 2:
        raise UserError(
            tr(
                "All {count} answers of people are '{label}': a model that says nothing else would be right. "
                "Test on answers of at least two sorts.",
                count=grouped(len(truth)),
                label=names[found[0]],
            )
        )


def require_examples(count: int, overlapping: int) -> None:
    """UserError where too little is left to train on once the holdout's items are taken out."""
    if count < FEWEST_TRAINED:
        if overlapping:
            raise UserError(
                trn(
                    "{count} item of the data is also in the holdout and may not be trained on; of the "
                    "others there are {left}, and {least} are needed.",
                    "{count} items of the data are also in the holdout and may not be trained on; of the "
                    "others there are {left}, and {least} are needed.",
                    overlapping,
                    left=grouped(count),
                    least=FEWEST_TRAINED,
                )
            )
        raise UserError(
            trn(
                "Only {count} item could be trained on; {least} are needed.",
                "Only {count} items could be trained on; {least} are needed.",
                count,
                least=FEWEST_TRAINED,
            )
        )


def require_left(arms: Arms, runs: Sequence[Run]) -> None:
    """UserError where reviewing has left too little to train on, in any run."""
    kept = (len(arm.rows) for run in runs for name, arm in arms(run) if name == CLEANED)
    count = min(kept, default=FEWEST_TRAINED)
    if count < FEWEST_TRAINED:
        raise UserError(
            trn(
                "After cleaning only {count} item is left to train on; {least} are needed.",
                "After cleaning only {count} items are left to train on; {least} are needed.",
                count,
                least=FEWEST_TRAINED,
            )
        )


def require_common_words(used: Collection[str], said: Collection[str]) -> None:
    """UserError where the data's labels and people's have no word in common."""
    if used and said and not set(used) & set(said):
        raise UserError(
            tr(
                "The data's labels ({used}) and people's ({said}) have no word in common. Import one of the "
                "two again with codes that say what its labels mean.",
                used=_listed(used),
                said=_listed(said),
            )
        )


def _listed(labels: Collection[str]) -> str:
    some = sorted(labels)[:MOST_NAMED]
    return ", ".join(some) + (" \u2026" if len(labels) > len(some) else "")


def require_human(count: int) -> None:
    """UserError where too many of people's own examples stand in the holdout."""
    if count < FEWEST_TRAINED:
        raise UserError(
            trn(
                "Of people's own examples only {count} is not in the holdout too; {least} are needed.",
                "Of people's own examples only {count} are not in the holdout too; {least} are needed.",
                count,
                least=FEWEST_TRAINED,
            )
        )
