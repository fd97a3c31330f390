"""What people would say of a text, and how far they would be of several minds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from synthreview.figures import share
from synthreview.project.beside import Contest, Expected, Forecast
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.elements import label
from synthreview.ui.mirror import turned_f, write

_BAR = 8
"""Pixels of a bar's height."""
_ENDS = (later("Of one mind"), later("Split"))


class ForetoldPanel(QWidget):
    """Two framed parts under their titles; each says in a line what it rests on, or why it is not known."""

    def __init__(self) -> None:
        super().__init__()
        self.shares, self.axis = ShareBars(), ContestAxis()
        self.basis, self.words = label("", "small", wrap=True), label("", wrap=True)
        self.why = label("", "small", wrap=True)
        self._expected = _Framed(tr("What people would say"), self.shares, self.basis)
        self._contest = _Framed(tr("Contested among people?"), self.words, self.axis, self.why)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._expected)
        layout.addWidget(self._contest)

    def show_foretold(self, forecast: Forecast, contest: Contest) -> None:
        """Show both; what people said of this very text stands among its votes already."""
        self._expected.setVisible(not forecast.counted)
        self._expected.set_known(bool(forecast.shares))
        self._contest.set_known(contest.share is not None or bool(contest.words))
        self.shares.show_shares(forecast.shares)
        self.basis.setText(forecast.basis)
        self.words.setText(contest.words)
        self.words.setVisible(bool(contest.words))
        self.axis.show_contest(contest)
        self.why.setText(contest.basis)


class _Framed(QWidget):
    """A part under its title; what is not known is said in a line without a frame."""

    def __init__(self, title: str, *inside: QWidget) -> None:
        super().__init__()
        self._frame = QFrame()
        self._inner = QVBoxLayout(self._frame)
        self._inner.setSpacing(8)
        for widget in inside:
            self._inner.addWidget(widget)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(label(title, "section"))
        self._layout.addWidget(self._frame)
        self.set_known(False)

    def set_known(self, known: bool) -> None:
        """Frame figures; leave a sentence bare."""
        across, down = (16, 12) if known else (0, 0)
        self._inner.setContentsMargins(across, down, across, down)
        self._layout.setSpacing(8 if known else 4)
        self._frame.setProperty("look", "part" if known else "")
        theme.repolish(self._frame)


class _Drawn(QWidget):
    """A small drawing as wide as there is room, whose height depends on the size of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def rows(self) -> int:
        """Lines of text it is high."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """As tall as its lines."""
        return QSize(320, self.rows() * self.line())

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be, as tall as its lines."""
        return QSize(160, self.sizeHint().height())

    def line(self) -> int:
        """Pixels of a line."""
        return self.fontMetrics().height() + 4

    def turned(self, place: QRectF) -> QRectF:
        """A place counted from where reading begins."""
        return turned_f(self.layoutDirection(), QRectF(self.rect()), place)

    def write(self, painter: QPainter, place: QRectF, words: str, *, end: bool = False) -> None:
        """A line of text in such a place."""
        write(painter, self.layoutDirection(), self.turned(place).toAlignedRect(), words, end=end)


