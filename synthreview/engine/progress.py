"""How far the review has come, how fast it goes, and when the worklist ends if it goes on like this."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, median, stdev

from synthreview.domain import Role
from synthreview.engine.insight import Counts, counts
from synthreview.engine.sittings import BREAK, ENOUGH
from synthreview.figures import grouped, share, span
from synthreview.store import datasets, workdays
from synthreview.store.store import Store
from synthreview.translation import tr, trn

WINDOW = 14
"""Days before today that a forecast is told from; days off among them count as such."""
FEWEST = 3
"""Whole days of work from which on days are foretold."""


@dataclass(frozen=True, slots=True)
class Day:
    """What one reviewer decided on one day, by this machine's clock."""

    day: date
    reviewer: str
    decided: int
    """Items looked at one by one."""
    together: int
    """Items decided in batches."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a decision takes: the median over the timed ones, which a long break cannot move."""

    seconds: float
    timed: int


@dataclass(frozen=True, slots=True)
class Worker:
    """What one reviewer has done so far."""

    reviewer: str
    decided: int
    together: int
    days: int
    """Days on which they decided anything."""
    pace: Pace | None
    """None while fewer than `sittings.ENOUGH` decisions are timed."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number with its 95 % interval; ``high`` None: no upper limit can be told."""

    value: float
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a review stands, in numbers and in words."""

    title: str
    subtitle: str
    caution: str
    counts: Counts
    days: tuple[Day, ...]
    """By day, then by reviewer; undone decisions are in none."""
    workers: tuple[Worker, ...]
    """Who did most first."""
    today: int
    """Items decided one by one today, by everybody."""
    pace: Pace | None
    pace_today: Pace | None
    work: Range | None
    """Seconds of work that the rest of the worklist takes; None while too few decisions are timed."""
    until: Range | None
    """Days from today until the worklist ends; None while there are too few days to tell from."""
    arrived: tuple[tuple[date, int], ...] = ()
    """On which day how many items came into the project."""


def progress(store: Store, now: datetime | None = None) -> Progress:
    """Where the review of the whole project stands (long at a million decisions: a second)."""
    connection = store.read()
    today = (now or datetime.now(UTC)).astimezone().date()
    days = tuple(
        Day(date.fromisoformat(day), who, decided, together)
        for day, who, decided, together in workdays.days(connection)
    )
    timed = [(date.fromisoformat(day), who, took) for day, who, took in workdays.taken(connection)]
    off = {date.fromisoformat(day): items for day, items in workdays.left_per_day(connection).items()}
    found = counts(store)
    late = [took for day, _, took in timed if day >= today - timedelta(days=WINDOW)]
    pace = _pace([took for _, _, took in timed])
    pace_today = _pace([took for day, _, took in timed if day == today])
    work, until = work_left(found.undecided, late), days_left(found.undecided, off, today)
    done_today = sum(each.decided for each in days if each.day == today)
    return Progress(
        title=_title(found, work, until),
        subtitle=" ".join(_sentences(found, done_today, (pace, pace_today), work, until)),
        caution=_caution(found, days, work, until),
        counts=found,
        days=days,
        workers=_workers(days, timed),
        today=done_today,
        pace=pace,
        pace_today=pace_today,
        work=work,
        until=until,
        arrived=tuple(
            (datetime.fromisoformat(dataset.imported_at).astimezone().date(), dataset.items)
            for dataset in datasets.every(connection)
            if dataset.role is Role.SYNTHETIC
        ),
    )


def _workers(days: Sequence[Day], timed: Sequence[tuple[date, str, float]]) -> tuple[Worker, ...]:
    theirs: dict[str, list[Day]] = defaultdict(list)
    took: dict[str, list[float]] = defaultdict(list)
    for day in days:
        theirs[day.reviewer].append(day)
    for _, who, seconds in timed:
        took[who].append(seconds)
    workers = [
        Worker(
            who,
            sum(day.decided for day in worked),
            sum(day.together for day in worked),
            len(worked),
            _pace(took[who]),
        )
        for who, worked in theirs.items()
    ]
    return tuple(sorted(workers, key=lambda worker: (-worker.decided, -worker.together, worker.reviewer)))


def _pace(seconds: Sequence[float]) -> Pace | None:
    return Pace(median(seconds), len(seconds)) if len(seconds) >= ENOUGH else None


def work_left(items: int, seconds: Sequence[float]) -> Range | None:
    """Seconds of work that so many items take, when a decision takes what these took.

    The mean decision, a long one cut to a break's length, times the items; not the median, because the slow
    decisions have to be made too. The interval is Student's (1908, doi:10.1093/biomet/6.1.1) for the mean.
    None for fewer than `sittings.ENOUGH` decisions.
    """
    if len(seconds) < ENOUGH:
        return None
    mean, low, high = _mean([min(took, BREAK) for took in seconds])
    return Range(items * mean, items * low, items * high)


def days_left(items: int, off: Mapping[date, int], today: date) -> Range | None:
    """Days until so many items are decided, if days go on as the last `WINDOW` did, days off included.

    ``off`` has the items that each day took off the worklist one by one. Today counts only as what is
    left to do, since it is not over. The interval is that of Student for the items of a mean day,
    turned round: days = items / mean. None for fewer than `FEWEST` whole days since the first, or when
    nothing was done on them.
    """
    begun = min(off, default=today)
    whole = min((today - begun).days, WINDOW)
    made = [off.get(today - timedelta(days=back), 0) for back in range(1, whole + 1)]
    if whole < FEWEST or not sum(made):
        return None
    mean, low, high = _mean(made)
    return Range(items / mean, items / high, items / low if low > 0 else None)


def _mean(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean with its 95 % interval, cut at 0."""
    from scipy.special import stdtrit

    mean, size = fmean(values), len(values)
    half = float(stdtrit(size - 1, 0.975)) * stdev(values) / math.sqrt(size)
    return mean, max(0.0, mean - half), mean + half


