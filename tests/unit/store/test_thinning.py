"""Which backups stay: a table of dates, and a year of work (E12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from synthreview.store.shelf import KEEP, Sort
from synthreview.store.thinning import Keep, superfluous

FEW = Keep(hours=6, days=3, weeks=3, months=3)
NOW = "2026-03-18 12:00"  # a Wednesday


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TABLE = {
    "none": ("", ""),
    "one, however old, stays": ("2019-01-01 00:00", ""),
    "all of the last hours": ("2026-03-18 06:00, 2026-03-18 06:01, 2026-03-18 11:59", ""),
    "one minute beyond them": ("2026-03-18 11:59, 2026-03-18 05:59", "2026-03-18 05:59"),
    "of a day the newest": ("2026-03-18 11:00, 2026-03-17 20:00, 2026-03-17 09:00", "2026-03-17 09:00"),
    "midnight parts two days": ("2026-03-18 11:00, 2026-03-17 00:00, 2026-03-16 23:59", ""),
    "so many days, then weeks": (
        "2026-03-18 11:00, 2026-03-17 12:00, 2026-03-16 12:00, 2026-03-15 12:00, 2026-03-14 12:00",
        "2026-03-14 12:00",
    ),
    "days without work do not count": ("2026-03-18 11:00, 2026-03-01 12:00, 2026-02-28 12:00", ""),
    "of a week the newest": (
        "2026-03-18 11:00, 2026-03-17 12:00, 2026-03-16 12:00, 2026-03-12 12:00, 2026-03-10 12:00",
        "2026-03-10 12:00",
    ),
    "Sunday and Monday are two weeks": (
        "2026-03-18 11:00, 2026-03-17 12:00, 2026-03-16 12:00, 2026-03-09 12:00, 2026-03-08 12:00",
        "",
    ),
    "a week may lie in two years": (
        "2026-03-18 11:00, 2026-03-17 12:00, 2026-03-16 12:00, 2026-01-01 12:00, 2025-12-29 12:00",
        "",  # one week, kept as the newest of January and of December
    ),
    "so many weeks, then months": (
        (
            "2026-03-18 11:00, 2026-03-17 12:00, 2026-03-16 12:00, 2026-03-09 12:00, 2026-03-02 12:00,"
            " 2026-02-23 12:00, 2026-02-16 12:00, 2026-01-05 12:00"
        ),
        "2026-02-16 12:00",
    ),
    "older than all": (
        (
            "2026-03-18 11:00, 2026-03-17 12:00, 2026-03-16 12:00, 2026-02-01 12:00, 2026-01-01 12:00,"
            " 2025-12-01 12:00, 2020-02-29 12:00"
        ),
        "2025-12-01 12:00, 2020-02-29 12:00",
    ),
    "what lies in the future": ("2026-04-01 12:00, 2030-01-01 12:00, 2026-03-18 11:00", ""),
    "the newest, though all are old": (
        "2010-05-05 12:00, 2010-05-05 11:00, 2010-05-05 10:00",
        "2010-05-05 11:00, 2010-05-05 10:00",
    ),
    "a clock that was put back an hour": ("2026-03-18 12:30, 2026-03-18 11:30", ""),
    "the same moment twice": ("2026-03-18 11:00, 2026-03-18 11:00", ""),
    "a leap day": (
        "2026-03-18 11:00, 2024-02-29 12:00, 2024-02-28 12:00, 2024-02-29 01:00",
        "2024-02-29 01:00",
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_which_go(case: str) -> None:
    given, gone = ([moment(text.strip()) for text in cell.split(",") if text.strip()] for cell in TABLE[case])
    assert superfluous(given, moment(NOW), FEW) == set(gone)
    assert superfluous(reversed(given), moment(NOW), FEW) == set(gone)


@pytest.mark.parametrize(
    ("sort", "hours"), [(Sort.WORK, range(9, 18)), (Sort.WHOLE, [9])], ids=["work", "whole"]
)
def test_a_year_of_work_with_a_backup_an_hour_or_a_day(sort: Sort, hours: Sequence[int]) -> None:
    """Thinned after each, as it happens: never too many, and always one near to any moment that still matters."""
    keep, start = KEEP[sort], moment("2025-03-01 00:00")
    held: set[datetime] = set()
    most = 0
    for day in range(365):
        for hour in hours:
            now = start + timedelta(days=day, hours=hour, minutes=day % 60)
            held.add(now)
            held -= superfluous(held, now, keep)
            most = max(most, len(held))
            assert max(held) == now
    assert superfluous(held, now, keep) == set(), "thinning twice takes away more"
    lately = sum(now - each <= timedelta(hours=keep.hours) for each in held)
    assert lately >= keep.hours // 24 * len(hours)
    assert most <= len(hours) * (keep.hours // 24 + 1) + keep.days + keep.weeks + keep.months
    ages = sorted((now - each).days for each in held)
    for days, within in ((keep.days - 1, 1), (7 * keep.weeks - 7, 7), (30 * keep.months - 31, 31)):
        for age in range(days):
            assert any(age <= each <= age + within for each in ages), f"none is about {age} days old"
