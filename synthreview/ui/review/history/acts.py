"""What can be done with a line of the history, and why not where it cannot (pure, no Qt)."""

from __future__ import annotations

from dataclasses import dataclass

from synthreview.domain import OperationState
from synthreview.project import HistoryRow
from synthreview.translation import Table, later, tr

SHOW, GO, REVERT, AGAIN = "show", "go", "revert", "again"
WORDS = Table(
    {
        SHOW: later("Show the item"),
        REVERT: later("Take back only this"),
        GO: later("Go back to here"),
        AGAIN: later("Do again"),
    }
)
FIRST = later("Show the first item")
FORWARD = later("Go forward to here")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history: its operation, or None at the beginning, and where one is."""

    row: HistoryRow | None
    here: int

    @property
    def number(self) -> int:
        """The operation's number; 0 for the beginning."""
        return 0 if self.row is None else self.row.operation.seq

    @property
    def show_words(self) -> str:
        """What showing is called: of many items it is the first."""
        many = self.row is not None and self.row.operation.items > 1
        return tr(FIRST) if many else WORDS[SHOW]

    @property
    def go_words(self) -> str:
        """What going there is called: it may lie ahead."""
        return tr(FORWARD) if self.number > self.here else WORDS[GO]


def why_not(line: Line, act: str, locked: str) -> str:
    """Why an act cannot be done with a line, as a sentence; empty where it can. ``locked``: only to read."""
    if locked and act != SHOW:
        return locked
    return {SHOW: _show, GO: _go, REVERT: _revert, AGAIN: _again}[act](line)


def _show(line: Line) -> str:
    if line.row is None:
        return tr("Nothing was done before the first operation.")
    return "" if line.row.operation.first_item is not None else tr("It was about no single item.")


def _go(line: Line) -> str:
    if line.row is not None and line.row.operation.state is OperationState.ABANDONED:
        return tr("It was left behind: it lies on no way back. Do it again instead.")
    return tr("You are here.") if line.number == line.here else ""


def _revert(line: Line) -> str:
    if line.row is None:
        return tr("There is nothing to take back before the first operation.")
    if line.row.operation.state is not OperationState.DONE:
        return tr("It is undone already.")
    return tr("It was taken back already.") if line.row.taken_back else ""


def _again(line: Line) -> str:
    if line.row is None:
        return tr("There is nothing to do before the first operation.")
    if line.row.done_again:
        return tr("It was done again already.")
    stands = line.row.operation.state is OperationState.DONE and not line.row.taken_back
    return tr("It stands as it is.") if stands else ""
