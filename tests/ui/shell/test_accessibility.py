"""Everyone: names, Tab, targets, contrast, larger text, motion. On the real pages of a real project."""

from __future__ import annotations

import gettext
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from synthreview import translation
from synthreview.settings import Settings
from synthreview.ui import theme
from synthreview.ui.elements import Elided
from synthreview.ui.looks import dress
from synthreview.ui.theme import DARK, LIGHT, Theme
from tests.pseudo import Longer
from tests.ui.shell.conftest import settle, visit
from tests.unit.ui.test_theme import contrast

PLACES = ("home", "data", "review", "insights", "probe", "export", "settings")
KINDS = ("task_label", "preference", "instruction", "simulation", "free_text")
TARGET = 24
"""Pixels, WCAG 2.2, section 2.5.8."""
DOUBLED = 10
"""Points to add for text of 200 %."""


EVERYWHERE = (*(place for place in PLACES if place != "review"), *(f"review/{kind}" for kind in KINDS))
AT = pytest.mark.parametrize("place", EVERYWHERE)


def takes_tab(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(widget, QMenuBar)
        and widget.focusProxy() is None
        and not inner(widget)
        and not by_arrows(widget)
    )


def by_arrows(widget: QWidget) -> bool:
    """Whether a choice of several is come to with the arrows, from the one that is chosen."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    return isinstance(widget, QRadioButton) or (group is not None and group.exclusive())


def inner(widget: QWidget) -> bool:
    """Whether a widget is a part that Qt makes inside of another one."""
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractSpinBox | QComboBox) or widget.objectName().startswith("qt_")


def keyed(window) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if takes_tab(widget)]


def tour(window, start) -> list[QWidget]:
    """Where Tab leads from a widget on until it comes back to it."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    found = [QApplication.focusWidget()]
    for _ in range(600):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is found[0]:
            return found
        found.append(QApplication.focusWidget())
    told = [describe(widget) for widget in found[-4:]]
    raise AssertionError(f"Tab does not come round; it ends among {told}")


def describe(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {widget.accessibleName() or text!r} in {type(widget.parent()).__name__}"


def spoken(widget: QWidget) -> str:
    made = QAccessible.queryAccessibleInterface(widget)
    return made.text(QAccessible.Text.Name) if made is not None else widget.accessibleName()


@AT
@pytest.mark.parametrize("width", [860, pytest.param(1280, marks=pytest.mark.slow)])
def test_keys_and_pointer_come_to_everything_and_find_it_named(full, qtbot, place, width):
    """One window for all that is looked at in it: opening it takes the longest."""
    window = full(width)
    visit(window, qtbot, place)
    assert nameless(window) == []
    assert small(window) == []
    wanted = keyed(window)
    found = tour(window, window.rail._buttons[place.partition("/")[0]])
    assert sorted(map(describe, set(wanted) - set(found))) == []
    assert upwards(window, found) == []
    double(window, qtbot)
    assert cut(window) == []


def double(window, qtbot) -> None:
    """Text of twice the size from now on, as a person makes it."""
    dress(Settings(reviewer="Ana", text_size=DOUBLED))
    for _ in range(2):
        settle(window, qtbot)
        qtbot.wait(50)
    assert QApplication.font().pointSizeF() >= 2 * theme.SMALLEST


def nameless(window) -> list[str]:
    """What takes the keyboard and has nothing that a screen reader could say."""
    return [describe(widget) for widget in keyed(window) if not spoken(widget).strip()]


def small(window) -> list[tuple[str, int, int]]:
    """What is too small to be hit."""
    return [
        (describe(widget), widget.width(), widget.height())
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QComboBox | QLineEdit)
        and widget.isVisible()
        and not inner(widget)
        and not isinstance(widget.parent(), QLineEdit)
        and min(widget.width(), widget.height()) < TARGET
    ]


def upwards(window, found) -> list[str]:
    """Steps of Tab that lead up within one column, other than into the next column or back to the start."""
    told = []
    for one, other in pairwise(found):
        a, b = place_of(window, one), place_of(window, other)
        beside = min(a.right(), b.right()) - max(a.left(), b.left()) > 0
        if b.bottom() <= a.top() and beside and region(one) is region(other):
            told.append(f"{describe(one)} -> {describe(other)}")
    return told


