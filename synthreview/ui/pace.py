"""How a day's work is told on screen (pure, no Qt)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from synthreview import figures

if TYPE_CHECKING:
    from synthreview.engine.sittings import Break, Sitting


def pace_words(day: Sitting, left: int, goal: int) -> str:
    """``64 of 200 today · 212 an hour · goal in 39 min``; without a goal the time for all that is left.

    Empty before the day's first decision.
    """
    if not day.decided:
        return f"Goal for today: {figures.counted(goal, 'decision')}" if goal else ""
    said = [f"{figures.grouped(day.decided)} of {figures.grouped(goal)} today" if goal else _today(day)]
    if day.per_hour:
        said.append(f"{figures.grouped(round(day.per_hour))} an hour")
    if goal and day.decided >= goal:
        said.append("goal reached")
    elif goal and (seconds := day.seconds_for(goal - day.decided)):
        said.append(f"goal in about {figures.span(seconds)}")
    elif left and (seconds := day.seconds_for(left)):
        said.append(f"about {figures.span(seconds)} left at this pace")
    return " · ".join(said)


def _today(day: Sitting) -> str:
    return f"{figures.grouped(day.decided)} today"


def worked_words(day: Sitting) -> str:
    """What was done today, in a sentence."""
    if not day.decided:
        return "Nothing was decided today yet."
    if day.worked < 1:
        return f"{figures.counted(day.decided, 'decision')} today."
    made = figures.counted(day.decided, "decision")
    return f"{made} in {figures.span(day.worked)} of work, breaks left out."


def break_words(pause: Break) -> str:
    """``10:12 to 10:40, 28 min``."""
    moments = (datetime.fromtimestamp(moment, UTC).astimezone() for moment in (pause.start, pause.end))
    begun, ended = (moment.strftime("%H:%M") for moment in moments)
    return f"{begun} to {ended}, {figures.span(pause.seconds)}"


def back_words(day: Sitting, away: float, goal: int) -> str:
    """What is said to somebody who comes back from a break."""
    said = f"Back after {figures.span(away)}. {figures.counted(day.decided, 'decision')} today"
    to_do = goal - day.decided
    return f"{said}, {figures.grouped(to_do)} to your goal." if to_do > 0 else f"{said}."