def _title(found: Counts, work: Range | None, until: Range | None) -> str:
    if not found.items:
        return tr("No items yet")
    if not found.undecided:
        return tr("The worklist is done")
    if until is not None:
        days = math.ceil(until.value)
        return trn(
            "At this pace the worklist ends in about {count} day",
            "At this pace the worklist ends in about {count} days",
            days,
        )
    if work is not None:
        return tr("About {span} of work left", span=span(work.value))
    if found.undecided == found.items:
        return tr("Nothing was decided yet")
    return tr("{share} of the items are decided", share=share(1 - found.undecided / found.items))


def _sentences(
    found: Counts,
    today: int,
    paces: tuple[Pace | None, Pace | None],
    work: Range | None,
    until: Range | None,
) -> list[str]:
    said = [
        trn(
            "{decided} of {count} item decided.",
            "{decided} of {count} items decided.",
            found.items,
            decided=grouped(found.items - found.undecided),
        ),
        trn("{count} decision today.", "{count} decisions today.", today),
    ]
    pace, pace_today = paces
    if pace is not None and pace_today is not None and pace_today.timed < pace.timed:
        said.append(
            tr(
                "Half of the decisions take less than {span}, today {today}.",
                span=span(pace.seconds),
                today=span(pace_today.seconds),
            )
        )
    elif pace is not None:
        said.append(tr("Half of the decisions take less than {span}.", span=span(pace.seconds)))
    if found.undecided and work is not None:
        low, high = span(work.low), span(work.high or work.value)
        said.append(
            tr("The rest takes {low} to {high} of work.", low=low, high=high)
            if low != high
            else tr("The rest takes about {span} of work.", span=low)
        )
    if found.undecided and until is not None:
        said.append(_until(until))
    return [sentence for sentence in said if sentence]


def _until(until: Range) -> str:
    """The range of days, where it is wider than the title's number."""
    soon = math.ceil(until.low)
    if until.high is not None and math.ceil(until.high) == soon:
        return ""
    if until.high is None:
        return trn(
            "It ends in {count} day at the earliest; the days differ too much to say the latest.",
            "It ends in {count} days at the earliest; the days differ too much to say the latest.",
            soon,
        )
    return trn(
        "It ends in {low} to {count} day.",
        "It ends in {low} to {count} days.",
        math.ceil(until.high),
        low=grouped(soon),
    )


def _caution(found: Counts, days: Sequence[Day], work: Range | None, until: Range | None) -> str:
    if not found.undecided or not days:
        return ""
    if until is not None:
        words = tr(
            "Told from the last {window} days at most, days off among them. The worst items come first;"
            " later ones may go quicker.",
            window=WINDOW,
        )
    elif work is not None:
        words = tr(
            "From {fewest} whole days of work on, the day on which it ends can be told.", fewest=FEWEST
        )
    else:
        words = tr("From {enough} timed decisions on, the work that is left can be told.", enough=ENOUGH)
    together = sum(day.together for day in days)
    if together:
        words = trn(
            "{words} {count} decision made in a batch says nothing about the pace.",
            "{words} {count} decisions made in batches say nothing about the pace.",
            together,
            words=words,
        )
    return words
