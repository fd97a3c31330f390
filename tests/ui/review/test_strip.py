"""The strip of turns in the card of a simulation leads to the turns, by mouse and by keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from synthreview.domain import Confidence, Evidence, Kind, StoredFinding
from tests.ui.review.fake_project import Entry, FakeProject
from tests.ui.review.samples import every


@dataclass(frozen=True)
class Told(StoredFinding):
    args: dict[str, Any] = field(default_factory=dict)


def talk(count=60, unlike=(5, 58)):
    turns = [
        {"role": ("user", "assistant")[at % 2], "speaker": "", "text": f"Turn number {at + 1}. " * 8}
        for at in range(count)
    ]
    strip = [[at + 1, 0.93 if at + 1 in unlike else 0.2 if at == 2 else 0.04] for at in range(count)]
    finding = Told(
        "role_model", "sounds_like_other_role", "Turn 5 sounds like the assistant", Confidence.WEAK, 0.9, 0.2,
        (Evidence("turns.4.text", 0, 4, note="Sounds like the assistant"),),
        args={"turn": 5, "role": "user", "other": "assistant", "strip": strip},
    )  # fmt: skip
    return Entry(Kind.SIMULATION, {"task": "", "turns": turns}, (finding,), 0.4)


@pytest.fixture
def desk(open_desk, qapp):
    made = open_desk(FakeProject([talk()]))
    qapp.processEvents()
    return made


def top_of(desk, turn):
    area = desk.item.area.viewport()
    return desk.item.card.boxes[f"turns.{turn - 1}"].mapTo(area, QPoint()).y()


def cells(desk):
    return desk.item.card.strip.cells


def test_a_click_on_a_cell_brings_its_turn_on_screen(desk, qapp):
    strip = cells(desk)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place_of(29).center().toPoint())
    qapp.processEvents()
    assert 0 <= top_of(desk, 30) < desk.item.area.viewport().height()
    assert strip.current.turn == 30


def test_a_turn_that_was_left_out_so_far_is_shown(desk, qapp):
    strip = cells(desk)
    assert "turns.57" not in desk.item.card.boxes
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place_of(57).center().toPoint())
    qapp.processEvents()
    assert 0 <= top_of(desk, 58) < desk.item.area.viewport().height()


def test_arrow_keys_go_from_turn_to_turn_and_are_read_out(desk):
    strip = cells(desk)
    assert "turns 5, 58" in strip.accessibleDescription()
    strip.setFocus()
    for _ in range(5):
        QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "Turn 5, user: sounds like the assistant (.93)"
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert strip.current.turn == 4
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert strip.current.turn == 60
    assert QApplication.focusWidget() is strip


def test_letters_still_decide_while_the_strip_has_the_keyboard(desk):
    cells(desk).setFocus()
    QTest.keyClick(cells(desk), Qt.Key.Key_A)
    assert desk._project.decided[1].verdict == "accept"


def test_the_mouse_is_told_the_turn_under_it(desk, monkeypatch):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, *_: said.append(words))
    strip = cells(desk)
    place = strip.place_of(4).center().toPoint()
    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place)))
    assert said == ["Turn 5, user: sounds like the assistant (.93)"]


def test_unlike_turns_have_a_mark_in_the_other_roles_row(desk):
    strip = cells(desk)
    image = strip.grab().toImage()
    scale = image.devicePixelRatio()

    def ink(number, row):
        column = strip.place_of(number)
        y = column.y() + (row + 0.5) * column.height() / 2
        return image.pixelColor(round(column.center().x() * scale), round(y * scale))

    assert ink(4, 1) != ink(6, 1)
    assert ink(6, 1) == ink(8, 1)


def test_where_nothing_is_known_there_is_no_strip(open_desk):
    desk = open_desk(FakeProject(every()))
    desk.show_item(2)
    assert desk.item.card.strip.isHidden()
