"""How a day's work is told on screen (pure, no Qt)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from synthreview import figures
from synthreview.translation import tr, trn

if TYPE_CHECKING:
    from synthreview.engine.sittings import Break, Sitting


def pace_words(day: Sitting, left: int, goal: int) -> str:
    """``64 of 200 today · 212 an hour · goal in 39 min``; without a goal the time for all that is left.

    Empty before the day's first decision.
    """
    if not day.decided:
        return (
            trn("Goal for today: {count} decision", "Goal for today: {count} decisions", goal) if goal else ""
        )
    said = [
        tr("{decided} of {goal} today", decided=figures.grouped(day.decided), goal=figures.grouped(goal))
        if goal
        else _today(day)
    ]
    if day.per_hour:
        said.append(tr("{per_hour} an hour", per_hour=figures.grouped(round(day.per_hour))))
    if goal and day.decided >= goal:
        said.append(tr("goal reached"))
    elif goal and (seconds := day.seconds_for(goal - day.decided)):
        said.append(tr("goal in about {span}", span=figures.span(seconds)))
    elif left and (seconds := day.seconds_for(left)):
        said.append(tr("about {span} left at this pace", span=figures.span(seconds)))
    return " · ".join(said)


def _today(day: Sitting) -> str:
    return tr("{decided} today", decided=figures.grouped(day.decided))


def worked_words(day: Sitting) -> str:
    """What was done today, in a sentence."""
    if not day.decided:
        return tr("Nothing was decided today yet.")
    if day.worked < 1:
        return trn("{count} decision today.", "{count} decisions today.", day.decided)
    made = trn("{count} decision", "{count} decisions", day.decided)
    return tr("{made} in {span} of work, breaks left out.", made=made, span=figures.span(day.worked))


def break_words(pause: Break) -> str:
    """``10:12 to 10:40, 28 min``."""
    moments = (datetime.fromtimestamp(moment, UTC).astimezone() for moment in (pause.start, pause.end))
    begun, ended = (moment.strftime("%H:%M") for moment in moments)
    return tr("{begun} to {ended}, {span}", begun=begun, ended=ended, span=figures.span(pause.seconds))


def back_words(day: Sitting, away: float, goal: int) -> str:
    """What is said to somebody who comes back from a break."""
    span, to_do = figures.span(away), goal - day.decided
    if to_do > 0:
        return trn(
            "Back after {span}. {count} decision today, {to_do} to your goal.",
            "Back after {span}. {count} decisions today, {to_do} to your goal.",
            day.decided,
            span=span,
            to_do=figures.grouped(to_do),
        )
    return trn(
        "Back after {span}. {count} decision today.",
        "Back after {span}. {count} decisions today.",
        day.decided,
        span=span,
    )
