"""How fast decisions come, from the last half hour of work without the pauses (pure, no Qt)."""

from __future__ import annotations

from collections import deque

from synthreview import figures

WINDOW = 30 * 60.0
"""Seconds of work that count."""
PAUSE = 3 * 60.0
"""Seconds without a decision that count as a pause, not as work."""
ENOUGH = 5
"""Decisions before anything is said."""


class Pace:
    """Fed with the number of decided items each time it moves."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, float, int]] = deque()
        self._last: tuple[float, int] | None = None

    def note(self, decided: int, now: float) -> None:
        """Tell how many items are decided at a moment (in seconds of any clock that runs evenly)."""
        if self._last is not None:
            spent, made = now - self._last[0], decided - self._last[1]
            if spent < PAUSE and made != 0:
                self._steps.append((now, spent, made))
        self._last = (now, decided)
        while self._steps and now - self._steps[0][0] > WINDOW:
            self._steps.popleft()

    def per_hour(self) -> float | None:
        """Decisions an hour, or None while there are too few to tell."""
        made = sum(step[2] for step in self._steps)
        spent = sum(step[1] for step in self._steps)
        return 3600 * made / spent if made >= ENOUGH and spent > 0 else None

    def words(self, left: int) -> str:
        """``212 an hour, about 6 h 30 min left at this pace``; empty while it cannot be told."""
        pace = self.per_hour()
        if pace is None:
            return ""
        told = f"{figures.grouped(round(pace))} an hour"
        return f"{told} \u00b7 about {figures.span(3600 * left / pace)} left at this pace" if left else told
