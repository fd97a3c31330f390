"""The keys in force, and the one signal that tells when they have changed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal


class Live(QObject):
    """Holds the keys that differ from a verb's own; menus, tooltips, caps and actions follow it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen: dict[str, tuple[str, ...]] = {}

    def put(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Put keys in force, by the ids of verbs; a verb that is not named has its own default keys."""
        if dict(chosen) != self.chosen:
            self.chosen = dict(chosen)
            self.changed.emit()


live = Live()
