"""How far verdicts follow from single words and surface features, on verdicts that were not learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences import cue_words
from synthreview.analyzers.preferences.clusters import FEWEST, Estimate, mean
from synthreview.analyzers.preferences.features import FEATURES
from synthreview.analyzers.preferences.pairs import Floats
from synthreview.analyzers.preferences.verdict_sets import VerdictSet, verdict_sets
from synthreview.analyzers.sample import Sample

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FEWEST_VERDICTS = 200
CUES = 20
_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Reliance:
    """How far a judge's verdicts follow from cues."""

    words: cue_words.LogOdds
    explained: Estimate
    """The share of held-out verdicts that a logistic regression on 20 words gives."""
    best: float
    """How well the best single cue, a word or a feature, tells which answer wins (AUROC)."""
    cue: str
    """The cue that is best most often."""


def cue_reliance(own: Sample, reference: Sample | None) -> dict[str, Any]:
    """Words that win with each judge and with people, and how far verdicts follow from cues."""
    sets = verdict_sets(own, reference, FEWEST_VERDICTS)
    everyone = [*sets.judges, *([sets.people] if sets.people is not None else [])]
    known = cue_words.vocabulary(
        *(rows.columns[5] for rows in {id(s.rows): s.rows for s in everyone}.values())
    )
    if not known:
        return {"judges": []}
    people = _reliance(sets.people, known) if sets.people is not None else None
    told = []
    for judge in sets.judges:
        found = _reliance(judge, known)
        if found is None:
            continue
        one = {"judge": judge.name, "verdicts": len(judge), **_told(found, known)}
        if people is not None:
            one["minus_people"] = _compared(found, people, known)
        told.append(one)
    result: dict[str, Any] = {"judges": told}
    if sets.people is not None and people is not None:
        result |= {
            "people": {"verdicts": len(sets.people), **_told(people, known)},
            "people_from": sets.source,
        }
    return result


def _reliance(judge: VerdictSet, known: tuple[str, ...]) -> Reliance | None:
    folds = (judge.clusters % np.uint64(_FOLDS)).astype(np.int64)
    if len(np.unique(judge.clusters)) < FEWEST:
        return None
    found = cue_words.signs(judge.rows.columns[5][judge.chosen], known)
    features = judge.rows.columns[3][judge.chosen].astype(np.float64)
    given, best, names = np.full(len(judge), 0.5), [], []
    for fold in range(_FOLDS):
        held, kept = folds == fold, folds != fold
        if min(len(np.unique(judge.a_won[side])) for side in (held, kept)) < 2:
            continue  # a fold in which A always wins cannot be learned from, or measures nothing
        at = _strongest(found[kept], judge.a_won[kept], judge.clusters[kept])
        cues = np.asarray(found[:, at].todense())
        given[held] = _given(cues[kept], judge.a_won[kept], cues[held], judge.a_won[held])
        name, auroc = _best(np.hstack([features, cues]), judge.a_won, kept)
        best.append(auroc)
        names.append((*FEATURES, *(known[word] for word in at))[name])
    if not best:
        return None
    words = cue_words.log_odds(found, judge.a_won, judge.clusters)
    cue = max(sorted(set(names)), key=names.count)
    return Reliance(words, mean(given, judge.clusters), float(np.mean(best)), cue)


def _strongest(found: csr_matrix, a_won: NDArray[np.bool_], clusters: NDArray[np.uint64]) -> list[int]:
    """The words with the largest log odds, in standard errors."""
    z = np.abs(cue_words.log_odds(found, a_won, clusters).z)
    strongest: list[int] = np.lexsort((np.arange(len(z)), -z))[:CUES].tolist()
    return strongest


def _given(cues: Floats, a_won: NDArray[np.bool_], held: Floats, held_won: NDArray[np.bool_]) -> Floats:
    """1 for each held-out verdict that the cues give, 0 for each they do not, a half where they are silent.

    Without an intercept, which is the same as learning from every pair in both orders.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(fit_intercept=False, C=1.0).fit(cues, a_won)
    odds = held @ model.coef_[0]
    return np.where(np.abs(odds) < 1e-9, 0.5, ((odds > 0) == held_won).astype(np.float64))


def _best(cues: Floats, a_won: NDArray[np.bool_], kept: NDArray[np.bool_]) -> tuple[int, float]:
    """The cue that tells best who won on the kept verdicts, and its AUROC on the others."""
    from sklearn.metrics import roc_auc_score

    apart = [float(roc_auc_score(a_won[kept], cues[kept, at])) - 0.5 for at in range(cues.shape[1])]
    best = int(np.argmax(np.abs(apart)))
    held = np.sign(apart[best]) * cues[~kept, best]
    return best, float(roc_auc_score(a_won[~kept], held))


def _told(found: Reliance, known: tuple[str, ...]) -> dict[str, Any]:
    return {
        "words": cue_words.clear(found.words, known),
        "explained": _interval(found.explained),
        "best_cue": found.cue,
        "best_cue_auroc": round(found.best, 4),
    }


def _compared(judge: Reliance, people: Reliance, known: tuple[str, ...]) -> dict[str, Any]:
    return {
        "words": cue_words.clear(judge.words - people.words, known),
        "explained": _interval(judge.explained - people.explained),
        "best_cue_auroc": round(judge.best - people.best, 4),
    }


def _interval(found: Estimate) -> dict[str, float]:
    ((value, low, high),) = found.intervals()
    return {"share": value, "low": low, "high": high}
