"""An instruction with its input and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Slot

from synthreview.domain import PARTS, Evidence, Form, ItemView, Kind
from synthreview.engine.constraint_checks import Check
from synthreview.translation import later, tr
from synthreview.ui.actions import verb
from synthreview.ui.announce import announce
from synthreview.ui.elements import button
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.check_list import CheckList
from synthreview.ui.review.cards.fit_line import FitLine
from synthreview.ui.review.cards.turns import Turns
from synthreview.ui.text.evidence_view import FIRST_PART
from synthreview.ui.text.markdown import is_structured
from synthreview.ui.text.marks import Mark

CHECKED = "checked"
"""The layer of marks of a check that a person asked for."""
RAW = later("Raw: some evidence lies in signs that a layout would hide")
TOO_LONG = later("Raw: too long to be laid out")
_TEXTS = tuple(spec for spec in PARTS[Kind.INSTRUCTION] if spec.form is Form.TEXT)


class InstructionCard(Card):
    """System, earlier turns, instruction, input, constraints, output: what is empty stays away.

    Texts written in Markdown are laid out unless a person wants them raw; both show every word.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rendered = True
        """Whether texts that are written in Markdown are laid out."""
        self._view: ItemView | None = None
        self._focused: int | None = None
        self._checks: tuple[Check, ...] = ()
        self._history = Turns("history", self.boxes)
        for spec in PARTS[Kind.INSTRUCTION]:
            if spec.name == "history":
                self.column.addWidget(self._history)
            else:
                self.add_box(spec.name, spec.words)
        self.switch = button(tr("Show raw"), self._on_switch, "fold")
        self.switch.setToolTip(verb("rendered").tip)
        keeps = self.switch.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the text stands at one height in every item
        self.switch.setSizePolicy(keeps)
        self.switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.boxes["instruction"].head.addWidget(self.switch)
        self.fit, self.checks = FitLine(), CheckList()
        self.fit.visited.connect(self.visited)
        self.checks.asked.connect(self._show_check)
        self.column.addWidget(self.fit)
        self.column.addWidget(self.checks)

    def show_view(self, view: ItemView) -> None:
        """Show an item; what was looked up for the one before is forgotten."""
        self._view, self._checks = view, ()
        self.checks.show_checks(())
        self.fit.show_findings(view.findings)
        super().show_view(view)

    def fill(self, view: ItemView) -> None:
        """Show the parts there are."""
        turns = view.item.parts.get("history") or []
        self._history.show_turns(turns, tr("Earlier turns"))
        self._history.setVisible(bool(turns))
        some = False
        for spec in _TEXTS:
            structured = is_structured(view.item.text(spec.name)[:FIRST_PART])
            some = some or structured
            rendered = structured and self.rendered
            self.show_text(view, spec.name, required=spec.required, rendered=rendered)
        self.switch.setVisible(some)
        self.switch.setText(tr("Show raw") if self.rendered else tr("Lay out"))
        self.switch.setAccessibleName(self.switch.text())

    def uncover(self, part: str) -> None:
        """Show all earlier turns where the one that is asked for was left out."""
        if part.startswith("history."):
            self._history.show_all()
            self.mark(self._focused)

    def mark(self, focused: int | None) -> None:
        """Mark the evidence of all findings, and say where a text is raw for its sake."""
        self._focused = focused
        super().mark(focused)
        for spec in _TEXTS:
            box = self.boxes[spec.name]
            box.note.setText(
                tr(RAW) if box.view.hides_evidence else tr(TOO_LONG) if box.view.too_long else ""
            )

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show the constraints that were checked."""
        self._checks = tuple(checks)
        self.checks.show_checks(checks)

    def show_titles(self, titles: Mapping[int, str]) -> None:
        """Show other items that the card names in their own words."""
        self.fit.show_titles(titles)

    @Slot()
    def switch_rendered(self) -> None:
        """Lay texts in Markdown out, or show them as they were written; it stays so."""
        self.rendered = not self.rendered
        if self._view is not None:
            self.fill(self._view)
            self.mark(self._focused)
        announce(self, tr("Text is laid out.") if self.rendered else tr("Text is raw."))

    @Slot()
    def _on_switch(self) -> None:
        self.pressed.emit("rendered")

    @Slot(int)
    def _show_check(self, number: int) -> None:
        """Mark where a constraint is stated and what was counted, and bring the count on screen."""
        marks: dict[str, list[Mark]] = {}
        if number >= 0:
            check = self._checks[number]
            for spot in (check.stated, *check.spans):
                marks.setdefault(spot.part, []).append(self._pointed(spot))
        for spec in _TEXTS:
            self.boxes[spec.name].view.set_layer(CHECKED, marks.get(spec.name, ()))
        first = next(iter(marks.get("output", ())), None)
        if first is not None:
            self.boxes["output"].view.bring(first)
            self.shown.emit(self.place("output", first))

    def _pointed(self, spot: Evidence) -> Mark:
        end = self.boxes[spot.part].length() if spot.end is None else spot.end
        return Mark(spot.start, end, focused=True)
