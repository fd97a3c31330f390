"""Project: the one service that the window and the command line call.

Reads are short unless their docstring says they are long; long methods take a job context for
progress and cancel. Every change of user data is one operation, on disk before the call returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview.chart import Chart
from synthreview.engine import exporting, insight, integrity, verifying
from synthreview.engine.analysis import RunReport
from synthreview.engine.blind import BlindItem, BlindProgress
from synthreview.engine.blind_gain import Gain
from synthreview.engine.changes import changes
from synthreview.engine.exporting import ExportOptions, ExportPlan
from synthreview.engine.importing import ImportReport
from synthreview.engine.insight import Counts
from synthreview.engine.intake import Preview
from synthreview.engine.integrity import CheckReport
from synthreview.engine.joining import Join, Joined
from synthreview.engine.mixing import Mix
from synthreview.engine.quality import Quality
from synthreview.engine.sittings import Break, Sitting
from synthreview.engine.updating import UpdateReport
from synthreview.engine.upkeep import Mended
from synthreview.engine.verifying import Verification
from synthreview.jobs import JobContext
from synthreview.project.beside import Beside, Contest, Expected, Forecast, Near, Nearest
from synthreview.project.blind import BLIND_COUNT, Blind
from synthreview.project.charts import Charting
from synthreview.project.desk import WORKLIST
from synthreview.project.find import Chip, Facet, FacetValue, Neighbour
from synthreview.project.guidelines import Guidelines
from synthreview.project.keeping import Backup, Contents, Keeping, Restored, RestorePlan, Sort
from synthreview.project.many import CHECKS, BatchPlan, Chosen, Copies, Judged, Many, Matching, What
from synthreview.project.past import Past
from synthreview.project.probing import Probing
from synthreview.project.quality import Judging, Taught
from synthreview.project.reading import Reading
from synthreview.project.reporting import Reporting
from synthreview.project.sittings import Place, Sittings
from synthreview.project.word import Word
from synthreview.store import datasets
from synthreview.store.blind import BlindSample
from synthreview.store.history import HistoryFilter, HistoryRow
from synthreview.store.past import Turned

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BLIND_COUNT",
    "CHECKS",
    "WORKLIST",
    "Backup",
    "BatchPlan",
    "BlindItem",
    "BlindProgress",
    "BlindSample",
    "Break",
    "CheckReport",
    "Chip",
    "Chosen",
    "Contents",
    "Contest",
    "Copies",
    "Counts",
    "Expected",
    "ExportOptions",
    "ExportPlan",
    "Facet",
    "FacetValue",
    "Forecast",
    "Gain",
    "HistoryFilter",
    "HistoryRow",
    "ImportReport",
    "Join",
    "Joined",
    "Judged",
    "Matching",
    "Mended",
    "Mix",
    "Near",
    "Nearest",
    "Neighbour",
    "Place",
    "Preview",
    "Project",
    "Quality",
    "RestorePlan",
    "Restored",
    "RunReport",
    "Sitting",
    "Sort",
    "Taught",
    "Turned",
    "UpdateReport",
    "Verification",
    "What",
]


class Project(
    Past,
    Beside,
    Word,
    Guidelines,
    Sittings,
    Reading,
    Many,
    Blind,
    Judging,
    Charting,
    Reporting,
    Probing,
    Keeping,
):
    """One open project file: its data, its review, its charts and its exports.

    ``listeners`` are called after each change, on the thread that made it.
    """

    # Leads

    def risk_chart(self, where: str = "") -> Chart:
        """How risk is spread, by verdict (long at a million items)."""
        return insight.risk_chart(self._store, where, self._condition(where))

    def share_chart(self, dataset: int, job: JobContext | None = None) -> Chart:
        """Label shares of people, the model and after cleaning (long)."""
        found = datasets.get(self._store.read(), dataset)
        return insight.share_chart(self._store, found, job or JobContext())

    def stats(self, job: JobContext | None = None) -> dict[str, Any]:
        """Counts, risk bands, reasons and label shares as one JSON object (long)."""
        return insight.stats(self._store, job or JobContext())

    def frame(self, where: str = "") -> pd.DataFrame:
        """The queue as a pandas DataFrame, for notebooks: a row for each item, by rank (long).

        Columns: `engine.frame.COLUMNS`.
        """
        from synthreview.engine.frame import frame

        return frame(self._store, self._condition(where))

    # Export and care

    def plan_export(
        self,
        dataset: int,
        format: str = "source",
        include: Iterable[str] | None = None,
        options: ExportOptions | None = None,
    ) -> ExportPlan:
        """What an export would write (long for large data sets)."""
        found = datasets.get(self._store.read(), dataset)
        return exporting.plan(self._store, found, format, include, options or ExportOptions())

    def export(
        self,
        dataset: int,
        out: Path,
        format: str = "source",
        include: Iterable[str] | None = None,
        job: JobContext | None = None,
        options: ExportOptions | None = None,
    ) -> dict[str, Any]:
        """Write a data set and its manifest, complete and verified, or nothing (long)."""
        found = datasets.get(self._store.read(), dataset)
        options = options or ExportOptions()
        if not options.estimates:
            options = replace(options, estimates=self._known_of(found))
        return exporting.export(self._store, found, out, format, include, job or JobContext(), options)

    def changes(self, dataset: int) -> Iterator[dict[str, Any]]:
        """Every change that people made to a data set, before and after (long)."""
        found = datasets.get(self._store.read(), dataset)
        with self._store.snapshot() as connection:
            yield from changes(connection, found)

    @staticmethod
    def verify(manifest: Path, source: Path | None = None) -> Verification:
        """Check an export against its manifest, and against its source where that is given (long)."""
        return verifying.verify(manifest, source)

    def check(self) -> CheckReport:
        """Whether the file and our own rules about it hold (long)."""
        return integrity.check(self._store)
