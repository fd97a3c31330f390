"""The desk on a fake project, in an offscreen window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from synthreview.ui import theme
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.page import ReviewPage
from tests.ui.review.fake_project import FakeProject
from tests.ui.review.samples import every


@pytest.fixture
def bridge(qapp: QApplication):
    made = Bridge()
    yield made
    assert made.shutdown()


@pytest.fixture
def open_desk(qtbot, qapp, bridge):
    """Open the desk on a project and wait until its queue is listed."""

    def opened(project=None, width=1440, height=900, scheme="light"):
        theme.apply(qapp, scheme)
        page = ReviewPage(project if project is not None else FakeProject(every()), bridge)
        qtbot.addWidget(page)
        page.resize(width, height)
        with qtbot.waitSignal(page.feed.listed):
            page.show()
        qapp.processEvents()
        return page

    return opened
