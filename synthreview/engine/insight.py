"""What leads look at: counts, the spread of risk, and label shares before and after cleaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from synthreview.chart import Chart, Series
from synthreview.domain import STATES, UNDECIDED, Dataset, Kind, Role, Verdict
from synthreview.engine import facets, quality_words
from synthreview.engine.items import ItemBuilder
from synthreview.engine.quality import quality
from synthreview.estimates import wilson
from synthreview.figures import grouped, isolated, natural, share
from synthreview.jobs import JobContext
from synthreview.query import quoted
from synthreview.store import breakdown, datasets, findings, models, tallies, worklist
from synthreview.store import items as stored_items
from synthreview.store.filters import Condition
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

BINS = 20
HIGH, MEDIUM = 0.6, 0.3
"""Risk from which an item counts as high, or as medium."""
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items to be reviewed stand where."""

    items: int = 0
    accepted: int = 0
    fixed: int = 0
    rejected: int = 0
    deferred: int = 0
    undecided: int = 0
    flagged: int = 0

    @property
    def decided(self) -> int:
        """Items with a verdict that settles them (deferring does not)."""
        return self.accepted + self.fixed + self.rejected


def counts(store: Store) -> Counts:
    """Items of the queue by verdict."""
    by_verdict, flagged = tallies.verdicts(store.read())
    total = tallies.queued(store.read())
    named = {verdict.past: by_verdict.get(verdict.value, 0) for verdict in Verdict}
    return Counts(items=total, undecided=total - sum(named.values()), flagged=flagged, **named)


def risk_chart(store: Store, where: str, condition: Condition) -> Chart:
    """How risk is spread under a filter (and the condition it stands for), by what was decided."""
    rows = worklist.histogram(store.read(), condition, BINS)
    states = [*(verdict.past for verdict in Verdict), UNDECIDED]
    table = {state: [0] * BINS for state in states}
    for place, verdict, number in rows:
        table[Verdict(verdict).past if verdict else UNDECIDED][place] += number
    total = sum(map(sum, table.values()))
    reviewed = total - sum(table[UNDECIDED]) - sum(table[Verdict.DEFER.past])
    high = sum(sum(table[state][int(HIGH * BINS) :]) for state in states)
    bins = list(pairwise(place / BINS for place in range(BINS + 1)))
    return Chart(
        title=_risk_title(total, high),
        subtitle=_risk_subtitle(total, reviewed, learned=bool(models.in_force(store.read()))),
        categories=tuple(f"{low:.2f}-{upper:.2f}" for low, upper in bins),
        series=tuple(Series(state, tuple(table[state])) for state in states),
        filters=tuple(_bin_filter(low, upper, where) for low, upper in bins),
    )


def _risk_subtitle(total: int, reviewed: int, *, learned: bool) -> str:
    if learned:
        return trn(
            "{count} item, {reviewed} reviewed. Risk was learned from decisions.",
            "{count} items, {reviewed} reviewed. Risk was learned from decisions.",
            total,
            reviewed=grouped(reviewed),
        )
    return trn(
        "{count} item, {reviewed} reviewed. Risk comes from the detectors' usual precision.",
        "{count} items, {reviewed} reviewed. Risk comes from the detectors' usual precision.",
        total,
        reviewed=grouped(reviewed),
    )


def _risk_title(total: int, high: int) -> str:
    if not total:
        return tr("No items yet")
    if not high:
        return tr("No item stands out as high risk")
    return trn(
        "{high} of {count} item is high risk ({share})",
        "{high} of {count} items are high risk ({share})",
        total,
        high=grouped(high),
        share=share(high / total),
    )


def _bin_filter(low: float, high: float, where: str) -> str:
    upper = f"risk<{high:g}" if high < 1 else "risk<=1"
    return " ".join(part for part in (f"risk>={low:g}", upper, f"({where})" if where else "") if part)


def share_chart(store: Store, dataset: Dataset, job: JobContext) -> Chart:
    """Label shares of people, the model, and after cleaning; without labels, items by kind or by state."""
    if dataset.kind in facets.VOTING:
        votes = datasets.votes(store.read(), dataset.id)
        if votes.get("model"):
            return _label_chart(store, dataset, votes, job)
    every = [each for each in datasets.every(store.read()) if each.role is Role.SYNTHETIC]
    return (
        _kind_chart(store, every) if len({each.kind for each in every}) > 1 else _state_chart(store, dataset)
    )


