"""How the history is told: days, times, and what became of an operation (pure, no Qt)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from synthreview.domain import OperationState
from synthreview.project import HistoryRow
from synthreview.translation import Table, later, tr, trn

BEGINNING = later("The beginning")
NOTHING_YET = later("Nothing was done before this")
HERE = later("You are here")
HERE_SPOKEN = later("you are here")
NOBODY = later("no name")
_AGAIN, _BACK = "again", "back"
_STATES = Table(
    {
        _AGAIN: later("Done again since"),
        OperationState.ABANDONED: later("Left behind"),
        OperationState.UNDONE: later("Undone"),
        _BACK: later("Taken back since"),
    }
)
_STATES_SPOKEN = Table(
    {
        _AGAIN: later("done again since"),
        OperationState.ABANDONED: later("left behind"),
        OperationState.UNDONE: later("undone"),
        _BACK: later("taken back since"),
    }
)
_MONTHS = Table(
    {
        1: later("{day} January"),
        2: later("{day} February"),
        3: later("{day} March"),
        4: later("{day} April"),
        5: later("{day} May"),
        6: later("{day} June"),
        7: later("{day} July"),
        8: later("{day} August"),
        9: later("{day} September"),
        10: later("{day} October"),
        11: later("{day} November"),
        12: later("{day} December"),
    }
)
_WEEKDAYS = Table(
    {
        0: later("Monday"),
        1: later("Tuesday"),
        2: later("Wednesday"),
        3: later("Thursday"),
        4: later("Friday"),
        5: later("Saturday"),
        6: later("Sunday"),
    }
)
_THIS_WEEK = 7


def moment(at: str) -> datetime:
    """A stored moment by this machine's clock."""
    return datetime.fromisoformat(at).astimezone()


def today() -> date:
    """The day by this machine's clock."""
    return datetime.now(UTC).astimezone().date()


def day_words(day: date, today: date) -> str:
    """``Today``, ``Yesterday``, ``Monday``, ``3 March``, ``3 March 2025``: as short as can be understood."""
    days = (today - day).days
    if days == 0:
        return tr("Today")
    if days == 1:
        return tr("Yesterday")
    if 0 < days < _THIS_WEEK:
        return _WEEKDAYS[day.weekday()]
    told = _MONTHS[day.month].replace("{day}", str(day.day))
    return told if day.year == today.year else tr("{date} {year}", date=told, year=day.year)


def time_words(at: str) -> str:
    """``14:03``, by this machine's clock."""
    return moment(at).strftime("%H:%M")


def when_words(at: str, today: date) -> str:
    """``today 14:03``, ``3 March 14:03``."""
    day, time = moment(at).date(), time_words(at)
    if day == today:
        return tr("today {time}", time=time)
    if day == yesterday(today):
        return tr("yesterday {time}", time=time)
    return tr("{day} {time}", day=day_words(day, today), time=time)


def stands(row: HistoryRow) -> bool:
    """Whether an operation is done and nothing took it back since."""
    return row.operation.state is OperationState.DONE and not row.taken_back


def state_words(row: HistoryRow) -> str:
    """What became of an operation, in a word or two; empty where it simply stands."""
    return _STATES.get(_state(row), "")


def _state(row: HistoryRow) -> str:
    if row.done_again:
        return _AGAIN
    if row.operation.state is not OperationState.DONE:
        return row.operation.state
    return _BACK if row.taken_back else ""


def steps_words(steps: int) -> str:
    """What going to a point would do, by how many operations lie between (below 0: they are undone)."""
    if steps < 0:
        return trn(
            "Going back to here undoes {count} step.", "Going back to here undoes {count} steps.", -steps
        )
    return (
        trn(
            "Going forward to here does {count} step again.",
            "Going forward to here does {count} steps again.",
            steps,
        )
        if steps
        else ""
    )


def fate(row: HistoryRow) -> str:
    """What became of an operation, in a sentence, with what can be done about it."""
    if row.done_again:
        return tr("It was undone, and done again later.")
    if row.operation.state is OperationState.ABANDONED:
        if not row.left_for:
            return tr("It was undone, and left behind when something else was done. It can be done again.")
        return tr(
            "It was undone, and left behind when '{other}' was done instead. It can be done again.",
            other=row.left_for,
        )
    if row.operation.state is OperationState.UNDONE:
        return tr("It is undone.")
    return tr("It was taken back later, by itself.") if row.taken_back else ""


def spoken(row: HistoryRow, today: date, *, here: bool) -> str:
    """A line of the history for those who listen."""
    operation = row.operation
    said = [operation.label, operation.reviewer or tr(NOBODY), when_words(operation.at, today)]
    if row.left_for and not row.done_again:
        said.append(tr("left behind for {other}", other=row.left_for))
    elif state := _STATES_SPOKEN.get(_state(row)):
        said.append(state)
    return ", ".join([*said, *([tr(HERE_SPOKEN)] if here else [])])


def yesterday(today: date) -> date:
    """The day before."""
    return today - timedelta(days=1)