def region(widget: QWidget) -> QWidget:
    """The scrolled area or bar that a widget is a part of."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea) and not parent.isWindow():
        parent = parent.parentWidget()
    return parent or widget


def place_of(window, widget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


@AT
@pytest.mark.slow
@pytest.mark.parametrize("width", [860, 1280])
def test_what_opens_with_text_of_twice_the_size_loses_nothing(full, qtbot, place, width):
    window = full(width, larger=DOUBLED)
    visit(window, qtbot, place)
    assert QApplication.font().pointSizeF() >= 2 * theme.SMALLEST
    assert cut(window) == []


@AT
@pytest.mark.parametrize("width", [860, pytest.param(1024, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(gettext.NullTranslations(), id="english", marks=pytest.mark.slow),
        pytest.param(Longer(), id="long words"),
    ],
)
def test_nothing_is_wider_than_the_place_it_scrolls_in(full, qtbot, place, width, words):
    translation.use(words)
    try:
        window = full(width)
        visit(window, qtbot, place)
        assert [describe(area) for area in window.findChildren(QScrollArea) if overflows(area)] == []
    finally:
        translation.use(gettext.NullTranslations())


def overflows(area: QScrollArea) -> bool:
    """Whether a part of what it holds lies beyond its right end, where no bar leads."""
    shut = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    held = area.widget()
    return area.isVisible() and shut and held is not None and held.width() > area.viewport().width()


def cut(window) -> list[str]:
    """Buttons and lines of text that are narrower or lower than they need, or end beyond the window."""
    told = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or inner(widget) or not isinstance(widget, QAbstractButton | QLabel):
            continue
        if isinstance(widget, Elided) or not getattr(widget, "text", str)():
            continue
        need = widget.minimumSizeHint() if isinstance(widget, QLabel) else widget.sizeHint()
        if isinstance(widget, QToolButton) and isinstance(widget.parent(), QLineEdit):
            continue
        if widget.width() < need.width() or widget.height() < need.height():
            told.append(f"{describe(widget)} {widget.size().toTuple()} needs {need.toTuple()}")
        elif beyond(window, widget):
            told.append(f"{describe(widget)} ends beyond its window")
    return told


def beyond(window, widget) -> bool:
    """Whether the right end cannot be seen, nor scrolled to."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea) and parent.horizontalScrollBar().maximum() > 0:
            if parent.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                return False
            return widget.mapTo(parent, QPoint(widget.width(), 0)).x() > parent.viewport().width() + 1
        parent = parent.parentWidget()
    return widget.mapTo(window, QPoint(widget.width(), 0)).x() > window.width() + 1


# Colours


GROUNDS = ("window", "surface", "sunken")
TEXTS = ("text", "muted", "accent", "accept", "fix", "reject", "defer")
TEXT_PAIRS = [
    *((ink, ground) for ink in TEXTS for ground in GROUNDS),
    *(("text", ground) for ground in ("accent_soft", "evidence", "added", "removed")),
    *((ink, "accent_soft") for ink in ("muted", "accent")),
    ("on_accent", "accent"),
    ("window", "text"),
]
SIGN_PAIRS = [
    *((ink, ground) for ink in ("edge", "accent", "people", "synthetic") for ground in GROUNDS),
    *(("cleaned", ground) for ground in ("surface", "window")),
    *(("evidence_line", ground) for ground in ("surface", "window", "evidence")),
    *((ink, "accent_soft") for ink in ("accept", "fix", "reject", "accent")),
]
BOTH = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)


@BOTH
def test_all_text_stands_out_from_its_ground(look: Theme):
    weak = {pair: contrast(*map(look.colour, pair)) for pair in TEXT_PAIRS}
    assert {pair: round(found, 2) for pair, found in weak.items() if found < 4.5} == {}


@BOTH
def test_signs_and_lines_that_mean_something_stand_out(look: Theme):
    weak = {pair: contrast(*map(look.colour, pair)) for pair in SIGN_PAIRS}
    assert {pair: round(found, 2) for pair, found in weak.items() if found < 3} == {}


# Motion


def test_less_motion_stops_what_blinks_and_slides(qapp):
    flash = qapp.cursorFlashTime()
    dress(Settings(motion="less"))
    assert theme.still()
    assert qapp.cursorFlashTime() == 0
    assert not qapp.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    dress(Settings())
    assert qapp.cursorFlashTime() == flash


def test_a_system_that_moves_nothing_is_obeyed(qapp):
    before = qapp.isEffectEnabled(Qt.UIEffect.UI_General)
    dress(Settings(motion="system"))
    qapp.setEffectEnabled(Qt.UIEffect.UI_General, False)
    assert theme.still()
    qapp.setEffectEnabled(Qt.UIEffect.UI_General, True)
    assert not theme.still()
    qapp.setEffectEnabled(Qt.UIEffect.UI_General, before)
