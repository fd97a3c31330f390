"""The report for those who approve a data set, and the files it is written to."""

from __future__ import annotations

from pathlib import Path

from synthreview.domain import Dataset, Role
from synthreview.engine import report_file, report_html, report_probe
from synthreview.engine.quality import quality
from synthreview.engine.quality_words import all_said
from synthreview.engine.report import Report, as_text, report
from synthreview.jobs import JobContext
from synthreview.project.opened import Opened


class Reporting(Opened):
    """Tells what was loaded, found, reviewed, changed, what is left, and how sure that is."""

    def report(self, dataset: int | None = None, job: JobContext | None = None) -> Report:
        """The report on one data set, or on all of them (long at a million items)."""
        chosen = [one for one in self.datasets() if dataset in (None, one.id)]
        sure = {}
        for one in chosen:
            known = quality(self._store, one) if one.role is Role.SYNTHETIC else None
            if known is not None:
                sure[one.name] = all_said(known)
        return report(self._store, chosen, sure, job)

    def report_text(self, dataset: int | None = None, job: JobContext | None = None) -> str:
        """The same in plain words (long at a million items)."""
        return as_text(self.report(dataset, job))

    def write_report(self, out: Path, content: bytes) -> None:
        """Put a report on disk, whole or not at all; raises SynthreviewError with what to do."""
        report_file.write(self._store, out, content)

    def report_html(self, out: Path, dataset: int | None = None, job: JobContext | None = None) -> Report:
        """Write the report as one HTML file and return it (long at a million items)."""
        told = self.report(dataset, job)
        self.write_report(out, report_html.html(told).encode())
        return told

    def _known_of(self, dataset: Dataset) -> tuple[str, ...]:
        """What is known of the errors a data set has left, and of the models it makes, for its card."""
        left = quality(self._store, dataset) if dataset.role is Role.SYNTHETIC else None
        connection = self._store.read()
        probed = report_probe.known(connection, dataset.id)
        told = all_said(left) if left is not None else []
        if probed is not None:
            told += report_probe.short(
                probed, old=report_probe.decided_since(connection, dataset.id, probed) > 0
            )
        return tuple(told)
