"""What helps to read one item: its constraints checked, and what else is known of its pair of answers."""

from __future__ import annotations

from collections.abc import Sequence

from synthreview.domain import Item
from synthreview.engine import constraint_checks, judge_cues, other_judges, screens
from synthreview.engine.constraint_checks import Check
from synthreview.engine.judge_cues import JudgeCues
from synthreview.engine.other_judges import OtherVerdict
from synthreview.project.opened import Opened


class Reading(Opened):
    """Reads beside the item itself; a window asks for them once the item is on screen."""

    @staticmethod
    def constraint_checks(item: Item) -> tuple[Check, ...]:
        """The constraints stated in an instruction that a machine can check, held against the output."""
        return constraint_checks.constraint_checks(item)

    def other_verdicts(self, item: int) -> tuple[OtherVerdict, ...]:
        """What other judges said of the same pair of answers (long at a million items)."""
        return other_judges.other_verdicts(self._store.read(), item)

    def judge_cues(self, item: Item) -> JudgeCues | None:
        """The words that win or lose with the judge of a pair; None where the analysis knows none."""
        return judge_cues.judge_cues(self._store.read(), item.dataset, item.text("judge"))

    def titles(self, items: Sequence[int]) -> dict[int, str]:
        """Items in one line each; unknown ones are left out."""
        return {row.item: row.title for row in screens.rows(self._store.read(), items)}
