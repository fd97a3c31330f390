"""Where a project made from a file goes when nobody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

SUFFIX = ".synthreview"


def proposed(file: Path) -> Path:
    """Beside the file, or among the person's documents where its folder is locked; never an old file."""
    folder = file.absolute().parent
    if not os.access(folder, os.W_OK):
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    path = folder / f"{file.stem}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{file.stem}-{number}{SUFFIX}"
        number += 1
    return path
