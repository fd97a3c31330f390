"""A panel on its card: who says it, the finding, its numbers as dots or as a table, what it cannot tell."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from synthreview.panels import Panel
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.charts.dots import FOLDED, SPARE
from synthreview.ui.charts.effect_plot import INSIDE, EffectPlot
from synthreview.ui.charts.effect_table import EffectTable
from synthreview.ui.charts.foot import foot, turn
from synthreview.ui.charts.saving import Saver
from synthreview.ui.charts.sheet import Parts
from synthreview.ui.elements import Card, button, column, label, row

_POINT = later("Point at a line for its numbers.")
_CLICK = later("Point at a line for its numbers; click it to see the items.")
_TABLE = later("Enter or a double click shows the items of a row.")


class PanelCard(Card):
    """Shows one Panel; without effects it is just its words."""

    picked = Signal(str)
    """The filter of the items behind a line."""

    def __init__(self, analyzer: str, panel: Panel) -> None:
        super().__init__(spacing=4)
        self.body.setContentsMargins(16 - INSIDE, 16, 16 - INSIDE, 16)
        self.panel = panel
        self.title = label(panel.title, "heading", wrap=True)
        self._say(label(analyzer, "section"), self.title, label(panel.subtitle, "muted", wrap=True))
        if panel.effects:
            self._add_plot()
        if panel.caution:
            self.body.addSpacing(4)
            self._say(label(panel.caution, "small", wrap=True))
        self.body.addStretch(1)

    def _say(self, *widgets: QWidget) -> QVBoxLayout:
        """Add words, which stand where the names in the plot begin."""
        words = column(*widgets, spacing=4)
        words.setContentsMargins(INSIDE, 0, INSIDE, 0)
        self.body.addLayout(words)
        return words

    def _add_plot(self) -> None:
        leads = any(effect.where for effect in self.panel.effects)
        self._hint = tr(_CLICK) if leads else tr(_POINT)
        self._table_hint = tr(_TABLE) if leads else ""
        self.plot, self.table = EffectPlot(self.panel), EffectTable(self.panel)
        self.readout = label(self._hint, "small", wrap=True)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.readout.setMinimumHeight(2 * self.readout.fontMetrics().lineSpacing())
        self.more = button("", self._unfold, "link")
        self.flip = button(tr("Show as table"), self._flip, "link")
        self.saver = Saver(self.parts)
        self.legend = _Legend(self.panel)
        self.body.addSpacing(8)
        self.body.addWidget(self.plot)
        below = self._say(self.table, self.readout)
        self._foot = foot(self.legend, self.more, self.flip, self.saver.button)
        below.addLayout(self._foot)
        below.addWidget(self.saver.note)
        self.table.hide()
        self._explained = self.panel.line is not None or bool(self.panel.beside)
        self.legend.setVisible(self._explained)
        self._fold(on=len(self.panel.effects) > FOLDED + SPARE)
        for view in (self.plot, self.table):
            view.picked.connect(self.picked)
        self.plot.pointed.connect(self._point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the buttons below the legend where both would be cramped."""
        super().resizeEvent(event)
        if self.panel.effects:
            turn(self._foot, self)

    def parts(self) -> Parts:
        """All its lines, and what they cannot tell."""
        panel, explained = self.panel, self._explained

        def views(_density: float) -> tuple[QWidget, ...]:
            plot = EffectPlot(panel)
            return (plot, _Legend(panel)) if explained else (plot,)

        return Parts(panel, panel.caution, views)

    def _fold(self, *, on: bool) -> None:
        count = len(self.panel.effects)
        self._folded = on
        self.plot.show_first(FOLDED if on else count)
        self.more.setText(
            tr("Show all {count}", count=count) if on else tr("Show the first {folded}", folded=FOLDED)
        )
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(count > FOLDED + SPARE)

    @Slot()
    def _unfold(self) -> None:
        self._fold(on=not self._folded)

    @Slot()
    def _flip(self) -> None:
        to_table = self.table.isHidden()
        self.plot.setVisible(not to_table)
        self.table.setVisible(to_table)
        self.legend.setVisible(self._explained and not to_table)
        self.more.setVisible(not to_table and len(self.panel.effects) > FOLDED + SPARE)
        self.flip.setText(tr("Show as dots") if to_table else tr("Show as table"))
        self.flip.setAccessibleName(self.flip.text())
        self.readout.setText(self._table_hint if to_table else self._hint)

    @Slot(str)
    def _point(self, words: str) -> None:
        self.readout.setText(words or self._hint)


class _Legend(QWidget):
    """What full and hollow dots mean where something is tested, and what ticks are where there are any."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        marks: list[QWidget] = []
        if panel.line is not None:
            marks += [_Mark("certain"), label(tr("beyond chance"), "small")]
            marks += [_Mark("uncertain"), label(tr("could be chance"), "small")]
        if panel.beside:
            marks += [_Mark("beside"), label(tr(panel.beside), "small")]
        line = row(*marks, spacing=6)
        line.addStretch(1)
        self.setLayout(line)
        if panel.line is not None:
            self.setToolTip(
                tr(
                    "Lines through the dots are 95 % intervals. A full dot differs from the line across the"
                    " plot, the number of dots considered."
                )
            )


class _Mark(QWidget):
    """A full or a hollow dot with its interval, or a tick."""

    def __init__(self, kind: Literal["certain", "uncertain", "beside"]) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for a dot and the line through it."""
        return QSize(6 if self._kind == "beside" else 22, 13)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._kind == "beside":
            painter.setPen(QPen(QColor(colours.text), 1.5))
            painter.drawLine(QPointF(3, 0.5), QPointF(3, 12.5))
            return
        certain = self._kind == "certain"
        colour = QColor(colours.accent if certain else colours.muted)
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QPointF(1, 6.5), QPointF(21, 6.5))
        painter.setBrush(colour if certain else QColor(colours.surface))
        painter.drawEllipse(QPointF(11, 6.5), 4, 4)
