"""What analyzers say about a whole data set stands on Insights, tells its numbers and leads to its items."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from synthreview.domain import Verdict
from synthreview.panels import Effect, Panel
from synthreview.ui import theme
from synthreview.ui.charts.dots import FOLDED
from synthreview.ui.charts.panel_board import NOTHING, PanelBoard
from synthreview.ui.charts.panel_card import PanelCard

LONG = "A group whose name is far longer than any column of names could ever be"
GROUPS = Panel(
    "groups",
    "Two groups differ",
    "From 900 items.",
    "log odds",
    (
        Effect("women", 0.8, 0.4, 1.2, "72 of 90 items", "risk>0.5", certain=True),
        Effect(LONG, -0.1, -0.5, 0.3, "9 of 90 items"),
        Effect("עברית", 0.2),
    ),
    noise=0.3,
    caution="A text about a group need not be by it.",
)
WORDS = Panel("copies", "One text in nine is a copy", "412 of 3 800.")
SAID = [("Group bias", GROUPS), ("Near duplicates", WORDS)]


def many(count):
    effects = tuple(Effect(f"line {n}", n / 10, where=f"risk>0.{n}") for n in range(count))
    return Panel("many", "Many", "All.", "", effects)


@pytest.fixture
def make(qtbot, qapp):
    kept = []  # a test may go on with a part of the card only

    def made(panel=GROUPS, width=560):
        card = PanelCard("Group bias", panel)
        qtbot.addWidget(card)
        card.resize(width, 460)
        card.show()
        qapp.processEvents()
        kept.append(card)
        return card

    return made


def words_of(widget):
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def place_of(plot, line):
    return QPoint(plot.width() // 2, plot._top() + line * plot._line_height() + 5)


def hover(plot, place):
    QApplication.sendEvent(plot, QHelpEvent(QEvent.Type.ToolTip, place, plot.mapToGlobal(place)))


# A card


def test_a_card_says_who_says_what_on_which_numbers_and_what_it_cannot_tell(make):
    words = words_of(make())
    assert words[:3] == ["Group bias", "Two groups differ", "From 900 items."]
    assert "A text about a group need not be by it." in words


def test_pointing_tells_a_line_and_a_click_asks_for_its_items(make, qtbot):
    card = make()
    qtbot.mouseMove(card.plot, place_of(card.plot, 1))
    qtbot.mouseMove(card.plot, place_of(card.plot, 0))
    assert card.readout.text() == "women: +0.80 (+0.40 to +1.20). 72 of 90 items"
    with qtbot.waitSignal(card.picked) as told:
        qtbot.mouseClick(card.plot, Qt.MouseButton.LeftButton, pos=place_of(card.plot, 0))
    assert told.args == ["risk>0.5"]


def test_a_line_without_items_of_its_own_leads_nowhere(make, qtbot):
    card = make()
    with qtbot.assertNotEmitted(card.picked):
        qtbot.mouseClick(card.plot, Qt.MouseButton.LeftButton, pos=place_of(card.plot, 1))


def test_arrow_keys_move_through_the_lines_and_a_screen_reader_hears_them(make, qtbot):
    card = make()
    assert card.plot.accessibleName() == "Two groups differ. From 900 items."
    card.flip.setFocus()
    qtbot.keyClick(card.flip, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is card.plot
    assert card.plot.accessibleDescription().startswith("women: +0.80")
    qtbot.keyClick(card.plot, Qt.Key.Key_Down)
    assert card.plot.accessibleDescription() == f"{LONG}: −0.10 (−0.50 to +0.30). 9 of 90 items"
    qtbot.keyClick(card.plot, Qt.Key.Key_End)
    assert "\u2068עברית\u2069: +0.20" in card.readout.text()
    qtbot.keyClick(card.plot, Qt.Key.Key_Home)
    with qtbot.waitSignal(card.picked) as told:
        qtbot.keyClick(card.plot, Qt.Key.Key_Return)
    assert told.args == ["risk>0.5"]


def test_a_name_that_is_cut_is_told_whole(make, monkeypatch):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, *_: said.append(words))
    plot = make().plot
    hover(plot, place_of(plot, 1))
    hover(plot, place_of(plot, 0))
    assert said == [LONG, ""]


def test_the_table_has_the_same_numbers_and_leads_to_the_same_items(make, qtbot):
    card = make()
    card.flip.click()
    assert card.table.isVisible()
    assert card.plot.isHidden()
    cells = [[card.table.item(line, place).text() for place in range(5)] for line in range(2)]
    assert cells[0] == ["women", "+0.80", "+0.40 to +1.20", "yes", "72 of 90 items"]
    assert cells[1][3] == ""
    with qtbot.waitSignal(card.picked) as told:
        card.table.itemActivated.emit(card.table.item(0, 0))
    assert told.args == ["risk>0.5"]
    with qtbot.assertNotEmitted(card.picked):
        card.table.itemActivated.emit(card.table.item(1, 0))
    card.flip.click()
    assert card.plot.isVisible()


def test_a_panel_without_lines_is_just_its_words(make):
    card = make(WORDS)
    assert words_of(card) == ["Group bias", "One text in nine is a copy", "412 of 3 800."]


def test_a_long_panel_is_folded_until_someone_asks(make):
    card = make(many(15))
    short = card.plot.sizeHint().height()
    assert len(card.plot.shown) == FOLDED
    assert card.more.text() == "Show all 15"
    card.more.click()
    assert len(card.plot.shown) == 15
    assert card.plot.sizeHint().height() > short
    card.more.click()
    assert len(card.plot.shown) == FOLDED
    assert card.table.rowCount() == 15


def test_two_lines_more_than_usual_are_not_folded_away(make):
    card = make(many(FOLDED + 2))
    assert len(card.plot.shown) == FOLDED + 2
    assert card.more.isHidden()


def test_what_is_certain_is_filled_and_the_rest_is_hollow(make):
    plot = make().plot
    image, place = plot.grab().toImage(), plot.columns()
    scale = image.devicePixelRatio()

    def middle(line):
        x = plot._x(place, GROUPS.effects[line].value) + 8
        return image.pixelColor(round(x * scale), round((place_of(plot, line).y() + plot._line_height() / 2 - 5) * scale)).name().upper()  # fmt: skip

    assert middle(0) == theme.current().accent
    assert middle(1) == middle(2) == theme.current().surface


def test_where_nothing_is_tested_dots_are_full_and_only_ticks_are_explained(make):
    lines = (Effect("a", 0.2, 0.1, 0.3, beside=0.4), Effect("b", 0.7, assumed=True))
    told = Panel("told", "Told", "All.", "share", lines, neutral=None, beside="elsewhere")
    card = make(told)
    plot = card.plot
    image, place = plot.grab().toImage(), plot.columns()
    scale = image.devicePixelRatio()

    def colour(line, value):
        x, y = plot._x(place, value) + 8, plot._top() + (line + 0.5) * plot._line_height()
        return image.pixelColor(round(x * scale), round(y * scale)).name().upper()

    assert colour(0, 0.2) == theme.current().accent
    assert colour(1, 0.7) == theme.current().surface
    assert colour(0, 0.4) != colour(0, 0.5)  # the tick
    assert not card.legend.isHidden()
    assert [each.text() for each in card.legend.findChildren(QLabel)] == ["elsewhere"]
    card.flip.click()
    assert [card.table.isColumnHidden(place) for place in range(5)] == [False, False, False, True, False]


def test_a_tested_panel_explains_full_and_hollow_dots_and_one_without_intervals_has_no_legend(make):
    said = [each.text() for each in make().legend.findChildren(QLabel)]
    assert said == ["beyond chance", "could be chance"]
    bare = make(Panel("bare", "Bare", "All.", "share", (Effect("a", 0.2), Effect("b", 0.0))))
    assert bare.legend.isHidden()
    bare.flip.click()
    assert [bare.table.isColumnHidden(place) for place in range(5)] == [False, False, True, True, False]


@pytest.mark.parametrize("width", [300, 560])
def test_the_words_below_the_axis_are_never_cut(make, width):
    words = "how often a text that splits people is rated above one that they agree on when they are asked"
    plot = make(Panel("long", "Long", "All.", words, (Effect("a", 0.2, 0.1, 0.3),)), width).plot
    room = plot._measure_room(plot.columns())
    line = QFontMetrics(plot._small()).height()
    needed = QFontMetrics(plot._small()).horizontalAdvance(words)
    assert room.width() * (room.height() // line) >= needed
    assert room.right() < plot.width()
    short = make(Panel("short", "Short", "All.", "share", (Effect("a", 0.2, 0.1, 0.3),)), width).plot
    assert plot.height() - short.height() == room.height() - line


def test_a_card_follows_the_theme(make, qapp):
    plot = make().plot
    light = plot.grab().toImage()
    theme.apply(qapp, "dark")
    assert plot.grab().toImage() != light
    theme.apply(qapp, "light")


@pytest.mark.parametrize("width", [360, 560, 1100])
def test_lines_stay_inside_the_card(make, width):
    plot = make(width=width).plot
    place = plot.columns()
    assert 0 < place.names <= place.left < place.right <= place.words < plot.width()


# The board


def test_cards_stand_in_two_columns_where_there_is_room(qtbot, qapp):
    board = PanelBoard()
    qtbot.addWidget(board)
    board.show_panels([("One", GROUPS), ("Two", WORDS), ("Three", many(3))])
    board.resize(1100, 900)
    board.show()
    qapp.processEvents()
    first, second, third = (card.mapTo(board, QPoint()) for card in board.cards)
    assert first.x() < second.x()
    assert second.x() == third.x()
    board.resize(640, 1600)
    qtbot.waitUntil(lambda: len({card.mapTo(board, QPoint()).x() for card in board.cards}) == 1)
    assert all(card.width() == board.width() for card in board.cards)


def test_where_nothing_is_said_there_is_one_sentence(qtbot):
    board = PanelBoard()
    qtbot.addWidget(board)
    board.show_panels([])
    assert words_of(board) == ["The data set as a whole", NOTHING]


# The page


@pytest.fixture
def insights(opened, qtbot, data_file):
    project = opened.session.project
    for name in ("march", "april"):
        project.import_file(data_file, name=name)
    project.said = {1: SAID}
    opened.go("insights")
    page = opened.session.insights
    qtbot.waitUntil(lambda: page.panels.cards != [])
    return page


def test_the_page_shows_the_panels_of_the_chosen_data_set(insights, qtbot):
    assert [card.title.text() for card in insights.panels.cards] == [GROUPS.title, WORDS.title]
    insights.dataset.setCurrentIndex(1)
    qtbot.waitUntil(lambda: insights.panels.cards == [])
    assert not insights.panels.nothing.isHidden()
    insights.dataset.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(insights.panels.cards) == 2)


def test_a_line_opens_review_with_its_filter(opened, insights, qtbot):
    qtbot.keyClick(insights.panels.cards[0].plot, Qt.Key.Key_Home)
    qtbot.keyClick(insights.panels.cards[0].plot, Qt.Key.Key_Return)
    assert opened.session.review.filters[-1] == "risk>0.5"
    assert opened.places.currentWidget() is opened.session.review


def test_reading_the_same_again_leaves_the_cards_as_a_person_left_them(opened, insights, qtbot, monkeypatch):
    card = insights.panels.cards[0]
    card.flip.click()
    read = []
    monkeypatch.setattr(opened.session.project, "panels", lambda number: read.append(number) or list(SAID))
    opened.session.project.decide(1, Verdict.REJECT)
    qtbot.waitUntil(lambda: read == [1] and not opened.bridge.active())
    qtbot.wait(20)  # the answer is delivered
    assert insights.panels.cards[0] is card
    assert card.table.isVisible()


def test_everything_on_a_card_that_takes_the_keyboard_has_a_name(insights):
    keyed = [
        each
        for each in insights.panels.findChildren(object)
        if hasattr(each, "focusPolicy") and each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    assert len(keyed) >= 2
    assert [each for each in keyed if not each.accessibleName()] == []
