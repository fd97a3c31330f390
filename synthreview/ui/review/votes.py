"""People's votes against the model's, label by label, as small bars with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.estimates import wilson
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.mirror import across, turned_f, write

_BAR = 8
_GAP = 4
_PAD = 12
_INTERVAL = later("{side}, {count} (line: 95 % interval)")


class VoteBars(QWidget):
    """One group of two bars per label: people above, model below, each scaled to its own total."""

    def __init__(self) -> None:
        super().__init__()
        self._people: Counter[str] = Counter()
        self._model: Counter[str] = Counter()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def show_votes(self, people: Sequence[str | None], model: Sequence[str | None]) -> None:
        """Take the votes; None is an invalid one."""
        self._people = Counter(_named(vote) for vote in people)
        self._model = Counter(_named(vote) for vote in model)
        self.setAccessibleName(
            tr(
                "Votes. People: {people}. Model: {model}.",
                people=_said(self._people),
                model=_said(self._model),
            )
        )
        self.updateGeometry()
        self.update()

    @property
    def labels(self) -> list[str]:
        """Every label voted for, most votes of people first."""
        seen = {**self._people, **self._model}
        return sorted(seen, key=self._order)

    def sizeHint(self) -> QSize:
        """As tall as its labels."""
        return QSize(320, len(self.labels) * self._group() + self._legend_height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be, as tall as its labels."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw legend, labels, bars and counts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        sides = [(tr("People"), self._people, colours.people), (tr("Model"), self._model, colours.synthetic)]
        present = [side for side in sides if side[1]]
        self._paint_legend(painter, present)
        names = min(self.width() // 3, 24 + max((self._text(name) for name in self.labels), default=0))
        top = self._legend_height()
        for name in self.labels:
            painter.setPen(QColor(colours.text))
            self._write(painter, QRectF(0, top, names - 12, self._group() - _PAD), name)
            for number, (_, votes, colour) in enumerate(present):
                self._paint_bar(painter, names, top + number * self._line(), votes, name, colour)
            top += self._group()

    def _paint_bar(
        self, painter: QPainter, begin: int, top: float, votes: Counter[str], name: str, colour: str
    ) -> None:
        total, room = votes.total(), self.width() - begin - 72
        length = room * votes[name] / total if total else 0
        middle = top + self._line() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().sunken))
        painter.drawRoundedRect(self._turned(QRectF(begin, middle - _BAR / 2, room, _BAR)), 3, 3)
        painter.setBrush(QColor(colour))
        if length:
            bar = QRectF(begin, middle - _BAR / 2, max(length, 4), _BAR)
            painter.drawRoundedRect(self._turned(bar), 3, 3)
        if votes is self._people and total > 1 and votes[name]:
            self._paint_interval(painter, begin, room, middle, wilson(votes[name], total))
        painter.setPen(QColor(theme.current().muted))
        words = tr("{votes} of {total}", votes=votes[name], total=total)
        self._write(painter, QRectF(begin + room + 8, top, 64, self._line()), words)

    def _paint_interval(
        self, painter: QPainter, begin: int, room: int, middle: float, interval: tuple[float, float]
    ) -> None:
        """Where the share among all such people may lie: few people tell little."""
        ends = (begin + room * share for share in interval)
        low, high = (across(self.layoutDirection(), self.width(), end) for end in ends)
        painter.setPen(QPen(QColor(theme.current().text), 1.5))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))

    def _paint_legend(self, painter: QPainter, present: list[tuple[str, Counter[str], str]]) -> None:
        x = 0.0
        for words, votes, colour in present:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            sign = QRectF(x, self.fontMetrics().height() / 2 - 5, 10, 10)
            painter.drawRoundedRect(self._turned(sign), 3, 3)
            painter.setPen(QColor(theme.current().muted))
            total = votes.total()
            full = f"{words}, {total}"
            if votes is self._people and total > 1:
                full = tr(_INTERVAL, side=words, count=total)
            wide = self._text(full) + 2
            self._write(painter, QRectF(x + 16, 0, wide, self.fontMetrics().height()), full)
            x += 16 + wide + 22

    def _turned(self, place: QRectF) -> QRectF:
        return turned_f(self.layoutDirection(), QRectF(self.rect()), place)

    def _write(self, painter: QPainter, place: QRectF, words: str) -> None:
        write(painter, self.layoutDirection(), self._turned(place).toAlignedRect(), words)

    def _order(self, name: str) -> tuple[int, int, str]:
        return -self._people[name], -self._model[name], name

    def _text(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)

    def _line(self) -> int:
        return max(self.fontMetrics().height(), _BAR + _GAP)

    def _group(self) -> int:
        return self._line() * sum(1 for votes in (self._people, self._model) if votes) + _PAD

    def _legend_height(self) -> int:
        return self.fontMetrics().height() + _PAD


def _named(vote: str | None) -> str:
    return tr("invalid") if vote is None else vote


def _said(votes: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in votes.most_common()) or tr("none")
