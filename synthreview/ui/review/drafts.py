"""What a person has begun to say of an item and not yet decided; kept while the program runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from synthreview.domain import Decision


@dataclass(frozen=True, slots=True)
class Draft:
    """Reasons, note and unsaved edits of one item."""

    reasons: tuple[str, ...] = ()
    note: str = ""
    edits: Mapping[str, Any] = field(default_factory=dict)


class Drafts:
    """Drafts by item; an item without one has what its decision says."""

    def __init__(self) -> None:
        self._drafts: dict[int, Draft] = {}

    def of(self, item: int, decision: Decision | None) -> Draft:
        """The draft of an item."""
        if item in self._drafts:
            return self._drafts[item]
        return Draft(decision.reasons, decision.note) if decision else Draft()

    def put(self, item: int, draft: Draft) -> None:
        """Keep a draft."""
        self._drafts[item] = draft

    def put_edits(self, item: int, decision: Decision | None, edits: Mapping[str, Any]) -> None:
        """Keep unsaved edits beside reasons and note."""
        self._drafts[item] = replace(self.of(item, decision), edits=dict(edits))

    def forget(self, item: int) -> None:
        """Drop a draft whose item was decided."""
        self._drafts.pop(item, None)
