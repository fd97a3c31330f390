"""What a person says of an item beside its verdict: reasons, a note, a flag, that a finding is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.errors import SynthreviewError
from synthreview.translation import tr
from synthreview.ui.actions import DIGITS
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.deciding import Deciding
from synthreview.ui.review.showing import Showing

if TYPE_CHECKING:
    from synthreview.project import Project


class Saying(QObject):
    """One key each. A finding called wrong leaves the queue in its order until it is ranked next."""

    failed = Signal(str)
    """A sentence about what could not be recorded."""

    def __init__(
        self, project: Project, columns: Columns, showing: Showing, deciding: Deciding, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._showing, self._deciding = project, showing, deciding
        self._pane, self._why, self._columns = columns.item, columns.why, columns
        self._why.doubted.connect(self.doubt)
        self._why.finder.left.connect(self._back_to_item)

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs of this controller."""
        return {
            **dict.fromkeys((f"reason_{digit}" for digit in DIGITS), self._on_digit),
            "find_reason": self.find_reason,
            "note": self.write_note,
            "flag": self.flag,
            "wrong": self.call_wrong,
        }

    @Slot()
    def flag(self) -> None:
        """Set the flag of the item, or clear it."""
        view = self._showing.view
        if view is not None:
            self._deciding.flag(view.item.id, on=not view.flagged)

    @Slot()
    def write_note(self) -> None:
        """Put the keyboard into the note."""
        self._why.note.setFocus()
        self._columns.bring_up(self._why.note)

    @Slot()
    def call_wrong(self) -> None:
        """Call the finding in focus wrong, or take that back."""
        view = self._showing.view
        if view is not None and not view.findings:
            self._pane.say(tr("Nothing was found in this item, so there is nothing to call wrong."))
        elif view is not None:
            self.doubt(self._showing.focused)

    @Slot(int)
    def doubt(self, number: int) -> None:
        """The same for the finding with a number."""
        view = self._showing.view
        if view is None or number >= len(view.findings) or self._project.read_only:
            return
        finding, item = view.findings[number], view.item.id
        on = self._project.reviewer not in finding.objected_by
        self._showing.focused = number
        try:
            self._project.call_wrong(item, finding.analyzer, finding.reason, on=on)
        except SynthreviewError as error:
            self._pane.say(str(error))
            self.failed.emit(str(error))
            return
        said = (
            tr("Called a finding of #{item} wrong", item=item)
            if on
            else tr("A finding of #{item} counts again", item=item)
        )
        self._pane.say(said, tr("Undo"), "undo")
        self._back_to_item()

    @Slot()
    def find_reason(self) -> None:
        """Offer all reasons by their words, on screen wherever the reasons stand."""
        self._why.find_reason()
        self._pane.lay_out()
        self._columns.bring_up(self._why.finder)

    @Slot()
    def _on_digit(self) -> None:
        self._why.chips.toggle(int(self.sender().objectName().rpartition("_")[2]))

    @Slot()
    def _back_to_item(self) -> None:
        self._pane.area.setFocus()
