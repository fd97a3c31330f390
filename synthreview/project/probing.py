"""The second-order check: does a quick model do better on people's answers after cleaning?"""

from __future__ import annotations

from dataclasses import replace

from synthreview.domain import Dataset
from synthreview.engine import probing, report_probe
from synthreview.engine.probing import Asked
from synthreview.jobs import JobContext
from synthreview.probe.result import Result
from synthreview.project.find import Find
from synthreview.store import datasets


class Probing(Find):
    """Trains quick models on a data set as it came and as it is now, and tests them on people's answers."""

    def probe(self, asked: Asked, where: str = "", job: JobContext | None = None) -> Result:
        """Run the check and keep what it found (long: up to a minute at 3,000 items).

        ``where`` narrows the examples. Raises UserError where nothing can be told, with what is missing.
        """
        job = job or JobContext()
        condition = self._condition(where, job) if where else None
        found = probing.probe(self._store, replace(asked, where=where), condition, job)
        self._changed("probes")
        return found

    def probed(self, dataset: int) -> Result | None:
        """What the last check of a data set found; None where there was none."""
        return report_probe.known(self._store.read(), dataset)

    def decided_since(self, dataset: int, result: Result) -> int:
        """Decisions on a data set that a check of it knows nothing of."""
        return report_probe.decided_since(self._store.read(), dataset, result)

    def probe_candidates(self, dataset: int) -> list[Dataset]:
        """Data sets that this one can be tested on, those that were held out first."""
        return probing.candidates(self._store, datasets.get(self._store.read(), dataset))
