"""What the fake project knows beside an item: constraints checked for real, the rest as a test says."""

from __future__ import annotations

from synthreview.engine.constraint_checks import constraint_checks


class FakeReading:
    cues = None
    verdicts = ()

    def constraint_checks(self, item):
        return constraint_checks(item)

    def other_verdicts(self, item):
        return tuple(self.verdicts)

    def judge_cues(self, item):
        return self.cues

    def titles(self, items):
        return {
            row.item: row.title for row in self.rows([item for item in items if item <= len(self.entries)])
        }
