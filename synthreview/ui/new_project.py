"""What a project made from a file is called, and where it goes, when nobody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from synthreview.ui.dialogs import ENDINGS

SUFFIX = ".synthreview"
_PACKED = {".gz", ".zst", ".zip"}
_ENDINGS = {f".{ending}" for ending in ENDINGS.split()}


def bare_name(source: Path) -> str:
    """A source's name without its endings: ``chats`` of ``chats.jsonl.gz``; a folder keeps its dots."""
    if source.is_dir():
        return source.name
    name = Path(source.stem)
    return name.stem if source.suffix.lower() in _PACKED and name.suffix.lower() in _ENDINGS else name.name


def proposed(file: Path) -> Path:
    """Beside the file, or among the person's documents where its folder is locked; never an old file."""
    folder = file.absolute().parent
    if not os.access(folder, os.W_OK):
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    name = bare_name(file)
    path = folder / f"{name}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{name}-{number}{SUFFIX}"
        number += 1
    return path
