"""After labelling: what people's labels say of the model's, and what the detectors find with them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QWidget

from synthreview import figures
from synthreview.jobs import Job
from synthreview.project import Gain
from synthreview.ui import elements
from synthreview.ui.announce import announce
from synthreview.ui.elements import Card, Page, button, label, row

_FEW = 10


class GainView(Page):
    """Says that it is working, then three numbers, before and now, and the way on."""

    review_asked = Signal(str)
    """The filter of items to look at."""
    more_asked = Signal()
    again_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(width=860)
        self.gain: Gain | None = None
        self.title, self.note = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the comparison")
        self.wrong = label("", "error", wrap=True)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(12)
        self._details = Card(spacing=8)
        self.review = button("Review the riskiest", self._review, "primary")
        self.differ = button("", self._differ)
        self.more = button("Label more", self.more_asked)
        self.again = button("Try again", self.again_asked, "primary")
        self.leave = button("Back to Data", self.left, "quiet")
        for widget in (self.title, self.note, self.bar, self.wrong):
            self.body.addWidget(widget)
        self.body.addLayout(self._cards)
        self.body.addWidget(self._details)
        self._ways = QWidget()
        self._ways.setLayout(row(self.review, self.again, self.differ, self.more, self.leave, None))
        self.body.addWidget(self._ways)
        self.body.addStretch(1)

    def show_working(self) -> None:
        """While the labels are put to use."""
        self.gain = None
        self.title.setText("Comparing with your labels")
        self.note.setText("Your labels are saved. The detectors look at the data set again.")
        self.bar.setMaximum(0)
        self._show(working=True)

    def show_job(self, job: Job[object]) -> None:
        """How far the comparison is."""
        self.bar.setMaximum(job.total)
        self.bar.setValue(job.done)

    def show_wrong(self, words: str) -> None:
        """Why it could not be finished; the labels are kept."""
        self.title.setText("Your labels are saved, but could not be compared yet")
        self.note.setText("")
        self._show(working=False)
        self.wrong.setText(words)
        self.wrong.show()

    def show_gain(self, gain: Gain) -> None:
        """Show what the labels have brought."""
        self.gain = gain
        title, note = told(gain)
        self.title.setText(title)
        self.note.setText(note)
        elements.clear(self._cards)
        for heading, number, words in numbers(gain):
            self._cards.addWidget(_number(heading, number, words), 1)
        elements.clear(self._details.body)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (name, words) in enumerate(lines(gain)):
            grid.addWidget(label(name, "muted"), line, 0)
            grid.addWidget(label(words, wrap=True), line, 1)
        self._details.body.addLayout(grid)
        many = len(gain.differ)
        self.differ.setText(
            f"Look at the {figures.grouped(many)} that differ" if many > 1 else "Look at the one that differs"
        )
        self.differ.setAccessibleName(self.differ.text())
        self._show(working=False)
        self.differ.setVisible(bool(many))
        self.review.setFocus()
        announce(self, f"{title}. {note}")

    def _show(self, *, working: bool) -> None:
        there = self.gain is not None
        self.bar.setVisible(working)
        self.wrong.hide()
        self.note.setVisible(bool(self.note.text()))
        if not there:
            elements.clear(self._cards)
        self._details.setVisible(there)
        self._ways.setVisible(not working)
        self.again.setVisible(not there)
        for widget in (self.review, self.differ, self.more):
            widget.setVisible(there)

    @Slot()
    def _review(self) -> None:
        if self.gain is not None:
            self.review_asked.emit(self.gain.where)

    @Slot()
    def _differ(self) -> None:
        if self.gain is not None:
            self.review_asked.emit(self.gain.where_differ)


def told(gain: Gain) -> tuple[str, str]:
    """The finding, and what it rests on."""
    wrong, few = gain.wrong, gain.items < _FEW
    title = f"About {figures.share(wrong.share)} of the labels are not what people would say"
    if few:
        title = f"{figures.counted(gain.items, 'labelled item')}: too few to say much"
    elif not gain.differ:
        title = "The model gave the same label every time"
    who = (
        "your labels" if len(gain.people) < 2 else f"the labels of {figures.grouped(len(gain.people))} people"
    )
    note = (
        f"From {who} on {figures.counted(gain.items, 'item')} drawn at random"
        f" from {figures.grouped(gain.population)} in \u201c{gain.dataset}\u201d."
    )
    return title, note


def numbers(gain: Gain) -> list[tuple[str, str, str]]:
    """Headings, numbers and what they mean."""
    low, high = figures.share(gain.wrong.low), figures.share(gain.wrong.high)
    agreed = f"{figures.grouped(gain.agreed)} of {figures.grouped(gain.items)}"
    near, far = figures.share(gain.agreement.low), figures.share(gain.agreement.high)
    return [
        ("The model agrees", agreed, f"{figures.share(gain.agreement.share)}, between {near} and {far}."),
        (
            "Wrong in the data set",
            figures.share(gain.wrong.share),
            f"Between {low} and {high}, as far as the sample can tell.",
        ),
        (
            "Items in doubt",
            figures.grouped(gain.now.likely),
            "Detectors that learned from people's labels point at them.",
        ),
    ]


def lines(gain: Gain) -> list[tuple[str, str]]:
    """Before, now and what else there is to say."""
    found = [("Before", _sentence(gain.before.words)), ("Now", _sentence(gain.now.words))]
    if gain.changed:
        found.append(("Changed", f"{figures.counted(gain.changed, 'finding')} came or went."))
    if gain.unsure:
        counts = "it counts" if gain.unsure == 1 else "they count"
        found.append(("Not sure", f"{figures.counted(gain.unsure, 'answer')}; {counts} for nothing."))
    if gain.shared:
        alike = f"{figures.grouped(gain.alike)} of {figures.grouped(gain.shared)}"
        found.append(("Two people", f"The same label {alike} times on the same item."))
    if gain.reference:
        found.append(
            ("Kept as", f"The data set \u201c{gain.reference}\u201d; it can be exported and removed.")
        )
    return found


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _number(heading: str, number: str, words: str) -> Card:
    card = Card(
        label(heading, "heading"), label(number, "display"), label(words, "muted", wrap=True), spacing=4
    )
    card.body.addStretch(1)
    return card
