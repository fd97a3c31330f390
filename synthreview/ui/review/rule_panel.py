"""The rules a change breaks, told before it is kept, with the two ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from synthreview.engine.validity import Problem, Severity
from synthreview.translation import tr
from synthreview.ui.elements import button, clear, label, row
from synthreview.ui.keys.follow import tip

_FORMATS_NAMED = 4


class RulePanel(QFrame):
    """Hidden while no rule is broken."""

    kept = Signal()
    """A person keeps the change all the same."""
    drafted = Signal()
    """A person leaves the change as a draft."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self._title = label("", "section", wrap=True)
        self._lines = QVBoxLayout()
        self._said: list[str] = []
        self._lines.setSpacing(6)
        self.keep = button(tr("Keep anyway"), self.kept)
        self.draft = button(tr("Keep as draft"), self.drafted)
        tip(self.keep, tr("Record the change as it is"), "keep")
        tip(self.draft, tr("Decide later: the item stays as it is, and the change is kept for you"), "leave")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addLayout(self._lines)
        layout.addLayout(row(self.keep, self.draft, None))
        self.hide()

    @property
    def words(self) -> str:
        """All that is said, for who hears it."""
        return " ".join([self._title.text(), *self._said])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say which rules are broken; none hides the panel."""
        stops = any(problem.severity is Severity.STOP for problem in problems)
        one = tr("This cannot be kept as it is:") if stops else tr("Before this is kept:")
        self._title.setText(one)
        clear(self._lines)
        self._said = [_line(problem) for problem in problems]
        for line in self._said:
            self._lines.addWidget(label(line, wrap=True))
        self.keep.setVisible(not stops)
        self.setVisible(bool(problems))


def _line(problem: Problem) -> str:
    if not problem.formats:
        return problem.sentence
    named = ", ".join(problem.formats[:_FORMATS_NAMED])
    more = len(problem.formats) - _FORMATS_NAMED
    concerned = tr("{named} and {more} more", named=named, more=more) if more > 0 else named
    return tr("{sentence} This concerns: {concerned}.", sentence=problem.sentence, concerned=concerned)
