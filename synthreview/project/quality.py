"""How good a data set is, and how the queue is mixed so that this can be known."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from synthreview.domain import Operation
from synthreview.engine import mixing, quality, ranking
from synthreview.engine.mixing import Mix
from synthreview.engine.quality import Quality
from synthreview.jobs import JobContext
from synthreview.project.opened import Opened
from synthreview.risk.residual import Residual
from synthreview.store import datasets, ops, pages
from synthreview.store.fields import PAGE
from synthreview.translation import tr


class Judging(Opened):
    """What random checks tell of a data set."""

    def quality(self, dataset: int) -> Quality | None:
        """How many errors a data set has left; None where it has no random checks (long at a million)."""
        return quality.quality(self._store, datasets.get(self._store.read(), dataset))

    def quality_by_label(self, dataset: int) -> dict[str, Residual]:
        """The same for each of its labels (long at a million)."""
        return quality.by_label(self._store, datasets.get(self._store.read(), dataset))

    def rank(self, job: JobContext | None = None) -> int:
        """Rank all items anew, in the mix that is chosen, and return how many there are (long)."""
        ranked = ranking.rank(self._store, job or JobContext())
        self._changed("queue")
        return ranked

    def mix(self) -> Mix:
        """How many of a hundred items are shown for which reason."""
        return mixing.chosen(self._store.read())

    def set_mix(self, mix: Mix) -> Operation:
        """Show items in another mix from the next ranking on."""
        moves = [(PAGE, pages.MIX, 0, None if mix == Mix() else orjson.dumps(asdict(mix)).decode())]
        operation = self._store.write(
            lambda c: ops.change(c, "page", tr("Change the mix of the queue"), self.reviewer, moves)
        )
        self._changed("pages")
        return operation
