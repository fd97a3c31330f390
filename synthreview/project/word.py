"""What a reviewer says beside verdicts: a finding is wrong, a change is begun, an edit may break a rule."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from synthreview.domain import Draft, Operation
from synthreview.engine import edits
from synthreview.engine.validity import Problem
from synthreview.errors import UserError
from synthreview.project.opened import Opened
from synthreview.store import drafts, findings, objections
from synthreview.store.writer import URGENT
from synthreview.translation import later, tr


class Word(Opened):
    """Objections, drafts, and the rules for edits."""

    def call_wrong(self, item: int, analyzer: str, reason: str, *, on: bool = True) -> Operation:
        """Say that a finding of an item is wrong, or take that back; on disk when this returns.

        It counts nothing in the item's risk from now on, in the queue's order from the next ranking on.
        UserError when the item has no such finding.
        """
        connection = self._store.read()
        edits.stored_item(connection, item)
        known = findings.of_item(connection, item)
        said = objections.of_items(connection, [item]).get(item, {}).get((analyzer, reason), ())
        if on and (analyzer, reason) not in {(by, finding.reason) for by, finding in known}:
            reasons = ", ".join(sorted({finding.reason for _, finding in known})) or tr("none")
            raise UserError(
                tr(
                    "Item #{item} has no finding '{reason}'; it has {reasons}.",
                    item=item,
                    reason=reason,
                    reasons=reasons,
                )
            )
        if on is (self.reviewer in said):
            said_so = later("You have already called the finding '{reason}' of item #{item} wrong.")
            said_nothing = later("You have not called the finding '{reason}' of item #{item} wrong.")
            raise UserError(tr(said_so if on else said_nothing, reason=reason, item=item))
        operation = self._store.write(
            lambda c: objections.set_objection(c, item, (analyzer, reason), self.reviewer, on=on)
        )
        self._changed("decisions", items=[item])
        return operation

    def draft(self, item: int) -> Draft | None:
        """What the reviewer has begun to say of an item, or None."""
        return drafts.of_item(self._store.read(), item, self.reviewer)

    def keep_draft(self, item: int, draft: Draft | None, by: str | None = None) -> Future[None]:
        """Keep what is begun (None: forget it) without waiting; the future ends when it is on disk.

        ``by`` names another reviewer than the present one. No operation: undo does not know of it.
        EnvironmentFault when nothing can be written.
        """
        reviewer = self.reviewer if by is None else by
        if draft is None:
            return self._store.submit(lambda c: drafts.forget(c, [item], reviewer), URGENT)
        return self._store.submit(lambda c: drafts.put(c, item, reviewer, draft), URGENT)

    def problems(self, item: int, changes: Mapping[str, Any]) -> list[Problem]:
        """The rules that edits of an item would break, the gravest first; empty when all is well."""
        return edits.problems(self._store.read(), item, changes)
