"""What stands beside an item to judge it by: what people would say, and texts of theirs like it."""

from __future__ import annotations

from synthreview.domain import ItemView, Kind, Role
from synthreview.engine import foretold, near_people
from synthreview.engine.foretold import Contest, Expected, Forecast
from synthreview.engine.near_people import Near, Nearest
from synthreview.errors import UserError
from synthreview.project.find import Find
from synthreview.store import findings
from synthreview.translation import Table, later

__all__ = ["Beside", "Contest", "Expected", "Forecast", "Near", "Nearest"]

_NO_REFERENCE = Table(
    {
        Kind.TASK_LABEL: later(
            "No data set of people's labels is in the project; import one as a reference."
        ),
        Kind.FREE_TEXT: later("No text by people is in the project; import some as a reference."),
    }
)
_AMONG = 60
"""Neighbours looked through for those that people wrote, where they stand in the item's own data set."""


class Beside(Find):
    """Reads about single items that are not part of them."""

    def foretell(self, view: ItemView) -> tuple[Forecast, Contest]:
        """What people would say of a task label's text, and how far they would be split."""
        connection = self._store.read()
        dataset = view.dataset.id
        summaries = findings.summaries(connection, dataset)
        ran = {run.analyzer for run in findings.runs(connection).values() if run.dataset == dataset}
        return foretold.forecast(view, summaries, ran), foretold.contest(view, summaries, ran)

    def near_people(self, view: ItemView, limit: int = 5) -> Nearest:
        """The texts of people most like an item's (long until ``likeness_ready``)."""
        connection, kind, item = self._store.read(), view.item.kind, view.item.id
        try:
            if near_people.references(connection, kind):
                rows = near_people.told(connection, self.like(item, limit, Role.HUMAN), limit)
            elif kind is Kind.FREE_TEXT:
                rows = near_people.told(connection, self.like(item, _AMONG), limit)
            else:
                return Nearest(why=_NO_REFERENCE[kind])
        except UserError as error:
            return Nearest(why=str(error))
        return Nearest(rows, "" if rows else _NO_REFERENCE.get(kind, ""))
