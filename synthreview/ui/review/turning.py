"""Going from marked turn to marked turn of a conversation, and fixing its structure in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from synthreview.translation import later, tr
from synthreview.ui.announce import announce
from synthreview.ui.review.cards.simulation import SimulationCard
from synthreview.ui.review.part_editors import RoleEditor
from synthreview.ui.review.turn_fixes import TurnFix, applied
from synthreview.ui.review.turns_editor import TurnsEditor

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from synthreview.ui.review.fixing import Fixing
    from synthreview.ui.review.item_pane import ItemPane
    from synthreview.ui.review.showing import Showing

_NONE = later("No turn of this conversation is marked.")
_NO_TURNS = later("This item has no turns to go through.")


class Turning(QObject):
    """What the keys ] and [ and the menu of a turn do."""

    def __init__(self, pane: ItemPane, showing: Showing, fixing: Fixing, parent: QObject) -> None:
        super().__init__(parent)
        self._pane, self._showing, self._fixing = pane, showing, fixing
        self._may: QAction | None = None
        pane.turn_fix.connect(self.fix)

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs it answers."""
        return {"next_marked": self.next_marked, "previous_marked": self.previous_marked}

    def allow_with(self, verb: QAction) -> None:
        """Fix only while this verb can be used."""
        self._may = verb

    @Slot()
    def next_marked(self) -> None:
        """Go to the next marked turn, after the last to the first."""
        self._step(1)

    @Slot()
    def previous_marked(self) -> None:
        """Go to the marked turn before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        card = self._pane.card
        if not isinstance(card, SimulationCard):
            self._pane.say(tr(_NO_TURNS))
            return
        words = card.step_marked(step)
        if words:
            announce(self._pane, words)
        else:
            self._pane.say(tr(_NONE))

    @Slot(object)
    def fix(self, fix: TurnFix) -> None:
        """Open the editor with the fix in it, to be looked at and kept with Ctrl+Enter."""
        view = self._showing.view
        if view is None:
            return
        if self._may is not None and not self._may.isEnabled():
            self._pane.say(tr("This item cannot be changed here."))
            return
        self._fixing.open(view, applied(fix, view, self._fixing.begun(view)))
        self._point_at(fix)

    def _point_at(self, fix: TurnFix) -> None:
        editors = self._fixing.editor.editors if self._fixing.editor is not None else {}
        whole, role = editors.get("turns"), editors.get(f"turns.{fix.turn}.role")
        if isinstance(whole, TurnsEditor):
            whole.focus_change()
        elif isinstance(role, RoleEditor):
            role.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        focus = QApplication.focusWidget()
        if focus is not None and self._pane.area.isAncestorOf(focus):
            self._pane.lay_out()
            self._pane.area.ensureWidgetVisible(focus, 0, 96)
