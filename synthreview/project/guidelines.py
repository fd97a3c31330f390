"""Texts that belong to the project as a whole and change only through operations."""

from __future__ import annotations

from synthreview.domain import Operation
from synthreview.project.opened import Opened
from synthreview.store import ops, pages
from synthreview.store.fields import PAGE
from synthreview.translation import tr


class Guidelines(Opened):
    """What the reviewers of a project agree on."""

    def guidelines(self) -> str:
        """The guidelines as Markdown; empty where nothing is written yet."""
        return pages.read(self._store.read(), pages.GUIDELINES) or ""

    def write_guidelines(self, text: str) -> Operation:
        """Replace the guidelines; a blank text takes them away."""
        body = text if text.strip() else None
        moves = [(PAGE, pages.GUIDELINES, 0, body)]
        operation = self._store.write(
            lambda c: ops.change(c, "page", tr("Change the guidelines"), self.reviewer, moves)
        )
        self._changed("pages")
        return operation