class ShareBars(_Drawn):
    """A bar per label: solid where the share is a figure, open at its end where only a bound is known."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: tuple[Expected, ...] = ()

    def show_shares(self, shares: tuple[Expected, ...]) -> None:
        """Show other shares; none hides it."""
        self._shares = shares
        said = ", ".join(f"{each.label} {each.words}" for each in shares)
        self.setAccessibleName(tr("Of people would say: {said}", said=said))
        self.setVisible(bool(shares))
        self.updateGeometry()
        self.update()

    def rows(self) -> int:
        """One per label."""
        return len(self._shares)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label, bar, figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, colours = self.fontMetrics(), theme.current()
        longest = max((metrics.horizontalAdvance(each.label) for each in self._shares), default=0)
        names = min(self.width() // 3, 24 + longest)
        figures = 8 + max((metrics.horizontalAdvance(each.words) for each in self._shares), default=0)
        room = self.width() - names - figures
        for number, each in enumerate(self._shares):
            top = number * self.line()
            painter.setPen(QColor(colours.text))
            self.write(painter, QRectF(0, top, names - 12, self.line()), each.label)
            middle = top + self.line() / 2
            place = self.turned(QRectF(names, middle - _BAR / 2, room, _BAR))
            bar(painter, self.layoutDirection(), place, each.low, each.high)
            painter.setPen(QColor(colours.muted))
            self.write(painter, QRectF(names + room + 8, top, figures, self.line()), each.words)


def bar(painter: QPainter, way: Qt.LayoutDirection, place: QRectF, low: float, high: float) -> None:
    """A share in people's colour on its ground: solid up to ``low``, hatched from there to ``high``."""
    colours = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.sunken))
    painter.drawRoundedRect(place, 3, 3)
    painter.setBrush(QColor(colours.people))
    solid = QRectF(place.x(), place.y(), max(place.width() * low, 3), place.height())
    painter.drawRoundedRect(turned_f(way, place, solid), 3, 3)
    if high > low:
        painter.setPen(QPen(QColor(colours.people), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        hatched = QRectF(place.x(), place.y(), place.width() * high, place.height())
        painter.drawRoundedRect(turned_f(way, place, hatched), 3, 3)


def _outside(part: float, low: float, high: float) -> str:
    if high <= low:
        return tr("{share} outside the majority", share=share(part))
    return tr(
        "{share} outside the majority, between {low} and {high}",
        share=share(part),
        low=share(low),
        high=share(high),
    )


class ContestAxis(_Drawn):
    """From one mind to split: the share of people outside the majority, with its interval."""

    def __init__(self) -> None:
        super().__init__()
        self._contest: Contest | None = None

    def show_contest(self, contest: Contest) -> None:
        """Show another share; where it is not known there is no axis."""
        self._contest = contest
        self.setVisible(contest.share is not None)
        if contest.share is not None:
            self.setAccessibleName(_outside(contest.share, contest.low, contest.high))
            self.setToolTip(self.accessibleName())
        self.update()

    def rows(self) -> int:
        """The axis, and the words at its ends."""
        return 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The axis with its ends named, the interval, the share with its figure."""
        if self._contest is None or self._contest.share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, height = theme.current(), self.line()
        left, length = 6.0, self.width() - 12.0
        middle = height / 2.0
        painter.setPen(QPen(QColor(colours.line), 2))
        painter.drawLine(QPointF(left, middle), QPointF(left + length, middle))
        for tick in (0.0, 0.5, 1.0):
            painter.drawLine(
                int(left + length * tick), int(middle - 4), int(left + length * tick), int(middle + 4)
            )
        low, high = left + length * self._contest.low, left + length * self._contest.high
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.people))
        if high > low:
            painter.setOpacity(0.35)
            painter.drawRoundedRect(self.turned(QRectF(low, middle - 4, high - low, 8)), 4, 4)
            painter.setOpacity(1)
        at = left + length * self._contest.share
        painter.drawEllipse(self.turned(QRectF(at - 6, middle - 6, 12, 12)))
        painter.setPen(QColor(colours.muted))
        below = QRectF(0, height, self.width(), height)
        self.write(painter, below, tr(_ENDS[0]))
        self.write(painter, below, tr(_ENDS[1]), end=True)
        painter.setPen(QColor(colours.text))
        metrics, words = self.fontMetrics(), tr("{share} differ", share=share(self._contest.share))
        first, last = (metrics.horizontalAdvance(tr(end)) + 12 for end in _ENDS)
        wide = metrics.horizontalAdvance(words)
        start = max(first, min(at - wide / 2, self.width() - last - wide))
        self.write(painter, QRectF(start, height, wide + 2, height), words)
