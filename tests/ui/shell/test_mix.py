"""A lead changes what the queue shows, and what random checks say stands on Insights."""

from __future__ import annotations

import json
import random

import pytest
from PySide6.QtWidgets import QLabel

from synthreview.domain import Verdict
from synthreview.project import Mix
from tests.ui.shell.conftest import LONG, imported

ITEMS = 240


@pytest.fixture
def many(tmp_path):
    words = random.Random(3)
    records = [
        {
            "instruction": f"Write {n} words on {words.random()}.",
            "input": "<insert article here>" if n % 2 else "",
            "output": f"{words.random()} and {words.random()} make {n}.",
        }
        for n in range(ITEMS)
    ]
    path = tmp_path / "many.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel))


@pytest.fixture
def insights(real, qtbot, many):
    imported(real, qtbot, many)
    real.go("insights")
    page = real.session.insights
    qtbot.waitUntil(page.mix.isVisible, timeout=LONG)
    return page


def shown(project, count):
    connection = project._store.read()
    version = "SELECT value FROM meta WHERE key = 'queue'"
    rows = connection.execute(
        f"SELECT why FROM queue WHERE version = ({version}) ORDER BY rank LIMIT ?", (count,)
    )
    return [row[0] for row in rows]


def test_the_mix_is_changed_ranked_by_and_undone(real, qtbot, insights):
    project, mix = real.session.project, insights.mix
    usual = shown(project, 40)
    assert 8 <= usual.count(3) <= 11  # no label is rare: others take the places
    assert not mix.use.isEnabled()
    mix.shares["audit"].setValue(50)
    assert mix.use.isEnabled()
    assert mix._rest.text() == "35"
    mix.use.click()
    assert project.mix() == Mix(35, 10, 5, 50)
    qtbot.waitUntil(lambda: shown(project, 40).count(3) >= 20, timeout=LONG)
    real.session.undo("insights")
    qtbot.waitUntil(lambda: shown(project, 40) == usual, timeout=LONG)
    qtbot.waitUntil(lambda: mix.shares["audit"].value() == 20, timeout=LONG)


def test_shares_never_add_up_to_more_than_a_hundred(insights):
    shares = insights.mix.shares
    shares["audit"].setValue(100)
    assert shares["audit"].value() == 85
    assert insights.mix._rest.text() == "0"
    shares["audit"].setValue(0)
    assert insights.mix.warning.isVisible()


def test_what_the_checks_say_stands_on_top_and_moves_with_them(real, qtbot, insights):
    assert "random checks are judged" in texts(insights)
    project = real.session.project
    for item in list(project.queue_ids())[:120]:
        wrong = project.view(item).item.position % 2
        project.decide(item, Verdict.REJECT if wrong else Verdict.ACCEPT)
    qtbot.waitUntil(lambda: "of them random checks" in texts(insights), timeout=LONG)
    assert "errors are left" in texts(insights)
    assert "May we stop?" in texts(insights)
    assert "in 100" in texts(insights)


def test_checks_that_were_passed_over_are_a_click_away(real, qtbot, insights):
    project = real.session.project
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    for item in checks[1:10]:
        project.decide(item, Verdict.ACCEPT)

    def link():
        return [each.these for each in insights.findChildren(QLabel.__base__) if hasattr(each, "these")]

    qtbot.waitUntil(lambda: bool(link()), timeout=LONG)
    link()[0].click()
    review = real.session.review
    qtbot.waitUntil(lambda: review.queue.model.rowCount() == 1, timeout=LONG)
    qtbot.waitUntil(lambda: review.view is not None and review.view.item.id == checks[0], timeout=LONG)


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_report_is_one_click_away(real, qtbot, insights, tmp_path, monkeypatch, ending):
    out = tmp_path / f"report.{ending}"
    monkeypatch.setattr("synthreview.ui.dialogs.save_report", lambda *_: out)
    with qtbot.waitSignal(insights.message, timeout=LONG) as said:
        insights.report.click()
    assert said.args == [f"The report is in report.{ending}"]
    assert out.read_bytes().startswith(b"%PDF" if ending == "pdf" else b"<!DOCTYPE html>")


def test_a_report_that_cannot_be_written_says_why(real, qtbot, insights, monkeypatch):
    project = real.session.project
    monkeypatch.setattr("synthreview.ui.dialogs.save_report", lambda *_: project.path)
    with qtbot.waitSignal(insights.message, timeout=LONG) as said:
        real.menus.run("report")
    assert project.path.name in said.args[0]
