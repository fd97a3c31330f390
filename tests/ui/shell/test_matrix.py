"""The matrix of people's and the model's labels: tells its cells, leads to their items, can be read by all."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel

from synthreview.chart import Cell, Flips
from synthreview.estimates import wilson
from synthreview.ui import theme
from synthreview.ui.charts import matrix_look, matrix_plot, matrix_words, saving, sheet
from synthreview.ui.charts.matrix_card import HINT, MatrixCard
from synthreview.ui.charts.matrix_grid import GAP, MANY, Sizes, grid
from synthreview.ui.elements import EmptyPlace

SIZES = Sizes(line=18, small=16, name=60, corner=70, share=34, count=30, total=40)


def matrix(labels, counts, called=()):
    """Of counts by row; ``called`` are places of cells, row by row."""
    rows = []
    for people, line in zip(labels, counts, strict=True):
        total, row = sum(line), []
        for model, count in zip(labels, line, strict=True):
            where = f"{people}>{model}" if count else ""
            share = count / total if total else 0.0
            row.append(Cell(people, model, count, share, *wilson(count, total), where, min(count, 100)))
        rows.append(tuple(row))
    cells = [cell for row in rows for cell in row]
    return Flips(
        "Where people say \u201cno\u201d, the model most often says \u201cyes\u201d", "The numbers.", "3 items left out.",
        tuple(labels), tuple(rows), tuple(cells[place] for place in called), 9, 9,
    )  # fmt: skip


FLIPS = matrix(("no", "unsure", "yes"), ((20, 0, 180), (0, 0, 0), (1, 2, 37)), called=(2,))
NOTHING = Flips("People's labels are not in this data set", "Nothing can be said.", "")


@pytest.fixture
def make(qtbot):
    kept = []

    def made(flips, width=560):
        card = MatrixCard(EmptyPlace("insights", "Nothing yet", "Later."))
        kept.append(card)
        qtbot.addWidget(card)
        card.resize(width, 700)
        card.show()
        qtbot.waitExposed(card)
        card.show_flips(flips)
        QApplication.processEvents()
        return card

    return made


@pytest.fixture
def from_right(qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def middle(card, index):
    return card.plot.rect_of(index).center().toPoint()


def said(card):
    return card.readout.text().replace("\u202f", " ")


# Words


def test_a_flip_is_told_with_what_its_share_rests_on():
    assert matrix_words.spoken(FLIPS, 7).replace("\u202f", " ") == (
        "Where people say \u201cyes\u201d, the model says \u201cunsure\u201d on 2 of 40 items: 5 % (1.4\u201317 %)."
    )


def test_a_flip_that_is_called_out_is_told_to_be_one():
    told = matrix_words.spoken(FLIPS, 2)
    assert "on 180 of 200 items" in told
    assert told.endswith("That is more often than agreement, beyond chance.")


def test_agreement_is_told_as_such():
    assert matrix_words.spoken(FLIPS, 0).startswith(
        "Where people say \u201cno\u201d, so does the model on 20 of 200 items"
    )


def test_nothing_is_claimed_of_a_label_that_people_never_gave():
    assert matrix_words.spoken(FLIPS, 3) == "On no item do people say \u201cunsure\u201d."


def test_labels_from_right_to_left_do_not_turn_a_sentence_round():
    told = matrix_words.spoken(matrix(("\u05d0", "b"), ((1, 1), (0, 2))), 1)
    assert "\u201c\u2068\u05d0\u2069\u201d" in told


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0 %"), (0.004, "<1 %"), (0.126, "13 %"), (0.997, ">99 %"), (1.0, "100 %")],
)
def test_a_share_in_a_cell_is_short_and_never_a_rounded_nothing_or_all(value, words):
    assert matrix_words.brief(value).replace("\u202f", " ") == words


# Looks


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_text_can_be_read_on_every_tint_and_tints_go_one_way(colours, monkeypatch):
    monkeypatch.setattr(theme.signals, "theme", colours)
    text = QColor(colours.text)
    ratios = [matrix_look.contrast(text, matrix_look.tint(percent / 100)) for percent in range(101)]
    assert min(ratios) >= 4.5
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] / ratios[100] > 2.5, "none and all are told apart"
    assert ratios[0] - ratios[1] > 10 * (ratios[1] - ratios[2]), "few are told from none"


def test_contrast_is_that_of_the_guidelines():
    assert matrix_look.contrast(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("called", [(), (2,)])
def test_the_legend_names_tints_and_lines_that_there_are(make, called):
    card = make(matrix(FLIPS.labels, ((20, 0, 180), (0, 0, 0), (1, 2, 37)), called))
    words = [each.text().replace("\u202f", " ") for each in card.legend.findChildren(QLabel)]
    marks = ["agreement", *(["more often than agreement, beyond chance"] if called else [])]
    assert words == ["Share of the row", "0 %", "100 %", *marks]


def test_a_flip_that_is_called_out_has_a_flag_and_no_other_cell_has(make):
    card = make(FLIPS)
    image = card.plot.grab().toImage()
    orange = QColor(theme.LIGHT.synthetic).name()

    def flagged(index):
        box = card.plot.rect_of(index)
        return image.pixelColor(round(box.right()) - 3, round(box.top()) + 3).name() == orange

    assert [index for index in range(9) if flagged(index)] == [2]


# Places


def test_cells_stand_in_rows_and_columns_and_are_found_again():
    place = grid(600, 400, 5, SIZES)
    for index in range(25):
        box = place.cell(index)
        assert place.at(box.x + box.width / 2, box.y + box.height / 2) == index
    assert place.at(place.left - 1, place.top + 1) is None
    assert place.at(place.left + 1, place.top - 1) is None
    assert place.at(place.left + 5 * place.across + 1, place.top + 1) is None
    assert place.cell(6).x - place.cell(5).x - place.cell(5).width == pytest.approx(GAP)


@pytest.mark.parametrize("labels", [2, 5, 10, 11, 20])
@pytest.mark.parametrize("width", [500, 700, 1100])
def test_a_matrix_fits_its_width_and_says_how_high_it_is(labels, width):
    place = grid(width, 0, labels, SIZES)
    last = place.sum(labels - 1)
    assert last.x + last.width <= width + 0.01
    assert last.y + last.height <= place.height
    assert place.across >= 15


def test_how_high_a_row_may_be_does_not_hang_on_the_width():
    heights = {grid(width, 0, 6, SIZES).least for width in range(200, 1200, 50)}
    assert len(heights) == 1


def test_heads_stand_on_their_side_only_where_they_find_no_room():
    assert not grid(1100, 400, 5, SIZES).upright
    assert grid(500, 400, 15, SIZES).upright


def test_cells_show_as_much_as_fits():
    assert grid(700, 400, 5, SIZES).lines == 2
    assert grid(1100, 400, MANY + 1, SIZES).lines == 1
    assert grid(500, 400, 20, SIZES).lines == 0


def test_the_plot_asks_for_the_height_of_all_its_rows(make):
    labels = [f"label {number:02}" for number in range(20)]
    counts = [[5 if row == column else 0 for column in range(20)] for row in range(20)]
    card = make(matrix(labels, counts), 500)
    assert card.plot.grid().upright
    needed = card.plot.minimumSizeHint().height()
    card.resize(500, card.heightForWidth(500))
    QApplication.processEvents()
    assert card.plot.height() >= needed
    assert card.plot.rect_of(399).bottom() <= card.plot.viewport().height()
    assert card.minimumSizeHint().height() > needed


def test_heads_that_come_to_stand_on_their_side_get_room(make):
    labels = [f"a label called {number}" for number in range(6)]
    card = make(matrix(labels, [[1] * 6] * 6), 1100)
    assert not card.plot.grid().upright
    lying = card.minimumSizeHint().height()
    card.resize(500, 700)
    for _ in range(3):
        QApplication.processEvents()
    assert card.plot.grid().upright
    assert card.minimumSizeHint().height() > lying + 50


# What a person does


def test_arrow_keys_move_between_cells_and_stop_at_the_edge(make, qtbot):
    card = make(FLIPS)
    card.plot.setFocus()
    keys = Qt.Key
    for key, there in (
        (keys.Key_Down, 0),  # the first key goes to the first cell
        (keys.Key_Right, 1),
        (keys.Key_Down, 4),
        (keys.Key_End, 5),
        (keys.Key_Right, 5),
        (keys.Key_PageDown, 8),
        (keys.Key_Down, 8),
        (keys.Key_Left, 7),
        (keys.Key_PageUp, 1),
        (keys.Key_Home, 0),
        (keys.Key_Up, 0),
    ):
        qtbot.keyClick(card.plot, key)
        assert said(card).startswith(matrix_words.spoken(FLIPS, there).replace("\u202f", " ")), key
    assert card.plot.accessibleDescription() == card.readout.text()


def test_keys_of_no_meaning_are_left_to_others(make, qtbot):
    card = make(FLIPS)
    card.plot.setFocus()
    card.plot.point(4)
    qtbot.keyClick(card.plot, Qt.Key.Key_A)
    assert said(card) == matrix_words.spoken(FLIPS, 4)


def test_enter_asks_for_the_items_of_a_cell(make, qtbot):
    card = make(FLIPS)
    card.plot.setFocus()
    qtbot.keyClick(card.plot, Qt.Key.Key_Home)
    qtbot.keyClick(card.plot, Qt.Key.Key_End)
    with qtbot.waitSignal(card.picked) as told:
        qtbot.keyClick(card.plot, Qt.Key.Key_Return)
    assert told.args == ["no>yes"]


def test_a_click_asks_for_the_items_of_the_cell_below_it(make, qtbot):
    card = make(FLIPS)
    with qtbot.waitSignal(card.picked) as told:
        qtbot.mouseClick(card.plot.viewport(), Qt.MouseButton.LeftButton, pos=middle(card, 6))
    assert told.args == ["yes>no"]


def test_a_cell_without_items_and_a_name_lead_nowhere(make, qtbot):
    card = make(FLIPS)
    name = QPoint(10, middle(card, 0).y())
    with qtbot.assertNotEmitted(card.picked):
        for place in (middle(card, 4), name):
            qtbot.mouseClick(card.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_where_the_mouse_is_the_cell_is_told_and_elsewhere_the_hint(make):
    card = make(FLIPS)
    card.plot._moved(QPointF(middle(card, 8)))
    assert said(card).startswith("Where people say \u201cyes\u201d, so does the model")
    card.plot._moved(QPointF(3, 3))
    assert card.readout.text() == HINT


def test_a_large_cell_says_that_not_all_its_items_can_be_shown(make):
    card = make(FLIPS)
    card.plot.point(2)
    assert said(card).endswith("The first 100 of them can be shown.")
    card.plot.point(0)
    assert "can be shown" not in said(card)


def test_a_name_that_is_cut_is_told_in_full_and_is_no_markup(make, monkeypatch):
    long = "<b>strongly</b> disagree with the whole of the statement as it was written down by its author"
    card = make(matrix((long, "yes"), ((1, 1), (0, 2))), 500)
    told = []
    monkeypatch.setattr(
        matrix_plot, "QToolTip", SimpleNamespace(showText=lambda _at, words, _by: told.append(words))
    )
    place = card.plot.grid()
    for box in (place.name(0), place.name(1), place.column(0), place.column(1), place.cell(0)):
        point = QPoint(round(box.x + 5), round(box.y + box.height / 2))
        event = QHelpEvent(QEvent.Type.ToolTip, point, card.plot.viewport().mapToGlobal(point))
        QApplication.sendEvent(card.plot.viewport(), event)
    whole = f"<span>{long.replace('<', '&lt;').replace('>', '&gt;')}</span>"
    assert told == [whole, "", whole, "", ""]


def test_where_reading_goes_left_rows_begin_at_the_right(make, qtbot, from_right):
    card = make(FLIPS)
    assert card.plot.rect_of(0).x() > card.plot.rect_of(1).x()
    assert card.plot.place_at(card.plot.rect_of(5).center()) == 5
    card.plot.setFocus()
    card.plot.point(0)
    qtbot.keyClick(card.plot, Qt.Key.Key_Left)
    assert said(card).startswith(matrix_words.spoken(FLIPS, 1).replace("\u202f", " "))


def test_the_matrix_follows_the_theme(make, qapp):
    card = make(FLIPS)
    theme.apply(qapp, "dark")
    try:
        full = card.plot.grab().toImage()
        place = middle(card, 2) + QPoint(25, 0)
        assert full.pixelColor(place).name() == matrix_look.tint(0.9).name()
    finally:
        theme.apply(qapp, "light")
    assert card.plot.grab().toImage().pixelColor(place).name() == matrix_look.tint(0.9).name()


def test_the_card_says_what_is_left_out(make):
    card = make(FLIPS)
    assert card.caution.isVisible()
    assert card.caution.text() == "3 items left out."


def test_without_labels_of_people_the_words_stand_above_the_empty_place(make):
    card = make(NOTHING)
    assert not card.holds
    assert card.title.text() == NOTHING.title
    assert card.title.isVisible()
    assert card.plot.isHidden()
    assert card.saver.button.isHidden()
    assert card.caution.isHidden()
    card.show_flips(FLIPS)
    assert card.holds
    assert card.plot.isVisible()
    card.show_flips(NOTHING)
    assert card.plot.isHidden()
    assert card.plot.places() == 0


# The same as a table and in files


def test_the_table_has_a_row_for_each_cell_and_leads_to_the_same_items(make, qtbot):
    card = make(FLIPS)
    card._toggle.click()
    table = card.table
    assert table.isVisible()

    def row(line):
        return [table.item(line, column).text().replace("\u202f", " ") for column in range(5)]

    assert table.rowCount() == 9
    assert row(2) == ["no", "yes", "180", "90 % (85\u201393 %)", "differs beyond chance"]
    assert row(4) == ["unsure", "unsure", "0", "\u2013", "agreement"]
    assert row(7) == ["yes", "unsure", "2", "5 % (1.4\u201317 %)", "differs"]
    with qtbot.waitSignal(card.picked) as told:
        table.itemActivated.emit(table.item(2, 3))
    assert told.args == ["no>yes"]
    with qtbot.assertNotEmitted(card.picked):
        table.itemActivated.emit(table.item(4, 0))


def test_all_cells_become_rows_of_a_file_and_unknown_shares_stay_empty():
    rows = list(csv.reader(saving.numbers(FLIPS).decode().splitlines()))
    assert rows[0] == ["people", "model", "count", "share", "low", "high", "beyond chance"]
    assert len(rows) == 10
    assert rows[3][:4] == ["no", "yes", "180", "0.9"]
    assert [float(end) for end in rows[3][4:6]] == pytest.approx(wilson(180, 200))
    assert [row[6] for row in rows[1:]] == ["no", "no", "yes", *["no"] * 6]
    assert rows[4] == ["unsure", "no", "0", "", "", "", "no"]


def test_a_picture_holds_the_whole_matrix_on_light_ground(make, qapp):
    labels = [str(number) for number in range(20)]
    counts = [[5 if row == column else 0 for column in range(20)] for row in range(20)]
    card = make(matrix(labels, counts))
    theme.apply(qapp, "dark")
    try:
        image = QImage.fromData(sheet.png(card.parts()))
    finally:
        theme.apply(qapp, "light")
    assert image.width() == 2 * sheet.WIDTH
    full, seen = matrix_look.tint(1.0).name(), set()
    for y in range(image.height()):
        seen |= {(x // 10, y) for x in range(0, image.width(), 4) if image.pixelColor(x, y).name() == full}
    rows = {y for _, y in seen}
    runs = [y for y in rows if y - 1 not in rows]
    assert len(runs) >= 20, "a full cell in each row of the matrix"
    assert image.pixelColor(2, 2).name() == QColor(theme.LIGHT.surface).name()


def test_a_drawing_holds_words_and_lines_and_no_picture(make):
    root = ET.fromstring(sheet.svg(make(FLIPS).parts()))
    names = [each.tag.rpartition("}")[2] for each in root.iter()]
    assert "image" not in names
    assert {"text", "path"} <= set(names)
    words = " ".join("".join(each.itertext()) for each in root.iter() if each.tag.endswith("text"))
    for each in ("unsure", "180", "People say", "The model says", "3 items left out."):
        assert each in words
