"""The operating system's dialogs, behind functions that tests replace (a real one would block them)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

PROJECTS = "Projects (*.synthreview)"
DATA = "Data (*.json *.jsonl *.ndjson *.csv *.tsv *.txt);;All files (*)"


def open_project(parent: QWidget) -> Path | None:
    """Ask for an existing project."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a project", "", PROJECTS)
    return Path(name) if name else None


def open_data(parent: QWidget) -> Path | None:
    """Ask for a data file to import."""
    name, _ = QFileDialog.getOpenFileName(parent, "Choose a data file", "", DATA)
    return Path(name) if name else None


def save_project(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where a new project goes."""
    name, _ = QFileDialog.getSaveFileName(parent, "Where the project goes", str(proposed), PROJECTS)
    return _with_suffix(Path(name), ".synthreview") if name else None


def save_export(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where an export goes."""
    name, _ = QFileDialog.getSaveFileName(parent, "Where the export goes", str(proposed), "All files (*)")
    return Path(name) if name else None


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix == suffix else path.with_name(path.name + suffix)
