"""What the pages of an opened project ask of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthreview.ui.main_window import MainWindow
    from synthreview.ui.session import Session


def join(session: Session, window: MainWindow) -> None:
    """Let the window answer what its pages ask for: files, items, other places, a line of words."""
    session.data.folder_asked.connect(window.choose_folder)
    session.data.review_asked.connect(window.open_filter)
    session.insights.picked.connect(window.open_filter)
    session.insights.probe_asked.connect(window.show_probe)
    session.probe.here_asked.connect(window.show_probe)
    session.probe.blind_asked.connect(window.label_blind)
    session.review.use_query_line(window.top.query)
    session.review.wanted.connect(window.menus.run)
    session.review.filtered.connect(window.top.show_filter)
    for asked in (session.data, session.insights, session.probe, session.export):
        asked.import_asked.connect(window.choose_data)
    for telling in (session.insights, session.review):
        telling.message.connect(window.status.say)
    for telling_of in (session.intake, session.undoing):
        telling_of.said.connect(window.status.say)
