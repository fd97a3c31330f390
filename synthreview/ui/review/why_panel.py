"""The right column: why the item is here, what is wrong with it, a note, what was done before."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from synthreview.domain import ItemView, Kind, Operation, OperationState, Role, StoredFinding
from synthreview.translation import Table, later, tr
from synthreview.ui import theme
from synthreview.ui.elements import button, clear, column, label, row
from synthreview.ui.keys.follow import sentence, tip
from synthreview.ui.mirror import margins
from synthreview.ui.review import likely
from synthreview.ui.review.cards.base import line_styles
from synthreview.ui.review.finding_card import FindingCard
from synthreview.ui.review.reason_chips import ReasonChips
from synthreview.ui.review.reason_finder import ReasonFinder
from synthreview.ui.review.risk_bar import RiskBar
from synthreview.ui.review.veil import is_veiled

_NOTHING = later("Nothing was found in it. It is here because every item has its place in the queue.")
_UNSEEN = Table(
    {
        Kind.TASK_LABEL: later("A label that most people share is not told from one that is right."),
        Kind.PREFERENCE: later("Which of two nearly equal answers is better, no detector can tell."),
        Kind.INSTRUCTION: later("Most wrong facts cannot be detected: read for them."),
        Kind.SIMULATION: later("Most wrong facts cannot be detected: read for them."),
        Kind.FREE_TEXT: later("Who wrote a text, and whether it is true, no detector can tell."),
    }
)
"""What an item without a finding may still have."""
_COMPARED = later("It is not in the queue: its data set is a reference to compare with.")
_HIDDEN = later("What would tell who chose what is hidden until you decide.")
_ALL_WRONG = later("All that was found in it was called wrong, so nothing speaks against it any more.")
_SHOWN_OPERATIONS = 8
_AROUND = 16


class WhyPanel(QFrame):
    """Everything that helps to decide and is not the item itself."""

    focused = Signal(int)
    """Number of the finding whose evidence a person wants to see."""
    visited = Signal(int)
    """Another item that a finding names and a person wants to see."""
    changed = Signal()
    """Reasons or note were changed by a person."""
    history_asked = Signal()
    """A person wants to see all that was done, with every item."""
    doubted = Signal(int)
    """Number of the finding that a person calls wrong, or no longer does."""

    def __init__(self) -> None:
        super().__init__()
        self._reviewer: str | None = None
        self.setProperty("look", "panel")
        self._level, self._words = label("", "display"), label("", "muted", wrap=True)
        self._bar = RiskBar()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self.findings: list[FindingCard] = []
        self.chips = ReasonChips()
        self.chips.changed.connect(self.changed)
        self.chips.finding.connect(self.find_reason)
        self.finder = ReasonFinder()
        self.finder.chosen.connect(self.chips.toggle_code)
        self.note = self._note()
        self._history = QVBoxLayout()
        self._history.setSpacing(4)
        layout = self._layout = QVBoxLayout(self)
        layout.setSpacing(24)
        self.leave_room(0)
        layout.addLayout(self._why())
        layout.addLayout(column(label(tr("What is wrong"), "heading"), self.chips, self.finder))
        layout.addLayout(column(label(tr("Note"), "heading"), self.note))
        every = button(tr("Show all"), self.history_asked, "link")
        every.setAccessibleName(tr("Show the whole history"))
        tip(every, tr("Everything that was done, with every item"), "history")
        past = column()
        past.addLayout(row(label(tr("History"), "heading"), None, every))
        past.addLayout(self._history)
        layout.addLayout(past)
        layout.addStretch(1)

    def leave_room(self, bar: int) -> None:
        """Take so much less margin at the end, where a scroll bar has its place."""
        margins(self._layout, _AROUND, _AROUND, _AROUND - bar, 24)

    def show_view(self, view: ItemView) -> None:
        """Show what belongs to an item; reasons and note are set apart from it."""
        ranked = view.dataset.role is Role.SYNTHETIC
        self._level.setText(likely.brief(view.risk, view.chance))
        self._bar.show_risk(view.risk, view.chance.share if view.chance else view.risk)
        for widget in (self._level, self._bar):
            widget.setVisible(ranked)
        told = likely.basis(view) if view.findings or view.taught_by or view.chance else ""
        nothing = "" if view.findings else f"{tr(_NOTHING)} {_UNSEEN[view.item.kind]}"
        honest = " ".join(said for said in (nothing, told) if said)
        if view.findings and all(finding.objected_by for finding in view.findings):
            honest = tr(_ALL_WRONG)
        if is_veiled(view):
            honest = tr(_HIDDEN)
        self._words.setText(honest if ranked else tr(_COMPARED))
        self._show_findings(view.findings, view.item.id)
        self.chips.show_kind(view.item.kind)
        self.show_history(view.history)

    def show_history(self, operations: tuple[Operation, ...]) -> None:
        """Show what was done with the item, newest first."""
        clear(self._history)
        lines = [said(operation) for operation in operations[:_SHOWN_OPERATIONS]]
        for line in lines or [tr("Nothing was done with it yet.")]:
            self._history.addWidget(label(line, "muted", wrap=True))

    def set_word(self, reasons: tuple[str, ...], note: str) -> None:
        """Set reasons and note without calling it a person's change."""
        self.chips.choose(reasons)
        if self.note.toPlainText() != note:
            self.note.blockSignals(True)
            self.note.setPlainText(note)
            self.note.blockSignals(False)

    def set_focused(self, number: int | None) -> None:
        """Mark the card of the finding whose evidence is in focus."""
        for card in self.findings:
            card.setChecked(card.number == number)

    def set_reviewer(self, reviewer: str | None) -> None:
        """Who may call findings wrong; None where nobody can."""
        self._reviewer = reviewer

    @Slot()
    def find_reason(self) -> None:
        """Offer all reasons by their words."""
        if self.chips.isEnabled():
            self.finder.ask(self.chips.reasons)

    def set_read_only(self, read_only: bool) -> None:
        """Whether reasons and note can be given."""
        self.chips.setDisabled(read_only)
        self.note.setReadOnly(read_only)

    def _why(self) -> QVBoxLayout:
        why = column(label(tr("Why it is here"), "heading"))
        why.addLayout(row(self._level, self._bar, spacing=12))
        why.addWidget(self._words)
        why.addSpacing(4)
        why.addLayout(self._cards)
        return why

    def _note(self) -> QPlainTextEdit:
        note = QPlainTextEdit()
        sentence(
            note,
            note.setPlaceholderText,
            later("Press {key} to write one"),
            "note",
            bare=later("Write one here"),
        )
        note.setAccessibleName(tr("Note"))
        note.setTabChangesFocus(True)
        note.setFixedHeight(3 * theme.interface_font_height() + 20)
        note.textChanged.connect(self.changed)
        return note

    def _show_findings(self, findings: tuple[StoredFinding, ...], item: int) -> None:
        clear(self._cards)
        self.findings = []
        for number, (finding, style) in enumerate(zip(findings, line_styles(findings), strict=True)):
            card = FindingCard(number, finding, style, item, self._reviewer)
            card.doubted.connect(self.doubted)
            card.clicked.connect(self._on_card)
            card.visited.connect(self.visited)
            self._cards.addWidget(card)
            self.findings.append(card)

    @Slot()
    def _on_card(self) -> None:
        card = self.sender()
        if isinstance(card, FindingCard):
            self.focused.emit(card.number)


def said(operation: Operation) -> str:
    """A line of history: what, who, when."""
    when = QDateTime.fromString(operation.at, Qt.DateFormat.ISODate).toLocalTime()
    at = QLocale().toString(when, tr("d MMM yyyy, HH:mm")) if when.isValid() else operation.at
    done = operation.state is OperationState.DONE
    what = operation.label if done else tr("{label} (undone)", label=operation.label)
    return " · ".join(part for part in (what, operation.reviewer, at) if part)
