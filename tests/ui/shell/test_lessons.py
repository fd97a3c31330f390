"""What decisions teach is offered above the queue, used on a click, and taken back by undo."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from synthreview.domain import Decision, Verdict
from synthreview.project import Mix
from synthreview.ui.review.lessons import EVERY, Lessons
from tests.ui.shell.conftest import LONG, imported

KINDS = 120


@pytest.fixture
def faulty(tmp_path):
    """Half of the records lack an output, which this reviewer does not mind, half hold a placeholder."""
    records = [
        {
            "instruction": f"Tell me about the number {number} and why somebody likes it.",
            "input": "<insert article here>" if number % 2 else "",
            "output": f"It is the number {number}, and it is liked by many." if number % 2 else "",
        }
        for number in range(KINDS)
    ]
    path = tmp_path / "numbers.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def said(item) -> Verdict:
    return Verdict.REJECT if item.parts["input"] else Verdict.ACCEPT


def test_a_better_order_is_offered_used_and_undone(real, qtbot, faulty):
    imported(real, qtbot, faulty)
    project, desk = real.session.project, real.session.review
    dataset = project.datasets()[0].id
    project.set_mix(Mix(100, 0, 0, 0))  # without random checks between them
    qtbot.waitUntil(lambda: desk.queue.model.rowCount() == KINDS, timeout=LONG)
    items = [item for item in project.queue_ids() if project.view(item).item.position < KINDS // 2]
    assert desk.queue.offer.isHidden()
    for start in range(0, len(items), 10):
        project.decide_many(
            [Decision(item, said(project.view(item).item)) for item in items[start : start + 10]]
        )
    qtbot.waitUntil(lambda: not desk.queue.offer.isHidden(), timeout=LONG)
    assert "decisions taught" in desk.queue.offer.text()
    before = list(project.queue_ids())
    assert project.in_use(dataset) is None
    assert desk.verbs["lesson"].isEnabled()
    QTest.mouseClick(desk.queue.offer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: project.in_use(dataset) is not None, timeout=LONG)
    qtbot.waitUntil(lambda: list(project.queue_ids()) != before, timeout=LONG)
    left = [said(project.view(item).item) for item in project.queue_ids()]
    assert left == [Verdict.REJECT] * 30 + [Verdict.ACCEPT] * 30
    assert desk.queue.offer.isHidden()
    assert not desk.verbs["lesson"].isEnabled()
    qtbot.waitUntil(lambda: "what you taught" in desk.item.toast.text, timeout=LONG)
    assert "Learned from 60 decisions" in desk.why._words.text()
    desk.undo()
    assert project.in_use(dataset) is None
    qtbot.waitUntil(lambda: list(project.queue_ids()) == before, timeout=LONG)


def test_learning_waits_for_a_pause(qtbot):
    """Beside key presses it would make the next item late."""
    begun = []
    runner = SimpleNamespace(run=lambda *job: begun.append(job), closed=False)
    queue = SimpleNamespace(offer=QPushButton())
    qtbot.addWidget(queue.offer)
    lessons = Lessons(SimpleNamespace(read_only=False), runner, queue, None, queue.offer)
    lessons._pause.setInterval(60)
    for _ in range(EVERY * 3):
        lessons.heed(1)
        QTest.qWait(2)
    assert lessons._pause.isActive()
    assert not begun
    qtbot.waitUntil(lambda: len(begun) == 1)
    QTest.qWait(150)
    assert len(begun) == 1
