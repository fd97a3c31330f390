"""What decisions tell of a data set, as charts for leads."""

from __future__ import annotations

from synthreview.chart import CurveChart, Flips
from synthreview.domain import Dataset
from synthreview.engine import flips, progress
from synthreview.engine.duplicates_panel import duplicates_panel
from synthreview.engine.error_kinds import error_kinds_panel
from synthreview.engine.errors_by_label import errors_by_label_panel
from synthreview.engine.flip_turns_panel import flip_turns_panel
from synthreview.engine.instruction_errors_panel import instruction_errors_panel
from synthreview.engine.precision import precision_panel
from synthreview.engine.progress_chart import progress_chart
from synthreview.engine.queue_curve import queue_chart
from synthreview.engine.reliability import reliability_chart
from synthreview.engine.reviewers_panel import reviewers_panel
from synthreview.jobs import JobContext
from synthreview.panels import Panel, shown_in
from synthreview.project.opened import Opened
from synthreview.query import quoted
from synthreview.store import datasets
from synthreview.translation import tr


class Charting(Opened):
    """Charts of one data set, each with its finding as title."""

    def flips(self, dataset: int, job: JobContext | None = None) -> Flips:
        """People's labels against the model's, with its largest flips (long: seconds at 20,000 items)."""
        return flips.flips(self._store, self._dataset(dataset), job)

    def curves(self, dataset: int, job: JobContext | None = None) -> list[tuple[str, CurveChart]]:
        """By name: whether the queue is worth it, whether its chances hold, how the work goes on (long).

        Those for which there are too few checks, or days, to draw anything are left out.
        """
        found, job = self._dataset(dataset), job or JobContext()
        charts = [("queue", queue_chart(self._store, found))]
        job.check()
        charts.append(("reliability", reliability_chart(self._store, found)))
        job.check()
        charts.append(("progress", progress_chart(progress.progress(self._store))))
        drawn = [(name, chart) for name, chart in charts if chart is not None]
        return [(name, chart) for name, chart in drawn if any(curve.xs for curve in chart.curves)]

    def judged(self, dataset: int, job: JobContext | None = None) -> list[tuple[str, Panel]]:
        """What people's decisions and all detectors together tell, each panel under its heading (long)."""
        found, job = self._dataset(dataset), job or JobContext()
        inside = f"dataset:{quoted(found.name)}"
        makers = (
            (tr("Detectors in the eyes of the reviewers"), precision_panel),
            (tr("Kinds of error"), error_kinds_panel),
            (tr("Errors by label"), errors_by_label_panel),
            (tr("Instruction errors"), instruction_errors_panel),
            (tr("Role flips"), flip_turns_panel),
            (tr("Copies"), duplicates_panel),
        )
        said = []
        for heading, make in makers:
            job.check()
            if (panel := make(self._store, found)) is not None:
                said.append((heading, shown_in(panel, inside)))
        if (people := reviewers_panel(self._store)) is not None:  # its filters hold in the whole project
            said.append((tr("Reviewers"), people))
        return said

    def _dataset(self, dataset: int) -> Dataset:
        return datasets.get(self._store.read(), dataset)
