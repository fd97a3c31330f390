"""Which of many backups to keep: close together where they are new, further apart the older they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Keep:
    """All of the last ``hours``; then the newest of each day, week and month, so many of each."""

    hours: int
    days: int
    weeks: int
    months: int


def superfluous(moments: Iterable[datetime], now: datetime, keep: Keep) -> set[datetime]:
    """The moments whose backups may go; the newest one never does, nor one that lies in the future."""
    ordered = sorted(set(moments), reverse=True)
    kept = set(ordered[:1])
    kept.update(moment for moment in ordered if now - moment <= timedelta(hours=keep.hours))
    for form, count in (("%Y-%m-%d", keep.days), ("%G-%V", keep.weeks), ("%Y-%m", keep.months)):
        newest: dict[str, datetime] = {}
        for moment in ordered:
            newest.setdefault(moment.strftime(form), moment)
        kept.update(list(newest.values())[:count])
    return set(ordered) - kept
