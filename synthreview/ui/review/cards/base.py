"""What all cards share: boxes by part path, and evidence brought to the right box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.domain import Evidence, ItemView, StoredFinding
from synthreview.ui.review.cards.part_box import PartBox
from synthreview.ui.text.marks import Mark


class Card(QWidget):
    """Shows one item after another. Subclasses fill boxes; the base marks the evidence in them."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, PartBox] = {}
        """Boxes on screen by part path."""
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

    def mark(self, focused: int | None) -> None:
        """Mark the evidence of all findings, strongest that of the focused one."""
        styles = line_styles(self._findings)
        marks: dict[str, list[Mark]] = {}
        for number, finding in enumerate(self._findings):
            for evidence in finding.evidence:
                path = self._box_of(evidence.part)
                if path is not None:
                    made = self._mark(path, evidence, styles[number], focused=number == focused)
                    marks.setdefault(path, []).append(made)
        for path, box in self.boxes.items():
            box.set_marks(marks.get(path, []))

    def bring(self, finding: int) -> None:
        """Show the text around the first evidence of a finding where it was left out so far."""
        found = self._first(finding)
        if found is not None:
            self.boxes[found[0]].view.bring(found[1])

    def place_of(self, finding: int) -> QRect | None:
        """Where the first evidence of a finding is, in the card's coordinates; None when nowhere."""
        found = self._first(finding)
        if found is None:
            return None
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

    def show_text(self, view: ItemView, path: str, *, required: bool = False) -> None:
        """Fill a box; an empty part is hidden unless it is required or evidence points into it."""
        text = view.item.text(path)
        self.boxes[path].show_part(text)
        self.boxes[path].setVisible(bool(text) or required or self.pointed_at(path))

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


def line_styles(findings: Sequence[StoredFinding]) -> list[int]:
    """For each finding the number of its line style: one per analyzer, heaviest first."""
    analyzers = list(dict.fromkeys(finding.analyzer for finding in findings))
    return [analyzers.index(finding.analyzer) for finding in findings]
