"""The report for those who approve a data set: what was loaded, found, reviewed, changed and left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from synthreview import __version__
from synthreview.amounts import amount, interval
from synthreview.domain import UNDECIDED, Dataset, Verdict
from synthreview.engine import report_probe
from synthreview.engine import report_words as words
from synthreview.engine.report_facts import DatasetFacts, counted, gather
from synthreview.engine.report_parts import (
    Bar,
    Block,
    Facts,
    Grid,
    Heading,
    Points,
    Report,
    Section,
    Words,
    as_text,
    named,
    plain,
)
from synthreview.figures import counted as so_many
from synthreview.figures import grouped
from synthreview.jobs import JobContext
from synthreview.panels import Panel
from synthreview.store import findings, ops
from synthreview.store.datasets import now
from synthreview.store.store import Store

__all__ = ["Report", "as_text", "report"]

MOST_LABELS, MOST_LINES = 30, 12
"""Labels and lines of a statement that are told; the window shows all."""
UNKNOWN = (
    "Nothing can be said about the items that nobody looked at: decisions followed the order of the risk, "
    "and no random checks were judged that could tell of the rest."
)
_CHANGED = (Verdict.FIX, Verdict.REJECT)


def report(
    store: Store,
    chosen: Sequence[Dataset],
    sure: Mapping[str, Sequence[str]] | None = None,
    job: JobContext | None = None,
) -> Report:
    """Gather and tell everything about some data sets of a project (long at a million items).

    ``sure``: by the name of a data set, what is known of the errors it has left, in whole sentences, the
    most important first.
    """
    known, job = sure or {}, job or JobContext()
    facts = [gather(store, dataset, known.get(dataset.name, ()), job) for dataset in chosen]
    at, name = now(), plain(store.path.stem)
    event = ops.last_event(store.read())
    sections = (
        ("short", "In short", _short(facts)),
        ("what", "What this is", _what(store, facts, at, event)),
        ("loaded", "What was loaded", _loaded(facts)),
        ("found", "What the detectors found", _each(facts, _found)),
        ("reviewed", "What people reviewed", _each(facts, _reviewed)),
        ("changed", "What was changed", _each(facts, _changed)),
        ("labels", "Labels before and after", _each(facts, _labels)),
        ("whole", "What the analyzers say of the data as a whole", _each(facts, _whole)),
        ("left", "What is left, and how sure that is", [*_each(facts, _left), *_limits(facts)]),
        ("models", "Whether it makes a better model", _each(facts, _probed)),
    )
    told = ((place, title, tuple(blocks)) for place, title, blocks in sections)
    return Report(
        title=f"Report on {name}",
        subtitle=f"As it stood on {words.minute(at)}, for those who approve the data.",
        sections=tuple(Section(place, title, blocks) for place, title, blocks in told if blocks),
    )


def _each(facts: Sequence[DatasetFacts], tell: Callable[[DatasetFacts], Iterable[Block]]) -> Iterator[Block]:
    """What a function tells of each data set that is reviewed, under its name where there are several."""
    for one in facts:
        blocks = tuple(tell(one)) if one.is_reviewed else ()
        if blocks and len(facts) > 1:
            yield Heading(plain(one.dataset.name))
        yield from blocks


def _short(facts: Sequence[DatasetFacts]) -> Iterator[Block]:
    reviewed = [one for one in facts if one.is_reviewed]
    items = sum(one.dataset.items for one in reviewed)
    if not items:
        yield Words("There is nothing to be reviewed: no items were loaded.")
        return
    verdicts = sum((one.verdicts for one in reviewed), Counter[str]())
    settled = sum(one.settled for one in reviewed)
    pointed = sum(one.with_findings for one in reviewed)
    each = ", ".join(
        f"{grouped(verdicts[verdict])} {verdict.past}" for verdict in (Verdict.ACCEPT, *_CHANGED)
    )
    lines = [
        f"{so_many(items, 'item')} in {so_many(len(reviewed), 'data set')} {_are(items)} to be reviewed.",
        f"Detectors point at {grouped(pointed)} of them ({words.part(pointed, items)}).",
        f"People decided on {grouped(settled)} of them ({words.part(settled, items)}): {each}.",
    ]
    for one in reviewed:
        where = f" in {named(one.dataset.name)}" if len(reviewed) > 1 else ""
        first = plain(one.sure[0]) if one.sure else "Nobody knows how many errors are left."
        lines.append(f"What is left{where}: {first}")
    yield Points(tuple(lines))


def _what(store: Store, facts: Sequence[DatasetFacts], at: str, event: int) -> Iterator[Block]:
    people: Counter[str] = Counter()
    for one in facts:
        people.update(counted(one.decided, "reviewer"))
    yield Facts(
        (
            ("Project", plain(store.path.name)),
            ("Report written", words.minute(at)),
            ("Program", f"synthreview {__version__}"),
            ("State", f"after change {grouped(event)} of the project's history"),
            ("Data sets", ", ".join(plain(one.dataset.name) for one in facts) or "None"),
            ("Reviewers", ", ".join(map(_person, people)) or "Nobody yet"),
        )
    )
    yield Words(
        "Detectors point at items that may be wrong; that is a claim and no proof. People look at items and "
        "accept, fix or reject them. What follows counts both, and says at the end what is known of the "
        "items that nobody looked at. Of a hundred 95 % intervals about 95 hold the true value."
    )


def _loaded(facts: Sequence[DatasetFacts]) -> Iterator[Block]:
    if not facts:
        yield Words("Nothing was loaded.")
    for one in facts:
        data = one.dataset
        if len(facts) > 1:
            yield Heading(plain(data.name))
        rows = [
            ("Source file", plain(data.source)),
            ("SHA-256", data.sha256),
            ("SHA-256 unpacked", data.content_sha256 if data.content_sha256 != data.sha256 else ""),
            ("Format", f"{plain(data.format)}, {plain(data.encoding)}"),
            ("Kind", words.spelled(data.kind)),
            ("Role", words.ROLES[data.role]),
            ("Records", grouped(data.records)),
            ("Items", grouped(data.items)),
            ("Set aside", _set_aside(data)),
            ("Loaded", words.minute(data.imported_at)),
            ("Licence", plain(data.licence) or words.NOT_STATED),
            ("Generated by", plain(data.generator) or words.NOT_STATED),
        ]
        yield Facts(tuple((name, told) for name, told in rows if told))


def _set_aside(data: Dataset) -> str:
    if not data.quarantined:
        return "No record; all can be read"
    return f"{so_many(data.quarantined, 'record')} that cannot be read"


def _found(one: DatasetFacts) -> Iterator[Block]:
    items = one.dataset.items
    if not one.runs:
        yield Words("No detector has looked at this data set.")
        return
    share = words.part(one.with_findings, items)
    yield Words(f"Detectors point at {grouped(one.with_findings)} of {so_many(items, 'item')} ({share}).")
    if one.found:
        yield Grid(
            "What they say, by the number of items",
            ("Reason", "Items", "Of all", "Judged", "Confirmed", "95 % interval", "In words"),
            tuple(_reason_row(*tally, items) for tally in one.found),
            frozenset({1, 2, 3, 4, 5}),
            tuple(Bar(number / items if items else 0.0) for _, number, _, _ in one.found),
        )
        yield Words(
            "Judged: people decided on the item, not together with others. Confirmed: it was fixed or "
            "rejected, and nobody called the finding wrong. The items judged are mostly those of "
            "the highest risk, so the intervals speak of such items."
        )
    if one.objections:
        yield Words(f"Reviewers called {so_many(one.objections, 'finding')} wrong.")
    ran = [run for run in one.runs if run.status == "done"]
    yield Words(
        f"Detectors that ran: {', '.join(f'{plain(run.analyzer)} {run.version}' for run in ran) or 'none'}."
    )
    failed = [run for run in one.runs if run.error]
    if failed:
        yield Points(tuple(map(_did_not_finish, failed)))


def _did_not_finish(run: findings.Run) -> str:
    told = f"{plain(run.analyzer)} did not finish: {plain(run.error)}"
    if run.status == "failed":
        return told
    return f"{told.removesuffix('.')}. What an earlier run found is counted here."


def _reason_row(code: str, number: int, judged: int, confirmed: int, items: int) -> tuple[str, ...]:
    return (
        words.spelled(code),
        grouped(number),
        words.part(number, items),
        grouped(judged),
        f"{grouped(confirmed)} ({words.part(confirmed, judged)})" if judged else "",
        words.between(confirmed, judged),
        words.detector_says(code),
    )


def _reviewed(one: DatasetFacts) -> Iterator[Block]:
    items, verdicts = one.dataset.items, one.verdicts
    if not one.decided:
        yield Words("Nobody has decided on any item.")
        return
    days = sorted(words.day(moment) for row in one.decided for moment in (row.first, row.last) if moment)
    when = "" if not days else f", from {days[0]} to {days[-1]}" if days[0] != days[-1] else f", on {days[0]}"
    share = words.part(one.settled, items)
    yield Words(f"People decided on {grouped(one.settled)} of {so_many(items, 'item')} ({share}){when}.")
    states = {verdict.past: verdicts[verdict] for verdict in Verdict} | {UNDECIDED: one.undecided}
    yield Grid(
        "Items by verdict",
        ("Verdict", "Items", "Of all"),
        tuple((name.capitalize(), grouped(n), words.part(n, items)) for name, n in states.items()),
        frozenset({1, 2}),
        tuple(Bar(number / items if items else 0.0) for number in states.values()),
    )
    heads = tuple(verdict.past.capitalize() for verdict in Verdict)
    numbers = frozenset(range(1, 6))
    people = _by_verdict(one, "reviewer")
    yield Grid(
        "Who reviewed",
        ("Reviewer", "Items", *heads),
        tuple((_person(who), *map(grouped, counts)) for who, counts in people.items()),
        numbers,
    )
    yield Grid(
        "How these items were chosen",
        ("Chosen", "Items", *heads),
        tuple((words.way(code), *map(grouped, counts)) for code, counts in _by_verdict(one, "way").items()),
        numbers,
    )
    if one.by_several:
        several = so_many(one.by_several, "item")
        yield Words(f"More than one person decided on {several}; the newest word counts.")


def _by_verdict(one: DatasetFacts, key: str) -> dict[str, list[int]]:
    """By a field of decisions: all items, then those of each verdict."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for row in one.decided:
        table[getattr(row, key)][row.verdict] += row.items
    order = counted(one.decided, key)
    return {name: [order[name], *(table[name][verdict] for verdict in Verdict)] for name in order}


