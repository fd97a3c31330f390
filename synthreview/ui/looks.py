"""How the program looks to this person: colours, size and width of text, motion; kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from synthreview.errors import SynthreviewError
from synthreview.settings import TEXT_SIZES, Settings
from synthreview.ui import theme


class Looks(QObject):
    """Changes the looks and writes every change down."""

    told = Signal(str)
    """Why the settings could not be saved."""
    changed = Signal()
    """Something looks different now."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings

    def set_scheme(self, scheme: str) -> None:
        """Take a colour scheme: system, light or dark."""
        self._settings.theme = scheme
        self._dress()

    @Slot()
    def switch_scheme(self) -> None:
        """From dark to light, or from light to dark."""
        self.set_scheme("light" if theme.current().dark else "dark")

    @Slot()
    def larger(self) -> None:
        """Take the next larger text."""
        self._resize_text(1)

    @Slot()
    def smaller(self) -> None:
        """Take the next smaller text."""
        self._resize_text(-1)

    def set_text_size(self, points: int) -> None:
        """Add points to the system's text size; one of ``TEXT_SIZES``."""
        self._settings.text_size = points
        self._dress()

    def set_reading_width(self, characters: int) -> None:
        """How many characters a line of text to be judged may have."""
        self._settings.reading_width = characters
        self._dress()

    def set_motion(self, motion: str) -> None:
        """Move as the system says, or as little as can be."""
        self._settings.motion = motion
        self._dress()

    @Slot()
    def reset(self) -> None:
        """Look as on the first day."""
        usual = Settings()
        for name in ("theme", "text_size", "reading_width", "motion"):
            setattr(self._settings, name, getattr(usual, name))
        self._dress()

    def _resize_text(self, step: int) -> None:
        index = TEXT_SIZES.index(self._settings.text_size) + step
        self.set_text_size(TEXT_SIZES[min(max(index, 0), len(TEXT_SIZES) - 1)])

    def _dress(self) -> None:
        dress(self._settings)
        self.save()
        self.changed.emit()

    def save(self) -> None:
        """Write the settings; a folder that refuses is told, not thrown."""
        try:
            self._settings.save()
        except SynthreviewError as error:
            self.told.emit(str(error))


def dress(settings: Settings) -> None:
    """Apply a person's looks to the whole program."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(
            app,
            settings.theme,
            settings.text_size,
            settings.reading_width,
            still=settings.motion == "less",
        )
