"""Finding items: filters, what they hold, what they mark, items alike, and filters kept under a name."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from synthreview.domain import Operation, Role
from synthreview.engine import marking
from synthreview.engine.found import Facet, FacetValue, Neighbour
from synthreview.engine.marking import Spans
from synthreview.engine.narrowing import Narrowing
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.project.opened import Opened
from synthreview.query import Chip, parse
from synthreview.store import ops, pages, paging
from synthreview.store.fields import PAGE
from synthreview.store.filters import Condition
from synthreview.store.store import Store
from synthreview.translation import tr

if TYPE_CHECKING:
    from synthreview.engine.breakdown import Breakdown
    from synthreview.engine.likeness import Likeness

__all__ = ["Chip", "Facet", "FacetValue", "Find", "Neighbour", "Spans"]

LIKE_ONE = 200
"""Items that the filter ``like:ITEM`` finds at most."""
_SAVED = "filter:"
"""What the names of the pages start with that are saved filters."""
_LONGEST_NAME = 100


class Find(Opened):
    """What a reviewer looks for. Methods called long run in a background thread."""

    def __init__(self, store: Store, reviewer: str = "") -> None:
        super().__init__(store, reviewer)
        self._narrowing = Narrowing(store, self._alike)

    def queue_start(
        self, where: str = "", limit: int = 200, job: JobContext | None = None
    ) -> tuple[array[int], bool]:
        """The first ids that meet a filter, as far as they are found soon, and whether these are all.

        Long only with a pattern that was not asked for before and that nothing at the head of the queue fits.
        """
        begun = self._narrowing.beginning(where, limit, job)
        if begun:
            return begun, False
        ids = paging.ids(self._store.read(), self._condition(where, job), limit)
        return ids, len(ids) < limit

    def queue_page(self, where: str = "", limit: int = 200, job: JobContext | None = None) -> array[int]:
        """The first ids that meet a filter, in queue order; sooner than all of them.

        Long only with a pattern that was not asked for before.
        """
        begun = self._narrowing.beginning(where, limit, job)
        if len(begun) == limit:
            return begun
        return paging.ids(self._store.read(), self._condition(where, job), limit)

    def queue_all(self, where: str = "", job: JobContext | None = None) -> array[int]:
        """All ids that meet a filter, in queue order (long with a pattern that was not asked for before)."""
        return paging.ids(self._store.read(), self._condition(where, job))

    def facets(self, where: str = "", job: JobContext | None = None) -> list[Facet]:
        """What the items under a filter are made of, each value with its count (long)."""
        job = job or JobContext()
        return self._breakdown.facets(where, self._condition(where, job), job)

    def highlights(self, where: str) -> Callable[[str], Spans]:
        """Marks where the words and patterns of a filter stand in a text; ascending, not overlapping.

        Words are found as the index finds them, whatever their case and accents. What a filter leaves
        out marks nothing, and neither does a filter that cannot be understood.
        """
        return marking.marker(where)

    def prepare_likeness(self, job: JobContext | None = None) -> int:
        """Make ``like`` ready: vectors of all items that have none yet (long); of how many that was."""
        return self._likeness.prepare(job or JobContext())

    def likeness_ready(self) -> bool:
        """Whether ``prepare_likeness`` has nothing to do."""
        return self._likeness.is_ready()

    def like(self, item: int, limit: int = 20, role: Role | None = None) -> list[Neighbour]:
        """Items of the same kind that mean something like this one, the most alike first.

        ``role`` limits them to data sets for that use. UserError where many texts have no vectors yet
        and ``prepare_likeness`` has to be run first; a few thousand are read at once (two seconds).
        """
        return self._likeness.like(item, limit, role)

    def saved_filters(self) -> dict[str, str]:
        """The filters kept in the project by their names, in alphabetical order."""
        return pages.under(self._store.read(), _SAVED)

    def save_filter(self, name: str, where: str) -> Operation:
        """Keep a filter under a name, in place of one of that name; UserError when it cannot be used."""
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME:
            raise UserError(
                tr(
                    "A filter needs a name of at most {longest_name} characters to be saved under.",
                    longest_name=_LONGEST_NAME,
                )
            )
        parse(where)
        return self._put_filters({name: where.strip()}, tr("Save filter '{name}'", name=name))

    def rename_filter(self, name: str, to: str) -> Operation:
        """Keep a filter under another name; UserError when there is none, or one of that name already."""
        known, to = self.saved_filters(), " ".join(to.split())
        if name not in known:
            raise UserError(
                tr("No filter is saved as '{name}'; it may have been removed meanwhile.", name=name)
            )
        if not to or len(to) > _LONGEST_NAME or to in known:
            raise UserError(
                tr("The filter '{name}' needs a name that no other has; write another one.", name=name)
            )
        return self._put_filters(
            {name: None, to: known[name]}, tr("Rename filter '{name}' to '{to}'", name=name, to=to)
        )

    def remove_filter(self, name: str) -> Operation:
        """Forget a filter by its name; UserError when there is none."""
        known = self.saved_filters()
        if name not in known:
            names = ", ".join(f"'{each}'" for each in known) or tr("none yet")
            raise UserError(
                tr("No filter is saved as '{name}'; the project holds {names}.", name=name, names=names)
            )
        return self._put_filters({name: None}, tr("Remove filter '{name}'", name=name))

    def _put_filters(self, filters: Mapping[str, str | None], label: str) -> Operation:
        moves = [(PAGE, _SAVED + name, 0, where) for name, where in filters.items()]
        operation = self._store.write(lambda c: ops.change(c, "page", label, self.reviewer, moves))
        self._changed("pages")
        return operation

    def _condition(self, where: str, job: JobContext | None = None) -> Condition:
        """What a filter stands for; UserError when it cannot be understood (long with a new pattern)."""
        return self._narrowing.condition(where, job)

    @cached_property
    def _breakdown(self) -> Breakdown:
        from synthreview.engine.breakdown import Breakdown

        return Breakdown(self._store)

    @cached_property
    def _likeness(self) -> Likeness:
        # Imported here, as numpy is: the start stays quick.
        from synthreview.engine.likeness import Likeness

        return Likeness(self._store)

    def _alike(self, item: int) -> Sequence[int]:
        return [near.item for near in self._likeness.like(item, LIKE_ONE, Role.SYNTHETIC)]
