"""Before labelling: which data set, how many items, and what will happen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox

from synthreview.domain import Dataset
from synthreview.translation import later, tr
from synthreview.ui.elements import Card, Page, button, inset, label
from synthreview.ui.flow import FlowLayout

MOST = 2000
"""Items of a sample at most: some days of work."""
_WHY = later(
    "A sample is drawn at random. You see each text, but not the model's label, and say which label you"
    " would give. Because nothing sways you, your labels show how often the model is right, and the"
    " detectors learn from them what people would say."
)
_HOW = later(
    "100 items take about ten minutes. Each label is on disk before the next text shows: leave whenever you"
    " like and go on later. Other people can label the same sample under their own names."
)


class SetupView(Page):
    """What is to be settled before the first item, or why nothing can be labelled here."""

    asked = Signal(int, int)
    """A data set and how many items."""
    results_asked = Signal(int)
    """The data set whose labels so far are to be put to use."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__(width=640)
        self.dataset = QComboBox()
        self.dataset.setAccessibleName(tr("Data set to label"))
        self.dataset.setMinimumContentsLength(18)
        self.dataset.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.count = inset(QSpinBox())
        self.count.setAccessibleName(tr("How many items to draw"))
        self.count.setRange(1, MOST)
        self.count.setSingleStep(10)
        self.state, self.wrong = label("", "muted", wrap=True), label("", "error", wrap=True)
        self.start = button(tr("Start"), self._ask, "primary")
        self.results = button(tr("Use these labels now"), self._ask_results)
        self.leave = button(tr("Not now"), self.left, "quiet")
        self._count_words = _beside(tr("Items"), self.count)
        card = Card(spacing=12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.addWidget(_beside(tr("Data set"), self.dataset), 0, 0)
        grid.addWidget(self.dataset, 0, 1)
        grid.addWidget(self._count_words, 1, 0)
        grid.addWidget(self.count, 1, 1, Qt.AlignmentFlag.AlignLeft)
        card.body.addLayout(grid)
        for line in (self.state, self.wrong):
            card.body.addWidget(line)
        ways = FlowLayout()
        for each in (self.start, self.results, self.leave):
            ways.addWidget(each)
        card.body.addLayout(ways)
        self.body.addWidget(label(tr("Label items blind"), "title", wrap=True))
        for words in (tr(_WHY), tr(_HOW)):
            self.body.addWidget(label(words, "muted", wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_choice(self, sets: Sequence[Dataset], chosen: int | None, count: int, locked: str) -> None:
        """Offer data sets; ``locked`` says why nothing can be labelled, empty where it can."""
        self.dataset.blockSignals(True)
        self.dataset.clear()
        for one in sets:
            self.dataset.addItem(one.name, one.id)
        self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        self.dataset.blockSignals(False)
        self.count.setValue(count)
        nothing = (
            "" if sets else tr("No data set here has labels to compare with: import labels or preferences.")
        )
        self.say_wrong(locked or nothing)
        self.can_start = bool(sets) and not locked
        self.set_busy(False)

    def show_state(self, words: str, *, going_on: bool, labelled: bool) -> None:
        """Say how far the person is already; a sample that is begun has its size."""
        self.results.setVisible(labelled)
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self.start.setText(tr("Go on") if going_on else tr("Start"))
        self.start.setAccessibleName(self.start.text())
        for widget in (self.count, self._count_words):
            widget.setVisible(not going_on)

    def say_wrong(self, words: str) -> None:
        """Why it cannot begin."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """While the sample is drawn, nothing can be changed."""
        for widget in (self.dataset, self.count, self.start, self.results):
            widget.setEnabled(self.can_start and not busy)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(int(self.dataset.currentData()), self.count.value())

    @Slot()
    def _ask_results(self) -> None:
        self.results_asked.emit(int(self.dataset.currentData()))


def _beside(words: str, buddy: QComboBox | QSpinBox) -> QLabel:
    made = label(words, "muted")
    made.setBuddy(buddy)
    return made
