"""Home: how to begin, where one was, and what is going to happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from synthreview.settings import Settings
from synthreview.translation import Table, later, tr
from synthreview.ui import elements, icons, mirror, theme
from synthreview.ui.elements import Card, Elided, Page, button, column, label, row

NAME_WIDTH = 280
"""Pixels for the name of a recent project."""

STORY = Table(
    {
        "data": later("A file or folder of synthetic records comes in; it is never changed itself."),
        "review": later("Detectors put the riskiest items first and say why; you decide with single keys."),
        "export": later("A cleaned file goes out, checked by reading it back. Nothing leaves this machine."),
    }
)


class Tile(QPushButton):
    """A large button: icon, act, and one line about it."""

    def __init__(self, symbol: str, act: str, about: str) -> None:
        super().__init__()
        self._symbol = symbol
        self.setProperty("look", "tile")
        self.setAccessibleName(act)
        self.setAccessibleDescription(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._picture = QLabel()
        words = label(about, "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self._picture)
        layout.addSpacing(8)
        layout.addWidget(label(act, "heading", wrap=True))
        layout.addWidget(words)
        layout.addStretch(1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._draw()
        theme.signals.changed.connect(self._draw)

    def sizeHint(self) -> QSize:
        """As tall as its lines need, not as a button's single line."""
        layout = self.layout()
        hint = layout.sizeHint() if layout is not None else super().sizeHint()
        width = max(self.width(), 160)
        return QSize(160, layout.heightForWidth(width) if layout is not None else hint.height())

    minimumSizeHint = sizeHint

    @Slot()
    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._symbol, 24, self.devicePixelRatioF(), "accent"))


class RecentRow(QFrame):
    """One recent project: opens on a click; one that is gone can be removed from the list."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        there = Path(path).is_file()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._name(there))
        layout.addWidget(Elided(str(Path(path).parent), "small"), 1)
        if not there:
            layout.addWidget(label(tr("Not found"), "badge"), 0, Qt.AlignmentFlag.AlignVCenter)
            remove = button(tr("Remove"), self._remove, "quiet")
            remove.setAccessibleName(tr("Remove {stem} from this list", stem=Path(path).stem))
            layout.addWidget(remove)

    def _name(self, there: bool) -> QWidget:
        """The project's name, as wide on every line, so that the folders line up."""
        name = Path(self._path).stem
        if not there:
            made: QWidget = Elided(name, "muted")
            mirror.margins(made, 5, 0, 0, 0)
        else:
            room = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH - 12)
            made = button(room, self._open, "link")
            made.setAccessibleName(tr("Open {name}", name=name))
        made.setToolTip(self._path)
        made.setFixedWidth(NAME_WIDTH)
        return made

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self._path)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._path)


class HomePage(Page):
    """The first thing a person sees."""

    open_asked = Signal()
    new_asked = Signal()
    sample_asked = Signal()
    recent_asked = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__(width=860)
        self._settings = settings
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        self._recent_card = Card(label(tr("Recent projects"), "heading"))
        self._recent_card.body.setContentsMargins(16, 16, 16, 12)
        self._recent_card.body.addLayout(self._recent)
        self.body.addSpacing(16)
        self.body.addWidget(label(tr("Find what is wrong in synthetic data"), "title", wrap=True))
        self.body.addWidget(self._story())
        self.body.addSpacing(8)
        self.body.addLayout(self._tiles())
        drop = tr("A file or a folder can also be dropped anywhere on this window.")
        self.body.addWidget(label(drop, "small", wrap=True))
        self.body.addSpacing(8)
        self.body.addWidget(self._recent_card)
        self.body.addStretch(1)
        self.refresh()

    def _story(self) -> QWidget:
        made = QWidget()
        lines = column(spacing=8)
        for symbol, words in STORY.items():
            picture = Glyph(symbol)
            line = row(picture, label(words, "muted", wrap=True), spacing=12)
            line.setStretch(1, 1)
            lines.addLayout(line)
        made.setLayout(lines)
        return made

    def _tiles(self) -> QHBoxLayout:
        self.new = Tile(
            "new",
            tr("New from a file"),
            tr("JSON, CSV, Parquet or Arrow, also packed. You see how it is understood first."),
        )
        self.open = Tile("open", tr("Open a project"), tr("Go on where you stopped. A project is one file."))
        self.sample = Tile(
            "sample", tr("Try the sample"), tr("A small set of all five kinds with planted faults.")
        )
        for tile, signal in (
            (self.new, self.new_asked),
            (self.open, self.open_asked),
            (self.sample, self.sample_asked),
        ):
            tile.clicked.connect(signal)
        return row(self.new, self.open, self.sample, spacing=12)

    @Slot()
    def refresh(self) -> None:
        """Show the recent projects as they now stand."""
        elements.clear(self._recent)
        for path in self._settings.recent:
            line = RecentRow(path)
            line.opened.connect(self.recent_asked)
            line.removed.connect(self._forget)
            self._recent.addWidget(line)
        self._recent_card.setVisible(bool(self._settings.recent))

    @Slot(str)
    def _forget(self, path: str) -> None:
        self._settings.forget(path)
        self.refresh()


class Glyph(QLabel):
    """A small icon in the muted colour beside a line of text."""

    def __init__(self, symbol: str, colour: str = "muted") -> None:
        super().__init__()
        self._symbol, self._colour = symbol, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.draw()
        theme.signals.changed.connect(self.draw)

    @Slot()
    def draw(self) -> None:
        """Take the theme's colour."""
        self.setPixmap(icons.pixmap(self._symbol, 20, self.devicePixelRatioF(), self._colour))
