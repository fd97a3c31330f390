"""The operating system's dialogs, behind functions that tests replace (a real one would block them)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from synthreview.translation import later, tr

PROJECTS = later("Projects ({patterns})")
BACKUPS = later("Backups ({patterns})")
ENDINGS = "json jsonl ndjson csv tsv txt parquet arrow feather gz zst zip"
"""Of files that can usually be read; others are tried as well."""
ALL = later("All files (*)")
DATA = later("Data ({patterns})")
MANIFESTS = later("Manifests ({patterns})")
REPORTS = later("Reports ({patterns})")
LINES = later("JSON Lines ({patterns})")


def open_project(parent: QWidget) -> Path | None:
    """Ask for an existing project."""
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Open a project"), "", _filter(PROJECTS, "*.synthreview")
    )
    return Path(name) if name else None


def open_backup(parent: QWidget) -> Path | None:
    """Ask for a backup."""
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Choose a backup"), "", _filter(BACKUPS, "*.work.gz", "*.synthreview", others=True)
    )
    return Path(name) if name else None


def open_data(parent: QWidget) -> Path | None:
    """Ask for a data file to import."""
    name, _ = QFileDialog.getOpenFileName(
        parent,
        tr("Choose a data file"),
        "",
        _filter(DATA, *(f"*.{ending}" for ending in ENDINGS.split()), others=True),
    )
    return Path(name) if name else None


def open_folder(parent: QWidget) -> Path | None:
    """Ask for a folder of data to import."""
    name = QFileDialog.getExistingDirectory(parent, tr("Choose a folder of data"))
    return Path(name) if name else None


def open_model(parent: QWidget) -> Path | None:
    """Ask for the folder of a sentence model."""
    name = QFileDialog.getExistingDirectory(parent, tr("Choose the folder of a sentence model"))
    return Path(name) if name else None


def open_manifest(parent: QWidget, beside: Path) -> Path | None:
    """Ask for the manifest of an export."""
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Choose a manifest"), str(beside), _filter(MANIFESTS, "*.manifest.json", others=True)
    )
    return Path(name) if name else None


def open_mended(parent: QWidget) -> Path | None:
    """Ask for a file of mended records."""
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Choose the mended file"), "", _filter(LINES, "*.jsonl", others=True)
    )
    return Path(name) if name else None


def save_report(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where a report goes; its ending, html or pdf, says what it is."""
    endings = ("*.html", "*.pdf")
    name, _ = QFileDialog.getSaveFileName(
        parent,
        tr("Where the report goes"),
        str(proposed),
        ";;".join(_filter(REPORTS, each) for each in endings),
    )
    return Path(name) if name else None


def save_set_aside(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where the records that were set aside go."""
    name, _ = QFileDialog.getSaveFileName(
        parent, tr("Where the records go"), str(proposed), _filter(LINES, "*.jsonl", others=True)
    )
    return Path(name) if name else None


def save_project(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where a new project goes."""
    name, _ = QFileDialog.getSaveFileName(
        parent, tr("Where the project goes"), str(proposed), _filter(PROJECTS, "*.synthreview")
    )
    return _with_suffix(Path(name), ".synthreview") if name else None


def save_export(parent: QWidget, proposed: Path) -> Path | None:
    """Ask where an export goes: a file or, by the same name, a new folder."""
    name, _ = QFileDialog.getSaveFileName(parent, tr("Where the export goes"), str(proposed), tr(ALL))
    return Path(name) if name else None


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix == suffix else path.with_name(path.name + suffix)


def _filter(words: str, *patterns: str, others: bool = False) -> str:
    """What a dialog lists: the named files and, with ``others``, all of them as a second choice."""
    named = tr(words, patterns=" ".join(patterns))
    return f"{named};;{tr(ALL)}" if others else named