def _label_chart(store: Store, dataset: Dataset, votes: dict[str, dict[str, int]], job: JobContext) -> Chart:
    people, model = Counter(votes.get("people", {})), Counter(votes["model"])
    apart = not people
    people = people or _reference(store, dataset)
    cleaned = _cleaned(store, dataset, model, job)
    labels = sorted({*people, *model, *cleaned}, key=natural)
    named = ((later("People"), people), (later("Model"), model), (later("After cleaning"), cleaned))
    series = [_series(name, count, labels) for name, count in named if count]
    title, subtitle = _label_words(people, model, cleaned, labels)
    if people and apart:
        subtitle = tr("{numbers} People labelled other texts, those of the reference.", numbers=subtitle)
    where = f"dataset:{quoted(dataset.name)}"
    return Chart(
        title=title,
        subtitle=subtitle,
        categories=tuple(labels),
        series=tuple(series),
        filters=tuple(f"{where} label:{quoted(label)}" for label in labels),
    )


def _reference(store: Store, dataset: Dataset) -> Counter[str]:
    """The labels in the data sets of people's labels."""
    connection = store.read()
    votes = [
        datasets.votes(connection, other.id)
        for other in datasets.every(connection)
        if other.role is Role.HUMAN and other.kind is dataset.kind
    ]
    return sum((Counter(each.get("people") or each.get("model", {})) for each in votes), Counter())


def _cleaned(store: Store, dataset: Dataset, model: Counter[str], job: JobContext) -> Counter[str]:
    """The model's labels once rejected items are gone and fixed ones are changed."""
    connection = store.read()
    cleaned = Counter(model)
    moved = tallies.with_verdicts(connection, dataset.id, (Verdict.REJECT, Verdict.FIX))
    builder, rejected = (
        ItemBuilder(connection),
        {item for item, verdict in moved if verdict == Verdict.REJECT},
    )
    ids = [item for item, _ in moved]
    for start in range(0, len(ids), CHUNK):
        job.check()
        for stored in stored_items.fetch(connection, ids[start : start + CHUNK]):
            original = builder.original(stored)
            cleaned.subtract(facets.votes(dataset.kind, original)[1])
            if stored.id not in rejected:
                cleaned.update(facets.votes(dataset.kind, builder.edited(stored, original).parts)[1])
    return +cleaned


def _label_words(
    people: Counter[str], model: Counter[str], cleaned: Counter[str], labels: list[str]
) -> tuple[str, str]:
    """The chart's finding, and the numbers behind it."""
    n_model = model.total()
    if not people:
        label, number = model.most_common(1)[0]
        numbers = trn(
            "{share} of {count} label. Without people's labels nothing can be said about how fair that is.",
            "{share} of {count} labels. Without people's labels nothing can be said about how fair that is.",
            n_model,
            share=share(number / n_model),
        )
        return tr("The model gives “{label}” most often", label=isolated(label)), numbers
    n_people, n_cleaned = people.total(), cleaned.total()

    def gap(label: str) -> float:
        return model[label] / n_model - people[label] / n_people

    widest = max(labels, key=lambda label: abs(gap(label)))
    smallest = min((label for label in labels if people[label]), key=lambda label: people[label])
    erased = model[smallest] / n_model < 0.5 * wilson(people[smallest], n_people)[0]
    chosen = smallest if erased else widest
    shares = tr(
        "People use “{label}” {people} times in 100, the model {model}.",
        label=isolated(chosen),
        people=_in_hundred(people[chosen], n_people),
        model=_in_hundred(model[chosen], n_model),
    )
    if cleaned != model and n_cleaned:
        after = _in_hundred(cleaned[chosen], n_cleaned)
        shares = tr("{shares} After cleaning: {after}.", shares=shares, after=after)
    if erased:
        title = tr("The smallest class is nearly gone")
    elif abs(gap(widest)) < 0.03:
        title = tr("People and model use the labels alike")
    else:
        title = (
            tr("The model uses “{label}” too often", label=isolated(widest))
            if gap(widest) > 0
            else tr("The model uses “{label}” too rarely", label=isolated(widest))
        )
    return title, shares


def _in_hundred(part: int, whole: int) -> str:
    share = 100 * part / whole
    return f"{share:.0f}" if share >= 1 or not part else tr("less than 1")


def _kind_chart(store: Store, every: list[Dataset]) -> Chart:
    """Items per kind as imported, and after rejected ones are gone."""
    imported: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for dataset in every:
        imported[dataset.kind] += dataset.items
        rejected[dataset.kind] += _by_state(store, dataset)[Verdict.REJECT.past]
    kinds = [kind for kind in Kind if imported[kind]]
    removed, total = rejected.total(), imported.total()
    taken = tr("Cleaning takes out {share} of the items", share=share(removed / total)) if removed else ""
    return Chart(
        title=taken or tr("Nothing was taken out yet"),
        subtitle=trn(
            "{count} item, {rejected} rejected.",
            "{count} items, {rejected} rejected.",
            total,
            rejected=grouped(removed),
        ),
        categories=tuple(kind.words for kind in kinds),
        series=(
            # Without intervals: these are all the items there are, not a sample of them.
            Series(later("As imported"), tuple(imported[kind] for kind in kinds)),
            Series(later("After cleaning"), tuple(imported[kind] - rejected[kind] for kind in kinds)),
        ),
        filters=tuple(f"kind:{kind}" for kind in kinds),
    )


