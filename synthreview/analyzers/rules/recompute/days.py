"""Days between two dates."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from synthreview.analyzers.rules.recompute.task import Expected, Task
from synthreview.translation import trn

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{month}|{month[:3]}" for month in _MONTHS)
_DATE = re.compile(
    rf"(?P<name>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<name2>{_MONTH})\.?,? (?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d{1,2})-(?P<day3>\d{1,2})"
    r"|(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<year4>\d{4})",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:how many|number of|(?:count|calculate|find|compute|determine) the) days\b[^.]{0,60}\bbetween\b"
    r"|\b(?:count|calculate|find|compute|determine) (?:the )?(?:total )?(?:number of )?days\b|\bdays "
    r"(?:between|from)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:business|working|week|weekend|school|code|function|program|script|leap)", re.IGNORECASE
)


def between(task: Task) -> Expected | None:
    """The days between the two dates of a request, counted with or without the ends."""
    text = f"{task.instruction}\n{task.input}"
    if not _ASKS.search(task.instruction) or _OTHERS.search(text):
        return None
    ours, theirs = list(_DATE.finditer(task.instruction)), list(_DATE.finditer(task.input))
    found = theirs if len(theirs) == 2 else ours
    if len(found) != 2 or (len(ours), len(theirs)) not in ((2, 0), (0, 2)):
        return None
    gaps = sorted({abs((one - other).days) for one in _readings(found[0]) for other in _readings(found[1])})
    if not gaps:
        return None
    values = [gap + end for gap in gaps for end in (0, 1, -1)]
    return Expected(trn("{days} day", "{days} days", gaps[0], days=gaps[0]), tuple(map(Fraction, values)))


def _readings(match: re.Match[str]) -> list[date]:
    named = match["name"] or match["name2"]
    if named:
        short = named.casefold()[:3]
        number = next(at for at, name in enumerate(_MONTHS, start=1) if name.startswith(short))
        parts = [(match["year"] or match["year2"], str(number), match["day"] or match["day2"])]
    elif match["year3"]:
        parts = [(match["year3"], match["month3"], match["day3"])]
    else:
        parts = [(match["year4"], match["one"], match["two"]), (match["year4"], match["two"], match["one"])]
    dates = []
    for year, month, day in parts:
        try:
            dates.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return dates
