"""Colours, size and width of text, motion: what is chosen is seen at once."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox

from synthreview.settings import READING_WIDTHS, TEXT_SIZES, Settings
from synthreview.translation import Table, later, tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import button
from synthreview.ui.looks import Looks
from synthreview.ui.settings_page.rows import Choice, Section

_SCHEMES = Table({"system": later("As the system"), "light": later("Light"), "dark": later("Dark")})
_ABOUT_WIDTH = later("Of text to be judged. Shorter lines are easier to follow.")
_ABOUT_MOTION = later(
    "No blinking cursor, no sliding menus. A system that asks for less is obeyed in any case."
)


class LooksSection(Section):
    """How the program looks to this person."""

    def __init__(self, settings: Settings, looks: Looks) -> None:
        self.reset = button(tr("Reset looks"), looks.reset, "link")
        super().__init__(later("Looks"), self.reset)
        self._settings, self._looks = settings, looks
        self.scheme = Choice(tr("Colours"), _SCHEMES)
        self.scheme.picked.connect(self._set_scheme)
        self.text_size = Choice(tr("Text size"), {points: percent(points) for points in TEXT_SIZES})
        self.text_size.picked.connect(self._set_size)
        self.width_of_lines = Choice(
            tr("Width of lines"),
            {n: trn("{count} character", "{count} characters", n) for n in READING_WIDTHS},
        )
        self.width_of_lines.picked.connect(self._set_width)
        self.motion = QCheckBox(tr("As little as can be"))
        self.motion.setAccessibleName(tr("As little motion as can be"))
        self.motion.clicked.connect(self._set_motion)
        self.add(tr("Colours"), self.scheme)
        self.add(tr("Text size"), self.text_size)
        self.add(tr("Width of lines"), self.width_of_lines, tr(_ABOUT_WIDTH))
        self.add(tr("Motion"), self.motion, tr(_ABOUT_MOTION))
        looks.changed.connect(self.refresh)
        theme.signals.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is in force."""
        self.scheme.show_value(self._settings.theme)
        self.text_size.show_value(self._settings.text_size)
        self.width_of_lines.show_value(self._settings.reading_width)
        self.motion.setChecked(self._settings.motion == "less")

    @Slot(object)
    def _set_scheme(self, scheme: str) -> None:
        self._looks.set_scheme(scheme)

    @Slot(object)
    def _set_size(self, points: int) -> None:
        self._looks.set_text_size(points)

    @Slot(object)
    def _set_width(self, characters: int) -> None:
        self._looks.set_reading_width(characters)

    @Slot(bool)
    def _set_motion(self, less: bool) -> None:
        self._looks.set_motion("less" if less else "system")


def percent(points: int) -> str:
    """A size in points above the usual one, as a share of the usual one."""
    usual = theme.interface_font().pointSizeF() - theme.signals.larger
    return f"{round(100 * (usual + points) / usual)} %"
