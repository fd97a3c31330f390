"""The panel at the right: which items, what to do with them, what that does, checks, one button."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from synthreview.domain import Kind, Verdict
from synthreview.figures import grouped
from synthreview.project import BatchPlan
from synthreview.translation import Table, later, tr, trn
from synthreview.ui.actions import DIGITS, first_key, keys_of
from synthreview.ui.elements import Button, button, label, row, rule
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.focus import typing
from synthreview.ui.keys.live import live
from synthreview.ui.mirror import margins
from synthreview.ui.review.close_button import close_button
from synthreview.ui.review.many.checking import Checking
from synthreview.ui.review.many.preview import Preview
from synthreview.ui.review.reason_chips import ReasonChips
from synthreview.ui.review.saved_filters import Saved

_NESTED = 3
"""Rounds of layout: text after width, section after text, sheet after section."""
SELECTED, FILTER, COPIES = "selected", "filter", "copies"
_VERBS = {
    "accept": Verdict.ACCEPT,
    "reject": Verdict.REJECT,
    "defer": Verdict.DEFER,
    "fix": Verdict.FIX,
}
_WORDS = Table(
    {
        Verdict.ACCEPT: later("Accept"),
        Verdict.REJECT: later("Reject"),
        Verdict.DEFER: later("Defer"),
        Verdict.FIX: later("Apply suggested changes"),
    }
)
_CHOOSE = later("Choose what to do with them; nothing happens before you press Apply.")
_EFFECT, _CHECKS, _WHY = later("What it would do"), later("Random checks"), later("Why")


class ManyPanel(QFrame):
    """Shows and asks; what is planned, checked and decided is for others to carry out.

    While the keyboard is in the panel, the keys of verdicts, reasons and the note are about the batch.
    """

    changed = Signal()
    """Another question: which items, which verdict, decided ones too, which changes."""
    judged = Signal(bool)
    applied = Signal()
    cancelled = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setAccessibleName(tr("Decide on many items at once"))
        self.verdict: Verdict | None = None
        self.sources = {name: self._source(name) for name in (SELECTED, FILTER, COPIES)}
        self._where = label("", "small", wrap=True)
        margins(self._where, 24, 0, 0, 0)
        self.decided = QCheckBox()
        self.decided.clicked.connect(self.changed)
        self.verdicts = {verdict: self._chip(verdict) for verdict in _VERBS.values()}
        self.fixes = QComboBox()
        self.fixes.setAccessibleName(tr("Which suggested change"))
        self.fixes.activated.connect(self.changed)
        self.chips = ReasonChips()
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("A note on all of them"))
        self.note.setAccessibleName(tr("Note on all of them"))
        self._headings: dict[str, QWidget] = {}
        self.preview, self.checking = Preview(), Checking()
        self.checking.judged.connect(self.judged)
        self.apply = button(tr("Apply"), self.applied, "primary")
        self.apply.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = button(tr("Cancel"), self.cancelled, "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self._middle(), 1)
        layout.addWidget(rule("line"))
        layout.addWidget(self._foot())
        self.setFocusProxy(self.sources[FILTER])
        live.changed.connect(self._show_keys)
        self._show_keys()
        self.show_busy(busy=False)
        self._settle()

    # What others call

    @property
    def source(self) -> str:
        """Which items are meant."""
        return next(name for name, one in self.sources.items() if one.isChecked())

    @property
    def reason(self) -> str:
        """The reason whose suggested changes are meant; empty where none is."""
        return str(self.fixes.currentData() or "") if self.verdict is Verdict.FIX else ""

    def offer(self, selected: int, listed: int | None, where: str, item: int | None) -> None:
        """Say which items can be meant: lines that are selected, those of the filter, an item's copies.

        ``listed`` None: how many meet the filter is not known yet.
        """
        words = (
            trn("{count} item selected in the queue", "{count} items selected in the queue", selected)
            if selected
            else tr("Items selected in the queue")
        )
        self.sources[SELECTED].setText(words)
        self.sources[SELECTED].setEnabled(selected > 0)
        self.sources[FILTER].setText(_of_filter(listed, where))
        self._where.setText(Saved("", where).words)
        self._where.setToolTip(where)
        self._where.setVisible(bool(where))
        self.sources[COPIES].setText(
            tr("#{item} and its copies", item=item) if item is not None else tr("An item and its copies")
        )
        self.sources[COPIES].setEnabled(item is not None)

    def choose_source(self, name: str) -> None:
        """Mean these items."""
        for other, made in self.sources.items():
            made.setChecked(other == name)
        self.setFocusProxy(self.sources[name])

    def choose(self, verdict: Verdict | None) -> None:
        """Mean this verdict."""
        self.verdict = verdict
        for other, made in self.verdicts.items():
            made.setChecked(other is verdict)
        self._settle()

    def show_kind(self, kind: Kind) -> None:
        """Offer the reasons of a kind."""
        self.chips.show_kind(kind)
        for found in self.chips.findChildren(QPushButton):
            if found.property("look") == "fold":  # looks for a reason of the item, not of the batch
                found.hide()

    def show_plan(self, plan: BatchPlan) -> None:
        """Show how many there are, what could be changed, and let it be applied."""
        self.decided.setText(tr("Also the {count} decided before", count=grouped(plan.decided)))
        self.decided.setVisible(plan.decided > 0 and plan.verdict is not Verdict.FIX)
        if plan.verdict is Verdict.FIX:
            self._offer_fixes(plan)
        self.show_count(len(plan.items))

    def show_count(self, items: int) -> None:
        """Say on the button to how many items it applies."""
        self.apply.setText(
            trn("Apply to {count} item", "Apply to {count} items", items) if items else tr("Apply")
        )
        self.apply.setAccessibleName(self.apply.text())
        self.apply.setEnabled(items > 0)

    def bring_up(self, part: QWidget) -> None:
        """Scroll so that a part of the panel, which may have grown just now, is on screen."""
        for _ in range(_NESTED):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._area.ensureWidgetVisible(part, 0, 8)

    def show_busy(self, *, busy: bool, done: int = 0, total: int = 0) -> None:
        """Show how far the batch is, or offer to apply it."""
        self.apply.setVisible(not busy)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        for part in (*self.sources.values(), *self.verdicts.values(), self.fixes, self.decided, self.note):
            part.setDisabled(busy)
        self.chips.setDisabled(busy)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take the keys that are about the batch before they are taken for the item on screen."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._verb(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry out what the key means for the batch."""
        verb = self._verb(event)
        if verb is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._act(verb)

    def _verb(self, event: QKeyEvent) -> str | None:
        focus = QApplication.focusWidget()
        pressed = QKeySequence(event.keyCombination())
        names = ["keep"] if focus is not None and typing(focus) else [*_VERBS, "note", "keep", *_REASONS]
        for name in names:
            if pressed in [QKeySequence(key) for key in keys_of(name)]:
                return name
        return None

    def _act(self, verb: str) -> None:
        if verb == "keep":
            self.apply.click()
        elif verb == "note":
            self.note.setFocus()
        elif verb in _REASONS:
            self.chips.toggle(int(verb.rpartition("_")[2]))
        elif self.checking.right.isVisible():
            if verb in ("accept", "reject"):
                self.judged.emit(verb == "accept")
        elif self.verdicts[_VERBS[verb]].isEnabled():
            self.choose(_VERBS[verb])
            self.changed.emit()

    # How it is made

    def _head(self) -> QWidget:
        head = QWidget()
        close = close_button(tr("deciding on many"), self.closed)
        line = row(label(tr("Decide on many"), "heading"), None, close)
        margins(line, 16, 10, 8, 8)
        head.setLayout(line)
        return head

    def _middle(self) -> QScrollArea:
        sheet = QWidget()
        sheet.setProperty("look", "clear")
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(16, 0, 16, 16)
        lines.setSpacing(8)
        verdicts, flow = QWidget(), FlowLayout(6)
        verdicts.setProperty("look", "clear")
        verdicts.setLayout(flow)
        for chip in self.verdicts.values():
            flow.addWidget(chip)
        sections: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (
                later("Which"),
                (*list(self.sources.values())[:2], self._where, self.sources[COPIES], self.decided),
            ),
            (later("What to do"), (verdicts, self.fixes)),
            (_EFFECT, (self.preview,)),
            (_CHECKS, (self.checking,)),
            (_WHY, (self.chips, self.note)),
        )
        for title, parts in sections:
            heading = label(tr(title), "section")
            heading.setContentsMargins(0, 8, 0, 0)
            lines.addWidget(heading)
            self._headings[title] = heading
            for part in parts:
                lines.addWidget(part)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        self._area = area
        return area

    def _foot(self) -> QWidget:
        foot = QWidget()
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(16, 12, 16, 16)
        lines.setSpacing(6)
        lines.addWidget(self.apply)
        lines.addWidget(label(tr("One undo takes it all back."), "small"))
        lines.addLayout(row(self.bar, self.cancel))
        return foot

    def _source(self, name: str) -> QRadioButton:
        made = QRadioButton()
        made.setObjectName(name)
        made.setAutoExclusive(False)  # an exclusive group lets Tab reach one of its buttons only
        made.setChecked(name == FILTER)
        made.clicked.connect(self._on_source)
        return made

    def _chip(self, verdict: Verdict) -> QPushButton:
        made = Button(_WORDS[verdict])
        made.setObjectName(verdict.value)
        made.setProperty("look", "chip")
        made.setCheckable(True)
        made.setAccessibleName(_WORDS[verdict])
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(self._on_verdict)
        return made

    @Slot()
    def _on_source(self) -> None:
        self.choose_source(self.sender().objectName())
        self.changed.emit()

    @Slot()
    def _on_verdict(self) -> None:
        self.choose(Verdict(self.sender().objectName()))
        self.changed.emit()

    @Slot()
    def _show_keys(self) -> None:
        for name, verdict in _VERBS.items():
            key = first_key(name)
            self.verdicts[verdict].setText(f"{key}  {_WORDS[verdict]}" if key else _WORDS[verdict])

    def _settle(self) -> None:
        """Show what goes with the verdict, and offer nothing before there is one."""
        fixing = self.verdict is Verdict.FIX
        says_wrong = self.verdict in (Verdict.REJECT, Verdict.DEFER)
        self.fixes.setVisible(fixing)
        self.chips.setVisible(says_wrong)
        self.note.setVisible(self.verdict is not None)
        for title in (_WHY, _CHECKS, _EFFECT):
            self._headings[title].setVisible(self.verdict is not None)
        self.decided.hide()
        self.show_count(0)
        self.checking.reset(0)
        self.checking.setVisible(self.verdict is not None)
        if self.verdict is None:
            self.preview.say(tr(_CHOOSE))

    def _offer_fixes(self, plan: BatchPlan) -> None:
        kept = self.fixes.currentData()
        self.fixes.clear()
        for code, words, count in plan.fixes:
            self.fixes.addItem(
                trn("{words}: {count} item", "{words}: {count} items", count, words=words), code
            )
        place = self.fixes.findData(plan.reason or kept)
        self.fixes.setCurrentIndex(max(place, 0) if plan.fixes else -1)
        self.fixes.setVisible(bool(plan.fixes))


def _of_filter(listed: int | None, where: str) -> str:
    if listed is None:
        return tr("All items of this filter") if where else tr("All items that are undecided")
    if where:
        return trn("All {count} item of this filter", "All {count} items of this filter", listed)
    return trn("All {count} item that are undecided", "All {count} items that are undecided", listed)


_REASONS = tuple(f"reason_{digit}" for digit in DIGITS)
