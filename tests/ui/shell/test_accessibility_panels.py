"""Everyone, at the side panels, the editor of a fix and the palette: what the pages are held to as well."""

from __future__ import annotations

import gettext
from collections import Counter

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QWidget,
)

from synthreview import translation
from synthreview.domain import Verdict
from synthreview.ui import theme
from synthreview.ui.palette import Palette
from synthreview.ui.review.turn_fixes import Act, TurnFix
from tests.pseudo import Longer
from tests.ui.shell.conftest import settle, visit
from tests.ui.shell.test_accessibility import (
    DOUBLED,
    KINDS,
    TARGET,
    cut,
    describe,
    double,
    inner,
    keyed,
    nameless,
    overflows,
    small,
    tour,
    upwards,
)
from tests.unit.ui.test_theme import contrast

SIDES = ("found", "narrow", "saved", "many", "many rejects", "history", "guidelines", "guidelines written")
FIXES = (*(f"fix {kind}" for kind in KINDS), "fix turns", "fix broken")
STATES = (*SIDES, *FIXES)
AT = pytest.mark.parametrize("state", STATES)
MARGIN = QMargins(2, 2, 2, 2)
"""The frame of a button is not its text."""


def show(window, qtbot, state: str) -> None:
    """Open a panel, or the editor of a fix, on an item that has something to show there."""
    kind = state.removeprefix("fix ") if state.startswith("fix ") else "instruction"
    kind = {"turns": "simulation", "broken": "instruction"}.get(kind, kind)
    visit(window, qtbot, f"review/{kind}")
    page = window.session.review
    if state.startswith("fix"):
        _fix(page, state)
    elif state == "found":
        window.open_filter("kind:instruction the")
    elif state.startswith("guidelines"):
        page.verbs["guidelines"].trigger()
        if state.endswith("written"):
            page.guiding.panel.begin.click()
    elif state.startswith("many"):
        page.verbs["many"].trigger()
        if state.endswith("rejects"):
            page.many.panel.verdicts[Verdict.REJECT].click()
    elif state == "saved":
        page._project.save_filter("Answers that are long, and that nobody looked at so far", "length>200")
        page.verbs["saved_filters"].trigger()
    elif state == "history":
        for verb in ("accept", "reject", "flag"):
            page.verbs[verb].trigger()
        page.verbs["history"].trigger()
    else:
        page.verbs[state].trigger()
    settle(window, qtbot)
    qtbot.wait(200)
    settle(window, qtbot)


def _fix(page, state: str) -> None:
    if state == "fix turns":
        page.turning.fix(TurnFix(Act.DROP, 1, ""))
        return
    page.verbs["fix"].trigger()
    if state == "fix broken":
        page.fixing.editor.editors["output"].set_value("")
        page.verbs["keep"].trigger()


@AT
@pytest.mark.parametrize("width", [860, pytest.param(1280, marks=pytest.mark.slow)])
def test_keys_and_pointer_come_to_everything_and_find_it_named(full, qtbot, state, width):
    window = full(width)
    show(window, qtbot, state)
    assert nameless(window) == []
    assert small(window) == []
    wanted = keyed(window)
    found = tour(window, window.rail._buttons["review"])
    assert sorted(map(describe, set(wanted) - set(found))) == []
    assert upwards(window, found) == []
    double(window, qtbot)
    assert cut(window) == []


@AT
@pytest.mark.slow
@pytest.mark.parametrize("width", [860, 1280])
def test_what_opens_with_text_of_twice_the_size_loses_nothing(full, qtbot, state, width):
    window = full(width, larger=DOUBLED)
    show(window, qtbot, state)
    assert QApplication.font().pointSizeF() >= 2 * theme.SMALLEST
    assert cut(window) == []


@AT
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(gettext.NullTranslations(), id="english", marks=pytest.mark.slow),
        pytest.param(Longer(), id="long words"),
    ],
)
def test_nothing_is_wider_than_the_place_it_scrolls_in(full, qtbot, state, words):
    translation.use(words)
    try:
        window = full(1024)
        show(window, qtbot, state)
        assert [describe(area) for area in window.findChildren(QScrollArea) if overflows(area)] == []
        assert cut(window) == []
    finally:
        translation.use(gettext.NullTranslations())


@AT
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_all_text_on_show_stands_out_from_its_ground(full, qtbot, state, scheme):
    window = full(1280, scheme=scheme)
    show(window, qtbot, state)
    assert faint(window) == {}


def faint(window: QWidget) -> dict[str, float]:
    """Texts that stand out too little, with their contrast."""
    picture = window.grab().toImage()
    found = {describe(widget): stands_out(window, widget, picture) for widget in texts(window)}
    assert len(found) > 10
    return {words: round(ratio, 2) for words, ratio in found.items() if ratio < 4.5}


def texts(window: QWidget) -> list[QWidget]:
    """Labels and buttons that say something, wholly on screen."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QLabel | QAbstractButton)
        and widget.isEnabled()
        and not inner(widget)
        and widget.text().strip()
        and widget.visibleRegion().boundingRect() == widget.rect()
    ]


def stands_out(window: QWidget, widget: QWidget, picture: QImage) -> float:
    """The contrast of the strongest pixel of a widget with the colour that most of it has."""
    place = QRect(widget.mapTo(window, QPoint(2, 2)), widget.size().shrunkBy(MARGIN))
    part = picture.copy(place).convertToFormat(QImage.Format.Format_RGB32)
    seen = Counter(memoryview(part.constBits()).cast("I"))
    ground = QColor(seen.most_common(1)[0][0]).name()
    return max(contrast(QColor(ink).name(), ground) for ink in seen)


# The palette


@pytest.fixture
def palette(full, qtbot):
    def opened(larger=0, wanted=""):
        window = full(1024, larger=larger)
        visit(window, qtbot, "review/instruction")
        window.find_command()
        made = window.findChild(Palette)
        made.field.setText(wanted)
        settle(window, qtbot)
        return made

    return opened


def test_the_palette_says_who_it_is_and_can_be_hit(palette):
    made = palette()
    assert nameless(made) == []
    assert keyed(made) == [made.field]
    assert small(made) == []
    assert all(made.list.visualItemRect(made.list.item(row)).height() >= TARGET for row in range(3))


@pytest.mark.parametrize("wanted", ["", "find", "no such words at all"])
def test_the_palette_holds_text_of_twice_the_size(palette, wanted):
    made = palette(larger=DOUBLED, wanted=wanted)
    assert cut(made) == []
    assert made.window().rect().contains(made.field.geometry())
    assert made.width() <= made.parent().window().width()
