"""After labelling: what people's labels say of the model's, and what the detectors find with them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QProgressBar, QWidget

from synthreview import figures
from synthreview.jobs import Job
from synthreview.project import Gain
from synthreview.translation import tr, trn
from synthreview.ui import elements, theme
from synthreview.ui.announce import announce
from synthreview.ui.elements import Card, Page, button, label
from synthreview.ui.flow import FlowLayout

NARROW = 620
"""Pixels of width, in letters of usual size, below which the numbers stand below one another."""
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
        self.bar.setAccessibleName(tr("Progress of the comparison"))
        self.wrong = label("", "error", wrap=True)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(12)
        self._details = Card(spacing=8)
        self.review = button(tr("Review the riskiest"), self._review, "primary")
        self.differ = button("", self._differ)
        self.more = button(tr("Label more"), self.more_asked)
        self.again = button(tr("Try again"), self.again_asked, "primary")
        self.leave = button(tr("Back to Data"), self.left, "quiet")
        for widget in (self.title, self.note, self.bar, self.wrong):
            self.body.addWidget(widget)
        self.body.addLayout(self._cards)
        self.body.addWidget(self._details)
        self._ways = QWidget()
        ways = FlowLayout()
        for each in (self.review, self.again, self.differ, self.more, self.leave):
            ways.addWidget(each)
        self._ways.setLayout(ways)
        self.body.addWidget(self._ways)
        self.body.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the numbers stand below one another."""
        super().resizeEvent(event)
        narrow, ways = self.width() < theme.scaled(NARROW), QBoxLayout.Direction
        self._cards.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def show_working(self) -> None:
        """While the labels are put to use."""
        self.gain = None
        self.title.setText(tr("Comparing with your labels"))
        self.note.setText(tr("Your labels are saved. The detectors look at the data set again."))
        self.bar.setMaximum(0)
        self._show(working=True)

    def show_job(self, job: Job[object]) -> None:
        """How far the comparison is."""
        self.bar.setMaximum(job.total)
        self.bar.setValue(job.done)

    def show_wrong(self, words: str) -> None:
        """Why it could not be finished; the labels are kept."""
        self.title.setText(tr("Your labels are saved, but could not be compared yet"))
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
            trn("Look at the {count} that differs", "Look at the {count} that differ", many)
            if many > 1
            else tr("Look at the one that differs")
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
    title = tr("About {share} of the labels are not what people would say", share=figures.share(wrong.share))
    if few:
        title = trn(
            "{count} labelled item: too few to say much",
            "{count} labelled items: too few to say much",
            gain.items,
        )
    elif not gain.differ:
        title = tr("The model gave the same label every time")
    who = (
        tr("your labels")
        if len(gain.people) < 2
        else trn("the labels of {count} person", "the labels of {count} people", len(gain.people))
    )
    note = trn(
        "From {who} on {count} item drawn at random from {population} in “{dataset}”.",
        "From {who} on {count} items drawn at random from {population} in “{dataset}”.",
        gain.items,
        who=who,
        population=figures.grouped(gain.population),
        dataset=gain.dataset,
    )
    return title, note


def numbers(gain: Gain) -> list[tuple[str, str, str]]:
    """Headings, numbers and what they mean."""
    low, high = figures.share(gain.wrong.low), figures.share(gain.wrong.high)
    agreed = tr("{agreed} of {items}", agreed=figures.grouped(gain.agreed), items=figures.grouped(gain.items))
    near, far = figures.share(gain.agreement.low), figures.share(gain.agreement.high)
    return [
        (
            tr("The model agrees"),
            agreed,
            tr(
                "{share}, between {near} and {far}.",
                share=figures.share(gain.agreement.share),
                near=near,
                far=far,
            ),
        ),
        (
            tr("Wrong in the data set"),
            figures.share(gain.wrong.share),
            tr("Between {low} and {high}, as far as the sample can tell.", low=low, high=high),
        ),
        (
            tr("Items in doubt"),
            figures.grouped(gain.now.likely),
            tr("Detectors that learned from people's labels point at them."),
        ),
    ]


def lines(gain: Gain) -> list[tuple[str, str]]:
    """Before, now and what else there is to say."""
    found = [(tr("Before"), _sentence(gain.before.words)), (tr("Now"), _sentence(gain.now.words))]
    if gain.changed:
        found.append(
            (
                tr("Changed"),
                trn("{count} finding came or went.", "{count} findings came or went.", gain.changed),
            )
        )
    if gain.unsure:
        found.append(
            (
                tr("Not sure"),
                trn(
                    "{count} answer; it counts for nothing.",
                    "{count} answers; they count for nothing.",
                    gain.unsure,
                ),
            )
        )
    if gain.shared:
        found.append(
            (
                tr("Two people"),
                tr(
                    "The same label {alike} of {shared} times on the same item.",
                    alike=figures.grouped(gain.alike),
                    shared=figures.grouped(gain.shared),
                ),
            )
        )
    if gain.reference:
        found.append(
            (
                tr("Kept as"),
                tr("The data set “{reference}”; it can be exported and removed.", reference=gain.reference),
            )
        )
    return found


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _number(heading: str, number: str, words: str) -> Card:
    card = Card(
        label(heading, "heading", wrap=True),
        label(number, "display"),
        label(words, "muted", wrap=True),
        spacing=4,
    )
    card.body.addStretch(1)
    return card
