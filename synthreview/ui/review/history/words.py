"""How the history is told: days, times, and what became of an operation (pure, no Qt)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from synthreview.domain import OperationState
from synthreview.figures import counted
from synthreview.project import HistoryRow

BEGINNING = "The beginning"
NOTHING_YET = "Nothing was done before this"
HERE = "You are here"
NOBODY = "no name"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
        return "Today"
    if days == 1:
        return "Yesterday"
    if 0 < days < _THIS_WEEK:
        return _WEEKDAYS[day.weekday()]
    told = f"{day.day} {_MONTHS[day.month - 1]}"
    return told if day.year == today.year else f"{told} {day.year}"


def time_words(at: str) -> str:
    """``14:03``, by this machine's clock."""
    return moment(at).strftime("%H:%M")


def when_words(at: str, today: date) -> str:
    """``today 14:03``, ``3 March 14:03``."""
    day = day_words(moment(at).date(), today)
    shown = day.lower() if day in ("Today", "Yesterday") else day
    return f"{shown} {time_words(at)}"


def stands(row: HistoryRow) -> bool:
    """Whether an operation is done and nothing took it back since."""
    return row.operation.state is OperationState.DONE and not row.taken_back


def state_words(row: HistoryRow) -> str:
    """What became of an operation, in a word or two; empty where it simply stands."""
    if row.done_again:
        return "Done again since"
    if row.operation.state is OperationState.ABANDONED:
        return "Left behind"
    if row.operation.state is OperationState.UNDONE:
        return "Undone"
    return "Taken back since" if row.taken_back else ""


def steps_words(steps: int) -> str:
    """What going to a point would do, by how many operations lie between (below 0: they are undone)."""
    if steps < 0:
        return f"Going back to here undoes {counted(-steps, 'step')}."
    return f"Going forward to here does {counted(steps, 'step')} again." if steps else ""


def fate(row: HistoryRow) -> str:
    """What became of an operation, in a sentence, with what can be done about it."""
    if row.done_again:
        return "It was undone, and done again later."
    if row.operation.state is OperationState.ABANDONED:
        done = f"'{row.left_for}' was done instead" if row.left_for else "something else was done"
        return f"It was undone, and left behind when {done}. It can be done again."
    if row.operation.state is OperationState.UNDONE:
        return "It is undone."
    return "It was taken back later, by itself." if row.taken_back else ""


def spoken(row: HistoryRow, today: date, *, here: bool) -> str:
    """A line of the history for those who listen."""
    operation = row.operation
    said = [operation.label, operation.reviewer or NOBODY, when_words(operation.at, today)]
    if row.left_for and not row.done_again:
        said.append(f"left behind for {row.left_for}")
    elif state := state_words(row):
        said.append(state.lower())
    return ", ".join([*said, *([HERE.lower()] if here else [])])


def yesterday(today: date) -> date:
    """The day before."""
    return today - timedelta(days=1)
