"""Labels in which a model loses people's views: erased dissent, wrong majorities, over-used labels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.labels.comparison import Comparison, compare
from synthreview.analyzers.labels.panels import panels
from synthreview.analyzers.labels.seen import Seen, seen
from synthreview.analyzers.labels.summary import summaries
from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import Views, match
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.panels import Panel
from synthreview.translation import later

_LABELS, _BOTH = (Kind.TASK_LABEL,), (Kind.TASK_LABEL, Kind.PREFERENCE)
_CERTAIN, _LIKELY, _WEAK = Confidence.CERTAIN, Confidence.LIKELY, Confidence.WEAK

_REASONS = (
    Reason(
        "label_invalid", _LABELS, later("{count} of {total} labels are invalid"), "invalid", 0.95, _CERTAIN
    ),
    Reason(
        "label_unknown",
        _BOTH,
        later("People never give the label {label} (they gave {total} labels)"),
        "invalid",
        0.7,
        _LIKELY,
    ),
    Reason(
        "majority_mismatch",
        _LABELS,
        later("Most people say {people}; the model says {model}"),
        "label",
        0.8,
        _CERTAIN,
    ),
    Reason(
        "label_mismatch",
        _BOTH,
        later("A person says {people}; the model says {model}"),
        "label",
        0.6,
        _LIKELY,
    ),
    Reason(
        "label_often_wrong",
        _BOTH,
        later(
            "Where the model says {label}, people mostly say something else ({percent} % of "
            "{checked} checked)"
        ),
        "label",
        0.9,
        _LIKELY,
    ),
    Reason(
        "label_overused",
        _BOTH,
        later("The model gives {label} in {model} % of its labels, people in {people} %"),
        "label",
        0.8,
        _LIKELY,
    ),
    Reason("model_unsure", _LABELS, later("The model's own labels differ: {model}"), "label", 0.4, _WEAK),
    Reason(
        "dissent_lost",
        _LABELS,
        later("People are split ({people}); the model always says {model}"),
        "dissent",
        0.45,
        _LIKELY,
    ),
    Reason(
        "view_erased",
        _LABELS,
        later("Some people say {label}, which the model hardly ever says"),
        "dissent",
        0.45,
        _LIKELY,
    ),
    Reason(
        "dissent_differs",
        _LABELS,
        later("Both are split, but not over the same labels: people {people}, model {model}"),
        "dissent",
        0.3,
        _WEAK,
    ),
)

_ENOUGH_LABELS = 100
_ENOUGH_CHECKED = 5
_OFTEN = 0.25
_WORTH_SAYING = 0.2
_DISSENT = 0.25


class MinorityLabels(Analyzer):
    """Minority labels: where the model's labels hide or contradict the views of people."""

    id = "minority_labels"
    version = 3
    title = later("Minority labels")
    help = later(
        "Compares a model's labels with people's: in the same records, or in a data set of people's labels. "
        "Shows where people disagree and the model never does, where most people say something else, and "
        "which labels the model over-uses or has nearly erased. No dissent and another dissent are kept "
        "apart. For the whole data set it tells how far the labels are shifted, with what chance alone would "
        "give, on which items and in which parts: by length, annotator, topic and words about protected "
        "groups, never fewer than 30 texts. With one model label and nothing from people it can only compare "
        "shares with a reference; it cannot tell whether that one label is wrong."
    )
    kinds = _BOTH
    reasons = _REASONS
    needs = Needs(first_pass=True, reference=True)

    def summarize(self, batch: Sequence[Item]) -> Seen:
        """Sums over the labels of a batch, and some of its items."""
        return seen(batch)

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Sums of sums."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> Comparison:
        """People against model; the reference counts where the data set has no labels of people."""
        return compare(partial if partial is not None else Seen(), reference)

    def score(self, batch: Sequence[Item], state: Comparison) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        for item in batch:
            yield from findings(item.id, _hits(Labels.of(item), state))

    def emit(self, state: Comparison) -> Iterator[Summary | Panel]:
        """Label shares, erased labels, dissent and drift of the whole data set."""
        yield from summaries(state)
        yield from panels(state.study)


