"""Both themes can be read by everyone, and the style sheet is complete."""

from __future__ import annotations

import re
from string import Template

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from synthreview.ui import icons, stylesheet, theme
from synthreview.ui.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
GROUNDS = ("window", "surface", "sunken")
INKS = ("text", "muted", "accent", "accept", "fix", "reject", "defer")
PAIRS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *(("text", ground) for ground in ("accent_soft", "evidence", "added", "removed")),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("window", "text"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, section 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@THEMES
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(look: Theme, ink: str, ground: str):
    assert contrast(look.colour(ink), look.colour(ground)) >= 4.5


@THEMES
def test_the_line_under_evidence_is_seen_on_a_card(look: Theme):
    assert contrast(look.evidence_line, look.surface) >= 3


@THEMES
def test_every_name_in_the_style_sheet_is_a_token(look: Theme):
    used = set(Template(stylesheet._SHEET).get_identifiers())
    others = {"small", "title", "display", "up", "down", "tick", "pill", "lozenge", "end"}
    assert used <= set(look.tokens()) | others
    assert "$" not in stylesheet.stylesheet(look, 10)


def test_room_for_the_arrow_of_a_list_is_where_reading_ends(qapp):
    assert "QComboBox { padding-right:" in stylesheet.stylesheet(LIGHT, 10)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert "QComboBox { padding-left:" in stylesheet.stylesheet(LIGHT, 10)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize(
    ("risk", "step"), [(0, 0), (0.29, 0), (0.3, 1), (0.6, 2), (0.89, 2), (0.9, 3), (1, 3)]
)
def test_the_colour_of_a_risk_grows_in_steps(qapp, risk: float, step: int):
    theme.apply(qapp, "light")
    assert theme.risk_colour(risk) == LIGHT.risk[step]


def test_a_change_of_theme_is_told_and_changes_the_palette(qapp, qtbot):
    theme.apply(qapp, "light")
    with qtbot.waitSignal(theme.signals.changed):
        theme.apply(qapp, "dark")
    assert theme.current() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    theme.apply(qapp, "light")


def test_the_same_looks_again_measure_nothing_anew(qapp, qtbot):
    class Counting(QWidget):
        changes = 0

        def changeEvent(self, event):
            self.changes += event.type() == QEvent.Type.StyleChange

    theme.apply(qapp, "light")
    widget = Counting()
    qtbot.addWidget(widget)
    widget.show()
    before = widget.changes
    theme.apply(qapp, "light", measure=60)
    assert (widget.changes, theme.reading_measure()) == (before, 60)
    for other in ({"scheme": "dark"}, {"scheme": "light", "larger": 2.0}, {"scheme": "light", "still": True}):
        theme.apply(qapp, **other)
        assert widget.changes > before
        before = widget.changes
    theme.apply(qapp, "light")


def test_larger_text_is_larger_everywhere(qapp):
    theme.apply(qapp, "light")
    plain, reading = theme.interface_font().pointSizeF(), theme.reading_font().pointSizeF()
    theme.apply(qapp, "light", larger=4)
    assert theme.interface_font().pointSizeF() == plain + 4
    assert theme.reading_font().pointSizeF() == reading + 4
    theme.apply(qapp, "light")


def test_following_the_system_begins_and_ends_cleanly(qapp):
    theme.apply(qapp, "system")
    theme.signals.follow_system()
    theme.apply(qapp, "light")
    assert theme.current() is LIGHT


def test_an_icon_takes_the_colour_it_is_given(qapp):
    picture = icons.pixmap("accept", 20, 2, "#FF0000").toImage()
    inked = [
        picture.pixelColor(x, y)
        for x in range(40)
        for y in range(40)
        if picture.pixelColor(x, y).alpha() > 250
    ]
    assert inked
    assert {colour.name() for colour in inked} == {"#ff0000"}


def test_icons_are_drawn_on_one_grid_with_one_stroke():
    folder = icons.resource("icons")
    drawn = [file for file in folder.glob("*.svg") if not re.match(r"app|arrow|tick", file.name)]
    assert len(drawn) >= 31
    for file in drawn:
        text = file.read_text()
        assert 'viewBox="0 0 20 20"' in text, file.name
        assert 'stroke="currentColor" stroke-width="1.5"' in text, file.name


def test_a_button_keeps_its_icon_right_when_the_theme_changes(qapp, qtbot):
    from PySide6.QtWidgets import QPushButton

    theme.apply(qapp, "light")
    button = QPushButton()
    qtbot.addWidget(button)
    icons.dress(button, "accept", "accept")
    before = button.icon().cacheKey()
    theme.apply(qapp, "dark")
    assert button.icon().cacheKey() != before
    theme.apply(qapp, "light")
