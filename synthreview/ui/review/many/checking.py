"""Random checks of a batch: one item after the other, and what they say of all of them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.domain import Verdict
from synthreview.project import Judged
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.actions import first_key
from synthreview.ui.elements import button, column, label, row
from synthreview.ui.mirror import turned_f

OFFER = later("Look at some of them at random first. If none of 20 is wrong, at most 14\u202f% of all are.")


class Checking(QWidget):
    """Offers the checks, asks of each item, and shows the interval as it narrows."""

    asked = Signal()
    stopped = Signal()
    judged = Signal(bool)
    """Whether the verdict is right for the item on screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._offer = label(tr(OFFER), "muted", wrap=True)
        self.begin = button(tr("Check 20 at random"), self.asked)
        self._question = label("", "", wrap=True)
        self.right = button("", self._on_right)
        self.wrong = button("", self._on_wrong)
        self.stop = button(tr("Stop"), self.stopped, "quiet")
        self._asking = QWidget()
        self._asking.setProperty("look", "clear")
        self._asking.setLayout(column(self._question))
        asking = self._asking.layout()
        if isinstance(asking, type(column())):
            asking.addLayout(row(self.right, self.wrong, self.stop, None))
        self.result = label("", "plain_small", wrap=True)
        self.interval = Interval()
        lines = column(self._offer, self._asking, self.result, self.interval)
        lines.addLayout(row(self.begin, None))
        self.setLayout(lines)
        self.reset(0)

    def reset(self, items: int) -> None:
        """Nothing was checked of a batch of so many items."""
        count = min(items, 20)
        self.begin.setText(tr("Check {count} at random", count=count) if count else tr("Check at random"))
        self.begin.setAccessibleName(self.begin.text())
        self.begin.setEnabled(count > 0)
        self.begin.show()
        self._offer.show()
        for part in (self._asking, self.result, self.interval):
            part.hide()

    def ask(self, verdict: Verdict, number: int, of: int, item: int) -> None:
        """Ask whether the verdict is right for the item on screen."""
        self._question.setText(
            tr(
                "{number} of {of}: is “{verdict}” right for #{item}?",
                number=number,
                of=of,
                verdict=verdict.words,
                item=item,
            )
        )
        for made, words, verb in ((self.right, tr("Right"), "accept"), (self.wrong, tr("Wrong"), "reject")):
            key = first_key(verb)
            made.setText(f"{words} ({key})" if key else words)
            made.setAccessibleName(f"{words}: {self._question.text()}")
        self._offer.hide()
        self.begin.hide()
        self._asking.show()

    def show_judged(self, judged: Judged, *, going_on: bool) -> None:
        """Show what the checks so far say; with ``going_on`` more are to come."""
        self._asking.setVisible(going_on)
        self._offer.hide()
        left = judged.wrong and not going_on
        out = [tr("What you found wrong is left out.")] if left else []
        self.result.setText(" ".join([judged.words(), *out]))
        self.result.setVisible(judged.checked > 0)
        self.interval.show_judged(judged)
        self.interval.setVisible(judged.checked > 0)
        self.begin.setText(tr("Check again"))
        self.begin.setAccessibleName(tr("Check again"))
        self.begin.setVisible(not going_on)

    @Slot()
    def _on_right(self) -> None:
        self.judged.emit(True)

    @Slot()
    def _on_wrong(self) -> None:
        self.judged.emit(False)


class Interval(QWidget):
    """The share of wrong items as a range on a line from none to all."""

    def __init__(self) -> None:
        super().__init__()
        self._low, self._high, self._seen = 0.0, 1.0, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_judged(self, judged: Judged) -> None:
        """Show the interval, and what was seen."""
        self._low, self._high = judged.low / judged.size, judged.high / judged.size
        self._seen = judged.wrong / judged.checked if judged.checked else 0.0
        self.setAccessibleName(judged.words())
        self.setToolTip(tr("Wrong ones among the checks, and the range for the whole batch (95\u202f%)"))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of small text."""
        return QSize(120, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line, the range and what was seen."""
        colours, width = theme.current(), self.width() - 6
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(QRectF(3, 5, width, 4), 2, 2)
        painter.setBrush(QColor(colours.reject))
        span = max((self._high - self._low) * width, 3)
        way, whole = self.layoutDirection(), QRectF(self.rect())
        found = turned_f(way, whole, QRectF(3 + self._low * width, 4, span, 6))
        painter.drawRoundedRect(found, 3, 3)
        painter.setBrush(QColor(colours.text))
        painter.drawEllipse(turned_f(way, whole, QRectF(self._seen * width, 4, 6, 6)))