def _state_chart(store: Store, dataset: Dataset) -> Chart:
    """Items of a data set by what was decided: where all are of one kind, kinds have nothing to tell."""
    count = _by_state(store, dataset)
    decided = [state for state in STATES if state != UNDECIDED]  # which would dwarf all others
    return Chart(
        title=_state_title(count, dataset.items),
        subtitle=trn(
            "{count} item: {accepted} accepted, {fixed} fixed, {rejected} rejected, {deferred} deferred,"
            " {undecided} undecided.",
            "{count} items: {accepted} accepted, {fixed} fixed, {rejected} rejected, {deferred} deferred,"
            " {undecided} undecided.",
            dataset.items,
            **{state: grouped(count[state]) for state in STATES},
        ),
        categories=tuple(STATES[state] for state in decided),
        # Without intervals: these are all the items there are, not a sample of them.
        series=(Series(later("Decided items"), tuple(count[state] for state in decided)),),
        filters=tuple(f"dataset:{quoted(dataset.name)} verdict:{state}" for state in decided),
    )


def _by_state(store: Store, dataset: Dataset) -> Counter[str]:
    """How many items of a data set stand where."""
    connection = store.read()
    by_verdict = breakdown.verdicts(connection, *datasets.item_range(connection, dataset.id))
    count = Counter({verdict.past: by_verdict[verdict.value] for verdict in Verdict})
    count[UNDECIDED] = dataset.items - count.total()
    return count


def _state_title(count: Counter[str], items: int) -> str:
    fixed, rejected = count[Verdict.FIX.past], count[Verdict.REJECT.past]
    if fixed and rejected:
        return tr(
            "Cleaning changes {fixed} of the items and takes out {rejected}",
            fixed=share(fixed / items),
            rejected=share(rejected / items),
        )
    if fixed:
        return tr("Cleaning changes {share} of the items", share=share(fixed / items))
    if rejected:
        return tr("Cleaning takes out {share} of the items", share=share(rejected / items))
    return tr("Nothing was changed or taken out yet")


def _series(name: str, count: Counter[str], labels: list[str]) -> Series:
    total = count.total()
    bounds = [wilson(count[label], total) for label in labels]
    return Series(
        name,
        tuple(count[label] for label in labels),
        tuple(low for low, _ in bounds),
        tuple(high for _, high in bounds),
    )


def stats(store: Store, job: JobContext) -> dict[str, Any]:
    """Counts, risk bands and what was found, as one JSON object."""
    connection, total = store.read(), counts(store)
    bands = zip(("high", "medium", "low"), worklist.bands(connection, HIGH, MEDIUM), strict=True)
    charts, panels, left = {}, {}, {}
    for dataset in datasets.every(connection):
        job.check()
        if said := _panels(store, dataset):
            panels[dataset.name] = said
        if (found := quality(store, dataset)) is not None:
            left[dataset.name] = {"sentences": quality_words.all_said(found), **asdict(found)}
        if dataset.role is Role.SYNTHETIC and dataset.kind in facets.VOTING:
            chart = share_chart(store, dataset, job)
            charts[dataset.name] = {
                "title": chart.title,
                "subtitle": chart.subtitle,
                "labels": list(chart.categories),
                **{series.name.lower().replace(" ", "_"): list(series.counts) for series in chart.series},
            }
    return {
        "items": total.items,
        "verdicts": {state: getattr(total, state) for state in [*(v.past for v in Verdict), UNDECIDED]},
        "flagged": total.flagged,
        "risk_bands": dict(bands),
        "reasons": dict(findings.reason_counts(connection)),
        "label_shares": charts,
        "panels": panels,
        "errors_left": left,
        "datasets": [
            {
                "name": dataset.name,
                "kind": dataset.kind,
                "role": dataset.role,
                "records": dataset.records,
                "items": dataset.items,
                "quarantined": dataset.quarantined,
            }
            for dataset in datasets.every(connection)
        ],
    }


def _panels(store: Store, dataset: Dataset) -> list[dict[str, Any]]:
    """What the analyzers say about a whole data set, with filters that hold in the whole project."""
    inside, said = f"dataset:{quoted(dataset.name)}", []
    for analyzer, panel in findings.panels(store.read(), dataset.id):
        fields = {"analyzer": analyzer, **asdict(panel)}
        for effect in fields["effects"]:
            effect["where"] = f"{inside} ({effect['where']})" if effect["where"] else ""
        said.append(fields)
    return said