def _hits(labels: Labels, state: Comparison) -> Iterator[Hit]:
    people, model = Views.of(labels.people, state.invalid), Views.of(labels.model, state.invalid)
    yield from _invalid(labels, state)
    if people.total and model.total:
        yield from _mismatch(labels, people, model)
        if not labels.lone:
            yield from _dissent(labels, people, model)
            yield from _erased(labels, people, model, state)
    elif model.total:
        yield from _alone(labels, model, state)


def _invalid(labels: Labels, state: Comparison) -> Iterator[Hit]:
    for part, given in ((labels.model_part, labels.model), (labels.people_part, labels.people)):
        count = sum(label in state.invalid for label in given)
        if count:
            score = 0.5 + 0.5 * count / len(given)
            yield Hit("label_invalid", part, score=score, args={"count": count, "total": len(given)})
    if state.people.total < _ENOUGH_LABELS:
        return
    for label in sorted(set(labels.model) - state.invalid - set(state.people.count)):
        score = labels.model.count(label) / len(labels.model)
        yield Hit(
            "label_unknown",
            labels.model_part,
            score=score,
            args={"label": label, "total": state.people.total},
        )


def _mismatch(labels: Labels, people: Views, model: Views) -> Iterator[Hit]:
    if people.total == 1:
        ours, reason = frozenset(people.counts), "label_mismatch"
    else:
        ours, reason = people.majority or frozenset(), "majority_mismatch"
    theirs = frozenset(model.counts) if model.total == 1 else model.majority or frozenset()
    if not ours or not theirs or ours & theirs:
        return
    score = 0.5 + 0.5 * max(0.0, people.share(ours) - people.share(theirs))
    args = {"people": labels.words(ours), "model": labels.words(theirs)}
    for part in (labels.model_part, labels.people_part):
        yield Hit(reason, part, score=score, args=args)


def _dissent(labels: Labels, people: Views, model: Views) -> Iterator[Hit]:
    args = {"people": people.words(), "model": model.words()}
    parts = (labels.people_part, labels.model_part)
    if people.split and model.unanimous:
        # A model that drew from people's own shares would be unanimous this often by chance.
        chance = sum((count / people.total) ** model.total for count in people.counts.values())
        score = (1 - chance) * people.entropy / math.log2(people.total)
        args["model"] = labels.words(model.counts)
        if score >= _DISSENT:
            yield from (Hit("dissent_lost", part, score=score, args=args) for part in parts)
    elif people.minority and model.minority and not match(people.minority, model.minority):
        score = min(people.entropy / math.log2(people.total), 1.0)
        yield from (Hit("dissent_differs", part, score=score, args=args) for part in parts)


def _erased(labels: Labels, people: Views, model: Views, state: Comparison) -> Iterator[Hit]:
    for label in sorted(set(people.counts) - set(model.counts)):
        use = state.erasure_of(labels.annotator, label)
        if use is not None and use.word in ("erased", "vanished"):
            score = 0.5 + 0.5 * people.share([label])
            yield Hit("view_erased", labels.people_part, score=score, args={"label": label})


def _alone(labels: Labels, model: Views, state: Comparison) -> Iterator[Hit]:
    """What can be said of a model's labels where no person labelled the item."""
    if model.split and not labels.lone:
        args = {"model": model.words()}
        yield Hit("model_unsure", labels.model_part, score=model.entropy / math.log2(model.total), args=args)
    label = max(model.counts, key=lambda name: (model.counts[name], name))
    rate, checked = state.rates.get((labels.annotator, label), (0.0, 0))
    if checked >= _ENOUGH_CHECKED and rate >= _OFTEN:
        args = {"label": labels.words([label]), "percent": str(round(100 * rate)), "checked": str(checked)}
        yield Hit("label_often_wrong", labels.model_part, score=rate, args=args)
    use = state.erasure_of(labels.annotator, label)
    if use is not None and use.people > 0 and use.excess >= _WORTH_SAYING:
        args = {"label": labels.words([label]), "model": _percent(use.model), "people": _percent(use.people)}
        yield Hit("label_overused", labels.model_part, score=use.excess, args=args)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}" if share < 0.0995 else f"{100 * share:.0f}"
