"""How far a person is: beside the item where there is room, above it where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from synthreview.figures import grouped, span
from synthreview.project import BlindProgress
from synthreview.translation import Table, later, tr, trn
from synthreview.ui import mirror, theme
from synthreview.ui.actions import verb
from synthreview.ui.elements import Elided, button, label
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.follow import KeyCap

WIDTH = 232
_ANY = 16_777_215
"""Qt's word for no limit."""
_KEYS = ("not_sure", "find_label", "undo", "leave_blind")
_WORDS = Table({"undo": later("Take back the last"), "leave_blind": later("Leave")})
_ELIDE = Qt.TextElideMode.ElideRight


class ProgressPanel(QFrame):
    """Counts, time left, the last label given, and the ways out."""

    def __init__(self, page: QWidget, *acts: tuple[str, object]) -> None:
        super().__init__(page)
        self.setProperty("look", "panel")
        self.heading, self.dataset = label(tr("Labelling blind"), "heading"), Elided("", "muted", _ELIDE)
        self.count, self.time = label("", "display"), Elided("", "muted", _ELIDE)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Items labelled"))
        self.unsure, self.last = label("", "muted"), Elided("", "muted", _ELIDE)
        self.buttons = [button(words, act, "fold") for words, act in acts]  # type: ignore[arg-type]
        self._keys, self._digits, self._finding = _keys()
        self._ways = QWidget()
        way = FlowLayout(gap=4)
        self._ways.setLayout(way)
        for each in self.buttons:
            way.addWidget(each)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        parts: tuple[QWidget, ...] = (
            self.heading,
            self.dataset,
            self.count,
            self.bar,
            self.time,
            self.unsure,
            self.last,
        )
        for part in parts:
            self._layout.addWidget(part)
        self._layout.addStretch(1)
        self._gap = self._layout.count() - 1
        self._layout.addWidget(self._keys)
        self._layout.addWidget(self._ways)
        self.set_narrow(False)

    def show_progress(self, progress: BlindProgress, last: str) -> None:
        """Show counts; ``last`` is the label given last, in words."""
        told = tr("{done} of {total}", done=grouped(progress.done), total=grouped(progress.total))
        self.count.setText(told)
        self.bar.setMaximum(progress.total)
        self.bar.setValue(progress.done)
        self.bar.setAccessibleDescription(told)
        left = progress.seconds_left
        self.time.setText(
            tr("About {span} left", span=span(left)) if left is not None and progress.left else ""
        )
        self.unsure.setText(
            trn("Not sure {count} time", "Not sure {count} times", progress.unsure) if progress.unsure else ""
        )
        self.last.setText(tr("Last: {last}", last=last) if progress.done else "")
        self._show_lines()
        self.buttons[0].setEnabled(progress.done > 0)
        self.buttons[1].setEnabled(progress.done > progress.unsure)

    def show_keys(self, keys: Sequence[str], *, finding: bool) -> None:
        """Say which keys choose a label, and whether others can be found."""
        self._digits.setText(f"{keys[0]} \u2026 {keys[-1]}" if len(keys) > 1 else "".join(keys))
        self._digits.setVisible(bool(keys))
        for part in self._finding:
            part.setVisible(finding)

    def _show_lines(self) -> None:
        """Lines that say nothing take no room."""
        self.time.setVisible(bool(self.time.text()))
        for line in (self.unsure, self.last):
            line.setVisible(bool(line.text()) and not self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Lie above the item as one line, or stand beside it."""
        ways = QBoxLayout.Direction
        self._layout.setDirection(ways.LeftToRight if narrow else ways.TopToBottom)
        margins = (16, 8, 16, 8) if narrow else (20, 20, 16, 16)
        self._layout.setStretch(self._gap, 0 if narrow else 1)
        self._layout.setStretchFactor(self._ways, 1 if narrow else 0)
        mirror.margins(self._layout, *margins)
        self._layout.setSpacing(12 if narrow else 8)
        self._narrow = narrow
        for part in (self.heading, self.dataset, self.bar, self._keys):
            part.setVisible(not narrow)
        self._show_lines()
        theme.look(self.count, "heading" if narrow else "display")
        wide = theme.scaled(WIDTH)
        for each in self.buttons:  # beside the item each takes a line of its own
            each.setMinimumWidth(0 if narrow else wide - margins[0] - margins[2])
        self.setMinimumWidth(0 if narrow else wide)
        self.setMaximumWidth(_ANY if narrow else wide)
        vertical = QSizePolicy.Policy.Fixed if narrow else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)


def _keys() -> tuple[QWidget, QLabel, list[QLabel]]:
    """The keys at a glance; the cap of the labels' keys, and the line of the finder."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 8)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    digits, finding = label("", "key"), list[QLabel]()
    grid.addWidget(digits, 0, 0, Qt.AlignmentFlag.AlignLeft)
    grid.addWidget(label(tr("Choose a label"), "small", wrap=True), 0, 1)
    for line, name in enumerate(_KEYS, 1):
        cap, words = (
            KeyCap(name),
            label(_WORDS.get(name) or verb(name).words, "small", wrap=True),
        )
        grid.addWidget(cap, line, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(words, line, 1)
        if name == "find_label":
            finding = [cap, words]
    return made, digits, finding
