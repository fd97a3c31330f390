"""Curves tell their numbers with intervals, lead to their items, and draw no more than can be seen."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from synthreview.chart import Curve, CurveChart, Mark, Measure
from synthreview.ui import theme
from synthreview.ui.charts import curves
from synthreview.ui.charts.curve_card import CurveCard
from synthreview.ui.charts.curve_look import ways
from synthreview.ui.elements import EmptyPlace

PLOT = CurveChart(
    "Of items it called 70 %, 68 % needed a change",
    "412 random checks.",
    "Foretold",
    "Found",
    (
        Curve(
            "Items of like risk",
            (0.1, 0.4, 0.7),
            (0.15, 0.35, 0.68),
            (0.1, 0.28, 0.55),
            (0.22, 0.43, 0.79),
            ("risk<0.25", "", "risk>=0.5"),
            Mark.DOTS,
        ),
    ),
    references=(Curve("Foretold is found", (0.0, 1.0), (0.0, 1.0)),),
)
RECALL = CurveChart(
    "10 % of the work found 30 % of the errors",
    "",
    "Share reviewed",
    "Share of errors found",
    (
        Curve("By the risk", (0.0, 0.1, 1.0), (0.0, 0.3, 1.0), (0.0, 0.2, 1.0), (0.0, 0.4, 1.0)),
        Curve("At random", (0.0, 1.0), (0.0, 1.0)),
    ),
)


@pytest.fixture
def make(qtbot):
    kept = []

    def made(chart, width=560):
        card = CurveCard(EmptyPlace("insights", "Nothing yet", "Later."))
        kept.append(card)
        qtbot.addWidget(card)
        card.resize(width, 440)
        card.show()
        qtbot.waitExposed(card)
        card.show_chart(chart)
        return card

    return made


def place_of(plot, x, y):
    return plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(x, y)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ys": (0.0,)},
        {"low": (0.0, 0.0)},
        {"low": (0.0,), "high": (1.0,)},
        {"filters": ("a",)},
        {"xs": (1.0, 0.0)},
    ],
)
def test_numbers_that_do_not_belong_together_are_refused(wrong):
    with pytest.raises(ValueError, match="'c'"):
        Curve(**{"name": "c", "xs": (0.0, 1.0), "ys": (0.0, 1.0), **wrong})


def test_a_million_points_are_drawn_as_some_hundred_and_keep_their_ends_and_peaks():
    ys = [0.5] * 1_000_000
    ys[654_321], ys[123_456] = 1.0, 0.0
    long = Curve("c", tuple(map(float, range(1_000_000))), tuple(ys))
    seen = curves.thinned(long)
    assert len(seen.xs) <= curves.DRAWN
    assert (seen.xs[0], seen.xs[-1]) == (0.0, 999_999.0)
    assert {654_321.0, 123_456.0} <= set(seen.xs)
    assert len(curves.stops(CurveChart("", "", "", "", (seen,)))) <= curves.STOPS


def test_thinning_keeps_intervals_and_filters_with_their_points():
    count = 2_000
    xs = tuple(map(float, range(count)))
    long = Curve(
        "c", xs, xs, tuple(x - 1 for x in xs), tuple(x + 1 for x in xs), tuple(f"item:{x}" for x in xs)
    )
    seen = curves.thinned(long)
    for index, x in enumerate(seen.xs):
        assert (seen.low[index], seen.high[index], seen.filters[index]) == (x - 1, x + 1, f"item:{x}")


def test_points_without_a_known_height_are_left_out():
    assert curves.thinned(Curve("c", (0.0, 1.0, 2.0), (0.0, float("nan"), 1.0))).xs == (0.0, 2.0)


def test_between_two_points_a_line_speaks_and_dots_do_not():
    by_risk = curves.reading(RECALL.curves[0], 0.05)
    assert (by_risk.y, by_risk.low, by_risk.high) == pytest.approx((0.15, 0.1, 0.2))
    assert curves.reading(PLOT.curves[0], 0.5) is None
    assert curves.reading(RECALL.curves[1], 1.1) is None


def test_where_a_line_rises_upright_its_upper_end_counts():
    assert curves.reading(Curve("c", (0.0, 0.5, 0.5, 1.0), (0.0, 0.2, 0.8, 1.0)), 0.5).y == 0.8


def test_every_curve_is_told_at_a_place_with_its_interval():
    told = curves.spoken(RECALL, 0.1).replace("\u202f", " ")
    assert told == "Share reviewed 10 %: By the risk 30 % (20\u201340 %); At random 10 %"


def test_days_are_told_as_dates_and_named_from_the_first_to_the_last():
    day = date(2026, 11, 2).toordinal()
    chart = CurveChart(
        "",
        "",
        "Day",
        "Decided",
        (Curve("Decided", (day, day + 37), (0.0, 2400.0)),),
        Measure.DAY,
        Measure.COUNT,
    )
    across, _ = curves.limits(chart)
    words = [curves.tick_words(each, Measure.DAY) for each in curves.ticks(across, Measure.DAY, 3)]
    assert words[0] == "2026-11-02"
    assert words[-1] == "2026-12-09"
    assert curves.spoken(chart, day + 37) == "Day 2026-12-09: Decided 2\u202f400"


def test_axes_hold_all_points_and_heights_begin_at_nothing():
    across, up = curves.limits(PLOT)
    assert across.low <= 0 <= 1 <= across.high
    assert up.low <= 0
    assert max(PLOT.curves[0].high) <= up.high


def test_no_share_beyond_all_is_named_at_an_axis():
    _, up = curves.limits(RECALL)
    assert max(curves.ticks(up, Measure.SHARE, 6)) == 1.0
    assert curves.tick_words(0.125, Measure.SHARE) == "12.5\u202f%"


def test_counts_have_whole_ticks_only():
    axis = curves.Scale(-0.05, 3.1)
    assert curves.ticks(axis, Measure.COUNT, 6) == [0.0, 1.0, 2.0, 3.0]


def test_curves_are_told_apart_without_colours():
    chart = CurveChart(
        "", "", "", "", tuple(Curve(f"c{n}", (0.0, 1.0, 2.0), (0.0, 1.0, 2.0)) for n in range(4))
    )
    looks = [(way.line, way.symbol) for _, way in ways(chart)]
    assert len(set(looks)) == 4


def test_a_forecast_goes_on_in_the_colour_of_its_curve():
    chart = CurveChart(
        "", "", "", "",
        (Curve("a", (0.0, 1.0), (0.0, 1.0)), Curve("b", (1.0, 2.0), (1.0, 2.0), mark=Mark.FORECAST)),
    )  # fmt: skip
    (_, done), (_, ahead) = ways(chart)
    assert done.colour == ahead.colour
    assert done.line != ahead.line


def test_arrow_keys_tell_numbers_and_enter_shows_the_items(make, qtbot):
    card = make(PLOT)
    card.plot.setFocus()
    qtbot.keyClick(card.plot, Qt.Key.Key_End)
    assert card.readout.text().replace("\u202f", " ") == "Foretold 70 %: Found 68 % (55\u201379 %)"
    assert card.plot.accessibleDescription() == card.readout.text()
    with qtbot.waitSignal(card.picked) as told:
        qtbot.keyClick(card.plot, Qt.Key.Key_Return)
    assert told.args == ["risk>=0.5"]


def test_a_click_near_a_point_asks_for_its_items(make, qtbot):
    card = make(PLOT)
    with qtbot.waitSignal(card.picked) as told:
        qtbot.mouseClick(card.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(card.plot, 0.14, 0.5))
    assert told.args == ["risk<0.25"]


def test_a_point_without_items_of_its_own_leads_nowhere(make, qtbot):
    card = make(PLOT)
    with qtbot.assertNotEmitted(card.picked):
        card.plot.pick(1)


def test_page_keys_move_by_a_tenth(make, qtbot):
    xs = tuple(place / 50 for place in range(51))
    card = make(CurveChart("", "", "", "", (Curve("c", xs, xs),)))
    card.plot.setFocus()
    qtbot.keyClick(card.plot, Qt.Key.Key_Home)
    qtbot.keyClick(card.plot, Qt.Key.Key_PageDown)
    assert card.readout.text().replace("\u202f", " ").strip().startswith("10 %")


def test_the_table_shows_the_same_numbers_and_leads_to_the_same_items(make, qtbot):
    card = make(PLOT)
    card._toggle.click()
    assert card.table.isVisible()
    shown = [card.table.item(2, column).text().replace("\u202f", " ") for column in range(2)]
    assert shown == ["70 %", "68 % (55\u201379 %)"]
    with qtbot.waitSignal(card.picked) as told:
        card.table.itemActivated.emit(card.table.item(0, 0))
    assert told.args == ["risk<0.25"]


def test_the_legend_names_curves_references_and_intervals(make):
    card = make(PLOT)
    words = [each.text() for each in card.legend.findChildren(QLabel)]
    assert words == ["Items of like risk", "Foretold is found", "Lines: 95 % intervals"]


def test_the_chart_follows_the_theme(make, qapp):
    card = make(RECALL)
    theme.apply(qapp, "dark")
    assert card.plot.backgroundBrush().color() == QColor(theme.DARK.surface)
    theme.apply(qapp, "light")
    assert card.plot.backgroundBrush().color() == QColor(theme.LIGHT.surface)


def test_numbers_grow_to_the_right_where_reading_goes_left(make, qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        plot = make(RECALL).plot
        assert place_of(plot, 0.0, 0.0).x() < place_of(plot, 1.0, 0.0).x()
        axis, box = plot.getAxis("left"), plot.getViewBox()
        plot.getPlotItem().layout.activate()
        assert axis.sceneBoundingRect().right() <= box.sceneBoundingRect().left() + 1
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_chart_without_points_leaves_its_words_above_the_empty_place(make):
    card = make(CurveChart("No errors found yet", "0 decisions", "", "", ()))
    assert card.title.isVisible()
    assert card.title.text() == "No errors found yet"
    assert card.saver.button.isHidden()
    assert card.plot.isHidden()
    card.show_chart(RECALL)
    assert card.plot.isVisible()
    assert card.saver.button.isVisible()


def test_words_of_data_are_no_markup_at_the_axes(make):
    card = make(CurveChart("t", "", "<b>a</b> & b", "<i>y</i>", (Curve("c", (0.0, 1.0), (0.0, 1.0)),)))
    assert card.plot.getPlotItem().titleLabel.item.toPlainText() == "<i>y</i>"
    assert card.plot.getAxis("bottom").label.toPlainText().strip() == "<b>a</b> & b"
