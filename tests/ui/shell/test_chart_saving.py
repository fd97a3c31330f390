"""Charts are saved as a picture, as a drawing and as their numbers."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtGui import QImage

from synthreview.chart import Chart, Curve, CurveChart, Series, as_csv, table
from synthreview.errors import SynthreviewError
from synthreview.ui.charts import saving, sheet
from synthreview.ui.charts.card import ChartCard
from synthreview.ui.charts.curve_card import CurveCard
from synthreview.ui.charts.geometry import Shape
from synthreview.ui.elements import EmptyPlace

BARS = Chart(
    "The smallest class is nearly gone",
    "Two of a hundred.",
    ("a, b", "c"),
    (Series("People", (8, 2), (0.5, 0.05), (0.9, 0.4)), Series("Model", (10, 0))),
)
LINE = CurveChart(
    "Half of the errors are found in a fifth",
    "From 40 checks.",
    "reviewed",
    "found",
    (Curve("Detectors", (0.0, 0.2, 1.0), (0.0, 0.5, 1.0), (0.0, 0.4, 1.0), (0.0, 0.6, 1.0)),),
)


def test_numbers_hold_shares_and_intervals():
    rows = list(csv.DictReader(as_csv(table(BARS)).splitlines()))
    assert [row["category"] for row in rows] == ["a, b", "a, b", "c", "c"]
    assert (rows[0]["count"], float(rows[0]["share"]), float(rows[0]["low"])) == ("8", 0.8, 0.5)
    assert rows[1]["low"] == ""
    head, first, second, _ = as_csv(table(LINE)).splitlines()
    assert head == "curve,reviewed,found,low,high"
    assert second == "Detectors,0.2,0.5,0.4,0.6"
    assert first.startswith("Detectors,0")


def test_a_curve_whose_numbers_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="left to right"):
        Curve("x", (1.0, 0.0), (0.0, 1.0))
    with pytest.raises(ValueError, match="values for the 2 points"):
        Curve("x", (0.0, 1.0), (0.0,))


@pytest.mark.parametrize("kind", ["bars", "curves"])
def test_pictures_and_drawings_show_what_the_card_shows(qtbot, kind):
    empty = EmptyPlace("insights", "Nothing yet", "It comes.")
    card = ChartCard(Shape.GROUPED, empty) if kind == "bars" else CurveCard(empty)
    qtbot.addWidget(card)
    card.show_chart(BARS if kind == "bars" else LINE)
    picture = QImage.fromData(sheet.png(card.parts()))
    assert picture.width() > 800
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 7) for y in range(0, 400, 7)
    }
    assert len(colours) > 3
    drawing = sheet.svg(card.parts()).decode()
    assert drawing.lstrip().startswith("<?xml")
    assert "path" in drawing


def test_names_of_files_come_from_titles():
    assert saving.file_name('The model uses "2" too: rarely/often') == "The-model-uses-2-too-rarely-often"
    assert saving.file_name("???") == "chart"


def test_a_chart_that_cannot_be_written_says_where(tmp_path):
    out = tmp_path / "missing" / "chart.csv"
    with pytest.raises(SynthreviewError, match=r"chart\.csv|missing"):
        saving.write(out, b"a")
    saving.write(tmp_path / "chart.csv", b"a,b\n")
    assert (tmp_path / "chart.csv").read_bytes() == b"a,b\n"
