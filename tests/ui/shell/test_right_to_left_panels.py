"""From right to left: what the desk paints and places by hand stands on the mirrored side."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from synthreview.ui import theme
from synthreview.ui.review.cards.simulation import SimulationCard
from tests.ui.shell.conftest import settle
from tests.ui.shell.test_accessibility_panels import Palette, show

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
NEAR = 12
"""Pixels by which letters may keep off their edge more than their mirrored neighbours do."""


@dataclass(frozen=True)
class Ink:
    """Where a picture has a colour: from its left side, and from its right side."""

    left: int
    right: int


def ink(picture: QImage, colour: str) -> Ink:
    wanted = QColor(colour)
    columns = [
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if alike(picture.pixelColor(x, y), wanted)
    ]
    assert columns, f"no {colour}"
    return Ink(min(columns), picture.width() - 1 - max(columns))


def alike(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) < 12 for a, b in pairs)


@pytest.fixture
def both(full, qtbot, qapp):
    """What a function sees in a window, for each direction."""

    def looked(state, see):
        seen = []
        for way in (LEFT, RIGHT):
            qapp.setLayoutDirection(way)
            window = full(1280)
            show(window, qtbot, state)
            seen.append(see(window))
            window.close()
        return seen

    yield looked
    qapp.setLayoutDirection(LEFT)


def line(view, row: int) -> QImage:
    """A painted line of a list, without the mouse or the keyboard on it."""
    index = view.model().index(row, 0)
    return view.viewport().grab(view.visualRect(index)).toImage()


def begins(seen: list[QImage], colour: str, within: int) -> None:
    """A colour stands where reading begins: as near to the right side as it was to the left one."""
    one, other = (ink(picture, colour) for picture in seen)
    assert one.left <= within
    assert abs(one.left - other.right) <= NEAR


def ends(seen: list[QImage], colour: str, within: int) -> None:
    """A colour stands at the other end."""
    one, other = (ink(picture, colour) for picture in seen)
    assert one.right <= within
    assert abs(one.right - other.left) <= NEAR


def test_a_line_of_the_queue_has_risk_and_words_where_reading_begins_and_signs_at_the_end(both):
    def see(window):
        desk = window.session.review
        desk.queue.go_to(5)
        desk.queue.table.itemDelegate().chosen = {desk.queue.model.item_at(0)}
        return line(desk.queue.table, 0)

    seen = both("history", see)
    colours = theme.current()
    begins(seen, colours.accent, 0)
    begins(seen, colours.risk[3], 12)
    begins(seen, colours.muted, 32)
    ends(seen, colours.accept, 40)


def test_words_found_in_the_queue_stand_where_reading_begins(both):
    def see(window):
        table = window.session.review.queue.table
        table.setCurrentIndex(table.model().index(3, 0))
        return line(table, 0)

    begins(both("found", see), theme.current().text, 32)


def test_a_facet_has_sign_and_bar_where_reading_begins_and_its_number_at_the_end(both):
    def see(window):
        facets = window.session.review.seeking.narrow.list
        facets.setFocus()
        rows = range(facets.model().rowCount())
        chosen = next(row for row in rows if facets.lines.line(row).rest is not None)
        facets.setCurrentIndex(facets.model().index(chosen, 0))
        small = next(
            row for row in rows if facets.lines.line(row).value and facets.lines.line(row).share < 0.9
        )
        return line(facets, chosen), line(facets, small)

    pairs = both("narrow", see)
    chosen, small = ([pair[number] for pair in pairs] for number in (0, 1))
    begins(chosen, theme.current().accent, 0)
    ends(chosen, theme.current().muted, 24)
    begins(small, theme.current().edge, 36)
    ends(small, theme.current().sunken, 16)


def test_a_closed_facet_points_to_where_reading_goes(both):
    def see(window):
        facets = window.session.review.seeking.narrow.list
        facets.setCurrentIndex(facets.model().index(0, 0))
        QTest.keyClick(facets, Qt.Key.Key_Left)
        facets.setCurrentIndex(facets.model().index(2, 0))
        return line(facets, 0)

    one, other = both("narrow", see)
    assert tip_of(one.copy(12, 0, 14, one.height())) == "right"
    assert tip_of(other.copy(other.width() - 26, 0, 14, other.height())) == "left"


def tip_of(chevron: QImage) -> str:
    """Which way an angle points: with the middle of its height."""
    ground = chevron.pixelColor(0, 0)
    dark = [
        (x, y)
        for x in range(chevron.width())
        for y in range(chevron.height())
        if not alike(chevron.pixelColor(x, y), ground)
    ]
    middle = sum(y for _, y in dark) / len(dark)
    tip = [x for x, y in dark if abs(y - middle) <= 1]
    ends_ = [x for x, y in dark if abs(y - middle) > 2]
    return "right" if sum(tip) / len(tip) > sum(ends_) / len(ends_) else "left"


def test_a_saved_filter_has_its_mark_and_name_where_reading_begins(both):
    def see(window):
        saved = window.session.review.seeking.saved.list
        saved.setFocus()
        saved.setCurrentRow(0)
        return line(saved, 0)

    seen = both("saved", see)
    begins(seen, theme.current().accent, 0)
    begins(seen, theme.current().text, 14)


def test_a_step_of_the_history_has_mark_and_words_where_reading_begins_and_the_time_at_the_end(both):
    def see(window):
        steps = window.session.review.past.panel.list
        steps.go_to(1)
        return line(steps, 0), line(steps, 1)

    pairs = both("history", see)
    here, one = ([pair[number] for pair in pairs] for number in (0, 1))
    begins(here, theme.current().accent, 0)
    begins(one, theme.current().text, 18)
    ends(one, theme.current().muted, 14)


def test_an_offer_of_the_filter_line_has_its_meaning_behind_it(both, qtbot):
    def see(window):
        desk = window.session.review
        desk.verbs["filter"].trigger()
        found = desk.listing.line
        found.setText("kind:")
        found._edited()
        qtbot.waitUntil(lambda: found.drop.list.count() > 4)
        return line(found.drop.list, 0)

    seen = both("found", see)
    begins(seen, theme.current().text, 30)
    one, other = seen  # the first hundred pixels are what is put in
    wide, high = one.width() - 100, one.height()
    rest = (one.copy(100, 0, wide, high), other.copy(0, 0, wide, high))
    one, other = (ink(picture, theme.current().muted) for picture in rest)
    assert one.left < 60 < one.right
    assert abs(one.left - other.right) <= NEAR


def test_a_command_of_the_palette_has_its_key_at_the_end(both):
    def see(window):
        window.find_command()
        commands = window.findChild(Palette)
        commands.list.setCurrentRow(3)
        row = next(row for row in range(9) if commands.list.item(row).data(Qt.ItemDataRole.UserRole).key)
        return line(commands.list, row)

    seen = both("found", see)
    begins(seen, theme.current().text, 20)
    ends(seen, theme.current().muted, 16)


def test_the_risk_and_the_finding_in_focus_are_marked_where_reading_begins(both):
    def see(window):
        why = window.session.review.why
        why._bar.show_risk(0.5, 0.4)
        card = next(card for card in why.findings if card.isChecked())
        return why._bar.grab().toImage(), card.grab().toImage()

    pairs = both("found", see)
    bars, cards = ([pair[number] for pair in pairs] for number in (0, 1))
    colour = theme.risk_colour(0.5)
    begins(bars, colour, 4)
    assert ink(bars[0], colour).right > bars[0].width() / 2
    # The frame goes all round; only the mark is four pixels thick.
    middle = cards[0].height() // 2
    thick = [picture.copy(0, middle, picture.width(), 1) for picture in cards]
    one, other = (
        [x for x in range(row.width()) if alike(row.pixelColor(x, 0), QColor(theme.current().accent))]
        for row in thick
    )
    assert set(range(1, 4)) <= set(one)
    assert set(range(thick[1].width() - 4, thick[1].width() - 1)) <= set(other)


def test_the_turns_of_a_conversation_go_where_reading_goes_by_mouse_and_by_arrows(both, qtbot):
    def see(window):
        card = window.session.review.item.card
        assert isinstance(card, SimulationCard)
        cells = next(cells for cells in card.findChildren(QWidget) if hasattr(cells, "cell_at"))
        window.open_filter("kind:simulation reason:sounds_like_other_role")
        settle(window, qtbot)
        qtbot.waitUntil(lambda: cells.isVisible() and len(cells._cells()) > 1)
        first = cells.place_of(0)
        assert cells.cell_at(first.center().x()) == 0
        cells.setFocus()
        QTest.keyClick(cells, Qt.Key.Key_Home)
        QTest.keyClick(cells, Qt.Key.Key_Left if window.isRightToLeft() else Qt.Key.Key_Right)
        assert cells.current == cells._cells()[1]
        return first.left(), cells.width() - first.right(), cells.grab().toImage()

    (left, _, one), (_, right, other) = both("fix simulation", lambda window: after_fix(window, see))
    assert left == pytest.approx(right, abs=1)
    begins([one, other], theme.current().muted, 4)


def after_fix(window, see):
    window.session.review.verbs["leave"].trigger()
    return see(window)


def test_conditions_and_the_toast_stand_on_the_other_side(both, qtbot):
    def see(window):
        desk = window.session.review
        found = desk.listing.line
        desk.item.area.setFocus()
        settle(window, qtbot)
        condition = found.chips.conditions[0]
        desk.item.say("Something was done", "Undo", "undo")
        toast = desk.item.toast
        return (
            QRect(condition.mapTo(found, QPoint()), condition.size()),
            found.rect(),
            toast.geometry(),
            desk.item.rect(),
        )

    (chip, line_, toast, pane), (chip2, line2, toast2, pane2) = both("found", see)
    assert chip.left() < 40
    assert chip.left() == line2.right() - chip2.right()
    assert line_.size() == line2.size()
    assert pane.right() - toast.right() < 40
    assert pane.right() - toast.right() == toast2.left() - pane2.left()


@pytest.mark.parametrize("state", ["many", "history", "guidelines"])
def test_a_panel_without_room_lies_over_the_item_at_the_end(full, qtbot, qapp, state):
    for way in (LEFT, RIGHT):
        qapp.setLayoutDirection(way)
        try:
            window = full(860, larger=10)
            show(window, qtbot, state)
            columns = window.session.review.columns
            place, whole = columns.panel.geometry(), columns.rect()
            assert whole.contains(place)
            assert place.right() == whole.right() if way is LEFT else place.left() == whole.left()
            assert columns.item.width() == whole.width()
            assert not columns._rule.isVisible()
            window.close()
        finally:
            qapp.setLayoutDirection(LEFT)
