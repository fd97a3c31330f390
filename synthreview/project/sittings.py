"""What a reviewer did today, and where they were when they left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from synthreview.engine.sittings import Sitting, sitting
from synthreview.project.opened import Opened
from synthreview.store import places


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reviewer was: the filter in force and the item on screen."""

    where: str
    item: int


class Sittings(Opened):
    """The working day of the one who reviews."""

    def sitting(self, now: datetime | None = None) -> Sitting:
        """The reviewer's work since midnight, by this machine's clock."""
        midnight = (now or datetime.now(UTC)).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        made = places.decided_since(self._store.read(), self.reviewer, since)
        return sitting([(datetime.fromisoformat(at).timestamp(), items) for at, items in made])

    def place(self) -> Place | None:
        """Where the reviewer was when the project was closed; None before the first time."""
        fields = places.place(self._store.read(), self.reviewer)
        where, item = fields.get("where"), fields.get("item")
        return Place(where, item) if isinstance(where, str) and isinstance(item, int) else None

    def keep_place(self, place: Place) -> None:
        """Keep where the reviewer is; on disk when this returns. A project shown read-only keeps nothing."""
        if not self.read_only:
            fields = {"where": place.where, "item": place.item}
            self._store.write(partial(places.keep_place, reviewer=self.reviewer, fields=fields))