def _changed(one: DatasetFacts) -> Iterator[Block]:
    fixed, rejected = (one.verdicts[verdict] for verdict in _CHANGED)
    if not fixed and not rejected:
        yield Words("Nothing was changed: no item was fixed or rejected.")
        return
    yield Words(
        f"{so_many(fixed, 'item')} {_were(fixed)} fixed and {grouped(rejected)} rejected. The source file "
        "stays as it is; an export holds the fixes and, unless asked for them, no rejected items."
    )
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict, code, number in one.reasons:
        if verdict in _CHANGED:
            codes[code][verdict] += number
    if codes:
        yield Grid(
            "Why, as reviewers said (an item may have several reasons)",
            ("Reason", "Fixed", "Rejected"),
            tuple(
                (words.people_say(code), grouped(n[Verdict.FIX]), grouped(n[Verdict.REJECT]))
                for code, n in sorted(codes.items(), key=lambda pair: -pair[1].total())
            ),
            frozenset({1, 2}),
        )
    if one.unexplained:
        yield Words(f"No reason was given for {so_many(one.unexplained, 'item')}.")


def _labels(one: DatasetFacts) -> Iterator[Block]:
    chart = one.labels
    if chart is None:
        return
    yield Words(f"{plain(chart.title)}. {plain(chart.subtitle)}")
    columns, rows = ["Label"], [[plain(label, 60)] for label in chart.categories[:MOST_LABELS]]
    for series in chart.series:
        columns += [series.name, "Share (95 % interval)"]
        for place, row in enumerate(rows):
            number = series.counts[place]
            row += [grouped(number), words.with_interval(number, series.total)]
    yield Grid(
        "How often each label is given",
        tuple(columns),
        tuple(map(tuple, rows)),
        frozenset(range(1, len(columns))),
    )
    hidden = len(chart.categories) - len(rows)
    if hidden > 0:
        yield Words(f"{so_many(hidden, 'further label')} not shown.")


