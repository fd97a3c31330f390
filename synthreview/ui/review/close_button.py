"""The cross in the head of a panel at the right."""

from __future__ import annotations

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QPushButton

from synthreview.translation import tr
from synthreview.ui.elements import button
from synthreview.ui.keys.follow import tip


def close_button(panel: str, closed: SignalInstance) -> QPushButton:
    """A cross that closes a panel, named in words; its tip says the key that does the same."""
    made = button("", closed, "quiet", symbol="close")
    made.setAccessibleName(tr("Close {panel}", panel=panel))
    tip(made, tr("Close"), "leave")
    return made
