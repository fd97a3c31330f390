"""What people's labels teach about a model's: over-used and erased labels, and how often each is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from synthreview.analyzers.labels.seen import Seen
from synthreview.analyzers.labels.shares import Erasure, Shares, erasure
from synthreview.analyzers.labels.study import Study, study
from synthreview.analyzers.labels.tally import Tally, Use
from synthreview.analyzers.labels.views import INVALID

MOST_LABELS = 100
"""More different labels than this are no label set; their shares say nothing."""
_PRIOR_STRENGTH = 4.0
_OWN_LABEL_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """The state of the second pass; empty where no people's labels are known."""

    tally: Tally = field(default_factory=Tally)
    people: Shares = field(default_factory=Shares)
    source: str = ""
    """Where people's labels come from: ``same records``, ``reference`` or empty."""
    invalid: frozenset[str] = INVALID
    erasures: dict[str, dict[str, Erasure]] = field(default_factory=dict)
    """By annotator and label."""
    rates: dict[Use, tuple[float, int]] = field(default_factory=dict)
    """Smoothed share of a label's uses outside people's majority, and how many were checked."""
    study: Study | None = None
    """What a lead reads; None where there is too little of people or of the model."""

    def erasure_of(self, annotator: str, label: str) -> Erasure | None:
        """How an annotator uses a label compared with people, where that is known."""
        return self.erasures.get(annotator, {}).get(label)


def compare(partial: Seen, reference: Seen | None) -> Comparison:
    """The comparison of a data set with its own people's labels, or else with a reference data set."""
    minus_one = any(_minus_one_is_a_label(each) for each in (partial, reference) if each is not None)
    invalid = INVALID - {"-1"} if minus_one else INVALID
    own = partial.tally(minus_one=minus_one)
    other = reference.tally(minus_one=minus_one) if reference is not None else None
    people, source = _people(own, other)
    labels = sorted(set(people.count) | set(own.pooled.count))
    erasures: dict[str, dict[str, Erasure]] = {}
    found = None
    if people.items and len(labels) <= MOST_LABELS:
        for annotator, shares in own.model.items():
            erasures[annotator] = {label: erasure(people, shares, label) for label in labels}
        found = study(labels, invalid, own, people, partial, reference if source == "reference" else None)
    rates = _rates(own if other is None else own + other)
    return Comparison(own, people, source, invalid, erasures, rates, found)


def _people(partial: Tally, reference: Tally | None) -> tuple[Shares, str]:
    if partial.people.items:
        return partial.people, "same records"
    if reference is None:
        return Shares(), ""
    people = reference.people if reference.people.items else reference.lone
    return people, "reference" if people.items else ""


def _minus_one_is_a_label(seen: Seen) -> bool:
    """Scales from -1 to 1 exist: where people use -1 often, or all labels are -1, 0 and 1, it is a label."""
    tally = seen.tally(minus_one=False)
    people, model = tally.people, tally.pooled
    if people.total:
        return tally.codes["people -1"] > _OWN_LABEL_SHARE * people.total
    return set(model.count) == {"0", "1"} and tally.codes["model -1"] > _OWN_LABEL_SHARE * model.total


def _rates(checked: Tally) -> dict[Use, tuple[float, int]]:
    """Error rates per annotator and label, drawn towards the label's rate, and that to the overall one."""
    total, wrong = checked.uses.total(), checked.errors.total()
    if not total:
        return {}
    overall = wrong / total
    by_label: dict[str, list[int]] = {}
    for (annotator, label), count in checked.uses.items():
        sums = by_label.setdefault(label, [0, 0])
        sums[0] += count
        sums[1] += checked.errors[annotator, label]
    rates = {}
    for (annotator, label), count in checked.uses.items():
        label_count, label_wrong = by_label[label]
        label_rate = (label_wrong + _PRIOR_STRENGTH * overall) / (label_count + _PRIOR_STRENGTH)
        rate = (checked.errors[annotator, label] + _PRIOR_STRENGTH * label_rate) / (count + _PRIOR_STRENGTH)
        rates[annotator, label] = (rate, count)
    return rates
