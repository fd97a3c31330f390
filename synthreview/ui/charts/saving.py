"""Saving a chart: as a picture, as a drawing, as its numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from synthreview.chart import Drawn, as_csv, table
from synthreview.engine.outfile import whole
from synthreview.errors import SynthreviewError
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.announce import announce
from synthreview.ui.charts import sheet
from synthreview.ui.charts.sheet import Parts
from synthreview.ui.elements import button, entry, label

_LONGEST = 60
"""Letters of a file name taken from a title."""
_UNNAMED = "chart"
_FORMS = (
    (".png", later("Picture (PNG)"), later("PNG pictures ({patterns})")),
    (".svg", later("Drawing (SVG)"), later("SVG drawings ({patterns})")),
    (".csv", later("Numbers (CSV)"), later("CSV tables ({patterns})")),
)


def file_name(title: str) -> str:
    """A title as the beginning of a file name that every system takes."""
    kept = [letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in title]
    words, name = "".join(kept).split(), ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        name = longer
    return name or _UNNAMED


def save_chart(parent: QWidget, proposed: Path, words: str) -> Path | None:
    """Ask where a chart goes."""
    wanted = tr(words, patterns=f"*{proposed.suffix}")
    name, _ = QFileDialog.getSaveFileName(parent, tr("Where the chart goes"), str(proposed), wanted)
    if not name:
        return None
    path = Path(name)  # with its own ending, so that no chart takes the place of a project or a source
    return path if path.suffix.lower() == proposed.suffix else path.with_name(path.name + proposed.suffix)


def write(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all; raises SynthreviewError with a sentence that names it."""
    with whole(path) as file:
        file.write(content)


class Saver(QWidget):
    """The button "Save …" of a card, and below its card's foot one sentence about what came of it."""

    folder: Path | None = None
    """Where the last chart was saved, for all cards."""

    def __init__(self, parts: Callable[[], Parts]) -> None:
        super().__init__()
        self.hide()  # only what it makes is shown
        self._parts = parts
        self.note = label("", "small", wrap=True)
        self.note.hide()
        self.menu = QMenu(self)
        for ending, words, _ in _FORMS:
            entry(self.menu, tr(words), self._chosen, ending)
        self.button = button(tr("Save \u2026"), self._open, "link")
        self.button.setAccessibleDescription(tr("Saves this chart as a picture, a drawing or its numbers."))

    @Slot()
    def _open(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    @Slot()
    def _chosen(self) -> None:
        chosen = self.sender()
        if isinstance(chosen, QAction):
            self.ask(str(chosen.data()))

    def ask(self, ending: str) -> None:
        """Ask for a file of a kind and write it; what comes of it is told in the note."""
        kinds = next(listed for known, _, listed in _FORMS if known == ending)
        parts = self._parts()
        proposed = (Saver.folder or _home()) / f"{file_name(parts.title)}{ending}"
        path = save_chart(self.button, proposed, kinds)
        if path is None:
            return
        try:
            write(path, content(parts, ending))
        except SynthreviewError as error:
            self._say(str(error), "error")
            return
        Saver.folder = path.parent
        self._say(tr("Saved as '{name}'.", name=path.name), "small")

    def _say(self, words: str, look: str) -> None:
        self.note.setText(words)
        theme.look(self.note, look)
        self.note.show()
        announce(self.note, words)


def content(parts: Parts, ending: str) -> bytes:
    """A chart as the content of a file of a kind."""
    if ending == ".csv":
        return numbers(parts.chart)
    return sheet.png(parts) if ending == ".png" else sheet.svg(parts)


def numbers(chart: Drawn) -> bytes:
    """The numbers of a chart as a CSV file."""
    return as_csv(table(chart)).encode()


def _home() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found if found and Path(found).is_dir() else QDir.homePath())
