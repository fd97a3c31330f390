"""A lead's way through Insights on a real project: a target, the answer to it, and the charts of the review."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from synthreview.domain import Decision, Verdict
from synthreview.ui.statement_card import StatementCard
from tests.ui.shell.conftest import LONG, imported

ITEMS = 300


@pytest.fixture
def checked(real, qtbot, tmp_path):
    """300 instructions, a tenth with a placeholder; the first 280 of the queue are judged."""
    records = [
        {
            "instruction": f"Tell me about the number {number} and why somebody likes it.",
            "input": "" if number % 10 else "<insert article here>",
            "output": f"It is the number {number}, and it is liked by many.",
        }
        for number in range(ITEMS)
    ]
    path = tmp_path / "numbers.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    imported(real, qtbot, path)
    project = real.session.project
    qtbot.waitUntil(lambda: len(project.queue_ids()) == ITEMS, timeout=LONG)
    qtbot.waitUntil(lambda: project.quality(1) is not None, timeout=LONG)
    decisions = [
        Decision(item, Verdict.REJECT if project.view(item).item.parts["input"] else Verdict.ACCEPT)
        for item in list(project.queue_ids())[:280]
    ]
    project.decide_many(decisions)
    real.go("insights")
    return real


def stop_card(window):
    for card in window.session.insights.findChildren(StatementCard):
        if hasattr(card, "target") and card.isVisibleTo(window):
            return card
    return None


def answer(window):
    """What the card says, and its target."""
    card = stop_card(window)
    if card is None:  # made anew just now
        return "", None
    return " ".join(line.text() for line in card.findChildren(QLabel)), card.target.currentData()


def test_the_lead_sets_a_target_and_is_told_whether_it_is_reached(checked, qtbot):
    project = checked.session.project
    qtbot.waitUntil(lambda: stop_card(checked) is not None, timeout=LONG)
    assert project.quality(1).target == 0.05
    stop_card(checked).target.setFocus()
    for _ in range(2):  # the card is made anew after each, and the keyboard stays on its box
        QTest.keyClick(checked.focusWidget(), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: project.quality(1).target == 0.2, timeout=LONG)
    qtbot.waitUntil(lambda: "Yes" in answer(checked)[0], timeout=LONG)
    qtbot.waitUntil(lambda: answer(checked)[1] == 0.2, timeout=LONG)
    checked.session.undo("insights")
    qtbot.waitUntil(lambda: answer(checked)[1] == 0.1, timeout=LONG)


def test_the_charts_of_the_review_appear_and_lead_to_items(checked, qtbot):
    page = checked.session.insights
    qtbot.waitUntil(lambda: {"queue", "reliability"} <= set(page.curves.cards), timeout=LONG)
    card = page.curves.cards["reliability"]
    assert card.title.text().startswith("The chances told")
    with qtbot.waitSignal(page.picked, timeout=LONG) as told:
        card.plot.setFocus()
        QTest.keyClick(card.plot, Qt.Key.Key_Right)
        QTest.keyClick(card.plot, Qt.Key.Key_Return)
    assert "dataset:" in told.args[0]
    headings = [each.panel.name for each in page.panels.cards]
    assert {"precision", "duplicates"} <= set(headings)
