"""Coming back to where one left off."""

from __future__ import annotations

from PySide6.QtTest import QTest

from synthreview.domain import Verdict
from synthreview.project import Place
from synthreview.ui.review.feed import WORKLIST
from tests.ui.review.fake_project import FakeProject
from tests.ui.review.samples import every


def test_a_desk_opens_on_the_item_it_was_left_at(open_desk):
    project = FakeProject(every())
    first = open_desk(project)
    assert first.view.item.id == 1
    QTest.keyClick(first, "J")
    QTest.keyClick(first, "J")
    first.leave()
    assert project.kept_place == Place(WORKLIST, 3)
    assert open_desk(project).view.item.id == 3


def test_an_item_that_was_decided_meanwhile_gives_way_to_the_first(open_desk):
    project = FakeProject(every())
    project.kept_place = Place(WORKLIST, 2)
    project.decide(2, Verdict.ACCEPT)
    assert open_desk(project).view.item.id == 1


def test_a_desk_opens_with_the_filter_it_was_left_with(open_desk):
    project = FakeProject(every())
    project.kept_place = Place("kind:simulation", 99)
    page = open_desk(project)
    assert page.where == "kind:simulation"
    assert page.feed.where == "kind:simulation"


def test_the_place_opens_once_and_then_the_reviewer_leads(open_desk, qtbot):
    project = FakeProject(every())
    project.kept_place = Place(WORKLIST, 3)
    page = open_desk(project)
    with qtbot.waitSignal(page.feed.listed):
        page.open_filter("")
    assert page.view.item.id == 1
