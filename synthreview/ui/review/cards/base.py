"""What all cards share: boxes by part path, and evidence brought to the right box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.domain import Evidence, ItemView, StoredFinding
from synthreview.ui.review.cards.part_box import PartBox
from synthreview.ui.review.found_marks import LAYER, NOTHING, Found
from synthreview.ui.text.marks import Look, Mark


class Card(QWidget):
    """Shows one item after another. Subclasses fill boxes; the base marks the evidence in them."""

    pressed = Signal(str)
    """A verb that a person pressed a button of the card for."""
    visited = Signal(int)
    """Another item that the card names and a person wants to see."""
    shown = Signal(QRect)
    """A place of the card, in its coordinates, that a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, PartBox] = {}
        """Boxes on screen by part path."""
        self.found: Found = NOTHING
        """What the filter looks for."""
        self._findings: tuple[StoredFinding, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def show_view(self, view: ItemView) -> None:
        """Show an item, its evidence marked."""
        self._findings = view.findings
        self.fill(view)
        self.mark(None)

    def fill(self, view: ItemView) -> None:
        """Put the item's parts into the boxes."""
        raise NotImplementedError

    def see_findings(self, findings: tuple[StoredFinding, ...]) -> None:
        """The same findings of the same item, some of them called wrong since, or no longer."""
        self._findings = findings

    def mark(self, focused: int | None) -> None:
        """Mark the evidence of all findings, strongest that of the focused one."""
        styles = line_styles(self._findings)
        marks: dict[str, list[Mark]] = {}
        for number, finding in enumerate(self._findings):
            for evidence in finding.evidence:
                path = self._box_of(evidence.part)
                if path is not None:
                    made = self._mark(path, evidence, styles[number], focused=number == focused)
                    if finding.objected_by:  # below all others, and in nobody's way
                        made = replace(made, look=Look.DOUBTED, focused=False)
                        marks.setdefault(path, []).insert(0, made)
                    else:
                        marks.setdefault(path, []).append(made)
        for path, box in self.boxes.items():
            box.set_marks(marks.get(path, []))
            if self.found:
                box.view.set_layer(LAYER, self.found.marks(box.text))

    def set_found(self, found: Found) -> None:
        """Mark something else that a filter looks for."""
        self.found = found
        for box in self.boxes.values():
            box.view.set_layer(LAYER, found.marks(box.text))

    def first_found(self) -> tuple[PartBox, Mark] | None:
        """The first box, from above, with words the filter looks for, and their place in it."""
        with_words = [box for box in self.boxes.values() if not box.isHidden() and self.found.marks(box.text)]
        box = min(with_words, key=_top, default=None)
        return (box, self.found.marks(box.text)[0]) if box is not None else None

    def uncover(self, part: str) -> None:
        """Show a part that is left out so far: a turn of a long conversation, say."""

    def stand_in(self, part: str) -> QWidget | None:
        """What shows a part that has no box of its own; None where nothing does."""
        return None

    def bring(self, finding: int) -> None:
        """Show the first evidence of a finding, and the text around it, where it was left out so far."""
        first = next(iter(self._findings[finding].evidence), None)
        if first is not None and self._box_of(first.part) is None:
            self.uncover(first.part)
        found = self._first(finding)
        if found is not None:
            self.boxes[found[0]].view.bring(found[1])

    def place_of(self, finding: int) -> QRect | None:
        """Where the first evidence of a finding is, in the card's coordinates; None when nowhere."""
        found = self._first(finding)
        if found is None:
            parts = (evidence.part for evidence in self._findings[finding].evidence)
            shown = next((widget for part in parts if (widget := self.stand_in(part)) is not None), None)
            return QRect(shown.mapTo(self, QPoint()), shown.size()) if shown is not None else None
        box = self.boxes[found[0]]
        return box.place_of(found[1]).translated(box.mapTo(self, QPoint()))

    def pointed_at(self, part: str) -> bool:
        """Whether some evidence lies in a part."""
        return any(
            evidence.part == part or evidence.part.startswith(f"{part}.")
            for finding in self._findings
            for evidence in finding.evidence
        )

    def add_box(self, path: str, title: str) -> PartBox:
        """A new box at the end of the column."""
        box = PartBox(title)
        self.boxes[path] = box
        self.column.addWidget(box)
        return box

    def show_text(self, view: ItemView, path: str, *, required: bool = False, rendered: bool = False) -> None:
        """Fill a box; an empty part is hidden unless it is required or evidence points into it."""
        text = view.item.text(path)
        self.boxes[path].show_part(text, rendered=rendered)
        self.boxes[path].setVisible(bool(text) or required or self.pointed_at(path))

    def place(self, path: str, mark: Mark) -> QRect:
        """Where a mark in a box is, in the card's coordinates."""
        box = self.boxes[path]
        return box.place_of(mark).translated(box.mapTo(self, QPoint()))

    def _first(self, finding: int) -> tuple[str, Mark] | None:
        for evidence in self._findings[finding].evidence:
            path = self._box_of(evidence.part)
            if path is not None:
                return path, self._mark(path, evidence, 0, focused=True)
        return None

    def _box_of(self, part: str) -> str | None:
        while part and part not in self.boxes:
            part = part.rpartition(".")[0]
        return part or None

    def _mark(self, path: str, evidence: Evidence, style: int, *, focused: bool) -> Mark:
        whole = evidence.part not in (path, f"{path}.text")  # the role of a turn, say: the box as a whole
        end = self.boxes[path].length() if whole or evidence.end is None else evidence.end
        return Mark(0 if whole else evidence.start, end, style, focused, evidence.note)


def _top(box: PartBox) -> tuple[int, int]:
    corner = box.mapTo(box.window(), QPoint())
    return corner.y(), corner.x()


def line_styles(findings: Sequence[StoredFinding]) -> list[int]:
    """For each finding the number of its line style: one per analyzer, heaviest first."""
    analyzers = list(dict.fromkeys(finding.analyzer for finding in findings))
    return [analyzers.index(finding.analyzer) for finding in findings]
