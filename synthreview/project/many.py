"""One decision for many items: looked at before it is made, one operation, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from synthreview.domain import Dataset, Decision, Operation, Verdict
from synthreview.engine import batch, batch_plan
from synthreview.engine.batch import BatchPlan, Chosen, Copies, Judged, Matching, What
from synthreview.engine.edits import check_edits
from synthreview.engine.minorities import Minorities, minorities
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.project.desk import Desk, label_of
from synthreview.store import bulk, ops, selections
from synthreview.translation import tr, trn

__all__ = ["CHECKS", "BatchPlan", "Chosen", "Copies", "Judged", "Many", "Matching", "What"]

CHECKS = 20
"""How many random checks are offered: none wrong among them says at most 14 % are."""
_PAGE = 500


class Many(Desk):
    """Batches: planned, checked, decided."""

    _behind: Mapping[tuple[int, int], Minorities] = {}

    def plan_many(
        self,
        what: What,
        verdict: Verdict,
        job: JobContext | None = None,
        *,
        with_decided: bool = False,
        reason: str = "",
    ) -> BatchPlan:
        """What a verdict on many items would do (a second at 100,000 items, several at a million).

        Items that were decided before are in the batch only ``with_decided``; those of references never.
        A fix needs the ``reason`` whose suggested change each item gets, and has only undecided items
        that come with one. UserError for a filter that cannot be understood.
        """
        job = job or JobContext()

        def behind(dataset: Dataset) -> Minorities:
            return self._minorities(dataset, job)

        return batch_plan.plan(
            self._store,
            self._asked(what),
            verdict,
            behind,
            job,
            with_decided=with_decided,
            reason=reason,
        )

    def checks(self, plan: BatchPlan, count: int = CHECKS, seed: int = 0) -> list[int]:
        """Items of a batch to be looked at before it is decided: a random sample, in random order."""
        return batch.checks(plan, count, seed)

    def judge_checks(self, plan: BatchPlan, right: int, wrong: int) -> Judged:
        """What random checks say of the whole batch."""
        return batch.judge_checks(len(plan.items), right, wrong)

    def decide_all(
        self,
        plan: BatchPlan,
        *,
        reasons: Iterable[str] = (),
        note: str = "",
        judged: Judged | None = None,
        but: Sequence[int] = (),
        job: JobContext | None = None,
    ) -> Operation:
        """Give the plan's verdict to its items as one operation, on disk when this returns.

        Items decided or removed since the plan was made are left out, and so are those in ``but``. What
        the checks said is kept with the operation. A cancelled job leaves everything as it was. While it
        runs (about a second and a half at a million items) other decisions wait. UserError when no item
        is left.
        """
        if not plan.items:
            raise UserError(tr("There is nothing to decide: no item is in the batch."))
        self._before_many()
        left_out = set(but)
        items = [item for item in plan.items if item not in left_out]
        job = job or JobContext()
        said = Decision(
            item=0,
            verdict=plan.verdict,
            reasons=tuple(reasons),
            note=note,
            reviewer=self.reviewer,
            selected_by="batch",
        )

        def label(count: int) -> str:
            done = label_of(plan.verdict, count)
            if not judged or not judged.checked:
                return done
            return tr(
                "{done} ({checked} checked, {wrong} wrong)",
                done=done,
                checked=judged.checked,
                wrong=judged.wrong,
            )

        if plan.verdict is Verdict.FIX:
            return self._fix_all(items, plan.reason, said, label, job)
        tick: bulk.Tick = job.progress
        operation = self._store.write(lambda c: ops.decide_alike(c, items, said, label, plan.event, tick))
        self._changed("decisions")
        return operation

    def sizes(self) -> tuple[int, int]:
        """How many items undo, and redo, would move now; 0 where there is nothing to undo or redo."""
        return ops.sizes(self._store.read())

    def _asked(self, what: What) -> Sequence[int]:
        match what:
            case Chosen(items):
                return items
            case Matching(where):
                return self.queue_ids(where)
            case Copies(item):
                return batch_plan.family(self._store, item)

    def _minorities(self, dataset: Dataset, job: JobContext) -> Minorities:
        """Read once and kept until something is decided: a preview is made anew at every click."""
        connection = self._store.read()
        key = (dataset.id, ops.last_event(connection))
        found = self._behind.get(key)
        if found is None:
            found = minorities(connection, dataset, job)
            kept = {known: one for known, one in self._behind.items() if known[1] == key[1]}
            self._behind = {**kept, key: found}
        return found

    def _fix_all(
        self, items: Sequence[int], reason: str, said: Decision, label: Callable[[int], str], job: JobContext
    ) -> Operation:
        """Give each item the change that its own finding suggests; what a rule forbids is left out."""
        connection = self._store.read()
        decisions = []
        for start in range(0, len(items), _PAGE):
            job.progress(
                start, len(items), trn("Checking {count} change", "Checking {count} changes", len(items))
            )
            for item, edits in selections.fixes(connection, items[start : start + _PAGE], reason):
                decision = replace(said, item=item, edits=edits)
                with suppress(UserError):
                    check_edits(connection, decision)
                    decisions.append(decision)
        if not decisions:
            raise UserError(tr("None of these items has a suggested change left; look at the batch again."))
        operation = self._store.write(
            lambda c: ops.decide(c, decisions, label(len(decisions)), self.reviewer)
        )
        self._changed("decisions")
        return operation
