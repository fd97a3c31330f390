"""How good a data set is, and how the queue is mixed so that this can be known."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import orjson

from synthreview.domain import Dataset, Operation, Role
from synthreview.engine import chances, learning, mixing, progress, quality, ranking
from synthreview.engine.mixing import Mix
from synthreview.engine.progress import Progress
from synthreview.engine.quality import Quality
from synthreview.jobs import JobContext
from synthreview.project.opened import Opened
from synthreview.risk.residual import Residual
from synthreview.store import datasets, models, ops, pages
from synthreview.store.fields import PAGE
from synthreview.translation import tr


@dataclass(frozen=True, slots=True)
class Taught:
    """A new version of what decisions taught, ready to be used."""

    dataset: int
    version: int
    decisions: int


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

    def progress(self) -> Progress:
        """How much work is left at the pace so far (long at a million decisions)."""
        return progress.progress(self._store)

    def learn(self, dataset: int) -> Taught | None:
        """Learn from the decisions on a data set and keep it as a new version (long).

        None where the decisions are too few, all alike, or teach nothing that ranks better than what is in
        force. The order of the queue does not change before ``use``.
        """
        found = self._of(dataset)
        connection = self._store.read()
        lesson = learning.study(self._store, found)
        if lesson is None or not learning.is_better(connection, dataset, lesson):
            return None
        event = ops.last_event(connection)
        version = self._store.write(
            lambda c: models.add(c, dataset, lesson.model.decisions, event, lesson.body())
        )
        return Taught(dataset, version, lesson.model.decisions)

    def learn_all(self) -> Taught | None:
        """The same for the first data set of which there is something to be learned (long).

        Before that, find out what the risks in the queue mean after the decisions so far.
        """
        with self._store.ranking:
            chances.refresh(self._store)
        for dataset in datasets.every(self._store.read()):
            if dataset.role is Role.SYNTHETIC and (taught := self.learn(dataset.id)):
                return taught
        return None

    def use(self, dataset: int, version: int | None, job: JobContext | None = None) -> Operation:
        """Rank a data set anew by a version of what was learned, or by the detectors alone (None) (long)."""
        found = self._of(dataset)
        moves = [(PAGE, f"{pages.MODEL}{dataset}", 0, None if version is None else str(version))]
        label = (
            tr("Rank '{name}' by the detectors alone", name=found.name)
            if version is None
            else tr("Rank '{name}' by what decisions taught", name=found.name)
        )
        operation = self._store.write(lambda c: ops.change(c, "page", label, self.reviewer, moves))
        self.rank(job)
        return operation

    def in_use(self, dataset: int) -> int | None:
        """The version by which a data set is ranked; None: by the detectors alone."""
        return models.in_force(self._store.read()).get(dataset)

    def _of(self, dataset: int) -> Dataset:
        return datasets.get(self._store.read(), dataset)

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

    def set_target(self, share: float) -> Operation:
        """Say below which error rate reviewing may stop."""
        moves = [(PAGE, pages.TARGET, 0, repr(share))]
        operation = self._store.write(
            lambda c: ops.change(c, "page", tr("Change the target"), self.reviewer, moves)
        )
        self._changed("pages")
        return operation
