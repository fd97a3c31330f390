"""Charts tell their numbers, lead to their items, and claim no more than the decisions carry."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton

from synthreview.chart import Chart, Series
from synthreview.domain import Dataset, Kind, Role, Verdict
from synthreview.engine import insight
from synthreview.ui import theme
from synthreview.ui.charts import geometry
from synthreview.ui.charts.card import ChartCard
from synthreview.ui.charts.geometry import Shape
from synthreview.ui.charts.ink import ink
from synthreview.ui.elements import EmptyPlace
from synthreview.ui.insights_page import choices
from synthreview.ui.review.likely import level
from synthreview.ui.statements import FEW, statements
from tests.ui.shell.fake_project import Counts, FakeProject

STACK = Chart(
    "Two stand out",
    "12 items",
    ("0.0-0.5", "0.5-1.0"),
    (Series("accepted", (3, 0)), Series("undecided", (7, 2))),
    ("risk<0.5", "risk>=0.5"),
)


@pytest.fixture
def card(qtbot):
    made = ChartCard(Shape.STACKED, EmptyPlace("insights", "Nothing yet", "Later."))
    qtbot.addWidget(made)
    made.resize(600, 420)
    made.show()
    qtbot.waitExposed(made)
    made.show_chart(STACK)
    return made


def shown_on(widget) -> str:
    return " ".join(line.text() for line in widget.findChildren(QLabel))


def place_of(plot, index: int) -> QPoint:
    scene = plot.getViewBox().mapViewToScene(QPointF(index, 1.0))
    return plot.mapFromScene(scene)


def test_a_click_on_a_bar_asks_for_its_items(card, qtbot):
    with qtbot.waitSignal(card.picked) as told:
        qtbot.mouseClick(card.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(card.plot, 1))
    assert told.args == ["risk>=0.5"]


def test_arrow_keys_tell_numbers_and_enter_shows_the_items(card, qtbot):
    card.plot.setFocus()
    qtbot.keyClick(card.plot, Qt.Key.Key_Right)
    assert card.readout.text() == "0.0\u20130.5: 10 items \u2013 accepted 3, undecided 7"
    qtbot.keyClick(card.plot, Qt.Key.Key_Right)
    assert "undecided 2" in card.plot.accessibleDescription()
    with qtbot.waitSignal(card.picked) as told:
        qtbot.keyClick(card.plot, Qt.Key.Key_Return)
    assert told.args == ["risk>=0.5"]


def test_the_title_is_the_finding_and_a_screen_reader_hears_it(card):
    assert card.title.text() == "Two stand out"
    assert card.plot.accessibleName() == "Two stand out 12 items"


def test_the_table_shows_the_same_numbers_and_leads_to_the_same_items(card, qtbot):
    card._toggle.click()
    assert card.table.isVisible()
    assert [card.table.item(1, column).text() for column in range(3)] == ["0.5\u20131.0", "0", "2"]
    with qtbot.waitSignal(card.picked) as told:
        card.table.itemActivated.emit(card.table.item(0, 0))
    assert told.args == ["risk<0.5"]


def test_a_bar_without_items_of_its_own_leads_nowhere(card, qtbot):
    card.show_chart(Chart("t", "", ("a",), (Series("x", (1,)),), ("",)))
    with qtbot.assertNotEmitted(card.picked):
        card.plot.pick(0)


def test_the_chart_follows_the_theme(card, qapp):
    theme.apply(qapp, "dark")
    assert card.plot.backgroundBrush().color() == QColor(theme.DARK.surface)
    theme.apply(qapp, "light")
    assert card.plot.backgroundBrush().color() == QColor(theme.LIGHT.surface)


def test_before_any_chart_the_card_says_what_would_be_here(qtbot):
    made = ChartCard(Shape.GROUPED, EmptyPlace("insights", "Nothing yet", "Later."))
    qtbot.addWidget(made)
    assert made.title.isHidden()
    assert made._toggle.isHidden()


def test_stacked_bars_stand_on_one_another():
    chart = Chart("t", "", ("a", "b"), (Series("accepted", (3, 0)), Series("undecided", (7, 4))))
    first, second = geometry.bars(chart, Shape.STACKED)
    assert (first[0].bottom, first[0].height) == (0.0, 3.0)
    assert (second[0].bottom, second[0].height) == (3.0, 7.0)
    assert first[1].height == 0.0


def test_a_tiny_count_stays_visible():
    chart = Chart("", "", ("a", "b", "c"), (Series("x", (100_000, 90_000, 1)),))
    assert geometry.bars(chart, Shape.STACKED)[0][2].height > 100


def test_grouped_bars_do_not_overlap_and_carry_their_intervals():
    chart = FakeProject(Path("x")).share_chart(1)
    drawn = geometry.bars(chart, Shape.GROUPED)
    lefts = [series[0].x - series[0].width / 2 for series in drawn]
    rights = [series[0].x + series[0].width / 2 for series in drawn]
    assert all(right < left for right, left in zip(rights, lefts[1:], strict=False))
    assert all(bar.low <= bar.height <= bar.high for series in drawn for bar in series)


def test_an_empty_series_has_no_interval_and_is_said_to_be_none():
    chart = Chart("", "", ("a",), (Series("People", (0,), (0.0,), (1.0,)),))
    assert geometry.bars(chart, Shape.GROUPED)[0][0].low is None
    assert geometry.spoken(chart, 0, Shape.GROUPED) == "a: People none"


def test_ranges_get_their_edges_as_ticks_and_names_do_not():
    chart = FakeProject(Path("x")).risk_chart()
    ticks = geometry.edges(chart)
    assert ticks[0] == (-0.5, "0")
    assert ticks[-1] == (19.5, "1")
    assert geometry.edges(Chart("", "", ("yes", "no"), ())) is None


def test_every_series_of_the_product_has_its_own_look():
    for colours in (theme.LIGHT, theme.DARK):
        verdicts = {ink(name, colours) for name in ("accepted", "fixed", "rejected", "deferred", "undecided")}
        sources = {ink(name, colours) for name in ("People", "Model", "After cleaning")}
        assert (len(verdicts), len(sources)) == (5, 3)


def test_ten_decisions_say_nothing_about_the_rest():
    cards = statements(Counts(items=500, rejected=6, accepted=4, undecided=490))
    assert cards[2].words.startswith("From 10 decisions nothing can yet be said about the rest")


def test_without_decisions_no_share_is_shown():
    cards = statements(Counts(items=500, undecided=500))
    assert [card.number for card in cards] == ["0", "", ""]


def test_when_all_is_decided_there_is_no_rest():
    assert statements(Counts(items=2, accepted=2))[2].number == "None"


def test_a_bar_on_the_page_opens_review_with_its_filter(opened, qtbot, data_file):
    opened.session.project.import_file(data_file)
    opened.go("insights")
    insights = opened.session.insights
    qtbot.waitUntil(lambda: insights.shares.title.text() != "" and insights.risk.title.text() != "")
    insights.shares.plot.pick(2)
    assert opened.session.review.filters[-1] == 'label:"controversial"'
    assert opened.top.query.text() == 'label:"controversial"'
    assert opened.places.currentWidget() is opened.session.review


def test_insights_without_data_offer_the_import(opened, qtbot):
    opened.go("insights")
    with qtbot.waitSignal(opened.session.insights.import_asked):
        opened.session.insights.currentWidget().findChild(QPushButton).click()


def test_charts_are_drawn_again_when_decisions_move(opened, qtbot, data_file):
    project = opened.session.project
    project.import_file(data_file)
    opened.go("insights")
    insights = opened.session.insights
    qtbot.waitUntil(lambda: insights._cards.count() == 3)
    project.decide(1, Verdict.REJECT)
    qtbot.waitUntil(lambda: "of 1 judged item" in shown_on(insights._cards.itemAt(1).widget()))


def test_a_column_that_dwarfs_the_others_is_cut_and_bears_its_number(card):
    chart = Chart("t", "", ("0.0-0.5", "0.5-1.0"), (Series("undecided", (9_000, 20)),), ("", ""))
    assert geometry.ceiling(chart, Shape.STACKED) == 26
    card.show_chart(chart)
    words = [item.toPlainText() for item in card.plot.getPlotItem().items if hasattr(item, "toPlainText")]
    assert words == ["9\u202f000, cut"]


def test_what_is_seen_of_a_cut_column_has_the_shares_of_the_whole():
    series = (Series("accepted", (1_000, 5)), Series("undecided", (9_000, 15)))
    chart = Chart("t", "", ("0.0-0.5", "0.5-1.0"), series, ("", ""))
    accepted, undecided = (layer[0] for layer in geometry.bars(chart, Shape.STACKED))
    assert undecided.height == pytest.approx(9 * accepted.height)
    assert accepted.height + undecided.height > geometry.ceiling(chart, Shape.STACKED)
    assert [layer[1].height for layer in geometry.bars(chart, Shape.STACKED)] == [5, 15]


def test_a_share_of_few_items_is_not_shown_as_a_share():
    few = statements(Counts(items=500, rejected=2, accepted=1, undecided=497))[1]
    assert (few.number, few.unit) == ("2", "of 3 judged items")
    enough = statements(Counts(items=500, rejected=FEW - 1, accepted=1, undecided=490))[1]
    assert enough.number.startswith("90")
    assert "these items only" in enough.words


def test_every_data_set_can_be_chosen_whatever_its_kind():
    kinds = (Kind.INSTRUCTION, Kind.TASK_LABEL, Kind.SIMULATION, Kind.PREFERENCE)
    sets = [dataset(number, kind) for number, kind in enumerate(kinds, start=1)]
    assert choices(sets) == [(f"Set {number}", number) for number in range(1, 5)]


def dataset(number, kind):
    return Dataset(
        number, f"Set {number}", kind, Role.SYNTHETIC, "a.json", "JSON array", "utf-8", {}, 1, 1, 0, "", ""
    )


def test_high_means_the_same_in_review_as_in_insights():
    assert [level(risk) for risk in (insight.HIGH, insight.MEDIUM)] == ["High", "Medium"]
    assert [level(risk - 0.001) for risk in (insight.HIGH, insight.MEDIUM)] == ["Medium", "Low"]
