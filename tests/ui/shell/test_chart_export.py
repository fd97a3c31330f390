"""Charts go into files: a picture, a drawing, the numbers; a file that cannot be written is named."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from synthreview.chart import Chart, Curve, CurveChart, Measure, Series, as_csv, table
from synthreview.errors import SynthreviewError
from synthreview.panels import Effect, Panel
from synthreview.ui import theme
from synthreview.ui.charts import saving, sheet
from synthreview.ui.charts.card import ChartCard
from synthreview.ui.charts.curve_card import CurveCard
from synthreview.ui.charts.geometry import Shape
from synthreview.ui.charts.panel_card import PanelCard
from synthreview.ui.elements import EmptyPlace

BARS = Chart(
    "Two stand out", "12 items", ("no, never", "yes"),
    (Series("People", (3, 1), (0.3, 0.05), (0.95, 0.7)), Series("Model", (0, 0))), ("a", "b"),
)  # fmt: skip
LINES = CurveChart(
    "10 % found 30 %", "412 judged", "Share reviewed", "Share found",
    (Curve("By the risk", (0.0, 0.1, 1.0), (0.0, 0.3, 1.0), (0.0, 0.2, 1.0), (0.0, 0.4, 1.0)),),
    references=(Curve("At random", (0.0, 1.0), (0.0, 1.0)),),
)  # fmt: skip
PANEL = Panel(
    "p", "Two detectors differ", "240 decisions", "share confirmed",
    (Effect("Rule", 0.9, 0.8, 0.97, "44 of 48", "x", certain=True), Effect("Copies", 0.4)),
    caution="Judged items only.",
)  # fmt: skip


@pytest.fixture(params=["bars", "lines", "panel"])
def card(request, qtbot):
    empty = EmptyPlace("insights", "Nothing yet", "Later.")
    if request.param == "panel":
        made = PanelCard("Detectors", PANEL)
    else:
        made = ChartCard(Shape.GROUPED, empty) if request.param == "bars" else CurveCard(empty)
        made.show_chart(BARS if request.param == "bars" else LINES)
    qtbot.addWidget(made)
    made.resize(600, 420)
    made.show()
    return made


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """What is chosen in the dialog: the proposed name, in a folder of the test."""
    monkeypatch.setattr(saving.Saver, "folder", tmp_path)
    monkeypatch.setattr(saving, "save_chart", lambda _parent, proposed, _words: proposed)
    return tmp_path


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))


def test_bars_become_a_row_for_each_category_and_series():
    assert rows(as_csv(table(BARS))) == [
        ["category", "series", "count", "share", "low", "high"],
        ["no, never", "People", "3", "0.75", "0.3", "0.95"],
        ["no, never", "Model", "0", "", "", ""],
        ["yes", "People", "1", "0.25", "0.05", "0.7"],
        ["yes", "Model", "0", "", "", ""],
    ]


def test_curves_become_a_row_for_each_point():
    found = rows(as_csv(table(LINES)))
    assert found[0] == ["curve", "Share reviewed", "Share found", "low", "high"]
    assert found[2] == ["By the risk", "0.1", "0.3", "0.2", "0.4"]
    assert found[-1] == ["At random", "1", "1", "", ""]
    assert len(found) == 6


def test_all_points_of_a_long_curve_are_written():
    xs = tuple(map(float, range(2_000)))
    assert len(list(table(CurveChart("", "", "x", "y", (Curve("c", xs, xs),))))) == 2_001


def test_days_are_written_as_dates_and_unknown_numbers_are_empty():
    day = date(2026, 11, 2).toordinal()
    chart = CurveChart("", "", "Day", "n", (Curve("c", (day,), (float("nan"),)),), Measure.DAY, Measure.COUNT)
    assert list(table(chart))[1] == ("c", "2026-11-02", "", "", "")


def test_a_panel_becomes_a_row_for_each_line():
    assert rows(as_csv(table(PANEL)))[1:] == [
        ["Rule", "0.9", "0.8", "0.97", "yes", "44 of 48"],
        ["Copies", "0.4", "", "", "no", ""],
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("10 % of the work: found/all", "10-of-the-work-found-all"),
        ("Größe ist ungleich", "Größe-ist-ungleich"),
        ("...", "chart"),
        ("word " * 40, "-".join(["word"] * 12)),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title, name):
    assert saving.file_name(title) == name


def test_a_picture_has_twice_the_dots_and_light_ground_in_a_dark_window(card, qapp):
    theme.apply(qapp, "dark")
    try:
        image = QImage.fromData(sheet.png(card.parts()))
        assert theme.current() is theme.DARK
    finally:
        theme.apply(qapp, "light")
    assert image.width() == 2 * sheet.WIDTH
    corners = {image.pixelColor(x, y).name() for x in (2, image.width() - 3) for y in (2, image.height() - 3)}
    assert corners == {QColor(theme.LIGHT.surface).name()}
    shown = {
        image.pixelColor(x, y).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    assert shown & {theme.LIGHT.accent, theme.LIGHT.people}
    assert not shown & {theme.DARK.accent, theme.DARK.people, theme.DARK.surface}
    dark = sum(image.pixelColor(x, y).lightness() < 100 for x in range(40, 400) for y in range(40, 80))
    assert dark > 100, "the title is dark on light"


def test_a_drawing_is_lines_and_words_without_pictures(card):
    root = ET.fromstring(sheet.svg(card.parts()))
    names = [each.tag.rpartition("}")[2] for each in root.iter()]
    assert "image" not in names
    words = " ".join(each.text or "" for each in root.iter() if each.tag.endswith("text"))
    chart = card.parts().chart
    assert chart.title in words
    assert chart.subtitle in words


def test_what_a_panel_cannot_tell_stands_on_its_drawing(qtbot):
    card = PanelCard("Detectors", PANEL)
    qtbot.addWidget(card)
    assert b"Judged items only." in sheet.svg(card.parts())


def test_each_kind_of_file_is_written_under_the_name_of_the_finding(card, chosen):
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".csv": b"c"}
    if card.parts().chart is PANEL:
        starts[".csv"] = b"name,value"
    for ending, start in starts.items():
        card.saver.ask(ending)
        path = chosen / f"{saving.file_name(card.parts().title)}{ending}"
        assert path.read_bytes().startswith(start)
        assert card.saver.note.text() == f"Saved as '{path.name}'."
        assert card.saver.note.isVisible()


def test_the_menu_asks_for_the_kind_that_was_chosen(card, chosen):
    card.saver.menu.actions()[2].trigger()
    assert [path.suffix for path in chosen.iterdir()] == [".csv"]


def test_a_file_that_cannot_be_written_is_named(card, chosen, monkeypatch):
    monkeypatch.setattr(saving.Saver, "folder", chosen / "gone")
    card.saver.ask(".csv")
    assert "gone" in card.saver.note.text()
    assert card.saver.note.property("look") == "error"
    assert saving.Saver.folder == chosen / "gone"


def test_a_folder_is_no_file_to_write_to(tmp_path):
    with pytest.raises(SynthreviewError, match="is a folder"):
        saving.write(tmp_path, b"x")


def test_an_older_file_stays_whole_where_a_new_one_cannot_be_written(tmp_path, monkeypatch):
    path = tmp_path / "chart.csv"
    path.write_bytes(b"old")

    def refuse(_self, _target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(SynthreviewError, match=r"chart\.csv"):
        saving.write(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["chart.csv"]
    assert path.read_bytes() == b"old"


def test_nothing_happens_when_no_file_is_chosen(card, monkeypatch, tmp_path):
    monkeypatch.setattr(saving, "save_chart", lambda *_: None)
    card.saver.ask(".png")
    assert card.saver.note.isHidden()
