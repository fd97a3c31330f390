"""Figures that the quality tests measure: one table at the end of the run, and the help page made from it.

``pytest tests/quality`` prints the table; ``pytest tests/quality --page`` also writes the page "How good are
the detectors" of the in-app help.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "resources/help/7-detectors.md"
HEAD = """# How good are the detectors

Measured on public data sets with known faults: labels by people, faults planted in texts by people, or hits
read by hand. Your data will differ; the share of findings that reviewers confirmed in this project says more.

- **AUROC**: how often a faulty item ranks before a sound one; .5 is chance.
- **Precision**: of what is pointed at, the share that is faulty. **Recall**: of the faulty, the share found.
- **Average precision**: precision, averaged over the faulty items from the top of the rank down.

What no detector here can tell: which of two nearly equal answers is better, most wrong facts, and who wrote
a text.
"""
KEY = "figure"

Figure = tuple[str, str, str, float, float | None]
"""Detector, data, measure, value, and the value it must reach."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--page", action="store_true", help="write the help page of the detectors' figures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is measured is arithmetic on many rows, which a trace of every line would slow to half."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("no_cover")


@pytest.fixture
def figure(record_property) -> Callable[..., None]:
    """Note a figure for the table; it must reach ``at_least``."""

    def note(detector: str, data: str, measure: str, value: float, at_least: float | None = None) -> None:
        bound = None if at_least is None else float(at_least)  # workers send numbers of Python's own only
        record_property(KEY, (detector, data, measure, float(value), bound))
        assert at_least is None or value >= at_least, f"{measure} on {data}: {value:.3f}, below {at_least}"

    return note


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    figures: list[Figure] = sorted(
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for key, value in report.user_properties
        if key == KEY
    )
    if not figures:
        return
    terminalreporter.section("how good the detectors are")
    width = max(len(f"{data}: {measure}") for _, data, measure, _, _ in figures)
    for detector, data, measure, value, at_least in figures:
        bound = "" if at_least is None else f"  (at least {at_least:.3g})"
        terminalreporter.line(f"{detector:24} {f'{data}: {measure}':{width}} {value:.3f}{bound}")
    if config.getoption("page", False):
        PAGE.write_text(page(figures), encoding="utf-8")


def page(figures: list[Figure]) -> str:
    """The figures as a page of help: a table for each detector."""
    parts, last = [HEAD], ""
    for detector, data, measure, value, _ in figures:
        if detector != last:
            parts.append(f"\n## {detector}\n\n| Data | Measure | Figure |\n|---|---|---|\n")
            last = detector
        parts.append(f"| {data} | {measure} | {value:.2f} |\n")
    return "".join(parts)