def _whole(one: DatasetFacts) -> Iterator[Block]:
    if not one.panels:
        yield Words("No analyzer has said anything about this data set as a whole.")
    for analyzer, panel in one.panels:
        yield Heading(plain(panel.title), small=True)
        yield Words(f"{plain(panel.subtitle)} ({plain(analyzer)})")
        if panel.effects:
            yield _effects(panel)
        hidden = len(panel.effects) - MOST_LINES
        if hidden > 0:
            yield Words(f"{so_many(hidden, 'further line')} not shown.")
        if panel.caution:
            yield Words(f"What this cannot tell: {plain(panel.caution)}")


def _effects(panel: Panel) -> Grid:
    shown = panel.effects[:MOST_LINES]
    return Grid(
        _capital(plain(panel.measure)) or "Values",
        ("Of", "Value", "95 % interval", "Beyond chance", "Rests on"),
        tuple(
            (
                plain(effect.name, 80),
                amount(effect.value, panel),
                interval(effect, panel),
                "yes" if effect.certain else "no",
                plain(effect.words),
            )
            for effect in shown
        ),
        frozenset({1, 2}),
        words.bars(panel)[: len(shown)],
    )


def _left(one: DatasetFacts) -> Iterator[Block]:
    items, deferred = one.dataset.items, one.verdicts[Verdict.DEFER]
    open_ = f"{grouped(one.undecided)} of {so_many(items, 'item')} have no verdict"
    yield Words(f"{open_}, and {grouped(deferred)} were put off." if deferred else f"{open_}.")
    together = counted(one.decided, "way")["batch"]
    if together:
        yield Words(f"{so_many(together, 'item')} {_were(together)} decided together, not one by one.")
    if one.sure:
        yield Points(tuple(map(plain, one.sure)))
    elif one.undecided or deferred or together:
        yield Words(UNKNOWN)
    else:
        yield Words("Every item was looked at; what reviewers missed is not known.")


def _probed(one: DatasetFacts) -> Iterable[Block]:
    return report_probe.blocks(one.probed, old=one.probed_before) if one.probed is not None else ()


def _limits(facts: Sequence[DatasetFacts]) -> Iterator[Block]:
    if not any(one.is_reviewed for one in facts):
        return
    if len(facts) > 1:
        yield Heading("All data sets")
    yield Words("What no number above can tell:")
    yield Points(
        (
            "Faults that no detector looks for are found by people alone, in the items they looked at.",
            "Reviewers may be wrong, and people may disagree with good reason.",
        )
    )


def _person(reviewer: str) -> str:
    return plain(reviewer, 80) or "Unnamed"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
