"""The operating system's dialogs, behind functions that tests replace (a real one would block them)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

PROJECTS = "Projects (*.synthreview)"
ENDINGS = "json jsonl ndjson csv tsv txt parquet arrow feather gz zst zip"
"""Of files that can usually be read; others are tried as well."""
ALL = "All files (*)"
DATA = f"Data ({' '.join(f'*.{ending}' for ending in ENDINGS.split())});;{ALL}"
MANIFESTS = f"Manifests (*.manifest.json);;{ALL}"
LINES = f"JSON Lines (*.jsonl);;{ALL}"


def open_project(parent: QWidget) -> Path | None:
    """Ask for an existing project."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a project", "", PROJECTS)
    return Path(name) if name else None


def open_data(parent: QWidget) -> Path | None:
    """Ask for a data file to import."""
    name, _ = QFileDialog.getOpenFileName(parent, "Choose a data file", "", DATA)
    return Path(name) if name else None


def open_folder(parent: QWidget) -> Path | None:
    """Ask for a folder of data to import."""
    name = QFileDialog.getExistingDirectory(parent, "Choose a folder of data")
    return Path(name) if name else None


def open_model(parent: QWidget) -> Path | None:
    """Ask for the folder of a sentence model."""
    name = QFileDialog.getExistingDirectory(parent, "Choose the folder of a sentence model")
    return Path(name) if name else None


def open_manifest(parent: QWidget, beside: Path) -> Path | None:
    """Ask for the manifest of an export."""
    name, _ = QFileDialog.getOpenFileName(parent, "Choose a manifest", str(beside), MANIFESTS)
    return Path(name) if name else None


def open_mended(parent: QWidget) -> Path | None:
    """Ask for a file of mended records."""
    name, _ = QFileDialog.getOpenFileName(parent, "Choose the mended file", "", LINES)
    return Path(name) if name else None


def save_set_aside(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where the records that were set aside go."""
    name, _ = QFileDialog.getSaveFileName(parent, "Where the records go", str(proposed), LINES)
    return Path(name) if name else None


def save_project(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where a new project goes."""
    name, _ = QFileDialog.getSaveFileName(parent, "Where the project goes", str(proposed), PROJECTS)
    return _with_suffix(Path(name), ".synthreview") if name else None


def save_export(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where an export goes: a file or, by the same name, a new folder."""
    name, _ = QFileDialog.getSaveFileName(parent, "Where the export goes", str(proposed), ALL)
    return Path(name) if name else None


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix == suffix else path.with_name(path.name + suffix)
