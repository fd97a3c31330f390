"""What a batch would do: how many, of what, what to think of, and a few of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from synthreview.domain import QueueRow
from synthreview.engine.batch import MUCH
from synthreview.figures import grouped, isolated, share
from synthreview.project import BatchPlan
from synthreview.translation import tr, trn
from synthreview.ui import icons, theme
from synthreview.ui.elements import Elided, clear, column, label, row
from synthreview.ui.review.many.words import before

_CLASSES = 5
_TITLE = 90


class Preview(QWidget):
    """A column of lines, made anew for every plan."""

    visited = Signal(int)
    """One of the items a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)

    def say(self, words: str, look: str = "muted") -> None:
        """Show a sentence and nothing else."""
        clear(self._lines)
        self._lines.addWidget(label(words, look, wrap=True))

    def show_plan(self, plan: BatchPlan, samples: Sequence[QueueRow]) -> None:
        """Show a plan with some of its items."""
        clear(self._lines)
        if warnings := plan.warnings():
            self._lines.addWidget(Warned(warnings))
        for words in _counts(plan):
            self._lines.addWidget(label(words, "muted", wrap=True))
        others = [loss for loss in plan.classes if loss.share <= MUCH]  # the warnings tell the rest
        for loss in others[:_CLASSES]:
            name = isolated(loss.label) if loss.label is not None else tr("no label")
            figures = label(
                tr(
                    "{share} · {removed} of {total}",
                    share=share(loss.share),
                    removed=grouped(loss.removed),
                    total=grouped(loss.total),
                ),
                "muted",
            )
            self._lines.addLayout(row(Elided(tr("Label {name}", name=name)), None, figures))
        if len(others) > _CLASSES:
            self._lines.addWidget(label(_more(len(others) - _CLASSES), "small"))
        if samples:
            self._lines.addSpacing(4)
            self._lines.addWidget(label(tr("Some of them"), "section"))
        for sample in samples:
            self._lines.addWidget(self._sample(sample))

    def _sample(self, sample: QueueRow) -> QPushButton:
        title = " ".join(sample.title.split())[:_TITLE] or tr("(no text)")
        made = SampleLine(sample.item, title)
        made.clicked.connect(self._on_sample)
        return made

    @Slot()
    def _on_sample(self) -> None:
        sender = self.sender()
        if isinstance(sender, SampleLine):
            self.visited.emit(sender.item)


class SampleLine(QPushButton):
    """An item's title in one line; pressing it shows the item."""

    def __init__(self, item: int, title: str) -> None:
        super().__init__()
        self.item, self._title = item, title
        self.setProperty("look", "fold")
        self.setAccessibleName(tr("Show #{item}: {title}", item=item, title=title))
        self.setToolTip(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(f"#{item}  {title}")

    def resizeEvent(self, event: object) -> None:
        """Show as much of the title as there is room for."""
        words = f"#{self.item}  {self._title}"
        room = self.width() - 12
        self.setText(
            self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        )


class Warned(QFrame):
    """Sentences to think of, with a sign."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("look", "alarm")
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sign.setAccessibleName(tr("Warning"))
        self.words = [label(sentence, "plain_small", wrap=True) for sentence in sentences]
        said = QWidget()
        said.setProperty("look", "clear")
        said.setLayout(column(*self.words, spacing=4))
        line = row(self._sign, said)
        line.setStretch(1, 1)
        line.setContentsMargins(10, 8, 10, 8)
        self.setLayout(line)
        self._draw()
        theme.signals.changed.connect(self._draw)

    @Slot()
    def _draw(self) -> None:
        self._sign.setPixmap(icons.pixmap("warning", 16, self.devicePixelRatioF(), "evidence_line"))


def _counts(plan: BatchPlan) -> list[str]:
    lines = []
    if len(plan.datasets) > 1:
        lines.append(
            ", ".join(
                tr("{count} of {name}", count=grouped(count), name=isolated(name))
                for name, count in plan.datasets
            )
        )
    if plan.decided:
        said = ", ".join(before(one.verdict, one.items, one.reviewer) for one in plan.already)
        what = (
            tr("Decided before, and decided anew") if plan.with_decided else tr("Decided before, so left out")
        )
        lines.append(f"{what}: {said}.")
    if plan.locked:
        lines.append(
            trn(
                "{count} item of a reference left out.", "{count} items of a reference left out.", plan.locked
            )
        )
    if plan.reasons:
        often = ", ".join(f"{words} ({grouped(count)})" for words, count in plan.reasons)
        lines.append(tr("Found most often: {often}.", often=often))
    return lines


def _more(count: int) -> str:
    return trn("and {count} label more", "and {count} labels more", count)
